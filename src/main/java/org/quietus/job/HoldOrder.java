package org.quietus.job;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.quietus.hold.LegalHold;
import org.quietus.subject.Identifier;

/**
 * What somebody asks to be held, as given.
 *
 * @param reference opaque; by default the case
 * @param caseReference under which it is to be released together with others
 * @param basis a code
 * @param extent which records
 */
public record HoldOrder(
    LegalHold.Kind kind,
    Optional<String> reference,
    Optional<String> caseReference,
    String basis,
    LocalDate review,
    Extent extent) {

  /** That a person is left alone whom a request tells. */
  public static HoldOrder restriction(String reference, String basis, LocalDate review) {
    return new HoldOrder(
        LegalHold.Kind.RESTRICTION,
        Optional.of(reference),
        Optional.empty(),
        basis,
        review,
        new Person("", List.of()));
  }

  /** The same order on other records. */
  public HoldOrder on(Extent other) {
    return new HoldOrder(kind, reference, caseReference, basis, review, other);
  }

  /** What somebody wants to be left alone. */
  public sealed interface Extent {}

  /** A person of some kind. */
  public record Person(String subject, List<Identifier> identifiers) implements Extent {}

  /** The rows of a table, {@code database.table}, that meet a condition. */
  public record Rows(String records, String where) implements Extent {}
}
