package org.quietus.backup.dump;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;

/** Which columns of a table the search for persons reads, and which it computes new values from. */
record NeededColumns(List<PersonGraph> graphs, FiledTables filed) {

  /** The columns that tell whose a row is, where it leads to, and how long it is kept. */
  Set<String> of(Table table) {
    Set<String> needed = new TreeSet<>(filed.needed(table));
    for (PersonGraph graph : graphs) {
      graph.all().stream()
          .flatMap(member -> member.bases().stream())
          .forEach(basis -> needed.addAll(keeping(basis, table)));
      for (Member member : graph.of(table)) {
        if (!member.path().isEmpty()) {
          needed.addAll(member.path().get(0).fromColumns());
        }
      }
      graph.offered(table).forEach(needed::addAll);
      for (Member owned : graph.owned()) {
        needed.addAll(pointing(owned, table));
      }
      if (graph.isRoot(table)) {
        needed.addAll(table.primaryKey());
        needed.addAll(graph.identifying());
      }
    }
    return needed;
  }

  /** The columns of a table that tell whether its rows keep what hangs on them. */
  private static Set<String> keeping(Basis basis, Table table) {
    Set<String> columns = new TreeSet<>();
    for (Join join : basis.above()) {
      if (join.fromTable().equals(table.name())) {
        columns.addAll(join.fromColumns());
      }
      if (join.toTable().equals(table.name())) {
        columns.addAll(join.toColumns());
      }
    }
    if (basis.table().name().equals(table.name()) && !basis.kept().isWithoutEnd()) {
      columns.add(basis.kept().keep().from());
    }
    return columns;
  }

  private static Set<String> pointing(Member owned, Table table) {
    return owned.referencedBy().stream()
        .filter(key -> key.table().equals(table.name()))
        .map(ForeignKey::columns)
        .flatMap(List::stream)
        .collect(Collectors.toSet());
  }

  /** The columns whose new values depend on those that they have. */
  Stream<String> computed(Table table) {
    return graphs.stream()
        .flatMap(graph -> graph.of(table).stream())
        .flatMap(
            member ->
                member.action() instanceof Action.Anonymise anonymise
                    ? anonymise.how().columns().entrySet().stream()
                    : Stream.empty())
        .filter(column -> !column.getValue().constant())
        .map(Map.Entry::getKey);
  }
}
