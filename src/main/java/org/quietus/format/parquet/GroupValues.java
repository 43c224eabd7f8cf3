package org.quietus.format.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.column.Dictionary;
import org.jspecify.annotations.Nullable;
import org.quietus.format.KnownValues;

/**
 * The values of columns of a row group, where all its pages take them from a dictionary: that has
 * to have each of them, and is a small part of the whole.
 */
final class GroupValues implements KnownValues {
  private final GroupReader reader;
  private final int group;
  private final List<Leaf> leaves;
  private final List<LeafValues> values;

  GroupValues(GroupReader reader, int group, List<Leaf> leaves, List<LeafValues> values) {
    this.reader = reader;
    this.group = group;
    this.leaves = leaves;
    this.values = values;
  }

  @Override
  public Optional<List<Object>> of(int column) throws IOException {
    Leaf leaf = leaves.get(column);
    @Nullable Dictionary dictionary = reader.dictionary(group, leaf.column());
    if (dictionary == null) {
      return Optional.empty();
    }
    List<Object> shown = new ArrayList<>();
    for (int id = 0; id <= dictionary.getMaxId(); id++) {
      int entry = id;
      Object physical = GroupReader.decoded(() -> physical(leaf, dictionary, entry));
      shown.add(values.get(column).shown(physical));
    }
    return Optional.of(shown);
  }

  private static Object physical(Leaf leaf, Dictionary dictionary, int id) {
    return switch (leaf.type().getPrimitiveTypeName()) {
      case BOOLEAN -> dictionary.decodeToBoolean(id);
      case INT32 -> dictionary.decodeToInt(id);
      case INT64 -> dictionary.decodeToLong(id);
      case FLOAT -> dictionary.decodeToFloat(id);
      case DOUBLE -> dictionary.decodeToDouble(id);
      case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> dictionary.decodeToBinary(id);
    };
  }
}
