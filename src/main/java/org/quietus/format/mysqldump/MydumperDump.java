package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.DumpFiles;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTableName;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;

/**
 * What mydumper writes: {@code metadata}, the CREATE TABLE of each table in {@code
 * DB.TABLE-schema.sql}, and its rows in {@code DB.TABLE.sql}, or in parts with numbers. Of all
 * versions, which differ in what {@code metadata} says, and where else numbers of rows stand.
 */
public final class MydumperDump extends FolderDump {
  static final String END = "let mydumper end, which then writes 'metadata'";

  private static final String METADATA = "metadata";
  private static final Pattern FINISHED = Pattern.compile("(?m)^(# )?Finished dump at: .*$");

  /** Of those the tool makes no rows. */
  private static final Pattern DEFINITIONS =
      Pattern.compile(
          ".+-schema-(create|create-tablespace|post|sequence|triggers|view|indexes|constraints)\\.sql");

  private final Optional<String> home;

  /** {@code home} is the database that dumps are of, as the server calls it. */
  public MydumperDump(Optional<String> home) {
    this.home = home;
  }

  @Override
  DumpFormat part(String name, DumpFiles files) throws IOException {
    String metadata = finished(files);
    MydumperNames names = new MydumperNames(files, home);
    String plain = plain(name);
    if (plain.equals(METADATA)) {
      return MydumperCounts.of(metadata, tables(files, names));
    }
    if (plain.endsWith(".sql")) {
      return sql(name, plain.substring(0, plain.length() - ".sql".length()), names);
    }
    Matcher beside = BESIDE.matcher(plain);
    if (beside.matches()) {
      return beside(name, beside.group(1), beside.group(2), names);
    }
    throw new UnsupportedDump(
        plain.endsWith(".dat") || plain.endsWith(".csv")
            ? "rows beside LOAD DATA cannot be rewritten; dump without --load-data and --csv"
            : "it is no file of mydumper's that is known; move it elsewhere, or let 'objects' of"
                + " the set leave it out",
        0);
  }

  private static final Pattern BESIDE =
      Pattern.compile("(.+?)-(metadata|checksum|(?:schema|indexes|triggers)[a-z-]*-checksum)");

  /** The text of {@code metadata}, which is there as soon as the rest is. */
  private static String finished(DumpFiles files) throws IOException {
    if (files.current().contains(METADATA + ".partial")) {
      throw new Truncated("mydumper has not ended yet, or has failed ('metadata.partial')", 0);
    }
    Optional<String> file = find(files, METADATA);
    if (file.isEmpty()) {
      throw new Truncated(
          "its folder has no file 'metadata', or two, as mydumper writes one once it has ended", 0);
    }
    String metadata = files.read(file.get(), TextFile::read);
    if (!FINISHED.matcher(metadata).find()) {
      throw new Truncated(
          "the file 'metadata' of its folder does not say that mydumper has ended", 0);
    }
    return metadata;
  }

  private static DumpFormat sql(String name, String stem, MydumperNames names) throws IOException {
    Optional<String> table = names.tableOf(stem);
    if (table.isPresent()) {
      return names.part(table.get(), List.of(names.declared(table.get())));
    }
    if (DEFINITIONS.matcher(stem + ".sql").matches()) {
      if (Definitions.bringRows(names.files().read(name, TextFile::read))) {
        throw new UnsupportedDump("its name promises no rows, and it has some", 0);
      }
      return new TextFile();
    }
    if (stem.endsWith("-schema")) {
      String of = stem.substring(0, stem.length() - "-schema".length());
      return isView(of, names) ? new TextFile() : names.part(of, List.of());
    }
    names.declared(stem); // is not there, and says so
    throw new UnsupportedDump("it is of no table, by its name", 0);
  }

  /** A table stands for a view until all tables are there. */
  private static boolean isView(String table, MydumperNames names) {
    return names.has(table + "-schema-view.sql");
  }

  private static DumpFormat beside(String name, String table, String what, MydumperNames names)
      throws IOException {
    if (!names.has(table + MydumperNames.STRUCTURE) || what.startsWith("schema")) {
      return new TextFile();
    }
    DumpTableName of = names.declared(table).table().name();
    if (what.equals("checksum")) {
      return MydumperCounts.digestOf(of);
    }
    return what.equals(METADATA)
        ? MydumperCounts.alone(names.files().read(name, TextFile::read), of)
            .map(counts -> (DumpFormat) counts)
            .orElseThrow(() -> new UnsupportedDump("it does not hold a number of rows", 0))
        : new TextFile();
  }

  private static Map<String, DumpTableName> tables(DumpFiles files, MydumperNames names)
      throws IOException {
    Map<String, DumpTableName> tables = new HashMap<>();
    for (String file : files.names()) {
      String plain = plain(file);
      if (plain.endsWith(MydumperNames.STRUCTURE)) {
        String table = plain.substring(0, plain.length() - MydumperNames.STRUCTURE.length());
        if (!isView(table, names)) {
          tables.put(table, names.declared(table).table().name());
        }
      }
    }
    return tables;
  }

  @Override
  public boolean says(String name) {
    String plain = plain(name);
    return plain.equals(METADATA) || BESIDE.matcher(plain).matches();
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
