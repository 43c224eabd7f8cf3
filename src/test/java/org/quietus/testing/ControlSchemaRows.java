package org.quietus.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The control schema of a server as its migrations leave it. To take out the rows of one test is
 * many times quicker than to have the next one make forty tables.
 */
public final class ControlSchemaRows {
  private static final Pattern TABLE =
      Pattern.compile("CREATE TABLE (?:IF NOT EXISTS )?quietus\\.(\\w+)");
  private static final Pattern FIRST_ROW =
      Pattern.compile("INSERT (?:IGNORE )?INTO quietus\\.[^;]*(?=;)");
  private static final String HISTORY = "flyway_schema_history";

  private final Connection connection;
  private final boolean postgres;

  private ControlSchemaRows(Connection connection) throws SQLException {
    this.connection = connection;
    this.postgres = connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  /** Leaves the rows that migrations made; drops the schema if it is not the one they make. */
  public static void reset(Connection connection) throws SQLException {
    new ControlSchemaRows(connection).reset();
  }

  private void reset() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!isWhole()) {
        statement.execute("DROP SCHEMA IF EXISTS quietus" + (postgres ? " CASCADE" : ""));
        return;
      }
      connection.setAutoCommit(false);
      statement.execute(
          postgres ? "SET session_replication_role = replica" : "SET foreign_key_checks = 0");
      for (String table : found(TABLE, 1).toList()) {
        statement.execute("DELETE FROM quietus." + table);
      }
      statement.execute(
          postgres ? "SET session_replication_role = origin" : "SET foreign_key_checks = 1");
      for (String row : found(FIRST_ROW, 0).toList()) {
        statement.execute(row);
      }
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private boolean isWhole() throws SQLException {
    Set<String> expected =
        found(TABLE, 1).map(this::asStored).collect(Collectors.toCollection(TreeSet::new));
    expected.add(HISTORY);
    return tables().equals(expected)
        && count("information_schema.triggers WHERE trigger_schema = 'quietus'") == 0
        && count("quietus." + HISTORY + " WHERE version IS NOT NULL AND success")
            == migrations().size();
  }

  private String asStored(String table) {
    return postgres ? table.toLowerCase(Locale.ROOT) : table;
  }

  private Set<String> tables() throws SQLException {
    Set<String> tables = new TreeSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema = 'quietus'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private int count(String from) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + from)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private Stream<String> found(Pattern pattern, int group) {
    return migrations().stream()
        .flatMap(text -> pattern.matcher(text).results())
        .map((MatchResult match) -> match.group(group));
  }

  private List<String> migrations() {
    try (Stream<Path> files = Files.list(Path.of("sql/control", postgres ? "postgres" : "mysql"))) {
      return files.map(ControlSchemaRows::text).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
