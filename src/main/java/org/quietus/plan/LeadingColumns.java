package org.quietus.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;

/**
 * The columns of a table without which nobody can tell of its rows, in a copy, where they lead to,
 * how long they are kept, or whether they are anonymised by now.
 */
public final class LeadingColumns {
  private LeadingColumns() {}

  /** Those of one kind of person. */
  public static Set<String> of(Step step, Table table) {
    Set<String> columns = new LinkedHashSet<>(table.primaryKey());
    Stream.concat(Stream.of(step.root()), step.members().stream())
        .forEach(member -> add(member, table, columns));
    return columns;
  }

  private static void add(Member member, Table table, Set<String> columns) {
    Stream.of(
            member.path().stream(),
            member.rivals().stream().flatMap(List::stream),
            member.bases().stream().flatMap(basis -> basis.above().stream()))
        .flatMap(joins -> joins)
        .forEach(join -> add(join, table, columns));
    for (ForeignKey key : member.referencedBy()) {
      add(Join.up(key), table, columns);
    }
    boolean own = member.catalogTable().name().equals(table.name());
    if (own && member.action() instanceof Action.Anonymise anonymise) {
      anonymise.how().mark().ifPresent(columns::add);
    }
    for (Basis basis : member.bases()) {
      boolean here = basis.isOwn() ? own : basis.table().name().equals(table.name());
      if (here && !basis.kept().isWithoutEnd()) {
        columns.add(basis.kept().keep().from());
      }
      if (here && basis.action() instanceof Action.Anonymise anonymise) {
        anonymise.how().mark().ifPresent(columns::add);
      }
    }
  }

  private static void add(Join join, Table table, Set<String> columns) {
    if (join.fromTable().equals(table.name())) {
      columns.addAll(join.fromColumns());
    }
    if (join.toTable().equals(table.name())) {
      columns.addAll(join.toColumns());
    }
  }
}
