package org.quietus.plan.make;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import org.quietus.anonymise.DateUnit;
import org.quietus.catalog.Column;
import org.quietus.policy.Anonymisation;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.StrategySpec;
import org.quietus.policy.Then;

/**
 * Whether anonymising moves the moment that a rule which deletes counts from: what the job file
 * alone does not tell. A column that the database computes changes with what it is computed from,
 * and of {@code day} it has to be known whether it leaves a moment on its day. It cuts at the
 * midnight of the zone that the column is written in, and rules count days of the job's zone.
 */
final class MovedDays {
  private static final String DAY = DateUnit.DAY.name();
  private static final LocalDate FIRST = LocalDate.of(1970, 1, 1);
  private static final LocalDate LAST = LocalDate.of(2100, 1, 1);

  private MovedDays() {}

  /** Refuses each that would delete anonymised rows too early, or never. */
  static void check(JobFile job, Resolver resolver, Findings findings) {
    for (RetentionRule rule : job.retention().values()) {
      if (rule.then() == Then.DELETE && job.anonymisesBefore(rule)) {
        Optional.of(rule.records())
            .filter(resolver::exists)
            .flatMap(name -> resolver.find(name.table()))
            .flatMap(table -> table.column(rule.from()))
            .flatMap(column -> changed(job, rule, column))
            .ifPresent(changed -> refuse(rule, changed, findings));
      }
      if (rule.then() == Then.DELETE && isCut(job, rule) && job.anonymisesBefore(rule)) {
        Optional.of(rule.records())
            .filter(resolver::exists)
            .flatMap(name -> resolver.find(name.table()))
            .flatMap(table -> table.column(rule.from()))
            .filter(column -> !areSameDays(job.zone(), zone(job, rule, column)))
            .ifPresent(column -> refuse(rule, column, job, findings));
      }
    }
  }

  /** What is anonymised of that which a column is computed from. */
  private static Optional<String> changed(JobFile job, RetentionRule rule, Column from) {
    return Optional.ofNullable(job.anonymise().get(rule.records()))
        .map(Anonymisation::with)
        .flatMap(
            with -> from.computedFrom().stream().filter(with::containsKey).sorted().findFirst());
  }

  private static void refuse(RetentionRule rule, String changed, Findings findings) {
    findings.refuse(
        "MOVES-THE-MOMENT",
        Pointer.to("anonymise", rule.records(), "with", changed),
        "the database computes '"
            + rule.from()
            + "', which rule '"
            + rule.name()
            + "' counts from, from '"
            + changed
            + "': it would delete anonymised rows too early, or never",
        "remove it there, or let the rule count from another column");
  }

  private static boolean isCut(JobFile job, RetentionRule rule) {
    return Optional.ofNullable(job.anonymise().get(rule.records()))
        .map(Anonymisation::with)
        .map(with -> with.get(rule.from()))
        .map(StrategySpec::name)
        .filter(DAY::equalsIgnoreCase)
        .isPresent();
  }

  /** The zone at whose midnight a column is cut. */
  private static ZoneId zone(JobFile job, RetentionRule rule, Column column) {
    return column.type() == Column.Type.TIMESTAMP
        ? ZoneOffset.UTC
        : Objects.requireNonNull(job.databases().get(rule.records().database())).zone();
  }

  /**
   * Where a change of clocks skips midnight, a day begins later than the moment that it is cut to.
   */
  private static boolean areSameDays(ZoneId one, ZoneId other) {
    return one.getRules().equals(other.getRules())
        && FIRST
            .datesUntil(LAST)
            .allMatch(day -> day.atStartOfDay(one).toLocalTime().equals(LocalTime.MIDNIGHT));
  }

  private static void refuse(RetentionRule rule, Column column, JobFile job, Findings findings) {
    findings.refuse(
        "MOVES-THE-MOMENT",
        Pointer.to("anonymise", rule.records(), "with", rule.from()),
        "'day' cuts '"
            + rule.from()
            + "' at midnight "
            + (column.type() == Column.Type.TIMESTAMP ? "in UTC" : "in the database's zone")
            + ", and rule '"
            + rule.name()
            + "' counts days of "
            + job.zone()
            + " from it: it would delete anonymised rows up to a day too early",
        "remove it there, or let the rule count from another column");
  }
}
