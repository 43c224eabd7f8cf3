package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Member;
import org.quietus.plan.Step;

/** The keys of the persons' table that rows of other tables have, by what is under them there. */
record HangingKeys(Step step, RowReader reader, Dialect dialect, Predicates predicates) {

  /** Keys that no row has. */
  List<RowValues> withoutRow(Join by, Optional<RowValues> after, int size) {
    return keysOf(by, hangingOnNone(by), after, size);
  }

  /** Keys of rows that the step has done already; none if it leaves no row. */
  List<RowValues> belowDone(Join by, Optional<RowValues> after, int size) {
    SqlFragment open = predicates.open(step.root());
    if (open.equals(SqlFragment.TRUE)) {
      return List.of();
    }
    Table root = step.root().catalogTable();
    List<SqlFragment> conditions = new ArrayList<>();
    conditions.add(SqlFragment.not(open));
    conditions.add(new Joined(dialect).exists(by, SqlFragment.TRUE));
    after.ifPresent(
        key ->
            conditions.add(
                dialect.after(Predicates.columns(root, root.primaryKey()), key.values())));
    return reader.rows(
        root,
        root.primaryKey(),
        "",
        SqlFragment.all(conditions),
        " ORDER BY "
            + root.primaryKey().stream().map(dialect::quote).collect(Collectors.joining(", "))
            + " LIMIT "
            + size);
  }

  /** The keys of the person's table that rows of another one have, each once. */
  private List<RowValues> keysOf(
      Join by, List<SqlFragment> conditions, Optional<RowValues> after, int size) {
    Table below = member(by.fromTable());
    List<String> columns =
        step.root().catalogTable().primaryKey().stream()
            .map(column -> by.fromColumns().get(by.toColumns().indexOf(column)))
            .toList();
    after.ifPresent(
        key -> conditions.add(dialect.after(Predicates.columns(below, columns), key.values())));
    String key = columns.stream().map(dialect::quote).collect(Collectors.joining(", "));
    return reader.rows(
        below,
        columns,
        "",
        SqlFragment.all(conditions),
        " GROUP BY " + key + " ORDER BY " + key + " LIMIT " + size);
  }

  /** Whether rows hang on none. */
  boolean hangOnNone(Join by) {
    SqlFragment hanging = SqlFragment.all(hangingOnNone(by));
    return !reader
        .rows(member(by.fromTable()), by.fromColumns(), "", hanging, " LIMIT 1")
        .isEmpty();
  }

  private Table member(String name) {
    return step.members().stream()
        .map(Member::catalogTable)
        .filter(other -> other.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Rows that lead somewhere, where no row is. */
  private List<SqlFragment> hangingOnNone(Join by) {
    List<SqlFragment> conditions = new ArrayList<>();
    by.fromColumns()
        .forEach(column -> conditions.add(SqlFragment.of(dialect.quote(column) + " IS NOT NULL")));
    conditions.add(SqlFragment.not(new Joined(dialect).exists(up(by), SqlFragment.TRUE)));
    return conditions;
  }

  private static Join up(Join by) {
    return new Join(by.toTable(), by.toColumns(), by.fromTable(), by.fromColumns());
  }
}
