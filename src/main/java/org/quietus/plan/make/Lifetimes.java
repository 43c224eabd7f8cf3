package org.quietus.plan.make;

import java.time.Period;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.plan.LastingCopy;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.TableName;

/**
 * The worst-case lifetime of each data category over all copies: the maximum, over its columns and
 * over the kinds of copy, of
 *
 * <pre>live(column) + keep(copy)</pre>
 *
 * <ul>
 *   <li><i>live(column)</i> is the shortest {@code keep} of the retention rules that end the column
 *       in every row: rules without {@code where} that delete or anonymise it, in the rule's own
 *       table or in one that hangs on it by foreign keys that cannot be NULL. It is counted from
 *       the moment in the rule's {@code from}. Where rows that are kept for longer hold such a
 *       record back, their period counts. Without such a rule there is no end.
 *   <li><i>keep(copy)</i> is nothing for the database itself, {@code keep} for each backup set of
 *       it, since what is deleted today may have been backed up today, and the expiry of its binary
 *       log.
 * </ul>
 *
 * <p>Taken for granted: a run every day, whose own day is not counted, and no legal hold.
 */
public final class Lifetimes {
  private final JobFile job;
  private final Coverage coverage;
  private final List<Optional<LastingCopy>> copies;

  private Lifetimes(JobFile job, Coverage coverage, List<LastingCopy> copies) {
    this.job = job;
    this.coverage = coverage;
    this.copies =
        Stream.concat(Stream.of(Optional.<LastingCopy>empty()), copies.stream().map(Optional::of))
            .toList();
  }

  /**
   * The longest lifetime of each category, by name.
   *
   * @param plan of the whole job
   * @param binaryLog of the database, if it has one
   */
  public static List<Lifetime> of(
      JobFile job, Catalog catalog, Plan plan, Optional<LastingCopy> binaryLog) {
    Stream<LastingCopy> backups =
        job.backups().values().stream()
            .filter(set -> set.database().equals(catalog.database()))
            .map(set -> new LastingCopy("backups '" + set.name() + "'", Optional.of(set.keep())));
    Lifetimes lifetimes =
        new Lifetimes(
            job,
            new Coverage(catalog, plan.steps()),
            Stream.concat(backups, binaryLog.stream()).toList());
    return job.categories().names().stream()
        .flatMap(category -> lifetimes.longest(category).stream())
        .toList();
  }

  /** What to refuse: each lifetime that is longer than the job file allows. */
  public static List<Problem> exceeded(JobFile job, List<Lifetime> lifetimes) {
    return lifetimes.stream()
        .filter(Lifetime::isExceeded)
        .map(
            lifetime ->
                job.text()
                    .problem(
                        "LIFETIME-EXCEEDED",
                        Pointer.to("max-lifetime", lifetime.category()),
                        "data of category '"
                            + lifetime.category()
                            + "' may exist for "
                            + lifetime.length()
                            + ", longer than "
                            + lifetime.max().orElseThrow()
                            + ": "
                            + lifetime.where(),
                        "keep it, or that copy of it, for less, or allow more"))
        .toList();
  }

  private Optional<Lifetime> longest(String category) {
    return job.categories().columns().entrySet().stream()
        .flatMap(
            table ->
                table.getValue().entrySet().stream()
                    .filter(column -> column.getValue().equals(category))
                    .flatMap(column -> lifetimes(category, table.getKey(), column.getKey())))
        .max(Comparator.comparing(Lifetime::isExceeded).thenComparing(Lifetime::days));
  }

  private Stream<Lifetime> lifetimes(String category, TableName table, String column) {
    Optional<Period> live = coverage.bounding(table, column).map(this::term).min(Lifetime::compare);
    Optional<Period> max = Optional.ofNullable(job.categories().maxLifetime().get(category));
    return copies.stream()
        .map(copy -> new Lifetime(category, table + "." + column, live, copy, max));
  }

  /** How long a step lets a record live: its rule's period, or that of rows that hold it back. */
  private Period term(Step step) {
    Stream<Period> kept =
        Stream.concat(Stream.of(step.root()), step.members().stream())
            .flatMap(member -> member.bases().stream())
            .map(basis -> basis.kept().keep().period());
    Period rule = Objects.requireNonNull(job.retention().get(step.rule())).keep();
    return Stream.concat(Stream.of(rule), kept).max(Lifetime::compare).orElse(rule);
  }
}
