package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.quietus.catalog.Catalog;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.hold.Hold;
import org.quietus.hold.HoldCheck;
import org.quietus.hold.Holds;
import org.quietus.hold.HoldsChanged;
import org.quietus.job.RunListener;
import org.quietus.job.Scope;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.request.SealingKey;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.EarlierRuns;
import org.quietus.run.person.FrozenRows;
import org.quietus.run.person.OthersToday;
import org.quietus.run.person.Requested;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.BackupEnd;
import org.quietus.target.BackupTask;
import org.quietus.target.Backups;
import org.quietus.target.GoneKeys;
import org.quietus.target.HeldBackups;
import org.quietus.target.LeftObjects;
import org.quietus.target.NamedObjects;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.Sought;
import org.quietus.target.Target;

/** What one run does to the backups, and what that means for its requests. */
final class BackupWork {
  private final JobFile job;
  private final Plan plan;
  private final Runs.Run run;
  private final Target target;
  private final Backups backups;
  private final Control control;
  private final SealingKey key;
  private final EarlierRuns earlier;
  private final RunListener listener;
  private final HoldCheck check;
  private final GoneKeys gone;
  private final NamedObjects named;
  private final Catalog catalog;
  private Holds holds = Holds.NONE;

  BackupWork(
      OpenJob open,
      RunOrder order,
      EvidenceAccess evidence,
      GoneKeys gone,
      NamedObjects named,
      RunListener listener) {
    this.named = named;
    this.catalog = open.catalog();
    this.job = open.job();
    this.plan = order.plan();
    this.run = order.run();
    this.target = open.target();
    this.check = order.holds();
    this.gone = gone;
    this.backups = open.backups();
    this.control = open.control();
    this.key = evidence.sealing();
    this.earlier = new EarlierRuns(job, plan, target, control, evidence.tokens());
    this.listener = listener;
  }

  /** Whether the run has anything to do with backups. */
  boolean isWanted() {
    return !backups.isEmpty() && Scope.of(run.scope()).contains(Scope.BACKUPS);
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
            .filter(requested -> isKnown(requested) && isHeld(requested))
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
    backups.work(
        new BackupTask(
            run.id(),
            run.asOf(),
            attempt.token(),
            persons(attempt),
            earlier.sought(
                attempt.requests().keySet(),
                sought ->
                    isHeld(
                        sought.subject(), List.of(sought.step()), sought.keys(), sought.traits())),
            new OthersToday(target, catalog),
            named,
            new ObjectNaming(job, catalog, target),
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
    List<Sought> persons = new ArrayList<>();
    List<String> spared = control.verifications().spared(run.id());
    for (Requested requested : attempt.requests().values()) {
      if (isKnown(requested) && !spared.contains(requested.request().id())) {
        steps(requested).forEach(step -> persons.add(sought(requested, step)));
      }
    }
    return persons;
  }

  /**
   * The requests of earlier runs whose persons were taken out of backups that turned up since, as
   * the ledger has it.
   */
  Map<String, Requested> ofEarlierRuns(Attempt attempt) {
    return earlier.worked(run, attempt.requests().keySet());
  }

  private static boolean isKnown(Requested requested) {
    return requested.request().resolvedAt().isPresent() && !requested.person().isAmbiguous();
  }

  /** In the data, or, where these rows are gone, by the same identifiers. */
  private boolean isHeld(Requested requested) {
    return isHeld(subject(requested), steps(requested), requested.person(), requested.traits());
  }

  private boolean isHeld(
      SubjectType subject, List<Step> steps, PersonKeys person, PersonTraits traits) {
    return holds.ofPersons().stream().anyMatch(hold -> isSame(hold, traits, subject))
        || steps.stream().anyMatch(step -> target.isHeld(step, subject, person, holds));
  }

  private static boolean isSame(Hold.OfPersons hold, PersonTraits traits, SubjectType subject) {
    List<Identifier> known = new ArrayList<>(traits.given());
    traits
        .columns()
        .forEach(
            (column, value) ->
                Optional.ofNullable(subject.identifiers().get(column))
                    .flatMap(IdentifierType::named)
                    .flatMap(type -> Identifier.of(type, value))
                    .ifPresent(known::add));
    return hold.table().equals(subject.records().table())
        && hold.identifiers().stream().anyMatch(known::contains);
  }

  private SubjectType subject(Requested requested) {
    return subject(requested.request().subject());
  }

  private SubjectType subject(String name) {
    return job.subject(name).orElseThrow();
  }

  private List<Step> steps(Requested requested) {
    return plan.stepsOf(requested.request().subject());
  }

  /** Where a key of theirs is somebody else's today, what hangs on it may be too. */
  private Sought sought(Requested requested, Step step) {
    String request = requested.request().id();
    PersonKeys person =
        step.looseJoins().isEmpty()
            ? requested.person()
            : new FrozenRows(step).with(requested.person(), gone.of(request));
    return new Sought(
        request,
        step,
        subject(requested),
        person.gone(target.stillGone(step, person.gone())),
        requested.traits());
  }

  /** What reading the backups again showed, in the words of verification. */
  List<ZeroDueScan.BackupLine> reread(Attempt attempt) {
    List<ZeroDueScan.BackupLine> lines = new ArrayList<>();
    if (!isWanted()) {
      return lines;
    }
    List<Sought> persons = new ArrayList<>(persons(attempt));
    ofEarlierRuns(attempt)
        .values()
        .forEach(one -> steps(one).forEach(step -> persons.add(sought(one, step))));
    for (Sought person : persons) {
      backups
          .reread(run.id(), person)
          .forEach(
              table ->
                  lines.add(
                      new ZeroDueScan.BackupLine(
                          person.step().number(), Optional.of(person.request()), table)));
    }
    backups
        .expired(run.id())
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

  /** Whether something could not be worked on although nothing forbids it. */
  boolean isPartial() {
    return isWanted() && backups.ends(run.id()).stream().anyMatch(BackupEnd::partial);
  }

  /** Whether a request's person is out of every backup that persons are taken out of. */
  boolean isDone(Requested requested) {
    return !backups.areRewritten()
        || (isWanted() && isKnown(requested) && !isSpared(requested) && !isPartial() && !isHeld());
  }

  /** Whether a hold spared a request's person when the backups were worked off. */
  boolean isSpared(Requested requested) {
    return control.verifications().spared(run.id()).contains(requested.request().id());
  }

  /** Whether a hold kept an object as it is although a person may be in it. */
  private boolean isHeld() {
    return backups.ends(run.id()).stream().anyMatch(BackupEnd::held);
  }

  /** When the oldest object of a set was made that the run left. */
  Optional<Instant> oldest(String set) {
    return backups.oldest(run.id(), set, key);
  }

  /** Which objects were left although a person may be in them. */
  LeftObjects left() {
    return isWanted() ? backups.left(run.id(), key) : LeftObjects.NOTHING;
  }

  /**
   * Keeps what was left for whoever asks about a request, and drops what else had to be remembered
   * of objects; inside the transaction that ends the run.
   */
  void end(LeftObjects left) {
    if (isWanted()) {
      control.leftObjects(job.job()).note(run.id(), left, key);
    }
    backups.forget(run.id());
  }
}
