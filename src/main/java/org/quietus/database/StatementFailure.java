package org.quietus.database;

/** What a statement failed of, where products say it by codes of their own. */
public enum StatementFailure {
  /** The user lacks a right. */
  DENIED,
  /** The server takes no changes at the moment. */
  READ_ONLY,
  /** A value does not fit its column. */
  UNFIT_VALUE,
  /** A row meets a CHECK no more. */
  CHECK_VIOLATED,
  /** Subscribers of the table could not be told which row it is. */
  NOT_REPLICABLE,
  /** Somebody else holds a lock. */
  LOCKED,
  /** A trigger, or what it calls, raised an error of its own. */
  RAISED
}
