package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.format.BadDump;
import org.quietus.format.DumpColumn;
import org.quietus.format.DumpFormat;
import org.quietus.format.DumpTable;
import org.quietus.format.Ending;
import org.quietus.format.Reading;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.RowVisitor;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.format.pgdump.PgDump;
import org.quietus.testing.DatabaseServer;

/**
 * The dumps of a contract, which are written as mysqldump writes them: on a PostgreSQL the same
 * rows stand in them as pg_dump writes them.
 */
record ProductDumps(DatabaseServer server, String schema) {

  private boolean isPostgres() {
    return server.product().equals("postgres");
  }

  /** A job file whose dumps are the product's. */
  String job(String yaml) {
    return isPostgres() ? yaml.replace("format: mysqldump", "format: pg_dump") : yaml;
  }

  /** What the product's tool writes of what is in a dump; what is no whole dump stays as it is. */
  String text(String mysqldump) {
    try {
      return isPostgres() ? copied(mysqldump) : mysqldump;
    } catch (BadDump e) {
      return mysqldump;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path file, String mysqldump) throws IOException {
    Files.writeString(file, text(mysqldump));
  }

  /** A dump with its rows as mysqldump writes them, each table's in one statement. */
  String read(Path file) throws IOException {
    return read(Files.readString(file));
  }

  /** The same of its text. */
  String read(String text) throws IOException {
    return isPostgres() ? inserted(text) + text : text;
  }

  /** The rows of each table, each row with its values. */
  private static final class Tables implements RowVisitor {
    private final Map<RowSource, List<List<@Nullable String>>> rows = new LinkedHashMap<>();

    @Override
    public boolean wants(RowSource source) {
      rows.putIfAbsent(source, new ArrayList<>());
      return true;
    }

    @Override
    public void visit(Row row) throws IOException {
      List<@Nullable String> values = new ArrayList<>();
      for (int i = 0; i < row.size(); i++) {
        values.add(row.text(i));
      }
      rows.get(row.source()).add(values);
    }

    Reading of(DumpFormat format, String text) throws IOException {
      return format.scan(new ByteArrayInputStream(text.getBytes(UTF_8)), this);
    }
  }

  private String copied(String mysqldump) throws IOException {
    Tables tables = new Tables();
    Reading reading = tables.of(new Mysqldump(), mysqldump);
    StringBuilder dump =
        new StringBuilder(
            "--\n-- PostgreSQL database dump\n--\n\nSET client_encoding = 'UTF8';\n"
                + "SET standard_conforming_strings = on;\n"
                + "SELECT pg_catalog.set_config('search_path', '', false);\n\n");
    reading.schema().tables().values().forEach(table -> dump.append(declared(table)));
    tables.rows.forEach(
        (source, rows) -> {
          dump.append("COPY ").append(name(source.table().table())).append(" (");
          dump.append(String.join(", ", source.columns())).append(") FROM stdin;\n");
          rows.forEach(row -> dump.append(line(source, row)));
          dump.append("\\.\n\n");
        });
    if (reading.ending() != Ending.UNPROVEN) {
      dump.append("\n--\n-- PostgreSQL database dump complete\n--\n\n");
    }
    return dump.toString();
  }

  private String name(String table) {
    return schema + "." + table;
  }

  private String declared(DumpTable table) {
    return table.columns().stream()
        .map(column -> "    " + column.name() + " " + type(column))
        .collect(
            Collectors.joining(
                ",\n", "CREATE TABLE " + name(table.name().table()) + " (\n", "\n);\n\n\n"));
  }

  private static String type(DumpColumn column) {
    String type = column.type();
    return type.replaceFirst("^(small|big)?int(eger)?(\\(\\d+\\))?.*", "$1int")
        .replaceFirst("^varchar", "character varying")
        .replaceFirst("^datetime(\\(\\d\\))?$", "timestamp$1 without time zone")
        .replaceFirst("^timestamp$", "timestamp with time zone")
        .replaceFirst("^(medium|long)text$", "text")
        .replaceFirst("^decimal", "numeric");
  }

  private static String line(RowSource source, List<@Nullable String> row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      boolean instant =
          source
              .declared()
              .flatMap(table -> table.column(source.columns().get(values.size())))
              .filter(column -> column.type().startsWith("timestamp"))
              .isPresent();
      values.add(row.get(i) == null ? "\\N" : escaped(row.get(i)) + (instant ? "+00" : ""));
    }
    return String.join("\t", values) + "\n";
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n");
  }

  private String inserted(String text) throws IOException {
    Tables tables = new Tables();
    tables.of(new PgDump(Optional.empty(), schema), text);
    StringBuilder statements = new StringBuilder();
    tables.rows.forEach(
        (source, rows) -> {
          if (!rows.isEmpty()) {
            statements.append("INSERT INTO `").append(source.table().table()).append("` VALUES ");
            statements.append(
                rows.stream().map(row -> row(source, row)).collect(Collectors.joining(",")));
            statements.append(";\n");
          }
        });
    return statements.toString();
  }

  private static String row(RowSource source, List<@Nullable String> row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      boolean number =
          source
              .declared()
              .flatMap(table -> table.column(source.columns().get(values.size())))
              .filter(column -> column.type().matches(".*int|numeric.*"))
              .isPresent();
      String value = row.get(i);
      values.add(value == null ? "NULL" : number ? value : "'" + value + "'");
    }
    return "(" + String.join(",", values) + ")";
  }
}
