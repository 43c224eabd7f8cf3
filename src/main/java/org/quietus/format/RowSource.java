package org.quietus.format;

import java.util.List;
import java.util.Optional;

/**
 * Where rows come from: one INSERT or REPLACE statement.
 *
 * @param table as its declaration spells it, else as the statement does
 * @param columns the names of the values in order, from the statement itself or from the table's
 *     declaration; empty when neither names them
 * @param declared the table's declaration before the statement; empty when the dump has none
 */
public record RowSource(DumpTableName table, List<String> columns, Optional<DumpTable> declared) {
  public RowSource {
    columns = List.copyOf(columns);
  }

  /**
   * Position of a column among the values of each row: of that very name, else whatever its case;
   * -1 when it is not there.
   */
  public int indexOf(String column) {
    int exact = columns.indexOf(column);
    if (exact >= 0) {
      return exact;
    }
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).equalsIgnoreCase(column)) {
        return i;
      }
    }
    return -1;
  }
}
