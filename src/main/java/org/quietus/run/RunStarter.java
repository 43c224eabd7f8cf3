package org.quietus.run;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.certificate.Outcome;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.KnownDatabases;
import org.quietus.control.MirrorGuard;
import org.quietus.control.OwnedDatabases;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.job.ApprovalState;
import org.quietus.job.CannotRun;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.job.WindDownPlan;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.Inbox;
import org.quietus.request.KeyEpochs;
import org.quietus.run.batch.SignalExit;
import org.quietus.run.desk.HoldsElsewhere;
import org.quietus.run.person.KeptShorter;
import org.quietus.run.person.Requested;
import org.quietus.run.person.RequestsOfRun;
import org.quietus.run.person.SamePersons;
import org.quietus.run.person.SuppressionWriter;

/**
 * Starts runs: under the lock, the unfinished one first and under what it froze, then one as of
 * now.
 */
final class RunStarter {
  private final RunSetup setup;
  private final OpenJob open;
  private final JobFile job;
  private final Control control;
  private final StartChecks checks;

  RunStarter(RunSetup setup) {
    this.setup = setup;
    this.open = setup.open();
    this.job = open.job();
    this.control = open.control();
    this.checks = new StartChecks(open, setup.requests());
  }

  RunResult run(RunOptions options, RunListener listener) {
    try (SignalExit onSignal = SignalExit.begin(listener::note)) {
      return start(options, listener);
    }
  }

  private RunResult start(RunOptions options, RunListener listener) {
    if (!options.only().equals(Set.of(Scope.BACKUPS))) {
      new OpenHours(job).require(open.now());
    }
    if (open.sites().all().stream().anyMatch(site -> !site.control().schema().exists())) {
      open.plan(options.only()); // a job that is refused leaves not even the schema behind
    }
    open.sites().migrate();
    checks.requireDistinct();
    StartChecks.requireHome(job, open.sites());
    try (OwnedDatabases owned =
        OwnedDatabases.take(open.sites(), options.patience().orElse(Duration.ZERO))) {
      new MirrorGuard(job, control).requireLevel(setup.evidence().store());
      new RestoredElsewhere(job, open.sites()).require();
      new HoldsElsewhere(job, open.sites()).bind();
      if (options.patience().isPresent()) {
        requireAsRead();
      }
      Optional<Runs.Run> unfinished = control.runs().open(job.job());
      if (unfinished.isEmpty()) {
        return begin(options, listener, owned);
      }
      RunResult resumed = resume(unfinished.get(), options, listener, owned);
      if (!resumed.isOver()) {
        return resumed;
      }
      requireAsRead();
      return resumed.then(begin(options, listener, owned));
    }
  }

  /** What has been waited for may have taken hours, and the tables may be others by now. */
  private void requireAsRead() {
    open.plans().tables(open.plans().whole(open.now())).forEach(RunStarter::requireAsRead);
  }

  private static void requireAsRead(Site site, Set<String> tables) {
    if (!site.target().isAsRead(tables)) {
      throw new CannotRun(
          CannotRun.FAILED,
          "the tables of database '"
              + site.name()
              + "' were changed while this waited; run the same command to go on with them as they"
              + " are now");
    }
  }

  private RunResult begin(RunOptions options, RunListener listener, OwnedDatabases owned) {
    Set<Scope> only = options.only();
    Instant asOf = control.clock().instant().truncatedTo(ChronoUnit.MICROS);
    checks.requireClock(asOf);
    if (options.windDown()) {
      checks.requireWoundDown(asOf);
    }
    checks.requireReachable(only);
    Plan plan = open.plans().of(only, asOf);
    checks.requireUnmoved(plan, asOf);
    Reached reached = Reached.now(open, asOf);
    String fingerprint = reached.fingerprint();
    RunBeginning beginning = beginning();
    String approved = options.windDown() ? WindDownPlan.fingerprint(fingerprint) : fingerprint;
    ApprovalState approval = beginning.requireApproval(approved, options.windDown());
    RunSites bound = setup.bound(open.sites(), asOf);
    if (only.contains(Scope.ERASURE)) {
      new KeptShorter(job, plan, open.sites(), setup.requests(), open.backups())
          .note(fingerprint, asOf);
    }
    takeFromInbox(only, asOf, listener);
    List<String> unasked =
        only.contains(Scope.ERASURE)
            ? new UnaskedPersons(open, options.windDown()).takeIn(plan, asOf, listener)
            : List.of();
    if (only.contains(Scope.ERASURE)) {
      unasked = Stream.concat(unasked.stream(), following(plan, asOf, options, listener)).toList();
    }
    if (only.contains(Scope.ERASURE) && !options.windDown()) {
      new RequestsOfRun(job, plan, open.sites(), setup.requests())
          .outgrown(asOf)
          .forEach(request -> listener.note(outgrown(request)));
    }
    beginning.requireWithinLimits(plan, approved, options.windDown(), bound, asOf);
    long token = owned.fence(job.job());
    known().note(token);
    Runs.Run run =
        beginning.begin(
            plan, reached, bound, options, asOf, token, approval == ApprovalState.FIRST);
    return setup.conduct(
        new RunOrder(run, plan, bound, Optional.empty(), token, options.slots(), false, unasked),
        owned,
        listener);
  }

  private String outgrown(ErasureRequest request) {
    return "request %s: nothing is done, since its person is no child without consent any more; if that stays so: quietus request cancel %s %1$s"
        .formatted(request.id(), job.text().file());
  }

  private KnownDatabases known() {
    return new KnownDatabases(job, open.sites());
  }

  /** Takes in who is in other databases too; a line for each of whom that cannot be told. */
  private Stream<String> following(
      Plan plan, Instant asOf, RunOptions options, RunListener listener) {
    SamePersons persons = new SamePersons(job);
    if (!persons.areThere() && SamePersons.inVain(setup.requests()).isEmpty()) {
      return Stream.empty();
    }
    RequestsOfRun ofRun = new RequestsOfRun(job, plan, open.sites(), setup.requests());
    Map<String, Requested> due = ofRun.due(asOf, options.windDown());
    SamePersons.Missing missing =
        open.intake()
            .takeFollowing(
                persons,
                due,
                ofRun::traits,
                new SharedIdentifiers(open, plan, setup.requests(), due.values()),
                asOf);
    if (!missing.requests().isEmpty()) {
      listener.note(
          "persons in other databases: " + Counted.of(missing.requests().size(), "new request"));
    }
    missing.nameless().forEach(listener::note);
    return missing.nameless().stream();
  }

  private RunBeginning beginning() {
    EvidenceAccess evidence = setup.evidence();
    return new RunBeginning(
        job,
        open.sites(),
        setup.requests(),
        new SuppressionWriter(
            job,
            control.suppression(job.job()),
            open.mirror(evidence),
            new KeyEpochs(control.jdbc(), job.job()),
            evidence.tokens()));
  }

  private void takeFromInbox(Set<Scope> only, Instant asOf, RunListener listener) {
    if (only.contains(Scope.ERASURE) && job.requests().inbox().isPresent()) {
      Inbox.Emptied emptied = open.intake().takeFromInbox(asOf);
      if (!emptied.isNothing()) {
        listener.note(emptied.toString());
      }
    }
  }

  private RunResult resume(
      Runs.Run run, RunOptions options, RunListener listener, OwnedDatabases owned) {
    Reached reached = Reached.of(run, open);
    Sites sites = reached.sites();
    Plan plan = open.plans().of(Scope.of(run.scope()), run.asOf(), sites);
    checks.requireUnchanged(run, reached.fingerprint());
    RunSites bound = setup.bound(sites, run.asOf());
    long token = owned.fence(job.job());
    known().note(token);
    new QueuesElsewhere(bound, plan, beginning()::ranges, token).make(run, reached.parts());
    List<String> unasked =
        Scope.of(run.scope()).contains(Scope.ERASURE)
            ? new UnaskedPersons(open, Scope.isWindDown(run.scope()))
                .left(plan, setup.requests(), run.asOf())
            : List.of();
    return setup.conduct(
        new RunOrder(
            run,
            plan,
            bound,
            Optional.empty(),
            token,
            options.slots(),
            true,
            unasked,
            reached.down()),
        owned,
        listener);
  }

  /**
   * Abandons an unfinished run; its certificate says FAILED and what it had done by then.
   *
   * @param runId its id, or the beginning of it, since there is one at the most
   * @return why there is no certificate, if what was recorded cannot be certified
   */
  Optional<String> abandon(String runId) {
    open.sites().migrate();
    try (OwnedDatabases owned = OwnedDatabases.take(open.sites(), Duration.ZERO)) {
      Runs.Run run =
          control
              .runs()
              .open(job.job())
              .filter(unfinished -> unfinished.id().startsWith(runId))
              .orElseThrow(
                  () ->
                      new CannotRun(
                          CannotRun.REFUSED,
                          "job '" + job.job() + "' has no unfinished run " + runId));
      long token = owned.fence(job.job());
      PartitionsSettled settled = new PartitionsSettled(token, () -> false);
      open.sites().all().forEach(site -> settled.in(site, run.id()));
      Optional<String> uncertified = setup.certifyFailed(run, Reached.down(run, open));
      control
          .transaction()
          .executeWithoutResult(
              status -> {
                control.fence().check(token);
                control
                    .runs()
                    .end(run.id(), "abandoned", Outcome.FAILED.name(), control.clock().instant());
              });
      return uncertified;
    }
  }
}
