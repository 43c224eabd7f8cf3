package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.quietus.database.Dialect;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;

/**
 * Transactions in which each statement answers for itself: a constraint that would be checked at
 * COMMIT would fail a whole chunk there for the sake of one row.
 */
final class ImmediateChecks extends JdbcTransactionManager {
  private final String beginning;

  ImmediateChecks(DataSource dataSource, Dialect dialect) {
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
