package org.quietus.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;
import org.quietus.hold.HeldGraph;
import org.quietus.hold.LegalHold;

/**
 * A hold or restriction, without the person.
 *
 * @param job that set it
 * @param kind {@code legal-hold} or {@code restriction}
 * @param records the table, as this job file names it
 * @param where the condition that its rows meet; empty for a person
 * @param subject the kind of person, as the job that set it calls it
 * @param request whose person it restricts
 * @param overdue whether somebody should have decided by now if it is still needed
 * @param rows how many rows of the table it protected when it was set; told once
 */
public record HoldSummary(
    String id,
    String job,
    String kind,
    String reference,
    Optional<String> caseReference,
    String basis,
    LocalDate review,
    boolean overdue,
    String records,
    Optional<String> where,
    Optional<String> subject,
    Optional<String> request,
    Instant setAt,
    Optional<Instant> releasedAt,
    Optional<String> reason,
    OptionalLong rows) {

  public static HoldSummary of(LegalHold hold, String database, LocalDate today) {
    return new HoldSummary(
        hold.id(),
        hold.job(),
        hold.kind().word(),
        hold.reference(),
        hold.caseReference(),
        hold.basis(),
        hold.review(),
        hold.isOverdue(today),
        database + "." + hold.extent().table(),
        hold.extent() instanceof LegalHold.Matching matching
            ? Optional.of(matching.condition())
            : Optional.empty(),
        hold.extent() instanceof LegalHold.OfPerson person
            ? Optional.of(HeldGraph.read(person.graph()).subject())
            : Optional.empty(),
        hold.request(),
        hold.setAt(),
        hold.release().map(LegalHold.Release::at),
        hold.release().map(LegalHold.Release::reason),
        OptionalLong.empty());
  }

  public HoldSummary holding(long count) {
    return new HoldSummary(
        id,
        job,
        kind,
        reference,
        caseReference,
        basis,
        review,
        overdue,
        records,
        where,
        subject,
        request,
        setAt,
        releasedAt,
        reason,
        OptionalLong.of(count));
  }

  /** What to tell of a hold that nobody looked at in time. */
  public static String overdue(LegalHold hold) {
    return hold.kind().word()
        + " "
        + hold.id()
        + " ("
        + hold.reference()
        + ") was to be reviewed by "
        + hold.review()
        + "; release it, or set it again with a later date";
  }
}
