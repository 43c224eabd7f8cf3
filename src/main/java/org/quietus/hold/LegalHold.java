package org.quietus.hold;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.quietus.request.SealingKey;

/**
 * An order not to touch records of a database, whichever job would.
 *
 * @param job that set it
 * @param reference opaque, e.g. the number of a case
 * @param caseReference under which it is released together with others
 * @param basis a code
 * @param review the day on which somebody has to decide whether it is still needed
 * @param request whose person it restricts
 * @param setBy a role, never a name
 */
public record LegalHold(
    String id,
    String job,
    Kind kind,
    String reference,
    Optional<String> caseReference,
    String basis,
    LocalDate review,
    Optional<String> request,
    Extent extent,
    Instant setAt,
    String setBy,
    Optional<Release> release) {

  /** Whose interest it serves. */
  public enum Kind {
    /** A claim, a procedure, an authority's order. */
    LEGAL_HOLD,
    /** The person's own right that nothing be done with the records. */
    RESTRICTION;

    /** As commands and the control schema have it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }

  /** Which records it protects. */
  public sealed interface Extent {

    /** The table as the database calls it, for job files call databases as they like. */
    String table();
  }

  /** The rows of a table that meet a condition, now or later. */
  public record Matching(String table, String condition) implements Extent {

    /** The condition for the mirror, which outlives whoever it names. */
    public String sealed(String hold, SealingKey key) {
      byte[] plain = condition.getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(key.seal(plain, hold));
    }

    /** Reads what {@link #sealed} wrote. */
    static Matching opened(String table, String sealed, String hold, SealingKey key) {
      byte[] plain = key.open(Base64.getDecoder().decode(sealed), hold);
      return new Matching(table, new String(plain, StandardCharsets.UTF_8));
    }
  }

  /**
   * Everything of one person, whose identifiers are sealed.
   *
   * @param table with a row for each person
   * @param graph what else belongs to such a row, in the words of whoever looks it up
   */
  public record OfPerson(String table, String graph) implements Extent {}

  /** Its end. */
  public record Release(Instant at, String reason) {}

  /** Whether it binds. */
  public boolean isActive() {
    return release.isEmpty();
  }

  /** Whether it binds although somebody should have looked at it again by now. */
  public boolean isOverdue(LocalDate today) {
    return isActive() && review.isBefore(today);
  }
}
