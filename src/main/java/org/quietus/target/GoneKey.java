package org.quietus.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Member;
import org.quietus.plan.Step;

/**
 * The key of a row that is gone, or may be: that was deleted between a person's own row and others,
 * by which further ones may come to hang on it that no foreign key keeps out; or that lay in a
 * partition which was to be dropped. Printed without values.
 *
 * @param table as the database calls it
 * @param columns those that others hold the values of
 * @param types what kind of value each of them had
 */
public record GoneKey(
    String table, List<String> columns, List<Column.Type> types, RowValues values) {
  public GoneKey {
    columns = List.copyOf(columns);
    types = List.copyOf(types);
  }

  /** The key of a row of a table. */
  public static GoneKey of(Table table, List<String> columns, RowValues values) {
    return new GoneKey(table.name(), columns, types(table, columns), values);
  }

  private static List<Column.Type> types(Table table, List<String> columns) {
    return columns.stream()
        .flatMap(column -> table.column(column).stream())
        .map(Column::type)
        .toList();
  }

  /** Whether a join leads to rows with such a key. */
  public boolean isReachedBy(Join join) {
    return join.toTable().equals(table) && join.toColumns().equals(columns);
  }

  /** Whether it leads to rows of a step still, by columns that mean what they did. */
  public boolean isReadable(Step step) {
    Optional<Table> today =
        step.members().stream()
            .map(Member::catalogTable)
            .filter(known -> known.name().equals(table))
            .findFirst();
    return step.looseJoins().stream().anyMatch(this::isReachedBy)
        && today.filter(this::isOf).isPresent();
  }

  /** Whether a table's columns still mean what they did. */
  public boolean isOf(Table today) {
    return today.name().equals(table) && types(today, columns).equals(types);
  }

  /** A reversible text; holds the values, so it is stored sealed only. */
  public String encode() {
    List<@Nullable Object> all = new ArrayList<>(List.of(table, (long) columns.size()));
    all.addAll(columns);
    types.forEach(type -> all.add(type.name()));
    all.addAll(values.values());
    return new RowValues(all).encode();
  }

  /** Reads what {@link #encode()} wrote. */
  public static GoneKey decode(String text) {
    List<@Nullable Object> all = RowValues.decode(text).values();
    int width = Integer.parseInt(name(all, 1));
    List<String> columns = new ArrayList<>();
    List<Column.Type> types = new ArrayList<>();
    for (int n = 0; n < width; n++) {
      columns.add(name(all, 2 + n));
      types.add(Column.Type.valueOf(name(all, 2 + width + n)));
    }
    return new GoneKey(
        name(all, 0), columns, types, new RowValues(all.subList(2 + 2 * width, all.size())));
  }

  private static String name(List<@Nullable Object> all, int n) {
    return Objects.requireNonNull(all.get(n), "a name").toString();
  }

  @Override
  public String toString() {
    return "GoneKey[" + table + columns + "]";
  }
}
