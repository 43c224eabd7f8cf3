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
import org.quietus.plan.LeadingColumns;
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

  /** The columns without which a table's rows say nothing of where they lead to. */
  Set<String> leading(Table table) {
    Set<String> leading = new TreeSet<>(filed.needed(table));
    for (PersonGraph graph : graphs) {
      leading.addAll(LeadingColumns.of(graph.step(), table));
      if (graph.isRoot(table)) {
        graph.subject().tenant().ifPresent(leading::add);
      }
    }
    return leading;
  }

  /** Whether rows of a table are looked at. */
  boolean isRead(Table table) {
    return !of(table).isEmpty() || graphs.stream().anyMatch(graph -> !graph.of(table).isEmpty());
  }

  /** Every column that is looked at, also those that only a decision about a row depends on. */
  Set<String> looked(Table table) {
    Set<String> looked = new TreeSet<>(of(table));
    looked.addAll(table.primaryKey());
    for (PersonGraph graph : graphs) {
      graph.joins().stream()
          .forEach(
              join -> {
                if (join.fromTable().equals(table.name())) {
                  looked.addAll(join.fromColumns());
                }
                if (join.toTable().equals(table.name())) {
                  looked.addAll(join.toColumns());
                }
              });
      graph.of(table).forEach(member -> looked.addAll(acted(member.action())));
      for (Member member : graph.all()) {
        for (Basis basis : member.bases()) {
          boolean here = basis.isOwn() ? graph.of(table).contains(member) : is(basis, table);
          if (here) {
            looked.addAll(acted(basis.action()));
            looked.add(basis.kept().keep().from());
          }
        }
      }
    }
    return looked;
  }

  private static boolean is(Basis basis, Table table) {
    return basis.table().name().equals(table.name());
  }

  /** What tells whether an action has been applied, and what it changes. */
  private static Set<String> acted(Action action) {
    Set<String> columns = new TreeSet<>();
    if (action instanceof Action.Anonymise anonymise) {
      columns.addAll(anonymise.how().columns().keySet());
      anonymise.how().mark().ifPresent(columns::add);
    } else if (action instanceof Action.Unlink unlink) {
      columns.addAll(unlink.columns());
    }
    return columns;
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
