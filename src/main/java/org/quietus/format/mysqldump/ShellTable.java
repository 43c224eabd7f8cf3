package org.quietus.format.mysqldump;

import java.io.IOException;
import java.nio.charset.Charset;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpFiles;
import org.quietus.format.Truncated;
import org.quietus.format.UnsupportedDump;

/**
 * A table in a folder of MySQL Shell, by the file of JSON that says how its rows stand. Source of
 * the rules: {@code Dumper::write_table_metadata} in modules/util/dump/dumper.cc, and {@code
 * Dump_reader::Table_info::update_metadata} in modules/util/load/dump_reader.cc.
 *
 * @param base what the names of its files begin with
 * @param utc whether moments are in UTC
 */
record ShellTable(String schema, String base, ShellJson json, boolean utc) {
  private static final Set<String> OPTIONS =
      Set.of(
          "schema",
          "table",
          "columns",
          "decodeColumns",
          "defaultCharacterSet",
          "fieldsTerminatedBy",
          "fieldsEnclosedBy",
          "fieldsOptionallyEnclosed",
          "fieldsEscapedBy",
          "linesTerminatedBy",
          "compression",
          "primaryIndex");

  private static final Map<String, String> COMPRESSIONS =
      Map.of("none", "tsv", "gzip", "tsv.gz", "zstd", "tsv.zst");

  /** What the names of its files of rows begin with: of each partition, if there are such. */
  List<String> bases() throws UnsupportedDump {
    ShellJson partitions = json.object("basenames");
    List<String> bases = new ArrayList<>();
    for (String partition : partitions.keys()) {
      bases.add(partitions.text(partition, ""));
    }
    return bases.isEmpty() ? List.of(base) : bases;
  }

  /** How the names of its files of rows end. */
  String extension() throws UnsupportedDump {
    String extension = json.text("extension", "tsv");
    String compression = json.text("compression", options().text("compression", ""));
    boolean known =
        compression.isEmpty()
            ? COMPRESSIONS.containsValue(extension)
            : extension.equals(COMPRESSIONS.get(compression));
    if (!known) {
      throw json.unknown("rows in files of another kind than '.tsv', '.tsv.gz' or '.tsv.zst'");
    }
    return extension;
  }

  private ShellJson options() throws UnsupportedDump {
    return json.object("options");
  }

  /** The one that its file of SQL declares. */
  DeclaredTable declared(DumpFiles files, Optional<String> home) throws IOException {
    if (!files.current().contains(base + ".sql")) {
      throw new Truncated(
          "its rows have no file with their CREATE TABLE beside them ('%s.sql'); put the folder back as it was, or dump without dataOnly"
              .formatted(base),
          0);
    }
    List<DeclaredTable> declared = files.readAll(base + ".sql", structure(home)::declared);
    if (declared.size() != 1) {
      throw new UnsupportedDump(
          "the file beside it ('%s.sql') does not declare one table".formatted(base), 0);
    }
    return declared.get(0);
  }

  /** How its file of SQL is read. */
  Mysqldump structure(Optional<String> home) {
    return Mysqldump.part(
        home, new Mysqldump.Part(Session.Kind.WITHOUT_ROWS, Optional.of(schema), List.of(), true));
  }

  /** How its files of rows are read. */
  TabFile rows(DumpFiles files, Optional<String> home) throws IOException {
    ShellJson options = options();
    options.requireOnly(OPTIONS);
    if (!options.text("fieldsTerminatedBy", "\t").equals("\t")
        || !options.text("fieldsEnclosedBy", "").isEmpty()
        || options.truth("fieldsOptionallyEnclosed", false)
        || !options.text("fieldsEscapedBy", "\\").equals("\\")
        || !options.text("linesTerminatedBy", "\n").equals("\n")) {
      throw new UnsupportedDump(
          "its rows are not in the default dialect of MySQL Shell; dump without dialect, fields…"
              + " and lines… options",
          0);
    }
    String charset = options.text("defaultCharacterSet", "utf8mb4");
    Optional<Charset> text = Charsets.named(charset.toLowerCase(Locale.ROOT));
    if (text.isEmpty()) {
      throw new UnsupportedDump(
          "its rows are in a character set that cannot be read safely; dump with"
              + " defaultCharacterSet utf8mb4",
          0);
    }
    DeclaredTable declared = declared(files, home);
    List<String> columns = options.texts("columns");
    if (columns.isEmpty()) {
      throw json.unknown("no columns of its rows");
    }
    for (String column : columns) {
      if (declared.table().column(column).isEmpty()) {
        throw json.unknown("columns that the CREATE TABLE beside it does not have");
      }
    }
    Optional<String> chosen = Optional.of(json.text("where", "")).filter(rows -> !rows.isBlank());
    return new TabFile(
        declared,
        Optional.of(
            new TabLayout(
                columns,
                new TabText(
                    columns.stream().map(column -> text).toList(),
                    utc ? Optional.of(ZoneOffset.UTC) : Optional.empty(),
                    Optional.of(codings(columns, declared))),
                chosen)));
  }

  private Map<Integer, ByteCoding> codings(List<String> columns, DeclaredTable declared)
      throws UnsupportedDump {
    Map<Integer, ByteCoding> codings = new HashMap<>();
    ShellJson decoded = options().object("decodeColumns");
    for (String column : decoded.keys()) {
      boolean bits =
          declared
              .table()
              .column(column)
              .map(DumpColumn::type)
              .filter(type -> type.toLowerCase(Locale.ROOT).startsWith("bit"))
              .isPresent();
      Optional<ByteCoding> coding = ByteCoding.read(decoded.text(column, ""), bits);
      if (coding.isEmpty() || !columns.contains(column)) {
        throw json.unknown("a decoding of column '" + column + "'");
      }
      codings.put(columns.indexOf(column), coding.get());
    }
    return Map.copyOf(codings);
  }
}
