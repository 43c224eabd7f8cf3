package org.quietus.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that a request's identifiers lead to, without the person.
 *
 * @param list names exactly these rows, as they are now
 * @param decidedAt when somebody decided whose they are, if that still holds
 */
public record Review(
    String request, String list, boolean ambiguous, Optional<Instant> decidedAt, List<Row> rows) {

  /**
   * One of them.
   *
   * @param number from 1
   * @param created the day on which it was created, if it tells
   * @param agreeing the types of the given identifiers that it has
   * @param primaryKey only if it consists of integers
   * @param crossed whether it does not tell its tenant, or something hangs on it that is another's,
   *     so that nothing is done
   */
  public record Row(
      int number,
      Optional<LocalDate> created,
      Set<String> agreeing,
      Optional<String> primaryKey,
      boolean crossed) {}
}
