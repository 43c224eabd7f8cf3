package org.quietus.database.postgres;

import java.sql.SQLException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.quietus.database.StatementFailure;

/** What states of SQL say a statement failed of. */
final class PostgresErrors {
  private static final String DENIED = "42501";
  private static final String READ_ONLY = "25006";
  private static final String CHECK_VIOLATED = "23514";
  private static final String LOCKED = "55P03";
  private static final String NO_IDENTITY = "55000";
  private static final String IDENTITY_TOO_SMALL = "42P10";
  private static final String VALUES = "22";

  /** PL/pgSQL's own, and classes that the standard leaves to applications. */
  private static final Pattern RAISED =
      Pattern.compile("(?:45|(?!5[3-8]|72|XX)[5-9I-Z][0-9A-Z]).*");

  private PostgresErrors() {}

  static Optional<StatementFailure> failure(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return Optional.ofNullable(
        switch (state) {
          case DENIED -> StatementFailure.DENIED;
          case READ_ONLY -> StatementFailure.READ_ONLY;
          case CHECK_VIOLATED -> StatementFailure.CHECK_VIOLATED;
          case NO_IDENTITY, IDENTITY_TOO_SMALL -> StatementFailure.NOT_REPLICABLE;
          case LOCKED -> StatementFailure.LOCKED;
          default ->
              state.startsWith(VALUES)
                  ? StatementFailure.UNFIT_VALUE
                  : RAISED.matcher(state).matches() ? StatementFailure.RAISED : null;
        });
  }
}
