package org.quietus.database;

import java.sql.SQLException;
import org.quietus.target.InDatabase;

/** What a database refused, told without the values that drivers like to quote. */
public final class DatabaseTrouble extends RuntimeException {
  private DatabaseTrouble(String message) {
    super(message);
  }

  /** From the exception's type and codes alone. */
  public static DatabaseTrouble stripped(String doing, SQLException failure) {
    return new DatabaseTrouble(
        doing
            + ": "
            + InDatabase.answering(failure)
            + " answered "
            + failure.getClass().getSimpleName()
            + " (SQL state "
            + failure.getSQLState()
            + ", vendor code "
            + failure.getErrorCode()
            + ")");
  }
}
