package org.quietus.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.OwnedDatabases;
import org.quietus.control.Phase;
import org.quietus.control.Site;
import org.quietus.hold.Holds;
import org.quietus.job.RunListener;
import org.quietus.job.RunResult;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.request.ErasureRequests;
import org.quietus.run.batch.BatchLauncher;
import org.quietus.run.batch.DatabasesMissing;
import org.quietus.run.batch.Pace;
import org.quietus.run.batch.RunParts;
import org.quietus.run.batch.WorkPlace;
import org.quietus.run.certify.Certification;
import org.quietus.run.person.Attempt;
import org.quietus.run.person.GoneKeysOfRequests;
import org.quietus.run.person.Requested;
import org.quietus.target.NamedObjects;
import org.quietus.target.StepTarget;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Conducts one run from wherever it stands to its end: work off, read again, certify; up to a few
 * rounds of it.
 */
final class RunConduct {
  private static final Logger LOG = LoggerFactory.getLogger(RunConduct.class);
  static final int MOST_ROUNDS = 3;

  private final OpenJob open;
  private final RunOrder order;
  private final EvidenceAccess evidence;
  private final Certification certification;
  private final RunListener listener;
  private final Control control;
  private final BackupWork backups;
  private final RunEnding ending;
  private final ErasureRequests requests;
  private final NamedObjects named;

  RunConduct(
      OpenJob open,
      RunOrder order,
      EvidenceAccess evidence,
      Certification certification,
      RunListener listener) {
    this.open = open;
    this.order = order;
    this.evidence = evidence;
    this.certification = certification;
    this.listener = listener;
    this.control = open.control();
    this.requests = open.requests(evidence);
    this.named = control.namedObjects(open.job().job(), evidence::sealing);
    this.backups = new BackupWork(open, order, evidence, named, listener);
    this.ending = new RunEnding(open, order, evidence, certification, backups.outcome(), listener);
  }

  /** Works the run off; {@code owned} stops it when a lock is lost. */
  RunResult conduct(OwnedDatabases owned) {
    RequestsAtWork atWork = new RequestsAtWork(open, order, evidence);
    Map<String, Requested> requested;
    BatchLauncher.End end = new BatchLauncher.End(BatchLauncher.End.Kind.FAILED, "not started");
    try (PaceOfRun pace = new PaceOfRun(open, order, listener::note)) {
      requested = atWork.find();
      atWork.forgetRejected(requested.values());
      certification.logs().begin(order.id(), order.replay().isPresent());
      AtomicLong done = new AtomicLong(control.reader().changed(order.id()));
      listener.started(order.id(), order.resumed(), done.get() + dueRows());
      for (int round = 1; round <= MOST_ROUNDS; round++) {
        Attempt attempt =
            new Attempt(order.id(), order.token(), round, order.slots(), steps(), requested);
        end =
            Phase.timed(
                LOG,
                control.clock(),
                "run %s, attempt %d, round %d".formatted(order.id(), order.token(), round),
                () -> new BatchLauncher().launch(parts(attempt, done, pace.pace()), owned::onLoss));
        LOG.info("run {}: {} {}", order.id(), end.kind(), end.why());
        if (end.kind() != BatchLauncher.End.Kind.DUE_ROWS_LEFT) {
          break;
        }
        listener.note(end.why());
      }
    }
    if (ending.isOver()) {
      end = new BatchLauncher.End(BatchLauncher.End.Kind.COMPLETED, "");
    }
    // whom a replay leaves it has said, and no review of requests decides that
    Collection<Requested> reviewed = order.replay().isPresent() ? List.of() : requested.values();
    RunResult result = new RunReport(open, order.id(), ending, listener).of(end, reviewed);
    listener.finished(result);
    return result;
  }

  private RunParts parts(Attempt attempt, AtomicLong done, Pace pace) {
    ZeroDueScan rereading =
        new ZeroDueScan(open, order, requests, evidence.sealing().blinding(order.id()));
    LongConsumer progress =
        rows -> {
          synchronized (listener) {
            listener.progress(done.addAndGet(rows));
          }
        };
    PartitionWork partitions = new PartitionWork(order, listener, progress);
    return new RunParts(
        attempt,
        control.access().dataSource(),
        control.access().transactionManager(),
        queues(),
        places(),
        named,
        control.clock(),
        progress,
        pace,
        partitions.isWanted()
            ? Optional.of(stopping -> phase("partitions", () -> partitions.perform(stopping)))
            : Optional.empty(),
        backups.outcome().isWanted()
            ? Optional.of(stopping -> phase("backups", () -> backups.perform(attempt, stopping)))
            : Optional.empty(),
        () ->
            phase(
                "reading again",
                () -> {
                  requireReached();
                  requireSameTables(attempt, done);
                  return rereading.verify(attempt.requests(), backups.reread(attempt));
                }),
        () ->
            phase(
                "certificates",
                () -> {
                  requireSameTables(attempt, done);
                  return ending.certify(attempt);
                }));
  }

  private List<WorkPlace> queues() {
    return order.sites().ledgers().stream().map(this::place).toList();
  }

  private Set<Integer> stepsAt(Site ledger) {
    return order.bound().queuedAt(ledger, order.plan()).stream()
        .map(Step::number)
        .collect(Collectors.toSet());
  }

  private WorkPlace place(Site site) {
    Control there = site.control();
    return new WorkPlace(
        site.name(),
        there.transaction(),
        there.fence(),
        order.bound().watch(site, order.token()),
        there.queue(),
        order.sites().ledger(site),
        new GoneKeysOfRequests(site, requests),
        order.down().isEmpty()
            ? Optional.empty()
            : Optional.of(stepsAt(order.sites().ledgerOf(site))));
  }

  /** Where each step works: what two databases of one server share is reached by either. */
  private Map<Integer, WorkPlace> places() {
    Map<String, WorkPlace> byDatabase = new HashMap<>();
    order.sites().all().forEach(site -> byDatabase.put(site.name(), place(site)));
    return order.plan().steps().stream()
        .collect(
            Collectors.toMap(
                Step::number, step -> Objects.requireNonNull(byDatabase.get(step.database()))));
  }

  /** What a run did in a database that is down cannot be read, so the run cannot end. */
  private void requireReached() {
    if (!order.down().isEmpty()) {
      throw new DatabasesMissing(
          "run "
              + order.id()
              + " has begun in "
              + (order.down().size() == 1 ? "database '" : "databases '")
              + String.join("', '", order.down())
              + "', which cannot be reached; what was to be done in the others is done, and the run"
              + " ends when the same command is run after that; or abandon it: quietus abandon "
              + open.job().text().file()
              + " "
              + order.id());
    }
  }

  /** Nothing is certified of what the run's statements may not have reached. */
  private void requireSameTables(Attempt attempt, AtomicLong done) {
    if (done.get() > 0 || !attempt.requests().isEmpty()) {
      for (Site site : order.sites().all()) {
        site.target().requireSame(order.plan().in(site.name()).tableNames());
      }
    }
  }

  private long phase(String name, Supplier<Long> work) {
    return Phase.timed(LOG, control.clock(), "run " + order.id() + ", " + name, work);
  }

  private Map<Integer, StepTarget> steps() {
    Map<Integer, StepTarget> steps = new LinkedHashMap<>();
    byte[] blinding = evidence.sealing().blinding(order.id());
    for (Step step : order.plan().steps()) {
      steps.put(
          step.number(),
          order
              .sites()
              .of(step)
              .target()
              .step(step, step.subject().flatMap(open.job()::subject), blinding));
    }
    return steps;
  }

  private long dueRows() {
    long due = 0;
    for (Site site : order.sites().all()) {
      Holds inForce = order.bound().holds(site);
      for (Step step : order.plan().in(site.name()).steps()) {
        if (step.selection() instanceof Selection.Due selection) {
          due += site.target().count(step, selection, inForce).due();
        }
      }
    }
    return due;
  }
}
