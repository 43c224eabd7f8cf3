package org.quietus.backup.search;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.backup.version.Contents;
import org.quietus.format.DumpSchema;
import org.quietus.format.DumpTable;
import org.quietus.format.DumpTableName;
import org.quietus.format.RowSource;

/** Of which tables a dump has the rows, by what it says of tables. */
final class TablesWithRows {
  private TablesWithRows() {}

  /** Where a folder is one dump, files that declare tables have no rows, and others have theirs. */
  static Contents.HeldTables of(DumpContents contents, DumpSchema schema) {
    Set<String> held =
        Stream.of(
                schema.declarations().stream().map(DumpTable::name),
                schema.sources().stream().map(RowSource::table),
                schema.announced().stream())
            .flatMap(names -> names)
            .filter(name -> !schema.isLeftOut(name))
            .filter(name -> schema.hasRows() || contents.isFolder())
            .map(name -> called(contents, name))
            .collect(Collectors.toSet());
    return new Contents.HeldTables(held, schema.hasRows());
  }

  private static String called(DumpContents contents, DumpTableName name) {
    boolean own =
        Optional.ofNullable(name.database())
            .filter(database -> !NamedDatabases.isOwn(contents, database))
            .isEmpty();
    return (own ? name.table() : name.toString()).toLowerCase(Locale.ROOT);
  }
}
