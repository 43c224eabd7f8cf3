package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.quietus.format.DumpFiles;
import org.quietus.format.DumpFormat;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;

/**
 * What {@code mysqldump --tab} writes: for each table its CREATE TABLE in {@code t.sql} and its
 * rows in {@code t.txt}, with the separators and escapes that both tools have unless they are told
 * others.
 */
public final class TabDump extends FolderDump {
  static final String END =
      "the files of --tab say nothing of their ends; dump into one file, or with mydumper";

  private static final String STRUCTURE = ".sql";
  private static final String ROWS = ".txt";

  private final Optional<String> home;

  /** {@code home} is the database that dumps are of, as the server calls it. */
  public TabDump(Optional<String> home) {
    this.home = home;
  }

  @Override
  DumpFormat part(String name, DumpFiles files) throws IOException {
    String plain = plain(name);
    if (plain.endsWith(STRUCTURE)) {
      String table = plain.substring(0, plain.length() - STRUCTURE.length());
      if (!declared(name, files).isEmpty() && find(files, table + ROWS).isEmpty()) {
        throw new Truncated(
            "its table has no file of rows beside it ('NAME.txt'), or two; put the folder back as"
                + " mysqldump --tab wrote it",
            0);
      }
      return structure();
    }
    if (plain.endsWith(ROWS)) {
      String table = plain.substring(0, plain.length() - ROWS.length());
      Optional<String> structure = find(files, table + STRUCTURE);
      List<DeclaredTable> declared =
          structure.isEmpty() ? List.of() : declared(structure.get(), files);
      if (declared.size() != 1) {
        throw new Truncated(
            "its rows have no file with their CREATE TABLE beside them ('NAME.sql'), or two; put"
                + " the folder back as mysqldump --tab wrote it",
            0);
      }
      return new TabFile(declared.get(0), Optional.empty());
    }
    throw new UnsupportedDump(
        "it is no file that mysqldump --tab writes; move it elsewhere, or let 'objects' of the set"
            + " leave it out",
        0);
  }

  private static List<DeclaredTable> declared(String name, DumpFiles files) throws IOException {
    return files.readAll(name, content -> structure().declared(content));
  }

  private static Mysqldump structure() {
    return Mysqldump.part(
        Optional.empty(),
        new Mysqldump.Part(Session.Kind.WITHOUT_ROWS, Optional.empty(), List.of(), false));
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
