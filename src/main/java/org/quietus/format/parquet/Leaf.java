package org.quietus.format.parquet;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.quietus.format.Drifted;

/**
 * A column that a path of the job file leads to.
 *
 * @param path as the job file has it
 */
record Leaf(String path, ColumnDescriptor column) {
  private static final String EACH = "[*]";

  /** No message quotes another name: where columns are persons it is somebody's. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_.*\\[\\]-]*");

  PrimitiveType type() {
    return column.getPrimitiveType();
  }

  /** Whether an occurrence is a value or a null of its own, and not a group that is missing. */
  boolean isThere(int definition) {
    int most = column.getMaxDefinitionLevel();
    return definition == most || (definition == most - 1 && isOptional());
  }

  boolean isOptional() {
    return type().isRepetition(Type.Repetition.OPTIONAL);
  }

  /** Those of some paths, in their order. */
  static List<Leaf> of(MessageType schema, List<String> paths) throws Drifted {
    List<Leaf> leaves = new ArrayList<>();
    for (String path : paths) {
      leaves.add(of(schema, path));
    }
    return leaves;
  }

  /** Requires that none of some paths leads to a column. */
  static void requireNone(MessageType schema, Set<String> paths) throws Drifted {
    for (String path : paths) {
      if (!found(schema, path).isEmpty()) {
        throw new Drifted(
            "by 'schema-before' of the job file it has no column '%s' of today, and it has one;"
                    .formatted(path)
                + " correct the names or the day",
            0);
      }
    }
  }

  private static List<ColumnDescriptor> found(MessageType schema, String path) {
    return schema.getColumns().stream()
        .filter(
            column ->
                path.equals(String.join(".", column.getPath()))
                    || path.equals(spelled(schema, column.getPath())))
        .toList();
  }

  private static Leaf of(MessageType schema, String path) throws Drifted {
    List<ColumnDescriptor> found = found(schema, path);
    if (found.size() == 1) {
      return new Leaf(path, found.get(0));
    }
    throw new Drifted(
        found.isEmpty()
            ? "the Parquet file has no column '%s'; name one of %s"
                .formatted(
                    path,
                    schema.getColumns().stream()
                        .map(column -> spelled(schema, column.getPath()))
                        .filter(name -> PLAIN.matcher(name).matches())
                        .toList())
            : "the Parquet file has several columns '%s'".formatted(path),
        0);
  }

  /** As job files name it: {@code [*]} stands for each element of a list, or entry of a map. */
  private static String spelled(MessageType schema, String[] path) {
    StringBuilder spelled = new StringBuilder();
    GroupType in = schema;
    boolean inList = false;
    for (int n = 0; n < path.length; n++) {
      Type type = in.getType(path[n]);
      boolean repeated = type.isRepetition(Type.Repetition.REPEATED);
      boolean wraps = repeated && n > 0 && (inList || isMap(in));
      boolean element = inList && !repeated && isElement(in);
      if (!wraps && !element) {
        spelled.append(spelled.isEmpty() ? "" : ".").append(path[n]);
      }
      if (repeated) {
        spelled.append(EACH);
      }
      inList = (inList && repeated) || isList(type);
      in = type.isPrimitive() ? in : type.asGroupType();
    }
    return spelled.toString();
  }

  private static boolean isList(Type type) {
    return type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation;
  }

  /** Maps as they are written today, and as they were. */
  private static boolean isMap(GroupType type) {
    String annotation = String.valueOf(type.getLogicalTypeAnnotation());
    return annotation.equals("MAP") || annotation.equals("MAP_KEY_VALUE");
  }

  /** Whether what is repeated is only there to hold the element (LogicalTypes.md, "Lists"). */
  private static boolean isElement(GroupType repeated) {
    return repeated.getFieldCount() == 1
        && !repeated.getName().equals("array")
        && !repeated.getName().endsWith("_tuple");
  }
}
