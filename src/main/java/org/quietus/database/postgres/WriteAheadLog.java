package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.database.BinaryLog;

/**
 * The write-ahead log, which holds rows as they were inserted, and pages as they were before a
 * change. The server keeps a file as long as recovery, a replica or a replication slot needs it.
 */
final class WriteAheadLog {

  private WriteAheadLog() {}

  static Optional<BinaryLog> of(Connection connection) throws SQLException {
    String server = text(connection, "SELECT system_identifier FROM pg_control_system()");
    return Optional.of(new BinaryLog(server, Optional.empty(), currentFile(connection)));
  }

  private static Optional<String> currentFile(Connection connection) {
    try {
      return Optional.of(text(connection, "SELECT pg_walfile_name(pg_current_wal_insert_lsn())"));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** Those that the server still has; empty unless the user may ask, as {@code pg_monitor} may. */
  static Optional<List<String>> files(Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name FROM pg_ls_waldir()")) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return Optional.of(names);
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
