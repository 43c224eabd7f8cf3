package org.quietus.database.mysql;

import java.sql.SQLException;
import java.util.Optional;
import org.quietus.database.StatementFailure;

/** What codes of MySQL and MariaDB say a statement failed of. */
final class MySqlErrors {
  private static final int DENIED_SCHEMA = 1044;
  private static final int DENIED_TABLE = 1142;
  private static final int DENIED_COLUMN = 1143;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int LOCKED_AND_NO_WAIT = 3572;
  private static final int SIGNALLED = 1644;
  private static final int TRUNCATED = 1265;
  private static final int INCORRECT_VALUE = 1366;
  private static final int CHECK_VIOLATED = 3819;
  private static final int SERVER_OPTION_PREVENTS = 1290;

  private MySqlErrors() {}

  static Optional<StatementFailure> failure(SQLException failure) {
    return Optional.ofNullable(
        switch (failure.getErrorCode()) {
          case SERVER_OPTION_PREVENTS -> StatementFailure.READ_ONLY;
          case DENIED_SCHEMA, DENIED_TABLE, DENIED_COLUMN -> StatementFailure.DENIED;
          case TRUNCATED, INCORRECT_VALUE -> StatementFailure.UNFIT_VALUE;
          case CHECK_VIOLATED -> StatementFailure.CHECK_VIOLATED;
          case LOCK_WAIT_TIMEOUT, LOCKED_AND_NO_WAIT -> StatementFailure.LOCKED;
          case SIGNALLED -> isGeneral(failure) ? null : StatementFailure.RAISED;
          default -> null;
        });
  }

  /** A state that says no more than that something went wrong. */
  private static boolean isGeneral(SQLException failure) {
    return String.valueOf(failure.getSQLState()).startsWith("HY");
  }
}
