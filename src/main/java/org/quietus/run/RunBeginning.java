package org.quietus.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.control.Control;
import org.quietus.control.OpaqueIds;
import org.quietus.control.Sites;
import org.quietus.control.WorkQueue;
import org.quietus.job.ApprovalState;
import org.quietus.job.CannotRun;
import org.quietus.job.RunOptions;
import org.quietus.job.Scope;
import org.quietus.ledger.RunRequests;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Runs;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.request.Deadlines;
import org.quietus.request.ErasureRequests;
import org.quietus.request.Execution;
import org.quietus.request.Ground;
import org.quietus.run.person.Requested;
import org.quietus.run.person.RequestsOfRun;
import org.quietus.run.person.SuppressionWriter;
import org.quietus.target.AccessPath;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins a run: whether it may, what it will work for, and its queue, all frozen in one
 * transaction.
 */
final class RunBeginning {
  private static final Logger LOG = LoggerFactory.getLogger(RunBeginning.class);

  private final JobFile job;
  private final Sites sites;
  private final Control control;
  private final ErasureRequests requests;
  private final SuppressionWriter suppressing;

  RunBeginning(JobFile job, Sites sites, ErasureRequests requests, SuppressionWriter suppressing) {
    this.job = job;
    this.sites = sites;
    this.control = sites.home().control();
    this.requests = requests;
    this.suppressing = suppressing;
  }

  /**
   * Refuses a plan that nobody approved.
   *
   * @param windDown whether it closes the service, which a person has to approve by itself
   * @return how far it is approved
   * @throws CannotRun with {@link CannotRun#WAITS}
   */
  ApprovalState requireApproval(String fingerprint, boolean windDown) {
    OtherJobs others = new OtherJobs(job, sites);
    ApprovalState state =
        control
            .approvals()
            .state(
                job.job(),
                fingerprint,
                windDown || job.approvalRequired() || others.before().isPresent());
    if (state == ApprovalState.NEEDED) {
      throw new CannotRun(
          CannotRun.WAITS,
          "the plan waits for a person: "
              + others
                  .before()
                  .map(
                      what ->
                          what
                              + "; if this job file was called so, give it that name back; if not,"
                              + " ")
                  .orElse("")
              + "look at it with 'quietus plan "
              + job.text().file()
              + (windDown ? " --wind-down" : "")
              + "', then: quietus approve "
              + job.text().file()
              + " "
              + fingerprint.substring(0, 12)
              + (windDown ? " --wind-down" : ""));
    }
    return state;
  }

  /**
   * Refuses to change more rows than the job file's limits or the approval allow.
   *
   * @throws CannotRun with {@link CannotRun#WAITS}
   */
  void requireWithinLimits(
      Plan plan, String fingerprint, boolean windDown, RunSites bound, Instant asOf) {
    OptionalLong approved = control.approvals().maxRows(job.job(), fingerprint);
    OptionalLong most = approved.isPresent() ? approved : job.limits().maxRows();
    OptionalInt share = approved.isPresent() ? OptionalInt.empty() : job.limits().maxSharePercent();
    if (most.isEmpty() && share.isEmpty()) {
      return;
    }
    Extent extent =
        Extent.of(
            job,
            plan,
            bound,
            new RequestsOfRun(job, plan, sites, requests).due(asOf, windDown).values());
    List<String> exceeded = new ArrayList<>();
    share.ifPresent(percent -> exceeded.addAll(extent.beyond(percent, plan, sites)));
    if (most.isPresent() && extent.total() > most.getAsLong()) {
      exceeded.add(
          Counted.of(extent.total(), "row") + " would change, the limit is " + most.getAsLong());
    }
    if (!exceeded.isEmpty()) {
      throw new CannotRun(
          CannotRun.WAITS,
          String.join("; ", exceeded)
              + "; nothing was touched. If that is right: quietus approve "
              + job.text().file()
              + " "
              + fingerprint.substring(0, 12)
              + (windDown ? " --wind-down" : "")
              + " --max-rows "
              + extent.total());
    }
  }

  /** Writes the run, its requests and its queue; from here on a kill loses nothing. */
  Runs.Run begin(
      Plan plan,
      Reached reached,
      RunSites bound,
      RunOptions options,
      Instant asOf,
      long token,
      boolean first) {
    Set<Scope> scope = options.only();
    Map<String, Requested> due =
        new RequestsOfRun(job, plan, sites, requests).due(asOf, options.windDown());
    RequestsOfRun ofRun = new RequestsOfRun(job, plan, sites, requests);
    List<Step> atHome = bound.queuedAt(sites.home(), plan);
    Map<Boolean, List<RunRequests.Beside>> parts =
        parts(ofRun, due)
            .collect(
                Collectors.partitioningBy(
                    one -> atHome.stream().anyMatch(step -> step.number() == one.part().step())));
    List<WorkQueue.NewRange> ranges =
        QueuesElsewhere.inTurn(Objects.requireNonNull(parts.get(true)), ranges(atHome));
    List<RunRequests.Part> away =
        Objects.requireNonNull(parts.get(false)).stream().map(RunRequests.Beside::part).toList();
    Runs.Run run =
        new Runs.Run(
            OpaqueIds.next(),
            job.job(),
            control.runs().nextSequence(job.job()),
            "open",
            words(scope) + (options.windDown() ? "," + Scope.WIND_DOWN : ""),
            asOf,
            job.text().digest(),
            job.text().text(),
            reached.fingerprint(),
            control.clock().instant().truncatedTo(ChronoUnit.MICROS),
            Optional.empty(),
            Optional.empty());
    control
        .transaction()
        .executeWithoutResult(
            status -> {
              control.fence().check(token);
              control.ledger().forgetLeft(run.job());
              control.runs().insert(run);
              control.databases().insert(run.id(), run.job(), reached.parts());
              control
                  .steps()
                  .insert(
                      run.id(),
                      Stream.concat(
                              plan.steps().stream().map(step -> RunSteps.RunStep.of(step, job)),
                              ObjectSteps.runSteps(
                                  job, name -> sites.find(name).isPresent(), scope, asOf)
                                  .stream())
                          .toList());
              suppressing.write(
                  plan, ofRun.freeze(due, new Execution(requests, Deadlines.of(job)), asOf), asOf);
              due.values().forEach(one -> suppressing.withdraw(one, ofRun.tellingOthers(one)));
              control.queue().append(run.id(), ranges);
              control.runRequests().insert(run.id(), job.job(), away);
              if (first) {
                control.approvals().first(job.job(), reached.fingerprint(), asOf);
              }
            });
    new QueuesElsewhere(bound, plan, this::ranges, token).make(run, reached.parts());
    return run;
  }

  /** What the work of retention rules is divided from. */
  List<WorkQueue.NewRange> ranges(List<Step> steps) {
    List<WorkQueue.NewRange> ranges = new ArrayList<>();
    for (Step step : steps) {
      if (step.selection() instanceof Selection.Due selection) {
        AccessPath path = sites.of(step).target().path(step, selection);
        LOG.info("{}: walked through along {}: {}", step.root().table(), path.index(), path.why());
        ranges.add(new WorkQueue.NewRange(step.number(), Optional.empty(), path.whole()));
      }
    }
    return ranges;
  }

  /** What is done for each request, as it is known now. */
  private static Stream<RunRequests.Beside> parts(RequestsOfRun ofRun, Map<String, Requested> due) {
    return due.entrySet().stream()
        .flatMap(
            request ->
                ofRun.steps(request.getValue()).stream()
                    .map(
                        step ->
                            new RunRequests.Beside(
                                new RunRequests.Part(request.getKey(), step.number()),
                                request.getValue().request().filing().ground() == Ground.MINOR,
                                null)));
  }

  private static String words(Set<Scope> scope) {
    return scope.stream()
        .sorted()
        .map(part -> part.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(","));
  }
}
