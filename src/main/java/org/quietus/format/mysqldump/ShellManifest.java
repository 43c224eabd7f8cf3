package org.quietus.format.mysqldump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.format.DumpFiles;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;
import tools.jackson.databind.JsonNode;

/**
 * What the files of JSON in a folder of MySQL Shell say of all others. Source of the rules: {@code
 * Dump_reader::open}, {@code Schema_info::update_metadata} and {@code Table_data_info::rescan_data}
 * in modules/util/load/dump_reader.cc, the versions that {@code Dump_loader::open_dump} accepts in
 * modules/util/load/dump_loader.cc, and the names in modules/util/common/dump/utils.cc.
 */
final class ShellManifest {
  static final String BEGUN = "@.json";
  static final String DONE = "@.done.json";
  static final String CHECKSUMS = "@.checksums.json";

  private static final Pattern VERSION = Pattern.compile("[12]\\.0\\.\\d{1,4}");
  private static final Set<String> CAPABILITIES =
      Set.of("partition_awareness", "multifile_schema_ddl");
  private static final Set<String> POSITIONS = Set.of("binlogFile", "gtidExecuted");
  private static final Pattern CHUNK = Pattern.compile("(.+?)@@?\\d{1,9}");

  private final Set<String> definitions;
  private final Map<String, Map<String, ShellTable>> tables = new LinkedHashMap<>();
  private final Map<String, ShellTable> structures = new HashMap<>();
  private final Map<String, ShellTable> rows = new HashMap<>();
  private final Map<String, Long> lengths;
  private final Map<ShellTable, List<String>> files = new IdentityHashMap<>();

  private ShellManifest(Set<String> definitions, Map<String, Long> lengths) {
    this.definitions = definitions;
    this.lengths = lengths;
  }

  /** Reads them, and requires that all files are there which they name. */
  static ShellManifest of(DumpFiles files) throws IOException {
    if (files.current().stream().anyMatch(name -> name.endsWith(".dumping"))
        || !files.current().contains(DONE)) {
      throw new Truncated(
          "MySQL Shell has not ended yet, or has failed: its folder has no file '%s'"
              .formatted(DONE),
          0);
    }
    ShellJson top = ShellJson.read(BEGUN, files);
    boolean utc = files.readAll(BEGUN, content -> isUtc(TextFile.read(content)));
    ShellJson done = ShellJson.read(DONE, files);
    if (!done.has("chunkFileBytes")) {
      throw done.unknown("no lengths of files, as early versions of MySQL Shell write it");
    }
    ShellManifest manifest =
        new ShellManifest(
            new HashSet<>(Set.of(BEGUN, "@.sql", "@.post.sql", "@.users.sql")),
            done.object("chunkFileBytes").numbers());
    for (String schema : top.texts("schemas")) {
      manifest.schema(schema, top.object("basenames").text(schema, schema), files, utc);
    }
    manifest.requireWhole(files);
    return manifest;
  }

  /** Whether moments are in UTC, of a dump of which everything is known that matters to rows. */
  private static boolean isUtc(String text) throws UnsupportedDump {
    ShellJson top = ShellJson.parse(BEGUN, text);
    if (!VERSION.matcher(top.text("version", "")).matches()) {
      throw top.unknown("another version of dumps than 1.0 and 2.0");
    }
    for (JsonNode capability : top.node().path("capabilities")) {
      if (!CAPABILITIES.contains(capability.path("id").asString(""))) {
        throw top.unknown("a capability");
      }
    }
    if (!top.object("options").object("partitions").keys().isEmpty()) {
      throw new UnsupportedDump(
          "it holds only the partitions that were chosen; dump without 'partitions'", 0);
    }
    return top.truth("tzUtc", true);
  }

  /** Whether a text says where the binary log of the server was, or which transactions it had. */
  static boolean isPositioned(String text) throws UnsupportedDump {
    ShellJson top = ShellJson.parse(BEGUN, text);
    return POSITIONS.stream()
        .flatMap(key -> top.node().findValues(key).stream())
        .anyMatch(said -> !said.asString("").isEmpty());
  }

  private void schema(String schema, String base, DumpFiles files, boolean utc) throws IOException {
    ShellJson json = ShellJson.read(base + ".json", files);
    definitions.add(base + ".json");
    definitions.add(base + ".sql");
    definitions.add(base + ".events.sql");
    definitions.add(base + ".routines.sql");
    definitions.add(base + ".libraries.sql");
    ShellJson bases = json.object("basenames");
    for (String view : json.texts("views")) {
      String of = bases.text(view, base + "@" + view);
      definitions.add(of + ".sql");
      definitions.add(of + ".pre.sql");
    }
    Map<String, ShellTable> ofSchema = tables.computeIfAbsent(schema, all -> new LinkedHashMap<>());
    for (String name : json.texts("tables")) {
      String of = bases.text(name, base + "@" + name);
      ShellTable table = new ShellTable(schema, of, ShellJson.readAll(of + ".json", files), utc);
      definitions.add(of + ".json");
      definitions.add(of + ".triggers.sql");
      structures.put(of + ".sql", table);
      ofSchema.put(name, table);
      for (String rowsBase : table.bases()) {
        if (rows.put(rowsBase + "." + table.extension(), table) != null) {
          throw json.unknown("two tables whose files have the same names");
        }
      }
    }
  }

  /** Files that are named have to be there, and those of rows that are there to be named. */
  private void requireWhole(DumpFiles all) throws IOException {
    for (String name : lengths.keySet()) {
      if (!all.current().contains(name)) {
        throw new Truncated(
            "file '%s' of its folder is missing, which '%s' names; put the folder back as it was"
                .formatted(name, DONE),
            0);
      }
      ShellTable table =
          table(name)
              .orElseThrow(
                  () ->
                      new UnsupportedDump(
                          "file '%s' of its folder, which '%s' names, is of no table"
                              .formatted(name, DONE),
                          0));
      files.computeIfAbsent(table, of -> new ArrayList<>()).add(name);
    }
    for (String name : all.current()) {
      if (table(name).isPresent() && !lengths.containsKey(name)) {
        throw new UnsupportedDump(
            "file '%s' of its folder is not named by '%s', so that it is of another dump; move it elsewhere"
                .formatted(name, DONE),
            0);
      }
    }
    for (Map.Entry<String, ShellTable> of : rows.entrySet()) {
      ShellTable table = of.getValue();
      if (table.json().truth("includesData", true) && !hasEnd(of.getKey(), table)) {
        throw new Truncated(
            "'%s' of its folder does not name the last file of rows of a table ('%s')"
                .formatted(DONE, of.getKey()),
            0);
      }
    }
  }

  /** Whether all rows of a table or partition are in one file, or the last one is there. */
  private boolean hasEnd(String whole, ShellTable table) throws IOException {
    String extension = "." + table.extension();
    String base = whole.substring(0, whole.length() - extension.length());
    Pattern last = Pattern.compile(Pattern.quote(base) + "(@@\\d+)?" + Pattern.quote(extension));
    return files(table).stream().anyMatch(name -> last.matcher(name).matches());
  }

  /** Whether a file brings no rows, and says nothing of how many there are. */
  boolean isDefinition(String name) {
    return definitions.contains(name);
  }

  /** The table whose CREATE TABLE a file has. */
  Optional<ShellTable> structure(String name) {
    return Optional.ofNullable(structures.get(name));
  }

  /** The table of a file of rows: all of a table, a partition, or a part of one with its number. */
  Optional<ShellTable> table(String name) {
    ShellTable whole = rows.get(name);
    if (whole != null) {
      return Optional.of(whole);
    }
    int extension = name.lastIndexOf(".tsv");
    Matcher chunk = CHUNK.matcher(extension < 0 ? "" : name.substring(0, extension));
    return chunk.matches()
        ? Optional.ofNullable(rows.get(chunk.group(1) + name.substring(extension)))
        : Optional.empty();
  }

  /** The tables of each schema, by their names. */
  Map<String, Map<String, ShellTable>> tables() {
    return tables;
  }

  /** The names of the files of a table's rows. */
  List<String> files(ShellTable table) {
    return files.getOrDefault(table, List.of());
  }
}
