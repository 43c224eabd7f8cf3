package org.quietus.run.batch;

/** A run cannot end, since a database that it began in cannot be reached. */
public final class DatabasesMissing extends RuntimeException {
  public DatabasesMissing(String message) {
    super(message);
  }
}
