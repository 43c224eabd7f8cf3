package org.quietus.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.plan.RootValue;
import org.quietus.plan.Step;

/**
 * A person's row as it was when it was found, each value under the name of its column and with what
 * it stood for: it may be read years later, in a schema that has changed. Printed without values.
 *
 * @param database where the job found it; empty of a row that was frozen when that was home alone
 * @param table as the database calls it
 */
public record FrozenRow(Optional<String> database, String table, Map<String, Value> values) {
  private static final String SEPARATOR = ";";

  public FrozenRow {
    values = new LinkedHashMap<>(values);
  }

  /** A value, and what it stood for. */
  public record Value(RootValue meaning, @Nullable Object value) {
    @Override
    public String toString() {
      return "Value[" + meaning + "]";
    }
  }

  /** A root row of a step, known by its values of {@link Step#rootColumns()}. */
  public static FrozenRow of(Step step, RowValues handle) {
    Map<String, Value> values = new LinkedHashMap<>();
    List<String> columns = step.rootColumns();
    for (int n = 0; n < columns.size(); n++) {
      values.put(columns.get(n), new Value(step.rootValue(columns.get(n)), handle.values().get(n)));
    }
    return new FrozenRow(Optional.of(step.database()), step.root().catalogTable().name(), values);
  }

  /**
   * The row by today's columns of a step's root, null where nothing is known; empty if not even the
   * primary key is.
   */
  public Optional<RowValues> within(Step step) {
    if (!table.equals(step.root().catalogTable().name())
        || !step.root().catalogTable().primaryKey().stream()
            .allMatch(column -> known(step, column).isPresent())) {
      return Optional.empty();
    }
    List<@Nullable Object> handle = new ArrayList<>();
    for (String column : step.rootColumns()) {
      handle.add(known(step, column).orElse(null));
    }
    return Optional.of(new RowValues(handle));
  }

  /** The values of some columns; empty if one of them was not frozen. */
  public Optional<RowValues> values(List<String> columns) {
    return values.keySet().containsAll(columns)
        ? Optional.of(
            new RowValues(
                columns.stream()
                    .map(column -> Objects.requireNonNull(values.get(column), column).value())
                    .toList()))
        : Optional.empty();
  }

  private Optional<Object> known(Step step, String column) {
    return Optional.ofNullable(values.get(column))
        .filter(frozen -> frozen.meaning().isStill(step.rootValue(column)))
        .map(Value::value);
  }

  /**
   * The columns whose values led to rows, and cannot be read in a schema any more.
   *
   * @param keptOnly whether all that was not kept by a law is known to be gone
   */
  public SortedSet<String> unmatched(Step step, boolean keptOnly) {
    SortedSet<String> unmatched = new TreeSet<>();
    boolean found = within(step).isPresent();
    values.forEach(
        (column, frozen) -> {
          boolean leads = !found || !keptOnly || frozen.meaning().leadsToKept();
          if (leads && frozen.value() != null && !isReadable(step, column, frozen)) {
            unmatched.add(table + "." + column);
          }
        });
    return unmatched;
  }

  /** What can still be read in a schema; empty if the row itself cannot be found by it. */
  public Optional<FrozenRow> readable(Step step) {
    if (within(step).isEmpty()) {
      return Optional.empty();
    }
    Map<String, Value> left = new LinkedHashMap<>(values);
    left.entrySet().removeIf(value -> !isReadable(step, value.getKey(), value.getValue()));
    return Optional.of(new FrozenRow(database, table, left));
  }

  /** The row without what of it is somebody else's by now; empty if that is its primary key. */
  public Optional<FrozenRow> without(Step step, Set<String> passedOn) {
    if (step.root().catalogTable().primaryKey().stream().anyMatch(passedOn::contains)) {
      return Optional.empty();
    }
    Map<String, Value> left = new LinkedHashMap<>(values);
    left.keySet().removeAll(passedOn);
    return Optional.of(new FrozenRow(database, table, left));
  }

  private boolean isReadable(Step step, String column, Value frozen) {
    return table.equals(step.root().catalogTable().name())
        && step.root().catalogTable().column(column).isPresent()
        && frozen.meaning().isStill(step.rootValue(column));
  }

  /** A reversible text; holds the values, so it is stored sealed only. */
  public String encode() {
    List<@Nullable Object> names = new ArrayList<>();
    database.ifPresent(
        name -> {
          names.add(null); // rows without it begin with the name of their table
          names.add(name);
        });
    names.add(table);
    List<@Nullable Object> row = new ArrayList<>();
    values.forEach(
        (column, frozen) -> {
          RootValue meaning = frozen.meaning();
          names.add(column);
          names.add(meaning.type().name());
          names.add(meaning.leadsToKept());
          names.add((long) meaning.refersTo().size());
          names.addAll(meaning.refersTo());
          row.add(frozen.value());
        });
    return new RowValues(names).encode() + SEPARATOR + new RowValues(row).encode();
  }

  /** Reads what {@link #encode()} wrote. */
  public static FrozenRow decode(String text) {
    int end = text.indexOf(SEPARATOR);
    List<@Nullable Object> names = RowValues.decode(text.substring(0, end)).values();
    List<@Nullable Object> row = RowValues.decode(text.substring(end + 1)).values();
    Map<String, Value> values = new LinkedHashMap<>();
    boolean isNamed = names.get(0) == null;
    Optional<String> database = isNamed ? Optional.of(text(names, 1)) : Optional.empty();
    int at = isNamed ? 2 : 0;
    String table = text(names, at++);
    for (@Nullable Object value : row) {
      int first = at + 4;
      int past = first + Integer.parseInt(text(names, at + 3));
      SortedSet<String> refersTo = new TreeSet<>();
      names.subList(first, past).forEach(name -> refersTo.add(String.valueOf(name)));
      values.put(
          text(names, at),
          new Value(
              new RootValue(
                  Column.Type.valueOf(text(names, at + 1)),
                  refersTo,
                  Boolean.parseBoolean(text(names, at + 2))),
              value));
      at = past;
    }
    return new FrozenRow(database, table, values);
  }

  private static String text(List<@Nullable Object> names, int n) {
    return Objects.requireNonNull(names.get(n), "a name").toString();
  }

  @Override
  public String toString() {
    return "FrozenRow[" + table + values.keySet() + "]";
  }
}
