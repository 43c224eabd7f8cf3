package org.quietus.format;

import java.util.List;

/**
 * Where rows come from: one INSERT or REPLACE statement.
 *
 * @param columns the names of the values in order, from the statement itself or from the table's
 *     declaration; empty when neither names them
 */
public record RowSource(DumpTableName table, List<String> columns) {

  public RowSource {
    columns = List.copyOf(columns);
  }

  /**
   * Position of a column among the values of each row, whatever its case; -1 when it is not there.
   */
  public int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equalsIgnoreCase(column)) {
        return i;
      }
    }
    return -1;
  }
}
