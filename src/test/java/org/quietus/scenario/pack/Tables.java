package org.quietus.scenario.pack;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZonedDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.quietus.cli.demo.DemoDump;

/** A pack's database, as its own applications write it. */
final class Tables implements AutoCloseable {
  private final String url;
  private final Connection connection;
  private final List<String> names;

  /** An empty one, in this process. */
  Tables(String url, Path schema, List<String> names) throws SQLException, IOException {
    this.url = url;
    this.names = names;
    connection = DriverManager.getConnection(url, "sa", "");
    execute(
        Files.readString(schema),
        Files.readString(Path.of("sql/samples/outbox.sql")),
        "CREATE USER auditor PASSWORD 'look' ADMIN"); // H2 lets nobody else set how it writes
  }

  String url() {
    return url;
  }

  void insert(String table, long id, List<@Nullable Object> values) throws SQLException {
    String places = ", ?".repeat(values.size());
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (?" + places + ")")) {
      statement.setLong(1, id);
      for (int n = 0; n < values.size(); n++) {
        statement.setObject(n + 2, values.get(n));
      }
      statement.executeUpdate();
    }
  }

  /** By their ids, each by its columns. */
  Map<Long, Map<String, String>> rows(String table) throws SQLException {
    Map<Long, Map<String, String>> rows = new TreeMap<>();
    for (Map<String, String> row : select("SELECT * FROM " + table)) {
      rows.put(Long.valueOf(row.get("id")), row);
    }
    return rows;
  }

  Map<String, String> row(String table, long id) throws SQLException {
    return select("SELECT * FROM " + table + " WHERE id = " + id).get(0);
  }

  List<Map<String, String>> select(String sql) throws SQLException {
    List<Map<String, String>> rows = new java.util.ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData columns = result.getMetaData();
      while (result.next()) {
        Map<String, String> row = new LinkedHashMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
          row.put(columns.getColumnName(column).toLowerCase(), result.getString(column));
        }
        rows.add(Collections.unmodifiableMap(row));
      }
    }
    return rows;
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Writes a dump as {@code mysqldump} would at that moment, gzipped. */
  void dump(Path file, ZonedDateTime at) throws IOException, SQLException {
    Files.createDirectories(file.getParent());
    try (Writer out =
        new OutputStreamWriter(
            new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8)) {
      new DemoDump(connection, out).write("app", names, at);
    }
    Files.setLastModifiedTime(file, FileTime.from(at.toInstant()));
  }

  /** Keeps the whole of it, to be put back later. */
  void save(Path file) throws SQLException {
    execute("SCRIPT TO '" + file + "'");
  }

  void restore(Path file) throws SQLException {
    execute("DROP ALL OBJECTS", "RUNSCRIPT FROM '" + file + "'");
  }

  @Override
  public void close() throws SQLException {
    execute("SHUTDOWN");
    connection.close();
  }
}
