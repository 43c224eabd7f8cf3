package org.quietus.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.quietus.target.ReadCap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCreator;
import org.springframework.jdbc.core.PreparedStatementSetter;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Reads of a database under its cap: what each statement has read the server tells, and it is paid
 * for before the next one, but for one inside a transaction, which would keep its locks meanwhile;
 * who works in transactions asks the cap before each. Without a cap it is a plain template.
 */
public final class MeteredReads extends JdbcTemplate {
  private static final Logger LOG = LoggerFactory.getLogger(MeteredReads.class);

  private final ReadCap cap;
  private final Optional<String> told;
  private final Optional<String> setup;
  private final AtomicBoolean waited = new AtomicBoolean();
  private volatile long own = -1;

  /** Reads over the connections of a source. */
  public MeteredReads(DataSource source, Dialect dialect, ReadCap cap) {
    super(source);
    this.cap = cap;
    this.told = dialect.loadQueries().read();
    this.setup = dialect.loadQueries().beforeRead();
  }

  /** The cap that a way to a database is under, one without limit if it is under none. */
  public static ReadCap capOf(JdbcTemplate jdbc) {
    return jdbc instanceof MeteredReads reads ? reads.cap : new ReadCap();
  }

  @Override
  public <T extends @Nullable Object> T query(
      PreparedStatementCreator creator,
      @Nullable PreparedStatementSetter setter,
      ResultSetExtractor<T> extractor) {
    return cap.isSet()
        ? metered(() -> super.query(creator, setter, extractor))
        : super.query(creator, setter, extractor);
  }

  /** A change reads the rows that it has to look at, too. */
  @Override
  public int update(String sql, @Nullable PreparedStatementSetter setter) {
    return cap.isSet() ? metered(() -> super.update(sql, setter)) : super.update(sql, setter);
  }

  private <T extends @Nullable Object> T metered(Supplier<T> statement) {
    if (await(cap) && !waited.getAndSet(true)) {
      LOG.info(
          "reading waits now and then: no more than {} rows of a database are read in a second"
              + " (limits.rows-read-per-second)",
          cap.limit());
    }
    return execute((ConnectionCallback<T>) connection -> inTransaction(connection, statement));
  }

  /** Waits, but for a thread that has a transaction open, until something may be read. */
  public static boolean await(ReadCap cap) {
    return !isInTransaction() && cap.await();
  }

  /** Of any database: a thread that waits for one should keep no lock in another. */
  private static boolean isInTransaction() {
    return TransactionSynchronizationManager.getResourceMap().values().stream()
        .anyMatch(resource -> resource instanceof ConnectionHolder holder && isOpen(holder));
  }

  private static boolean isOpen(ConnectionHolder holder) {
    try {
      return !holder.getConnection().getAutoCommit();
    } catch (SQLException e) {
      return true;
    } catch (IllegalStateException none) {
      return false;
    }
  }

  /** A product may count for one transaction alone. */
  private <T extends @Nullable Object> T inTransaction(Connection connection, Supplier<T> statement)
      throws SQLException {
    if (!connection.getAutoCommit()) {
      return counted(connection, statement);
    }
    connection.setAutoCommit(false);
    T result;
    try {
      result = counted(connection, statement);
      connection.commit();
    } catch (SQLException | RuntimeException e) {
      reset(connection, e);
      throw e;
    }
    connection.setAutoCommit(true);
    return result;
  }

  private static void reset(Connection connection, Exception failure) {
    try {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      failure.addSuppressed(e); // the pool does not keep such a connection
    }
  }

  private <T extends @Nullable Object> T counted(Connection connection, Supplier<T> statement)
      throws SQLException {
    if (setup.isPresent()) {
      try (Statement first = connection.createStatement()) {
        first.execute(setup.get());
      }
    }
    long before = read(connection);
    if (own < 0) {
      long again = read(connection);
      own = again - before;
      before = again;
    }
    T result = over(connection, statement);
    cap.took(Math.max(read(connection) - before - own, known(result)));
    return result;
  }

  /** What is open around it has the connection bound already; nothing else is left bound. */
  private <T extends @Nullable Object> T over(Connection connection, Supplier<T> statement) {
    DataSource source = Objects.requireNonNull(getDataSource());
    if (TransactionSynchronizationManager.hasResource(source)) {
      return statement.get();
    }
    TransactionSynchronizationManager.bindResource(source, new ConnectionHolder(connection));
    try {
      return statement.get();
    } finally {
      TransactionSynchronizationManager.unbindResource(source);
    }
  }

  /** What the server has read for this connection so far, asking included. */
  private long read(Connection connection) throws SQLException {
    if (told.isEmpty()) {
      return 0;
    }
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(told.get())) {
      return row.next() ? row.getLong("Value") : 0;
    }
  }

  /** How many rows have been read at least, as the result shows. */
  private static long known(@Nullable Object result) {
    if (result instanceof Collection<?> rows) {
      return rows.size();
    }
    return result instanceof Number count ? Objects.requireNonNull(count).longValue() : 0;
  }
}
