package org.quietus.format;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables that a dump declares, without views; a later declaration replaces an earlier one. */
public record DumpSchema(SortedMap<DumpTableName, DumpTable> tables) {

  public DumpSchema {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
  }

  /** The declaration of a table, empty when the dump has none, as with {@code --no-create-info}. */
  public Optional<DumpTable> table(DumpTableName name) {
    return Optional.ofNullable(tables.get(name));
  }
}
