package org.quietus.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.quietus.catalog.Catalog;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.hold.HoldCheck;
import org.quietus.hold.Holds;
import org.quietus.hold.HoldsChanged;
import org.quietus.job.RunListener;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.recipient.Notices;
import org.quietus.request.SealingKey;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.EarlierRuns;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.OthersToday;
import org.quietus.run.person.Requested;
import org.quietus.target.BackupEnd;
import org.quietus.target.BackupTask;
import org.quietus.target.Backups;
import org.quietus.target.HeldBackups;
import org.quietus.target.NamedObjects;
import org.quietus.target.Sought;
import org.quietus.target.Target;

/** Works the backups off in one run, and reads them again. */
final class BackupWork {
  private final JobFile job;
  private final Runs.Run run;
  private final Target target;
  private final Backups backups;
  private final Control control;
  private final SealingKey key;
  private final EarlierRuns earlier;
  private final RunListener listener;
  private final HoldCheck check;
  private final NamedObjects named;
  private final Catalog catalog;
  private final SoughtPersons persons;
  private final BackupOutcome outcome;
  private Holds holds = Holds.NONE;

  BackupWork(
      OpenJob open,
      RunOrder order,
      EvidenceAccess evidence,
      NamedObjects named,
      RunListener listener) {
    this.named = named;
    this.catalog = open.catalog();
    this.job = open.job();
    this.run = order.run();
    this.target = open.target();
    this.check = order.holds();
    this.backups = open.backups();
    this.control = open.control();
    this.key = evidence.sealing();
    Plan atHome = order.plan().in(target.name()); // whose backups alone there are
    this.earlier = new EarlierRuns(job, atHome, target, control, evidence.tokens());
    this.listener = listener;
    this.persons =
        new SoughtPersons(
            job,
            atHome,
            target,
            new GoneKeysOfRequests(open.sites().home(), open.requests(evidence)));
    this.outcome = new BackupOutcome(open, run, key, earlier);
  }

  /** What became of them, so far. */
  BackupOutcome outcome() {
    return outcome;
  }

  /**
   * Works the backups off, anew whenever holds have changed meanwhile; returns how many object
   * versions have come to an end.
   */
  long perform(Attempt attempt, BooleanSupplier stopping) {
    boolean done = false;
    while (!done) {
      holds = control.holds(check, attempt.token());
      spare(attempt);
      try {
        work(attempt, stopping);
        done = true;
      } catch (HoldsChanged e) {
        listener.note("a hold was set or released; the backups are planned again");
      }
    }
    return backups.ends(run.id()).stream().mapToLong(BackupEnd::versions).sum();
  }

  /**
   * Notes whom a hold spares: for all of the run, even if it is released, since objects that were
   * done by then are not read again.
   */
  private void spare(Attempt attempt) {
    List<String> held =
        attempt.requests().values().stream()
            .filter(
                requested ->
                    persons.isHere(requested)
                        && SoughtPersons.isKnown(requested)
                        && persons.isHeld(requested, holds))
            .map(requested -> requested.request().id())
            .toList();
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(attempt.token());
              control.verifications().spare(run.id(), held);
            });
  }

  private void work(Attempt attempt, BooleanSupplier stopping) {
    List<Sought> sought = persons(attempt);
    backups.work(
        new BackupTask(
            run.id(),
            run.asOf(),
            attempt.token(),
            sought,
            earlier.sought(attempt.requests().keySet(), one -> persons.isHeld(one, holds)),
            new OthersToday(target, catalog, sought),
            named,
            new ObjectNaming(job, catalog, target),
            new Notices(control.jdbc(), job.job())::requests,
            new HeldBackups(
                !holds.isEmpty(),
                !holds.ofRows().isEmpty(),
                work -> underTheSameHolds(attempt, work)),
            ObjectSteps.numbers(job),
            work ->
                control
                    .transaction()
                    .executeWithoutResult(
                        status -> {
                          control.fence().check(attempt.token());
                          work.run();
                        }),
            control.ledger(),
            key,
            stopping,
            listener::note));
  }

  private void underTheSameHolds(Attempt attempt, Runnable work) {
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              if (control.fence().check(attempt.token()) != holds.epoch()) {
                throw new HoldsChanged();
              }
              work.run();
            });
  }

  /** Those whose rows are known for good and not held; nobody else is taken out of anything. */
  private List<Sought> persons(Attempt attempt) {
    List<Sought> sought = new ArrayList<>();
    List<String> spared = control.verifications().spared(run.id());
    for (Requested requested : attempt.requests().values()) {
      if (SoughtPersons.isKnown(requested) && !spared.contains(requested.request().id())) {
        sought.addAll(persons.of(requested));
      }
    }
    return sought;
  }

  /** What reading the backups again showed, in the words of verification. */
  List<ZeroDueScan.BackupLine> reread(Attempt attempt) {
    List<ZeroDueScan.BackupLine> lines = new ArrayList<>();
    if (!outcome.isWanted()) {
      return lines;
    }
    List<Sought> sought = new ArrayList<>(persons(attempt));
    outcome.ofEarlierRuns(attempt).values().forEach(one -> sought.addAll(persons.of(one)));
    Backups.Rereading again = backups.rereading(run.id());
    for (Sought person : sought) {
      again
          .of(person)
          .forEach(
              table ->
                  lines.add(
                      new ZeroDueScan.BackupLine(
                          person.step().number(), Optional.of(person.request()), table)));
    }
    again
        .expired()
        .forEach(
            objects ->
                lines.add(
                    new ZeroDueScan.BackupLine(
                        ObjectSteps.numbers(job)
                            .getOrDefault(
                                objects.table().toString(),
                                ObjectSteps.numbers(job)
                                    .getOrDefault(objects.table().database(), 0)),
                        Optional.empty(),
                        objects)));
    return lines;
  }
}
