package org.quietus.database;

import java.util.Optional;
import javax.sql.DataSource;
import org.quietus.policy.DatabaseSettings;
import org.quietus.target.ReadCap;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ways to one database: that of the user who works, and that of the one who verifies. */
public final class DatabaseWays implements AutoCloseable {
  private final ConnectionPool pool;
  private final Optional<ConnectionPool> eyes;
  private final Dialect dialect;
  private final ReadCap cap = new ReadCap();
  private final JdbcTemplate work;

  /** They connect when somebody asks. */
  public DatabaseWays(DatabaseSettings settings, DatabaseConnections connections, Dialect dialect) {
    this.pool = ConnectionPool.toWork(settings, connections);
    this.eyes = ConnectionPool.toVerify(settings);
    this.dialect = dialect;
    this.work = reading(pool);
  }

  /** The connections of the user who works. */
  public DataSource dataSource() {
    return pool.dataSource();
  }

  /** The way on which the work is done. */
  public JdbcTemplate work() {
    return work;
  }

  /** Whether another user verifies than works. */
  public boolean areTwo() {
    return eyes.isPresent();
  }

  /** The way on which it is verified. */
  public JdbcTemplate verification() {
    return reading(eyes.orElse(pool));
  }

  /** What limits how much is read on both. */
  public ReadCap cap() {
    return cap;
  }

  private JdbcTemplate reading(ConnectionPool way) {
    return new MeteredReads(way.dataSource(), dialect, cap);
  }

  @Override
  public void close() {
    pool.close();
    eyes.ifPresent(ConnectionPool::close);
  }
}
