package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.DumpFiles;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.FileExtent;
import org.quietus.format.ToldRows;

/**
 * The file {@code @.checksums.json} of MySQL Shell, which the server computes of the rows of each
 * table. Source of the rules: {@code Checksums::serialize} in
 * modules/util/common/dump/checksums.cc.
 */
final class ShellChecksums extends TextFile implements ToldRows {
  private final Set<DumpTableName> digested;

  private ShellChecksums(Set<DumpTableName> digested) {
    this.digested = Set.copyOf(digested);
  }

  /** Reads which tables it is about. */
  static ShellChecksums of(ShellManifest manifest, DumpFiles files, Optional<String> home)
      throws IOException {
    ShellJson schemas = ShellJson.read(ShellManifest.CHECKSUMS, files).object("data");
    Set<DumpTableName> digested = new HashSet<>();
    for (String schema : schemas.keys()) {
      for (String table : schemas.object(schema).keys()) {
        ShellTable of = manifest.tables().getOrDefault(schema, Map.of()).get(table);
        if (of == null) {
          throw schemas.unknown("a checksum of a table that no other file names");
        }
        digested.add(of.declared(files, home).table().name());
      }
    }
    return new ShellChecksums(digested);
  }

  @Override
  public Map<DumpTableName, Long> said() {
    return Map.of();
  }

  @Override
  public Set<DumpTableName> digested() {
    return digested;
  }

  @Override
  public DumpFormat saying(Map<DumpTableName, Long> rows, Map<String, FileExtent> files) {
    return new TextFile();
  }
}
