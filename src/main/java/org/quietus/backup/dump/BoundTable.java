package org.quietus.backup.dump;

import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.format.Formula;
import org.quietus.format.Row;
import org.quietus.format.RowSource;

/** A table of the catalog and where its columns stand in the rows of one INSERT statement. */
public final class BoundTable {
  private final Table table;
  private final Zones zones;
  private final Map<String, Place> places = new HashMap<>();

  BoundTable(Table table, RowSource source, Zones zones) {
    this.table = table;
    this.zones = zones;
    table
        .columns()
        .forEach((name, column) -> places.put(name, new Place(column, source.indexOf(name))));
  }

  /**
   * Where a column stands in a row.
   *
   * @param position from 0; -1 if the rows do not have it
   */
  private record Place(Column column, int position) {}

  public Table table() {
    return table;
  }

  /** Whether the rows have the column, so that it can be changed in them. */
  public boolean has(String column) {
    @Nullable Place place = places.get(column);
    return place != null && place.position() >= 0;
  }

  /**
   * The value of a column, computed where the row leaves it to the database; an {@link UnreadValue}
   * where that cannot be told, null also where the dump has no such column.
   */
  public @Nullable Object value(Row row, String column) throws IOException {
    @Nullable Place place = places.get(column);
    int position = place == null ? -1 : place.position();
    if (place != null && position >= 0 && !row.isDefault(position)) {
      return DumpValues.read(row, position, place.column());
    }
    Optional<Formula.Answer> computed = LeftOut.compute(row, column);
    if (computed.isEmpty()) {
      return position < 0 ? null : new UnreadValue(column);
    }
    String text = computed.get().text();
    return text == null ? null : DumpValues.of(text, column(column));
  }

  /**
   * The values of columns as comparable texts; empty if one of them is null.
   *
   * @throws UnreadRow if one of them cannot be read
   */
  public Optional<List<String>> key(Row row, List<String> columns) throws IOException {
    List<String> values = new ArrayList<>(columns.size());
    for (String column : columns) {
      @Nullable Object value = keyValue(row, column);
      if (value == null) {
        return Optional.empty();
      }
      if (value instanceof UnreadValue unread) {
        throw new UnreadRow(table.name(), unread);
      }
      values.add(DumpValues.canonical(value, column(column)));
    }
    return Optional.of(values);
  }

  /**
   * Where the column stands in a row that is the only one of a list, if it is an integer; or -1.
   */
  public int integer(List<String> columns) {
    @Nullable Place place = columns.size() == 1 ? places.get(columns.get(0)) : null;
    return place != null && place.column().type() == Column.Type.INTEGER ? place.position() : -1;
  }

  /** Moments as the database gives them, in UTC; one that may be two, or any, is not read. */
  private @Nullable Object keyValue(Row row, String column) throws IOException {
    @Nullable Object value = value(row, column);
    return column(column).type() == Column.Type.TIMESTAMP && value instanceof LocalDateTime time
        ? zones
            .instant(time, column(column), row)
            .<Object>map(moment -> LocalDateTime.ofInstant(moment, ZoneOffset.UTC))
            .orElseGet(() -> new UnreadValue(column))
        : value;
  }

  /** The primary key as the database would give it. */
  public RowValues primaryKey(Row row) throws IOException {
    return values(row, table.primaryKey());
  }

  /** The values of columns as the database would give them. */
  public RowValues values(Row row, List<String> columns) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    for (String column : columns) {
      values.add(keyValue(row, column));
    }
    return new RowValues(values);
  }

  public Column column(String name) {
    return table.column(name).orElseThrow();
  }
}
