package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.quietus.catalog.Catalog;
import org.quietus.target.BeforeImages;
import org.quietus.target.Remnant;

/** What a server tells of itself, outside of any transaction. */
public final class ServerAnswers {
  private final DataSource connections;
  private final Dialect dialect;

  /** Asks by connections of their own. */
  public ServerAnswers(DataSource connections, Dialect dialect) {
    this.connections = connections;
    this.dialect = dialect;
  }

  private interface Question<T> {
    T ask(Connection connection) throws SQLException;
  }

  /** The server's binary log; empty if it keeps none. */
  public Optional<BeforeImages> beforeImages() {
    return answer("asking for the binary log", dialect::binaryLog)
        .map(log -> new BeforeImages(log.server(), log.expiry(), log.currentFile()));
  }

  /** The files of the binary log that the server still has; empty if the user may not ask. */
  public Optional<List<String>> beforeImageFiles() {
    return answer("asking for the files of the binary log", dialect::binaryLogFiles);
  }

  /** What of changed rows of some tables stays beside these. */
  public List<Remnant> remnants(String schema, Set<String> tables) {
    return answer(
        "asking what keeps rows beside their tables",
        connection -> dialect.remnants(connection, schema, tables));
  }

  /** The time by its own clock, which {@code ours} is if it runs in this process. */
  public Instant now(Clock ours) {
    return answer("asking for the time", connection -> dialect.now(connection, ours));
  }

  /** The catalog as it is now. */
  public Catalog catalog(String database, String schema) {
    return answer(
        "reading the catalog", connection -> CatalogReader.read(connection, database, schema));
  }

  private <T> T answer(String doing, Question<T> question) {
    try (Connection connection = connections.getConnection()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped(doing, e);
    }
  }
}
