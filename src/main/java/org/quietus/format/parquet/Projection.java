package org.quietus.format.parquet;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A schema with some of its columns only. */
final class Projection {
  private Projection() {}

  static MessageType of(MessageType schema, List<ColumnDescriptor> columns) {
    List<String[]> paths = columns.stream().map(ColumnDescriptor::getPath).toList();
    return new MessageType(schema.getName(), fields(schema, paths, 0));
  }

  private static List<Type> fields(GroupType of, List<String[]> paths, int depth) {
    List<Type> fields = new ArrayList<>();
    for (Type field : of.getFields()) {
      List<String[]> within =
          paths.stream().filter(path -> path[depth].equals(field.getName())).toList();
      if (!within.isEmpty()) {
        fields.add(
            field.isPrimitive()
                ? field
                : field
                    .asGroupType()
                    .withNewFields(fields(field.asGroupType(), within, depth + 1)));
      }
    }
    return fields;
  }
}
