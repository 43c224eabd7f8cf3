package org.quietus.database;

import java.util.ArrayList;
import java.util.List;

/**
 * Comparisons of composite keys, spelled out: MySQL walks an index for these, not for {@code (a, b)
 * > (?, ?)}. The database compares; Java never does.
 */
final class KeyOrder {

  private KeyOrder() {}

  /**
   * E.g. {@code a >= ? AND (a > ? OR (a = ? AND b > ?))}.
   *
   * @param strict the comparison of all columns but the last, {@code <} or {@code >}
   * @param last that of the last column
   */
  static SqlFragment compare(List<String> columns, List<?> key, String strict, String last) {
    if (columns.isEmpty() || columns.size() != key.size()) {
      throw new IllegalArgumentException(
          columns.size() + " key columns, but " + key.size() + " values");
    }
    List<Object> binds = new ArrayList<>();
    String order = order(columns, key, strict, last, binds);
    if (columns.size() == 1) {
      return new SqlFragment(order, binds);
    }
    binds.add(0, key.get(0));
    return new SqlFragment(columns.get(0) + " " + strict + "= ? AND (" + order + ")", binds);
  }

  private static String order(
      List<String> columns, List<?> key, String strict, String last, List<Object> binds) {
    String column = columns.get(0);
    binds.add(key.get(0));
    if (columns.size() == 1) {
      return column + " " + last + " ?";
    }
    binds.add(key.get(0));
    int size = columns.size();
    String rest = order(columns.subList(1, size), key.subList(1, size), strict, last, binds);
    return column + " " + strict + " ? OR (" + column + " = ? AND (" + rest + "))";
  }
}
