package org.quietus.format.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnReader;
import org.jspecify.annotations.Nullable;
import org.quietus.format.UnsupportedDump;

/** Reads a column row by row. */
final class LeafReader {
  private final Leaf leaf;
  private final LeafValues values;
  private final ColumnReader reader;
  private final UnusedEntries unused;
  private final List<@Nullable Object> row = new ArrayList<>();

  /** {@code entries} are those of its dictionary. */
  LeafReader(Leaf leaf, LeafValues values, ColumnReader reader, UnusedEntries entries) {
    this.leaf = leaf;
    this.values = values;
    this.reader = reader;
    this.unused = entries;
  }

  /** Goes to the next row. */
  void next() throws IOException {
    row.clear();
    GroupReader.decoded(
        () -> {
          do {
            if (leaf.isThere(reader.getCurrentDefinitionLevel())) {
              @Nullable Object value = value(reader);
              unused.used(value);
              row.add(value);
            }
            reader.consume();
          } while (reader.getCurrentRepetitionLevel() > 0);
          return row;
        });
  }

  /** The values that the row has; null for what is there and empty. */
  List<@Nullable Object> shown() throws UnsupportedDump {
    List<@Nullable Object> shown = new ArrayList<>(row.size());
    for (int n = 0; n < row.size(); n++) {
      Object physical = row.get(n);
      shown.add(physical == null ? null : values.shown(physical));
    }
    return shown;
  }

  /** Entries of its dictionary that no row has had so far, as records are compared by them. */
  List<Object> unused() throws UnsupportedDump {
    List<Object> shown = new ArrayList<>();
    for (Object entry : unused.left()) {
      shown.add(values.shown(entry));
    }
    return shown;
  }

  /** How many values the row has. */
  int size() {
    return row.size();
  }

  /** The value at which a reader stands; null if it is empty. */
  static @Nullable Object value(ColumnReader reader) {
    if (reader.getCurrentDefinitionLevel() < reader.getDescriptor().getMaxDefinitionLevel()) {
      return null;
    }
    return switch (reader.getDescriptor().getPrimitiveType().getPrimitiveTypeName()) {
      case BOOLEAN -> reader.getBoolean();
      case INT32 -> reader.getInteger();
      case INT64 -> reader.getLong();
      case FLOAT -> reader.getFloat();
      case DOUBLE -> reader.getDouble();
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> reader.getBinary();
    };
  }
}
