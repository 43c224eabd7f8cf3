package org.quietus.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.quietus.catalog.Column;

/** Reads the spellings of column types. */
final class ColumnTypes {

  private ColumnTypes() {}

  /**
   * The kind of value; what is not known is {@code OTHER}, so that it is neither read nor written.
   *
   * @param dataType the type's bare name
   * @param fullType as in {@code CREATE TABLE}
   */
  static Column.Type of(String dataType, String fullType) {
    return switch (dataType.toLowerCase(Locale.ROOT)) {
      case "tinyint", "smallint", "mediumint", "int", "integer", "bigint", "year" ->
          Column.Type.INTEGER;
      case "decimal", "numeric" -> Column.Type.DECIMAL;
      case "float", "double", "real", "double precision" -> Column.Type.FLOAT;
      case "boolean" -> Column.Type.BOOLEAN;
      case "bit" -> fullType.equals("bit(1)") ? Column.Type.BOOLEAN : Column.Type.OTHER;
      case "char",
          "varchar",
          "tinytext",
          "text",
          "mediumtext",
          "longtext",
          "character",
          "character varying",
          "varchar_ignorecase",
          "character large object" ->
          Column.Type.TEXT;
      case "enum" -> Column.Type.ENUM;
      case "binary",
          "varbinary",
          "tinyblob",
          "blob",
          "mediumblob",
          "longblob",
          "binary varying",
          "binary large object" ->
          Column.Type.BINARY;
      case "date" -> Column.Type.DATE;
      case "time" -> Column.Type.TIME;
      case "datetime" -> Column.Type.DATETIME;
      case "timestamp", "timestamp with time zone" -> Column.Type.TIMESTAMP;
      case "uuid" -> Column.Type.UUID;
      case "json" -> Column.Type.JSON;
      case "point" -> Column.Type.POINT;
      default -> Column.Type.OTHER;
    };
  }

  /** The values of {@code enum('a','it''s','back\\slash')}, in their order. */
  static List<String> enumValues(String fullType) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean inside = false;
    for (int i = fullType.indexOf('(') + 1; i < fullType.length(); i++) {
      char c = fullType.charAt(i);
      if (!inside) {
        inside = c == '\'';
      } else if (c == '\\') {
        value.append(unescaped(fullType.charAt(++i)));
      } else if (c != '\'') {
        value.append(c);
      } else if (i + 1 < fullType.length() && fullType.charAt(i + 1) == '\'') {
        value.append(c);
        i++;
      } else {
        values.add(value.toString());
        value.setLength(0);
        inside = false;
      }
    }
    return List.copyOf(values);
  }

  private static char unescaped(char c) {
    return switch (c) {
      case '0' -> '\0';
      case 'n' -> '\n';
      case 'r' -> '\r';
      default -> c;
    };
  }
}
