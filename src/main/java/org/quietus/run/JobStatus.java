package org.quietus.run;

import java.util.List;
import java.util.Optional;
import org.quietus.control.Control;
import org.quietus.control.RunLock;
import org.quietus.job.HoldSummary;
import org.quietus.job.Incident;
import org.quietus.job.RequestSummary;
import org.quietus.job.Status;
import org.quietus.ledger.Runs;
import org.quietus.policy.JobFile;

/** Tells how a job stands: its last runs, its open requests, and the holds in force. */
final class JobStatus {
  private final OpenJob open;
  private final JobFile job;
  private final Control control;

  JobStatus(OpenJob open) {
    this.open = open;
    this.job = open.job();
    this.control = open.control();
  }

  /** As of now; that of a job that has not done anything is empty. */
  Status now() {
    if (!control.schema().exists()) {
      return Status.NONE;
    }
    List<HoldSummary> holds =
        open.holds().list().stream().filter(hold -> hold.releasedAt().isEmpty()).toList();
    List<Status.Run> runs =
        control.runs().latest(job.job(), 10).stream()
            .map(
                run ->
                    new Status.Run(
                        run.id(), run.state(), run.outcome(), run.startedAt(), run.endedAt()))
            .toList();
    List<RequestSummary> requests =
        open.desk().all().stream().filter(RequestSummary::open).toList();
    boolean alive = RunLock.isHeld(control.access().lock().get());
    return new Status(
        runs,
        control.runs().open(job.job()).map(Runs.Run::id),
        requests.size(),
        requests,
        holds.size(),
        holds.stream().filter(HoldSummary::overdue).count(),
        alive,
        alive ? control.pace().waiting(job.job()) : Optional.empty(),
        job.incidents()
            .flatMap(
                within ->
                    Incident.first(
                        control.runs().history(job.job()),
                        alive,
                        within,
                        job.zone(),
                        control.clock().instant())));
  }
}
