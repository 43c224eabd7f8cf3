package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.control.HoldWatch;
import org.quietus.job.HoldBook;
import org.quietus.job.Scope;
import org.quietus.plan.Plan;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.recipient.Channels;
import org.quietus.request.ErasureRequests;
import org.quietus.request.mirror.Mirror;
import org.quietus.run.desk.IntakeDesk;
import org.quietus.run.desk.OpenRequestDesk;
import org.quietus.run.desk.TargetHoldBook;
import org.quietus.target.Backups;
import org.quietus.target.Target;

/** A job with everything that it needs once its database is connected. */
record OpenJob(
    JobFile job, Catalog catalog, Target target, Backups backups, Control control, JobPlans plans) {

  Instant now() {
    return control.clock().instant();
  }

  /**
   * What a run of some parts would do now.
   *
   * @throws InvalidInput with everything that stands against running it
   */
  Plan plan(Set<Scope> only) {
    List<Problem> objections =
        only.contains(Scope.ERASURE) ? new ArrayList<>(recipientObjections()) : new ArrayList<>();
    try {
      Plan plan = plans.of(only, now());
      if (objections.isEmpty()) {
        return plan;
      }
    } catch (InvalidInput more) {
      objections.addAll(more.problems());
    }
    objections.sort(Comparator.comparingInt(Problem::line));
    throw new InvalidInput(objections);
  }

  /** Reads the holds on the database, for what the whole job would do as of an instant. */
  HoldWatch watch(Instant asOf) {
    return new HoldWatch(
        job.job(),
        control.legalHolds(target.schema()),
        () -> EvidenceAccess.sealingKey(job),
        catalog,
        HoldWatch.graphs(job, plans.whole(asOf)));
  }

  HoldBook holds() {
    return new TargetHoldBook(job, catalog, () -> watch(now()), target, control);
  }

  IntakeDesk intake() {
    return new IntakeDesk(job, catalog, control);
  }

  OpenRequestDesk desk() {
    return new OpenRequestDesk(job, catalog, control, holds());
  }

  /** What of the job outlives the database. */
  Mirror mirror(EvidenceAccess evidence) {
    return control.mirror(job.job(), evidence.store());
  }

  /** The job's requests, whose moves the mirror gets to know. */
  ErasureRequests requests(EvidenceAccess evidence) {
    return control.requests(job, evidence.sealing(), mirror(evidence));
  }

  /** Everything that stands against telling recipients. */
  List<Problem> recipientObjections() {
    return new Channels(control.jdbc(), control.transaction(), control.clock()).objections(job);
  }
}
