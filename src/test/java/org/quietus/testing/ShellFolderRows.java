package org.quietus.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tables of a server in a folder of MySQL Shell, and the statements by which it loads them again:
 * those of {@code Dump_loader::create_session} in modules/util/load/dump_loader.cc and {@code
 * Load_data_worker::load_data_body} in modules/util/import_table/load_data.cc.
 */
public final class ShellFolderRows {
  /** How the loader's session begins. */
  public static final String SESSION =
      """
      SET SQL_MODE = 'NO_AUTO_VALUE_ON_ZERO';
      SET foreign_key_checks = 0;
      SET unique_checks = 0;
      SET NAMES utf8mb4;
      SET TIME_ZONE='+00:00';
      """;

  private ShellFolderRows() {}

  /** Adds a table, its rows with odd keys in a part of their own; {@code coded} by all tables. */
  public static void add(
      ShellFolder folder, Connection connection, String table, Map<String, String> coded)
      throws SQLException {
    List<String> columns = new ArrayList<>();
    List<List<List<byte @Nullable []>>> parts = List.of(new ArrayList<>(), new ArrayList<>());
    try (Statement statement = connection.createStatement()) {
      try (ResultSet all =
          statement.executeQuery(
              "SELECT column_name FROM information_schema.columns WHERE table_schema = DATABASE()"
                  + " AND table_name = '%s' AND extra NOT LIKE '%%GENERATED%%' ORDER BY"
                      .formatted(table)
                  + " ordinal_position")) {
        while (all.next()) {
          columns.add(all.getString(1));
        }
      }
      String selected =
          columns.stream()
              .map(name -> coded.containsKey(name) ? name : "CONVERT(" + name + " USING utf8mb4)")
              .map(value -> "CAST(" + value + " AS BINARY)")
              .collect(Collectors.joining(", "));
      try (ResultSet rows =
          statement.executeQuery("SELECT %s FROM `%s` ORDER BY id".formatted(selected, table))) {
        while (rows.next()) {
          List<byte @Nullable []> row = new ArrayList<>();
          for (int n = 1; n <= columns.size(); n++) {
            row.add(rows.getBytes(n));
          }
          parts.get((row.get(0)[0] + 1) % 2).add(row);
        }
      }
    }
    Map<String, String> ofTable = new TreeMap<>(coded);
    ofTable.keySet().retainAll(columns);
    folder.table(table, definition(connection, table), columns, ofTable, parts);
  }

  /** What the server says that creates a table or view. */
  public static String definition(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet created = statement.executeQuery("SHOW CREATE TABLE `" + table + "`")) {
      created.next();
      return created.getString(2);
    }
  }

  /** Loads a file of rows, uncompressed, as the table's file of JSON says. */
  public static String load(Path folder, String base, Path rows) throws IOException {
    JsonNode options =
        JsonMapper.shared().readTree(folder.resolve(base + ".json").toFile()).path("options");
    JsonNode coded = options.path("decodeColumns");
    List<String> columns = new ArrayList<>();
    List<String> sets = new ArrayList<>();
    for (JsonNode column : options.path("columns")) {
      String name = column.stringValue();
      String function = coded.path(name).asString("");
      columns.add((function.isEmpty() ? "" : "@") + '`' + name + '`');
      if (!function.isEmpty()) {
        sets.add("`%1$s` = %2$s(@`%1$s`)".formatted(name, function));
      }
    }
    return "LOAD DATA LOCAL INFILE '%s' REPLACE INTO TABLE `%s`.`%s` CHARACTER SET '%s' FIELDS TERMINATED BY %s ESCAPED BY %s LINES STARTING BY '' TERMINATED BY %s (%s)%s;%n"
        .formatted(
            rows,
            options.path("schema").stringValue(),
            options.path("table").stringValue(),
            options.path("defaultCharacterSet").stringValue(),
            quoted(options.path("fieldsTerminatedBy")),
            quoted(options.path("fieldsEscapedBy")),
            quoted(options.path("linesTerminatedBy")),
            String.join(", ", columns),
            sets.isEmpty() ? "" : " SET " + String.join(", ", sets));
  }

  private static String quoted(JsonNode text) {
    return "'"
        + text.stringValue().replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
        + "'";
  }
}
