package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files of the binary log, which a user may ask for who has REPLICATION CLIENT. */
final class MySqlBinaryLog {
  private static final int SYNTAX_ERROR = 1064;

  private MySqlBinaryLog() {}

  /** The one that changes are written to now; empty if the user may not ask. */
  static Optional<String> currentFile(Connection connection) {
    try {
      return names(connection, "SHOW BINARY LOG STATUS").stream().findFirst(); // from MySQL 8.2 on
    } catch (SQLException e) {
      if (e.getErrorCode() != SYNTAX_ERROR) {
        return Optional.empty();
      }
    }
    try {
      return names(connection, "SHOW MASTER STATUS").stream().findFirst();
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  /** All that the server still has; empty if the user may not ask, or no log is written. */
  static Optional<List<String>> files(Connection connection) {
    try {
      return Optional.of(names(connection, "SHOW BINARY LOGS"));
    } catch (SQLException e) {
      return Optional.empty();
    }
  }

  private static List<String> names(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      List<String> names = new ArrayList<>();
      while (rows.next()) {
        names.add(rows.getString(1));
      }
      return names;
    }
  }
}
