package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;

/**
 * The new values of columns that nothing tells from original ones, kept while a trigger may put
 * these back, to be compared with what is stored.
 */
final class WrittenValues {
  private static final int ROWS_PER_QUERY = 100;

  private final Table table;
  private final Dialect dialect;
  private final Predicates predicates;
  private final Set<String> columns;
  private final Map<RowValues, Map<String, Object>> rows = new LinkedHashMap<>();

  WrittenValues(Table table, TableAnonymisation how, Dialect dialect, Predicates predicates) {
    this.table = table;
    this.dialect = dialect;
    this.predicates = predicates;
    boolean watched = table.triggers().stream().anyMatch(trigger -> trigger.isFiredBy("UPDATE"));
    this.columns =
        how.columns().entrySet().stream()
            .filter(column -> watched && column.getValue().done().isEmpty())
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
  }

  /** Notes what one column of a row is to become. */
  void note(RowValues key, String column, @Nullable Object value) {
    if (value != null && columns.contains(column)) {
      rows.computeIfAbsent(key, row -> new LinkedHashMap<>()).put(column, value);
    }
  }

  /** Whether one of the rows holds something else than was written. */
  boolean areLost(RowReader reader) {
    List<RowValues> keys = List.copyOf(rows.keySet());
    for (int from = 0; from < keys.size(); from += ROWS_PER_QUERY) {
      List<SqlFragment> others =
          keys.subList(from, Math.min(from + ROWS_PER_QUERY, keys.size())).stream()
              .map(this::holdsOther)
              .toList();
      if (reader.countUpTo(table, SqlFragment.any(others), 1) > 0) {
        return true;
      }
    }
    return false;
  }

  private SqlFragment holds(String column, Object value) {
    return value instanceof String
        ? SqlFragment.of(dialect.exactly(column) + " = " + dialect.exactly("?"), value)
        : SqlFragment.of(column + " = ?", value);
  }

  private SqlFragment holdsOther(RowValues key) {
    List<SqlFragment> same = new ArrayList<>();
    rows.getOrDefault(key, Map.of())
        .forEach((column, value) -> same.add(holds(dialect.quote(column), value)));
    return SqlFragment.all(
        List.of(predicates.keys(table, List.of(key)), SqlFragment.not(SqlFragment.all(same))));
  }
}
