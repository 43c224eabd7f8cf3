package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Transactions in which each statement answers for itself: a constraint that would be checked at
 * COMMIT would fail a whole chunk there for the sake of one row.
 */
public final class ImmediateChecks extends JdbcTransactionManager {
  private final String beginning;

  /** Transactions on these connections, begun as the dialect wants. */
  public ImmediateChecks(DataSource dataSource, Dialect dialect) {
    super(dataSource);
    this.beginning = dialect.transactionSetup().orElse("");
  }

  @Override
  protected void prepareTransactionalConnection(
      Connection connection, TransactionDefinition definition) throws SQLException {
    super.prepareTransactionalConnection(connection, definition);
    if (!beginning.isEmpty()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute(beginning);
      }
    }
  }
}
