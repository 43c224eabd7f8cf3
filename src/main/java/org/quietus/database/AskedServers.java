package org.quietus.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.quietus.policy.DatabaseSettings;
import org.quietus.target.ServerLoad;

/** Asks a server and its replicas what they have to do, each on one connection that is kept. */
public final class AskedServers implements ServerLoad {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Asked primary;
  private final List<Copied> replicas;

  /** The server of a database and its replicas; it connects at the first question. */
  public AskedServers(DatabaseSettings settings) {
    this.primary = new Asked(settings.url(), settings.credential());
    List<Copied> all = new ArrayList<>();
    for (DatabaseSettings.Replica replica : settings.replicas()) {
      Asked server = new Asked(replica.url(), replica.credential());
      int number = all.size();
      all.add(
          new Copied(
              server,
              replica
                  .heartbeat()
                  .map(name -> new HeartbeatTable(server.place(), name, settings.name(), number))));
    }
    this.replicas = List.copyOf(all);
  }

  /** A replica, and the table that tells how far it is behind if it shall not say so itself. */
  private record Copied(Asked server, Optional<HeartbeatTable> heartbeat) {}

  @Override
  public OptionalLong work() {
    return primary
        .ask((connection, queries) -> number(connection, queries.work()))
        .orElse(OptionalLong.empty());
  }

  @Override
  public OptionalLong running() {
    return primary
        .ask((connection, queries) -> number(connection, queries.running()))
        .orElse(OptionalLong.empty());
  }

  @Override
  public OptionalLong history() {
    return primary
        .ask((connection, queries) -> number(connection, queries.history()))
        .orElse(OptionalLong.empty());
  }

  /** Of one that does not answer it is not known. */
  @Override
  public boolean keepsHistory() {
    return primary.ask((connection, queries) -> queries.history().isPresent()).orElse(true);
  }

  @Override
  public Optional<Duration> commit() {
    return primary.ask((connection, queries) -> committed(connection));
  }

  private static Duration committed(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      if (statement.executeUpdate("UPDATE quietus.heartbeat SET beats = beats + 1 WHERE id = 1")
          == 0) {
        statement.executeUpdate("INSERT INTO quietus.heartbeat (id, beats) VALUES (1, 1)");
      }
      long begin = System.nanoTime();
      connection.commit();
      return Duration.ofNanos(System.nanoTime() - begin);
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @Override
  public List<Replica> replicas() {
    List<Replica> all = new ArrayList<>();
    primary
        .ask(AskedServers::standbys)
        .ifPresentOrElse(
            all::addAll, () -> all.add(new Replica(primary.place(), Optional.empty())));
    for (Copied replica : replicas) {
      all.add(
          replica
              .heartbeat()
              .flatMap(
                  table -> replica.server().ask((copy, no) -> table.replica(copy, this::clock)))
              .orElseGet(() -> asked(replica)));
    }
    return all;
  }

  private Optional<HeartbeatTable.Clock> clock() {
    return primary.ask(HeartbeatTable.Clock::of).flatMap(known -> known);
  }

  /** One that is known by its heartbeat and does not answer is not asked for anything else. */
  private static Replica asked(Copied replica) {
    return new Replica(
        replica.server().place(),
        replica.heartbeat().isPresent()
            ? Optional.empty()
            : replica.server().ask(AskedServers::behind).flatMap(known -> known));
  }

  private static OptionalLong number(Connection connection, Optional<String> query)
      throws SQLException {
    if (query.isEmpty()) {
      return OptionalLong.empty();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query.get())) {
      return rows.next() ? OptionalLong.of(rows.getLong("Value")) : OptionalLong.empty();
    }
  }

  /** That of the source it is furthest behind. */
  private static Optional<Duration> behind(Connection connection, LoadQueries queries)
      throws SQLException {
    if (queries.behind().isEmpty()) {
      return Optional.empty();
    }
    Optional<Duration> furthest = Optional.empty();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(queries.behind().get())) {
      while (rows.next()) {
        Optional<Duration> one = seconds(rows, queries.behindColumn());
        if (one.isEmpty()) {
          return one;
        }
        furthest = furthest.filter(far -> far.compareTo(one.get()) > 0).or(() -> one);
      }
    }
    return furthest;
  }

  private static List<Replica> standbys(Connection connection, LoadQueries queries)
      throws SQLException {
    List<Replica> found = new ArrayList<>();
    if (queries.standbys().isPresent()) {
      try (Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery(queries.standbys().get())) {
        while (rows.next()) {
          found.add(new Replica(rows.getString("place"), seconds(rows, "behind")));
        }
      }
    }
    return found;
  }

  private static Optional<Duration> seconds(ResultSet row, String column) throws SQLException {
    double seconds = row.getDouble(column);
    return row.wasNull()
        ? Optional.empty()
        : Optional.of(Duration.ofMillis(Math.round(seconds * 1000)));
  }

  @Override
  public void close() {
    primary.close();
    replicas.forEach(replica -> replica.server().close());
  }

  /** A question to a server. */
  private interface Question<T> {
    T put(Connection connection, LoadQueries queries) throws SQLException;
  }

  /** One server; a connection that failed is made anew the next time. */
  private static final class Asked {
    private final String url;
    private final DatabaseConnections connections;
    private @Nullable Connection connection;
    private LoadQueries queries = LoadQueries.NONE;

    Asked(String url, DatabaseSettings.Credential credential) {
      this.url = url;
      this.connections = new DatabaseConnections(url, credential);
    }

    String place() {
      return DatabaseUrl.place(url);
    }

    <T> Optional<T> ask(Question<T> question) {
      try {
        return Optional.of(question.put(open(), queries));
      } catch (SQLException e) {
        close();
        return Optional.empty();
      }
    }

    private Connection open() throws SQLException {
      Connection open = connection;
      if (open == null) {
        open = connections.getConnection();
        connection = open;
        open.setNetworkTimeout(Runnable::run, PATIENCE_MILLIS);
        queries = Dialects.of(open).loadQueries();
      }
      return open;
    }

    void close() {
      Connection open = connection;
      connection = null;
      if (open != null) {
        try {
          open.close();
        } catch (SQLException e) {
          // it ends with the process
        }
      }
    }
  }
}
