package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.quietus.target.Remnant;

/**
 * Indexes of words: of a row that is deleted or changed InnoDB notes that it is gone, and leaves
 * its words where they are until the index is made anew. Servers show them to whoever asks.
 */
final class FullTextIndexes {
  private FullTextIndexes() {}

  /** Those on some tables. */
  static List<Remnant> on(Connection connection, String schema, Set<String> tables)
      throws SQLException {
    List<Remnant> remnants = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT DISTINCT table_name FROM information_schema.statistics"
                + " WHERE table_schema = ? AND index_type = 'FULLTEXT' ORDER BY 1")) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (tables.contains(row.getString(1))) {
            remnants.add(new Remnant(row.getString(1), Remnant.Kind.FULL_TEXT_INDEX));
          }
        }
      }
    }
    return remnants;
  }
}
