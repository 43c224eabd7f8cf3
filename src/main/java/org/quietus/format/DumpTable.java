package org.quietus.format;

import java.util.List;
import java.util.Optional;

/**
 * A table as the dump's CREATE TABLE declares it.
 *
 * @param columns in the order of the declaration
 * @param primaryKey column names in key order, empty without a primary key
 */
public record DumpTable(DumpTableName name, List<DumpColumn> columns, List<String> primaryKey) {

  public DumpTable {
    columns = List.copyOf(columns);
    primaryKey = List.copyOf(primaryKey);
  }

  /** The column of that name, whatever its case. */
  public Optional<DumpColumn> column(String column) {
    return columns.stream().filter(c -> c.name().equalsIgnoreCase(column)).findFirst();
  }
}
