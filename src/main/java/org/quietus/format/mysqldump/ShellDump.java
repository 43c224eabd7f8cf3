package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import org.quietus.format.DumpFiles;
import org.quietus.format.DumpFormat;
import org.quietus.format.UnsupportedDump;

/**
 * What {@code util.dumpInstance}, {@code dumpSchemas} and {@code dumpTables} of MySQL Shell write:
 * files of JSON that say what the others are, the CREATE TABLE of each table, and its rows in files
 * with tabs, each with an index of its length.
 */
public final class ShellDump extends FolderDump {
  static final String END = "let MySQL Shell end the dump, which then writes '@.done.json'";

  private final Optional<String> home;

  /** Of each folder, none of which changes in what is kept of it while it is looked at. */
  private final Map<DumpFiles, ShellManifest> manifests = new WeakHashMap<>();

  /** {@code home} is the database that dumps are of, as the server calls it. */
  public ShellDump(Optional<String> home) {
    this.home = home;
  }

  @Override
  public boolean says(String name) {
    return name.endsWith(".json") || name.endsWith(ShellIndex.ENDING);
  }

  @Override
  DumpFormat part(String name, DumpFiles files) throws IOException {
    ShellManifest manifest = manifest(files);
    Optional<ShellTable> rows = manifest.table(name);
    if (rows.isPresent()) {
      return rows.get().rows(files, home);
    }
    Optional<ShellTable> structure = manifest.structure(name);
    if (structure.isPresent()) {
      return structure.get().structure(home);
    }
    if (name.equals(ShellManifest.DONE)) {
      return ShellDone.of(manifest, files, home);
    }
    if (name.equals(ShellManifest.CHECKSUMS)) {
      return ShellChecksums.of(manifest, files, home);
    }
    if (name.endsWith(ShellIndex.ENDING)) {
      String of = name.substring(0, name.length() - ShellIndex.ENDING.length());
      if (manifest.table(of).isPresent()) {
        return ShellIndex.of(of, files.read(name, TextFile::read));
      }
    }
    if (!manifest.isDefinition(name)) {
      throw new UnsupportedDump(
          "it is no file of MySQL Shell's that is known; move it elsewhere, or let 'objects' of the"
              + " set leave it out",
          0);
    }
    if (name.equals(ShellManifest.BEGUN)) {
      return new TextFile() {
        @Override
        boolean isPositioned(String text) throws UnsupportedDump {
          return ShellManifest.isPositioned(text);
        }
      };
    }
    if (name.endsWith(".sql") && Definitions.bringRows(files.read(name, TextFile::read))) {
      throw new UnsupportedDump("its name promises no rows, and it has some", 0);
    }
    return new TextFile();
  }

  private ShellManifest manifest(DumpFiles files) throws IOException {
    synchronized (manifests) {
      ShellManifest known = manifests.get(files);
      if (known == null) {
        known = ShellManifest.of(files);
        manifests.put(files, known);
      }
      return known;
    }
  }

  @Override
  public boolean isHome(String database) {
    return home.filter(database::equalsIgnoreCase).isPresent();
  }

  @Override
  public String howToShowTheEnd() {
    return END;
  }
}
