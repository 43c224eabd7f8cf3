package org.quietus.run;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.WorkQueue;
import org.quietus.ledger.Verifications;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequests;
import org.quietus.run.batch.DueRowsLeft;
import org.quietus.run.person.FrozenRows;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.Requested;
import org.quietus.target.KeyRange;
import org.quietus.target.LeftRow;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepCounts;
import org.quietus.target.TableDue;
import org.quietus.target.Target;

/**
 * The zero-due re-scan that precedes every completion: reads again, records it, and queues what it
 * finds.
 */
final class ZeroDueScan {
  /**
   * The last round of a second start, after which rows that keep coming back are named and the run
   * ends PARTIAL: no later start could do more.
   */
  private static final int LAST_ROUND = 2 * RunConduct.MOST_ROUNDS;

  private final JobFile job;
  private final RunOrder order;
  private final Plan plan;
  private final Control control;
  private final ErasureRequests requests;
  private final String run;
  private final long token;
  private final byte[] blinding;

  /** {@code blinding} keys the tokens of the run's rows. */
  ZeroDueScan(OpenJob open, RunOrder order, ErasureRequests requests, byte[] blinding) {
    this.job = open.job();
    this.order = order;
    this.plan = order.plan();
    this.control = open.control();
    this.requests = requests;
    this.run = order.id();
    this.token = order.token();
    this.blinding = blinding.clone();
  }

  /**
   * Reads everything again.
   *
   * @return how many tables were read
   * @throws DueRowsLeft if rows are still due; they have been queued
   */
  long verify(Map<String, Requested> requests, List<BackupLine> backups) {
    List<Verifications.Line> lines = new ArrayList<>();
    List<Gone> gone = new ArrayList<>();
    order.sites().all().forEach(site -> lines.addAll(read(site, requests, gone)));
    int round = control.verifications().nextRound(run);
    if (round >= LAST_ROUND) {
      lines.replaceAll(line -> line.without(line.due()));
    }
    List<WorkQueue.NewRange> open = open(lines, requests.keySet());
    backups.forEach(line -> lines.add(line(line)));
    order.sites().ledgers().stream()
        .filter(ledger -> ledger != order.sites().home())
        .forEach(ledger -> queue(ledger, open, gone));
    Set<Integer> atHome = queuedAt(order.sites().home());
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(token);
              control.verifications().append(run, round, lines);
              queue(control, atHome, open, gone);
            });
    long left = lines.stream().mapToLong(Verifications.Line::due).sum();
    if (left > 0) {
      throw new DueRowsLeft(left);
    }
    return lines.size();
  }

  private List<Verifications.Line> read(
      Site site, Map<String, Requested> requests, List<Gone> gone) {
    // rows that cannot be changed, and are named, keep nobody else waiting
    Target.Recheck eyes =
        site.target()
            .recheck(order.bound().holds(site, token))
            .sparing(blinding, control.reader().refusedRows(run));
    List<Verifications.Line> lines = new ArrayList<>();
    for (Step step : plan.in(site.name()).steps()) {
      if (step.selection() instanceof Selection.Due due) {
        lines.addAll(due(eyes, step, due, gone));
      }
      requests.values().stream()
          .filter(requested -> step.isOf(requested.request().subject()))
          .forEach(requested -> lines.addAll(person(eyes, step, requested, gone)));
    }
    return lines;
  }

  private Set<Integer> queuedAt(Site ledger) {
    return order.bound().queuedAt(ledger, plan).stream()
        .map(Step::number)
        .collect(Collectors.toSet());
  }

  /** Queued before it is recorded that it was found: so a kill in between leaves nothing out. */
  private void queue(Site ledger, List<WorkQueue.NewRange> open, List<Gone> gone) {
    Set<Integer> steps = queuedAt(ledger);
    ledger
        .control()
        .transaction()
        .executeWithoutResult(
            status -> {
              ledger.control().fence().check(token);
              queue(ledger.control(), steps, open, gone);
            });
  }

  private void queue(
      Control there, Set<Integer> steps, List<WorkQueue.NewRange> open, List<Gone> gone) {
    gone.stream()
        .filter(some -> steps.contains(some.step()))
        .forEach(some -> there.ledger().gone(run, some.step(), some.request(), some.rows()));
    there.queue().append(run, open.stream().filter(one -> steps.contains(one.step())).toList());
  }

  /** Rows that were left, and have gone or been changed by somebody since. */
  private record Gone(int step, Optional<String> request, List<LeftRow> rows) {}

  /** What reading the backups again found of one table. */
  record BackupLine(int step, Optional<String> request, TableDue table) {}

  private Verifications.Line line(BackupLine line) {
    return new Verifications.Line(
        line.step(),
        line.request(),
        line.table().table().toString(),
        false,
        line.table().queryDigest(),
        control.clock().instant().truncatedTo(ChronoUnit.MICROS),
        line.table().due(),
        0,
        0,
        line.table().failed(),
        line.table().withheld());
  }

  private List<Verifications.Line> due(
      Target.Recheck eyes, Step step, Selection.Due due, List<Gone> gone) {
    StepCounts counts = eyes.due(step, due);
    List<Verifications.Line> lines = new ArrayList<>();
    lines.add(
        line(
            eyes,
            step,
            Optional.empty(),
            new TableDue(
                step.root().table(),
                counts.due(),
                counts.withheld(),
                0,
                counts.failed(),
                counts.queryDigest()),
            counts.kept(),
            counts.undated()));
    if (counts.due() == 0) {
      eyes.members(step, due)
          .forEach(table -> lines.add(line(eyes, step, Optional.empty(), table, 0, 0)));
      note(eyes, step, Optional.empty(), lines, gone);
    }
    return lines;
  }

  private List<Verifications.Line> person(
      Target.Recheck eyes, Step step, Requested requested, List<Gone> gone) {
    Optional<String> request = Optional.of(requested.request().id());
    SubjectType subject = job.subject(requested.request().subject()).orElseThrow();
    Site site = order.sites().of(step);
    boolean acted = requested.isActedOn(site.control().ledger(), step.root().table());
    PersonKeys person =
        new FrozenRows(step)
            .with(
                requested.person().actedOn(acted),
                step.looseJoins().isEmpty()
                    ? List.of()
                    : new GoneKeysOfRequests(site, requests).of(requested.request().id()));
    List<Verifications.Line> lines =
        new ArrayList<>(
            eyes.person(step, subject, person).stream()
                .map(table -> line(eyes, step, request, table, 0, table.undated()))
                .toList());
    note(eyes, step, request, lines, gone);
    return lines;
  }

  /** What a row that is gone kept from being changed is worth another try. */
  private void note(
      Target.Recheck eyes,
      Step step,
      Optional<String> request,
      List<Verifications.Line> lines,
      List<Gone> gone) {
    List<LeftRow> rows = eyes.gone(control.reader().refusedRows(run, step.number(), request));
    if (!rows.isEmpty()) {
      gone.add(new Gone(step.number(), request, rows));
      lines.replaceAll(Verifications.Line::again);
    }
  }

  private Verifications.Line line(
      Target.Recheck eyes,
      Step step,
      Optional<String> request,
      TableDue table,
      long kept,
      long undated) {
    return new Verifications.Line(
        step.number(),
        request,
        table.table().toString(),
        eyes.isSeparate(),
        table.queryDigest(),
        control.clock().instant().truncatedTo(ChronoUnit.MICROS),
        table.due(),
        kept,
        undated,
        table.failed(),
        table.withheld());
  }

  /**
   * One range over everything for each step, or request of the run, that has rows left; requests of
   * earlier runs have none in the data.
   */
  private static List<WorkQueue.NewRange> open(
      List<Verifications.Line> lines, Set<String> requests) {
    return lines.stream()
        .filter(line -> line.due() > 0)
        .filter(line -> line.request().isEmpty() || requests.contains(line.request().get()))
        .map(line -> new WorkQueue.NewRange(line.step(), line.request(), KeyRange.BY_INDEX))
        .distinct()
        .toList();
  }
}
