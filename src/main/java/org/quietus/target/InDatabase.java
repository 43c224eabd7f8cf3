package org.quietus.target;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells which of a job's databases an exception came from: it rides along with the driver's, as a
 * suppressed one.
 */
public final class InDatabase extends Exception {
  private final String database;

  private InDatabase(String database) {
    super("database '" + database + "'", null, false, false);
    this.database = database;
  }

  /** Notes where an exception came from, unless that is known; returns the same. */
  public static SQLException noted(SQLException failure, String database) {
    if (notes(failure).findFirst().isEmpty()) {
      failure.addSuppressed(new InDatabase(database));
    }
    return failure;
  }

  /** Who answered with an exception: a database by its name, as far as it is known. */
  public static String answering(SQLException failure) {
    Optional<InDatabase> note =
        Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
            .limit(20)
            .flatMap(InDatabase::notes)
            .findFirst();
    return note.map(one -> "database '" + one.database + "'").orElse("the database");
  }

  private static Stream<InDatabase> notes(Throwable failure) {
    return Arrays.stream(failure.getSuppressed())
        .filter(InDatabase.class::isInstance)
        .map(InDatabase.class::cast);
  }
}
