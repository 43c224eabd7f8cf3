package org.quietus.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a job stands.
 *
 * @param runs its last runs, the latest first
 * @param unfinished the run that the next start resumes
 * @param openRequests how many erasure requests are not closed yet
 * @param requests those, the oldest first
 * @param holds holds and restrictions in force on the database
 * @param overdueHolds those of them that somebody should have looked at again by now
 * @param ownerAlive whether a process is running it at this moment
 * @param waiting what that process waits for before it goes on
 * @param incident the first run that did not do all of its work and was not made up for, where the
 *     job file says by when that is told
 */
public record Status(
    List<Run> runs,
    Optional<String> unfinished,
    long openRequests,
    List<RequestSummary> requests,
    long holds,
    long overdueHolds,
    boolean ownerAlive,
    Optional<Waiting> waiting,
    Optional<Incident> incident) {

  /** A job that has never run. */
  public static final Status NONE =
      new Status(
          List.of(),
          Optional.empty(),
          0,
          List.of(),
          0,
          0,
          false,
          Optional.empty(),
          Optional.empty());

  /** Whether an incident should have been told of by now. */
  public boolean incidentOverdue() {
    return incident.filter(one -> one.tell().isOverdue()).isPresent();
  }

  /** The requests for which something should have been done by now. */
  public List<RequestSummary> overdue() {
    return requests.stream().filter(RequestSummary::isOverdue).toList();
  }

  /**
   * One run.
   *
   * @param outcome in the words of the certificate, once it has ended
   */
  public record Run(
      String id,
      String state,
      Optional<String> outcome,
      Instant startedAt,
      Optional<Instant> endedAt) {}
}
