package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.quietus.database.BinaryLog;

/**
 * The write-ahead log, which holds rows as they were inserted, and images of pages in which deleted
 * rows lie until a VACUUM. The server keeps a file as long as recovery, an archive, a replica or a
 * replication slot needs it.
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

  private static String text(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }
}
