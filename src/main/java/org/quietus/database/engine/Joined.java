package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quietus.catalog.Join;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;

/** Conditions on the rows of one table that other tables' rows decide, along joins. */
final class Joined {
  /** A statement takes only so many values, about twice as many as these. */
  private static final int MANY = 30_000;

  private final Dialect dialect;

  Joined(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Carries a condition on the table that the first {@code joins} joins of a path lead to down to
   * the path's start.
   */
  SqlFragment along(List<Join> path, int joins, SqlFragment condition) {
    SqlFragment carried = condition;
    for (int at = joins - 1; at >= 0; at--) {
      Join join = path.get(at);
      carried =
          new SqlFragment(
              tuple(join.fromColumns())
                  + " IN (SELECT "
                  + join.toColumns().stream().map(dialect::quote).collect(Collectors.joining(", "))
                  + " FROM "
                  + dialect.quote(join.toTable())
                  + " WHERE "
                  + carried.sql()
                  + ")",
              carried.binds());
    }
    return carried;
  }

  /** Rows at the end of a path that rows at its beginning hang on which meet a condition. */
  SqlFragment above(List<Join> path, SqlFragment condition) {
    SqlFragment carried = condition;
    for (Join join : path) {
      carried =
          new SqlFragment(
              tuple(join.toColumns())
                  + " IN (SELECT "
                  + join.fromColumns().stream()
                      .map(dialect::quote)
                      .collect(Collectors.joining(", "))
                  + " FROM "
                  + dialect.quote(join.fromTable())
                  + " WHERE "
                  + carried.sql()
                  + ")",
              carried.binds());
    }
    return carried;
  }

  /** Rows whose columns hold one of the given tuples, none of which has a null in it. */
  SqlFragment in(List<String> columns, List<? extends List<?>> tuples) {
    if (tuples.isEmpty()) {
      return SqlFragment.NONE;
    }
    List<Object> binds = new ArrayList<>();
    tuples.forEach(binds::addAll);
    if (columns.size() == 1) {
      Optional<SqlFragment> many = dialect.among(columns.get(0), binds);
      if (many.isPresent()) {
        return many.get();
      }
      String marks = String.join(", ", Collections.nCopies(tuples.size(), "?"));
      return new SqlFragment(dialect.quote(columns.get(0)) + " IN (" + marks + ")", binds);
    }
    if (binds.size() > MANY) {
      return inGroups(columns, tuples);
    }
    // spelled out, because MariaDB walks no index for a list of row values
    String one =
        columns.stream()
            .map(column -> dialect.quote(column) + " = ?")
            .collect(Collectors.joining(" AND ", "(", ")"));
    return new SqlFragment(
        "(" + String.join(" OR ", Collections.nCopies(tuples.size(), one)) + ")", binds);
  }

  /** The same by the values of one column for each combination of those of the others. */
  private SqlFragment inGroups(List<String> columns, List<? extends List<?>> tuples) {
    int most =
        IntStream.range(0, columns.size())
            .boxed()
            .max(
                Comparator.comparingLong(
                    n -> tuples.stream().map(tuple -> tuple.get(n)).distinct().count()))
            .orElseThrow();
    List<String> others = new ArrayList<>(columns);
    others.remove(most);
    Map<List<Object>, List<List<Object>>> groups = new LinkedHashMap<>();
    for (List<?> tuple : tuples) {
      List<Object> rest = new ArrayList<>(tuple);
      Object value = rest.remove(most);
      groups.computeIfAbsent(rest, first -> new ArrayList<>()).add(List.of(value));
    }
    String rest =
        others.stream()
            .map(column -> dialect.quote(column) + " = ?")
            .collect(Collectors.joining(" AND "));
    return SqlFragment.any(
        groups.entrySet().stream()
            .map(
                group ->
                    SqlFragment.all(
                        List.of(
                            new SqlFragment(rest, group.getKey()),
                            in(List.of(columns.get(most)), group.getValue()))))
            .toList());
  }

  /** Rows at the beginning of a path that hang on rows at its end with the given values. */
  SqlFragment below(List<Join> path, List<List<Object>> rootValues) {
    return along(path, path.size() - 1, in(path.get(path.size() - 1).fromColumns(), rootValues));
  }

  /** That a row which meets a condition is joined to the row in question. */
  SqlFragment exists(Join join, SqlFragment condition) {
    return new SqlFragment(
        "EXISTS (SELECT 1 FROM "
            + dialect.quote(join.fromTable())
            + " WHERE "
            + matching(join, join.fromTable())
            + " AND ("
            + condition.sql()
            + "))",
        condition.binds());
  }

  /**
   * That another row of the same table is joined to the row in question; as a table of its own,
   * because MySQL reads none that it changes.
   */
  SqlFragment referencedByAnother(Join join) {
    String itself =
        IntStream.range(0, join.fromColumns().size())
            .mapToObj(
                n ->
                    dialect.quote(join.fromColumns().get(n))
                        + " = "
                        + dialect.quote(join.toColumns().get(n)))
            .collect(Collectors.joining(" AND "));
    return SqlFragment.of(
        tuple(join.toColumns())
            + " IN (SELECT * FROM (SELECT DISTINCT "
            + join.fromColumns().stream().map(dialect::quote).collect(Collectors.joining(", "))
            + " FROM "
            + dialect.quote(join.fromTable())
            + " WHERE ("
            + itself
            + ") IS NOT TRUE) others)");
  }

  /**
   * That another row of the same table is joined to the row in question; found by an index, in a
   * statement that changes nothing.
   *
   * @param key the columns by which one row is told from another
   */
  SqlFragment existsAnother(Join join, List<String> key) {
    String other = join.fromTable() + "_other";
    String itself =
        key.stream()
            .map(column -> qualified(other, column) + " = " + qualified(join.toTable(), column))
            .collect(Collectors.joining(" AND "));
    return SqlFragment.of(
        "EXISTS (SELECT 1 FROM "
            + dialect.quote(join.fromTable())
            + " "
            + dialect.quote(other)
            + " WHERE "
            + matching(join, other)
            + " AND NOT ("
            + itself
            + "))");
  }

  private String matching(Join join, String from) {
    List<String> pairs = new ArrayList<>();
    for (int n = 0; n < join.fromColumns().size(); n++) {
      pairs.add(
          qualified(from, join.fromColumns().get(n))
              + " = "
              + qualified(join.toTable(), join.toColumns().get(n)));
    }
    return String.join(" AND ", pairs);
  }

  private String qualified(String table, String column) {
    return dialect.quote(table) + "." + dialect.quote(column);
  }

  private String tuple(List<String> columns) {
    return columns.stream().map(dialect::quote).collect(Collectors.joining(", ", "(", ")"));
  }
}
