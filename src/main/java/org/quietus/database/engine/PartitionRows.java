package org.quietus.database.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.DatabaseTrouble;
import org.quietus.database.Dialect;
import org.quietus.database.MeteredReads;
import org.quietus.database.Partitions;
import org.quietus.database.SqlFragment;
import org.quietus.hold.Holds;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.GoneKey;
import org.quietus.target.PartitionStays;
import org.quietus.target.ReadCap;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * What is in the partitions of a step's table. What is due is decided by the very condition that
 * rows go by one by one.
 */
final class PartitionRows {
  /** Nobody can use the table for longer than that. */
  private static final Duration LONGEST_COUNT = Duration.ofSeconds(5);

  private static final String OTHERS = "rows of it are not due";
  private static final String EMPTY = "it is empty";

  private final Step step;
  private final Selection.Due due;
  private final Table table;
  private final Dialect dialect;
  private final String schema;
  private final ReadCap cap;
  private final BiFunction<JdbcTemplate, Holds, DatabaseEngine> engine;

  PartitionRows(
      Step step,
      Selection.Due due,
      Dialect dialect,
      String schema,
      ReadCap cap,
      BiFunction<JdbcTemplate, Holds, DatabaseEngine> engine) {
    this.step = step;
    this.due = due;
    this.table = step.root().catalogTable();
    this.dialect = dialect;
    this.schema = schema;
    this.cap = cap;
    this.engine = engine;
  }

  Partitions sql() {
    return dialect.partitions().orElseThrow();
  }

  /** All of them, as a connection sees them. */
  Partitions.Found found(JdbcTemplate jdbc) {
    Column from = Predicates.column(table, due.from());
    Object cutoff = predicates(jdbc, Holds.NONE).periods().at(due.cutoff(), from);
    return Objects.requireNonNull(
        jdbc.execute(
            (ConnectionCallback<Partitions.Found>)
                connection -> sql().of(connection, schema, table, from, cutoff)));
  }

  /** One that can be dropped, as it is now: it may have been divided anew. */
  Partitions.Partition free(JdbcTemplate jdbc, String name) {
    Partitions.Found found = found(jdbc);
    heed(found.obstacle());
    Partitions.Partition partition =
        found.all().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(() -> PartitionStays.because("it is not there any more"));
    heed(partition.stays());
    return partition;
  }

  /** Waits until something may be read; nobody is kept out meanwhile. */
  void await() {
    MeteredReads.await(cap);
  }

  /** Keeps everybody else out as long as the connection or its transaction lasts. */
  void lock(JdbcTemplate jdbc, Partitions.Partition partition) {
    sql().locking(schema, table.name(), partition).forEach(jdbc::execute);
  }

  /** A hold spares rows of which the count would not tell. */
  void requireFree(JdbcTemplate jdbc, Holds holds) {
    if (predicates(jdbc, holds).heldBack(step, due).isPresent()) {
      throw PartitionStays.because("a hold is in force that its rows may fall under");
    }
  }

  /** Ends at the first row that is not due, so that a partition of today costs nothing. */
  void requireDue(JdbcTemplate jdbc, Partitions.Partition partition) {
    SqlFragment others = SqlFragment.not(condition(jdbc));
    Boolean any =
        jdbc.query(
            "SELECT 1 FROM " + from(partition) + " WHERE " + others.sql() + " LIMIT 1",
            statement -> others.bind(statement, 1),
            row -> (Boolean) row.next());
    if (Boolean.TRUE.equals(any)) {
      throw PartitionStays.because(OTHERS);
    }
  }

  /**
   * All of them, each of which is due. They are added up, since MySQL 8.0.15 takes no CASE for NULL
   * and so counts each row.
   */
  long count(JdbcTemplate jdbc, Partitions.Partition partition) {
    SqlFragment condition = condition(jdbc);
    long[] counted =
        Objects.requireNonNull(
            jdbc.query(
                "SELECT COUNT(*), SUM(CASE WHEN "
                    + condition.sql()
                    + " THEN 1 ELSE 0 END) FROM "
                    + from(partition),
                statement -> condition.bind(statement, 1),
                row -> row.next() ? new long[] {row.getLong(1), row.getLong(2)} : new long[2]));
    cap.took(counted[0]);
    if (counted[0] != counted[1]) {
      throw PartitionStays.because(OTHERS);
    }
    if (counted[0] == 0) {
      throw PartitionStays.because(EMPTY);
    }
    return counted[0];
  }

  /** The key of one of them: the last, which whoever removes old rows himself comes to last. */
  GoneKey last(JdbcTemplate jdbc, Partitions.Partition partition) {
    return engine
        .apply(jdbc, Holds.NONE)
        .reader()
        .last(table, table.primaryKey(), from(partition))
        .map(row -> GoneKey.of(table, table.primaryKey(), row))
        .orElseThrow(() -> PartitionStays.because(EMPTY));
  }

  /** Drops one with whatever is in it. */
  void drop(JdbcTemplate jdbc, Partitions.Partition partition) {
    jdbc.execute(sql().dropping(table.name(), partition));
  }

  /** A way on which nobody has to wait for a count for long. */
  static JdbcTemplate counting(DataSource source) {
    JdbcTemplate jdbc = new JdbcTemplate(source);
    jdbc.setQueryTimeout(Math.toIntExact(LONGEST_COUNT.toSeconds()));
    return jdbc;
  }

  /** A reason to leave one, if there is any. */
  static void heed(Optional<String> why) {
    if (why.isPresent()) {
      throw PartitionStays.because(why.get());
    }
  }

  /** Says why, without what drivers like to quote. */
  PartitionStays refused(String doing, DataAccessException failure) {
    if (failure instanceof QueryTimeoutException) {
      return PartitionStays.because(
          "counting its rows takes longer than "
              + LONGEST_COUNT.toSeconds()
              + " s, in which nobody could use the table");
    }
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException answer) {
        return known(answer)
            .orElseGet(
                () ->
                    PartitionStays.because(
                        String.valueOf(DatabaseTrouble.stripped(doing, answer).getMessage())));
      }
    }
    return PartitionStays.because(doing + ": " + failure.getClass().getSimpleName());
  }

  private Optional<PartitionStays> known(SQLException answer) {
    return dialect
        .failure(answer)
        .flatMap(
            kind ->
                switch (kind) {
                  case LOCKED -> Optional.of(PartitionStays.busy());
                  case DENIED ->
                      Optional.of(
                          PartitionStays.because(
                              "the user may not drop it, which takes " + sql().rights()));
                  default -> Optional.empty();
                });
  }

  private SqlFragment condition(JdbcTemplate jdbc) {
    return predicates(jdbc, Holds.NONE).due(step, due);
  }

  private Predicates predicates(JdbcTemplate jdbc, Holds holds) {
    return engine.apply(jdbc, holds).predicates();
  }

  private String from(Partitions.Partition partition) {
    return sql().rows(table.name(), partition);
  }
}
