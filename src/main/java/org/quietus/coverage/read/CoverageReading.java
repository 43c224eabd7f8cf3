package org.quietus.coverage.read;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Comments;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.coverage.Finding;
import org.quietus.coverage.Gaps;
import org.quietus.coverage.Sign;
import org.quietus.database.CatalogReader;
import org.quietus.database.CommentReader;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.policy.ColumnName;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.Edge;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.target.ReadCap;

/**
 * Reads what a job file does not cover: the catalog as the job's own user, rows as the {@code
 * verify} user if there is one. Nothing is ever written, and transactions are read-only.
 */
public final class CoverageReading {
  private final JobFile job;
  private final DatabaseSettings settings;
  private final Clock clock;
  private final List<Unseen> unread = new ArrayList<>();

  /** Reads one of the job's databases. */
  public CoverageReading(JobFile job, DatabaseSettings settings, Clock clock) {
    this.job = job;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * Reads.
   *
   * @param sample how many rows of each table are looked at; none if empty
   * @param within how long rows are looked at
   * @throws SQLException if a connection cannot be made or the catalog not be read; as the driver
   *     gave it, so not for printing
   */
  public CoverageReport read(OptionalInt sample, Duration within) throws SQLException {
    DatabaseConnections connections =
        new DatabaseConnections(settings.url(), settings.credential());
    try (Connection connection = reading(connections)) {
      Dialect dialect = Dialects.of(connection);
      String schema = dialect.currentSchema(connection);
      Catalog catalog =
          CatalogReader.readVisible(connection, settings.name(), schema, this::keysHidden);
      Comments comments = CommentReader.read(connection, schema);
      Gaps gaps = new Gaps(job, catalog, comments);
      if (settings.verify().isEmpty()) {
        return look(connection, dialect, gaps, sample, within);
      }
      try (Connection reader =
          reading(new DatabaseConnections(settings.url(), settings.verify().get()))) {
        return look(reader, dialect, gaps, sample, within);
      }
    }
  }

  private static Connection reading(DatabaseConnections connections) throws SQLException {
    Connection connection = connections.getConnectionToLook();
    boolean done = false;
    try {
      connection.setReadOnly(true);
      done = true;
      return connection;
    } finally {
      if (!done) {
        connection.close();
      }
    }
  }

  private void keysHidden(List<String> tables) {
    tables.forEach(
        table ->
            unread.add(
                new Unseen(
                    settings.name() + "." + table,
                    "the server hides its foreign keys from the user")));
  }

  private CoverageReport look(
      Connection connection, Dialect dialect, Gaps gaps, OptionalInt rows, Duration within) {
    TimeLimit time = new TimeLimit(clock, within);
    ReadCap cap = new ReadCap();
    cap.limit(job.limits().pace().rowsReadPerSecond().orElse(0));
    Map<String, Map<String, List<Sign>>> signs = Map.of();
    if (rows.isPresent()) {
      Sample sample =
          new Sample(
              connection,
              dialect,
              gaps.inventory(),
              rows.getAsInt(),
              time,
              cap,
              LocalDate.ofInstant(clock.instant(), job.zone()));
      signs = sample.signs(gaps.open());
      unread.addAll(sample.unread());
    }
    OrphanCount count = new OrphanCount(connection, dialect, gaps.inventory().catalog(), time, cap);
    List<Orphans> orphans = count.of(references(gaps));
    unread.addAll(count.unread());
    List<Finding> findings = gaps.findings(signs);
    return new CoverageReport(
        gaps.inventory().catalog().product(),
        findings,
        orphans,
        gaps.unnamed(findings),
        List.copyOf(unread),
        gaps.warnings());
  }

  /** What the job file declares, then foreign keys; each once, and nothing acknowledged. */
  private List<ForeignKey> references(Gaps gaps) {
    List<ForeignKey> all = new ArrayList<>();
    Set<List<Object>> seen = new HashSet<>();
    for (SubjectType subject : job.subjects().values()) {
      subject.owns().forEach(edge -> declared(edge).ifPresent(all::add));
    }
    for (Table table : gaps.inventory().catalog().tables().values()) {
      all.addAll(table.foreignKeys());
    }
    all.removeIf(
        key ->
            gaps.isAcknowledged(
                    new ColumnName(
                        new TableName(settings.name(), key.table()), key.columns().get(0)))
                || !seen.add(List.of(key.table(), key.columns(), key.referencedTable())));
    return all;
  }

  private Optional<ForeignKey> declared(Edge edge) {
    boolean here =
        edge.from().table().database().equals(settings.name())
            && edge.to().table().database().equals(settings.name());
    return here
        ? Optional.of(
            new ForeignKey(
                "",
                edge.from().table().table(),
                List.of(edge.from().column()),
                edge.to().table().table(),
                List.of(edge.to().column()),
                ForeignKey.OnDelete.NONE))
        : Optional.empty();
  }
}
