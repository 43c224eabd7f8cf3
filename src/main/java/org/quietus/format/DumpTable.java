package org.quietus.format;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  /** The column of that very name, else whatever its case. */
  public Optional<DumpColumn> column(String column) {
    return columns.stream()
        .filter(each -> each.name().equals(column))
        .findFirst()
        .or(
            () ->
                columns.stream().filter(each -> each.name().equalsIgnoreCase(column)).findFirst());
  }

  /** The columns that an INSERT without a list of columns gives values for. */
  public List<String> visible() {
    return columns.stream().filter(DumpColumn::visible).map(DumpColumn::name).toList();
  }

  /** The generated columns whose value others of these columns have a part in, in small letters. */
  public Set<String> computedFrom(Set<String> changed) {
    Set<String> names =
        changed.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(HashSet::new));
    Set<String> computed = new HashSet<>();
    boolean more = true;
    while (more) {
      more = false;
      for (DumpColumn column : columns) {
        String name = column.name().toLowerCase(Locale.ROOT);
        if (column.filling() instanceof Filling.Generated generated
            && generated.names().stream().anyMatch(names::contains)
            && computed.add(name)) {
          names.add(name);
          more = true;
        }
      }
    }
    return computed;
  }

  /** The same columns under another name, as CREATE TABLE … LIKE makes them. */
  public DumpTable named(DumpTableName other) {
    return new DumpTable(other, columns, primaryKey);
  }
}
