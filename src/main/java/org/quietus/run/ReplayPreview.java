package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.quietus.control.Control;
import org.quietus.control.ErasedSince;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.MirrorGuard;
import org.quietus.control.Replays;
import org.quietus.job.Accepted;
import org.quietus.job.ReplayFindings;
import org.quietus.job.ReplayOptions;
import org.quietus.job.Scope;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.request.ErasureRequest;
import org.quietus.request.RecordedRequests;
import org.quietus.request.RestoredRequests;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.person.EarlierRuns;
import org.quietus.run.replay.ErasedIn;
import org.quietus.run.replay.MovedKinds;
import org.quietus.run.replay.Recognised;
import org.quietus.run.replay.ReplaySearch;
import org.quietus.target.SoughtKinds;

/** Says what a replay would find; writes nothing. */
final class ReplayPreview {
  private final RunSetup setup;
  private final OpenJob open;
  private final JobFile job;
  private final Control control;
  private final EvidenceAccess evidence;

  ReplayPreview(RunSetup setup) {
    this.setup = setup;
    this.open = setup.open();
    this.job = open.job();
    this.control = open.control();
    this.evidence = setup.evidence();
  }

  /** Counts who would be erased again, and lists what would be left. */
  ReplayFindings look(ReplayOptions options) {
    Replaying.requireUsable(options, open);
    PersonDatabases.requireReached(open);
    Plan plan = open.plan(EnumSet.of(Scope.ERASURE));
    MirrorGuard guard = new MirrorGuard(job, control);
    guard.requireMirror(evidence.store());
    boolean behind = guard.standing(evidence.store()) == Mirror.Standing.DATABASE_BEHIND;
    boolean unfinished = guard.isReplayOpen();
    if (behind || unfinished || !control.schema().has("suppression")) {
      return new ReplayFindings(behind, unfinished, 0, List.of(), List.of());
    }
    ReplayCandidates candidates = new ReplayCandidates(setup, options.slots());
    ReplaySearch search = candidates.search();
    RestoredElsewhere elsewhere = new RestoredElsewhere(job, open.sites());
    ErasedIn there = new ErasedIn(job, control, options.database());
    ErasedSince erased = erased(options.snapshot(), elsewhere, there);
    List<Recognised> found = candidates.since(erased, plan);
    List<String> left = new ArrayList<>(search.withoutKey(erased));
    new OtherJobs(job, open.sites()).before().ifPresent(left::add);
    if (!options.isAccepted(Accepted.SUBJECTS)) {
      left.addAll(search.withoutSubject(erased));
      left.addAll(search.withoutIdentifier(erased));
      left.addAll(new MovedKinds(job, open.sites(), options).lines());
    }
    if (!options.isAccepted(Accepted.INBOX)) {
      left.addAll(
          ReplayLosses.inbox(
              open, elsewhere.earliest(there.inbox(erased.moment(), options.snapshot()))));
    }
    left.addAll(
        candidates.unsure(
            found.stream()
                .filter(one -> !options.isAccepted(Accepted.ROWS) || !there.has(one.request()))
                .toList()));
    left.addAll(search.withoutParents(erased, plan, options.seen(Accepted.TABLES)));
    return new ReplayFindings(
        false,
        false,
        found.stream()
            .filter(Recognised::certain)
            .filter(person -> candidates.isBack(plan, person))
            .count(),
        left,
        options.isAccepted(Accepted.BACKUPS) ? List.of() : unsearched());
  }

  /** Also those of whom a run did something since. */
  private ErasedSince erased(Instant snapshot, RestoredElsewhere elsewhere, ErasedIn there) {
    Set<String> named = elsewhere.requests(snapshot);
    RestoredRequests requests = control.restored(job.job(), evidence.sealing());
    if (there.isOneOfSeveral()) {
      named.addAll(there.since(snapshot, requests));
      return new ErasedSince(Replays.NEVER, named);
    }
    named.addAll(requests.unfinished(snapshot));
    return new ErasedSince(snapshot, named);
  }

  /** Copies that came back beside the database are searched by the next run. */
  List<String> unsearched() {
    if (!control.schema().has("screened_without")) {
      return List.of();
    }
    RecordedRequests requests = new RecordedRequests(control.jdbc(), job.job());
    Plan plan = open.plan(EnumSet.of(Scope.ERASURE));
    boolean isNoted = control.schema().has("screened_with");
    return open.backups()
        .unsearched(
            evidence.sealing(),
            request -> requests.find(request).filter(ErasureRequest::isCarriedOut).isPresent(),
            database ->
                isNoted
                    ? EarlierRuns.sought(job, plan, database)
                    : new SoughtKinds(List.of(), List.of()));
  }
}
