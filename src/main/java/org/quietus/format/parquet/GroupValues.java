package org.quietus.format.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    @Nullable List<Object> entries = reader.dictionary(group, leaves.get(column).column());
    if (entries == null) {
      return Optional.empty();
    }
    List<Object> shown = new ArrayList<>();
    for (Object entry : entries) {
      shown.add(values.get(column).shown(entry));
    }
    return Optional.of(shown);
  }
}
