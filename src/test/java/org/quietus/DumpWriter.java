package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Writes a schema as tools other than mysqldump do (DBeaver, phpMyAdmin, HeidiSQL, mydumper in one
 * file), each habit of theirs by the chance of a seed.
 */
final class DumpWriter {
  private final Connection connection;
  private final String schema;
  private final Random random;
  private final StringBuilder habits = new StringBuilder();
  private final String eol;
  private final String verb;
  private final String gap;
  private final String between;
  private final String afterValues;
  private final int rowsPerStatement;
  private final boolean quoted;
  private final boolean qualifiedCreate;
  private final boolean qualifiedInsert;
  private final boolean doubleQuotes;
  private final boolean doubling;
  private final boolean says;
  private final boolean leavesOut;
  private final String zone;
  private final int binary;

  DumpWriter(Connection connection, String schema, Random random) {
    this.connection = connection;
    this.schema = schema;
    this.random = random;
    eol = one("eol", "\n", "\n", "\r\n");
    verb =
        one(
            "verb",
            "INSERT INTO ",
            "INSERT INTO ",
            "REPLACE INTO ",
            "INSERT IGNORE INTO ",
            "insert into ");
    gap = one("gap", ", ", ",", ",  ");
    between = one("between", "," + eol, "," + eol + "\t ", ",", " ," + eol);
    afterValues =
        one("afterValues", " VALUES" + eol + "\t", " VALUES ", " values", " VALUES" + eol);
    rowsPerStatement = Integer.parseInt(one("rows", "1", "3", "1000"));
    quoted = chance("quoted", 4, 5);
    qualifiedCreate = chance("qualifiedCreate", 1, 3);
    qualifiedInsert = chance("qualifiedInsert", 1, 2);
    doubleQuotes = chance("doubleQuotes", 1, 4);
    doubling = chance("doubling", 1, 2);
    says = chance("says", 1, 2);
    leavesOut = chance("leavesOut", 1, 2);
    zone = one("zone", "+00:00", "+05:30", "-9:00", "");
    binary = Integer.parseInt(one("binary", "0", "1", "2"));
  }

  private String one(String habit, String... choices) {
    String chosen = choices[random.nextInt(choices.length)];
    habits.append(habit).append('=').append(chosen.strip()).append(' ');
    return chosen;
  }

  private boolean chance(String habit, int of, int all) {
    boolean has = random.nextInt(all) < of;
    habits.append(has ? habit + " " : "");
    return has;
  }

  /** What is special about the dump, for a failure's message. */
  String habits() {
    return habits.toString().replaceAll("\\s+", " ");
  }

  byte[] dump() throws SQLException {
    StringBuilder dump = new StringBuilder();
    line(dump, "-- an export");
    line(dump, says ? "SET NAMES utf8mb4;" : "");
    line(dump, "SET FOREIGN_KEY_CHECKS=0;");
    line(dump, "SET SQL_MODE = \"NO_AUTO_VALUE_ON_ZERO\";");
    line(dump, zone.isEmpty() ? "" : "SET time_zone = \"" + zone + "\";");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET time_zone = '" + (zone.isEmpty() ? "+00:00" : zone) + "'");
    }
    for (String table : texts("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'", 1)) {
      String create = texts("SHOW CREATE TABLE `" + table + "`", 2).get(0);
      line(dump, "DROP TABLE IF EXISTS " + name(table, qualifiedCreate) + ";");
      line(dump, create.replaceFirst("`" + table + "`", name(table, qualifiedCreate)) + ";");
      line(dump, "START TRANSACTION;");
      rows(dump, table);
      line(dump, "COMMIT;");
    }
    for (String view : texts("SHOW FULL TABLES WHERE Table_type = 'VIEW'", 1)) {
      line(dump, "DROP VIEW IF EXISTS " + name(view, qualifiedCreate) + ";");
      line(dump, texts("SHOW CREATE VIEW `" + view + "`", 2).get(0) + ";");
    }
    line(dump, "DELIMITER //");
    line(dump, texts("SHOW CREATE TRIGGER logs", 3).get(0) + "//");
    line(dump, "DELIMITER ;");
    return dump.toString().getBytes(UTF_8);
  }

  private void line(StringBuilder dump, String text) {
    dump.append(text).append(eol);
  }

  private String name(String table, boolean qualified) {
    String quote = quoted ? "`" : "";
    return (qualified ? quote + schema + quote + "." : "") + quote + table + quote;
  }

  private record Column(String name, String type, boolean generated) {}

  private void rows(StringBuilder dump, String table) throws SQLException {
    List<Column> all = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW COLUMNS FROM `" + table + "`")) {
      while (row.next()) {
        all.add(
            new Column(row.getString(1), row.getString(2), row.getString(6).contains("GENERATED")));
      }
    }
    List<Column> columns = all.stream().filter(c -> !leavesOut || !c.generated()).toList();
    boolean listed =
        columns.stream().anyMatch(c -> c.name().equals("hidden"))
            || leavesOut
            || random.nextBoolean();
    String head =
        verb
            + name(table, qualifiedInsert)
            + (listed
                ? columns.stream()
                    .map(column -> quoted ? "`" + column.name() + "`" : column.name())
                    .collect(Collectors.joining(gap, " (", ")"))
                : "")
            + afterValues;
    int n = 0;
    for (String row : rows(table, columns)) {
      dump.append(n == 0 ? head : between).append(row);
      n = (n + 1) % rowsPerStatement;
      dump.append(n == 0 ? ";" + eol : "");
    }
    dump.append(n == 0 ? "" : ";" + eol);
  }

  private List<String> rows(String table, List<Column> columns) throws SQLException {
    String values = columns.stream().map(DumpWriter::selected).collect(Collectors.joining(", "));
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT " + values + " FROM `" + table + "`")) {
      while (row.next()) {
        List<String> literals = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
          literals.add(literal(columns.get(i), row.getString(i + 1)));
        }
        rows.add("(" + String.join(gap, literals) + ")");
      }
    }
    return rows;
  }

  private static String selected(Column column) {
    String name = "`" + column.name() + "`";
    String type = column.type();
    return type.contains("blob") || type.contains("binary")
        ? "HEX(" + name + ")"
        : type.startsWith("bit") ? "BIN(" + name + " + 0)" : "CAST(" + name + " AS CHAR)";
  }

  private String literal(Column column, String value) {
    if (value == null) {
      return says ? "NULL" : "null";
    }
    if (column.generated()) {
      return "DEFAULT";
    }
    String type = column.type();
    if (type.startsWith("bit")) {
      return "b'" + value + "'";
    }
    if (type.contains("blob") || type.contains("binary")) {
      return value.isEmpty()
          ? "''"
          : binary == 0 ? "0x" + value : (binary == 1 ? "x'" : "X'") + value + "'";
    }
    boolean number = type.matches("(big|small)?int.*|decimal.*|double|year.*");
    return number ? value : text(value);
  }

  private String text(String value) {
    String quote = doubleQuotes ? "\"" : "'";
    return quote
        + value
            .replace("\\", "\\\\")
            .replace(quote, doubling ? quote + quote : "\\" + quote)
            .replace("\0", "\\0")
            .replace("\r", "\\r")
            .replace("\u001a", "\\Z")
            .replace("\n", doubling ? "\n" : "\\n")
        + quote;
  }

  private List<String> texts(String query, int column) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      while (row.next()) {
        texts.add(row.getString(column));
      }
    }
    return texts;
  }
}
