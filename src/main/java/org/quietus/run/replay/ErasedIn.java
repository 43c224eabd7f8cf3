package org.quietus.run.replay;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.quietus.control.Control;
import org.quietus.policy.JobFile;
import org.quietus.request.RecordedRequests;
import org.quietus.request.RestoredRequests;

/**
 * Who may be back in the one database that was put back, while home and the others know all that
 * was done: whoever came back to these, on the same row even, is another matter.
 *
 * @param home where the requests of all databases are
 * @param database the one that was put back
 */
public record ErasedIn(JobFile job, Control home, String database) {

  /** Whether persons are in other databases too. */
  public boolean isOneOfSeveral() {
    return job.subjects().values().stream()
        .anyMatch(subject -> !subject.records().database().equals(database));
  }

  /**
   * The requests of those who were erased there since a moment, or half by then, or of whom
   * something went since.
   */
  public Set<String> since(Instant moment, RestoredRequests restored) {
    Set<String> requests = new HashSet<>();
    home.suppression(job.job())
        .requestsFrom(moment)
        .forEach(
            (request, subject) -> {
              if (isThere(subject)) {
                requests.add(request);
              }
            });
    new RecordedRequests(home.jdbc(), job.job())
        .of(restored.unfinished(moment)).stream()
            .filter(request -> isThere(request.subject()))
            .forEach(request -> requests.add(request.id()));
    return requests;
  }

  /** As of when rows of the inbox may be back, that being known of all databases. */
  public Instant inbox(Instant everywhere, Instant moment) {
    return job.requests().inbox().filter(table -> table.database().equals(database)).isPresent()
            && moment.isBefore(everywhere)
        ? moment
        : everywhere;
  }

  /** Whether the person of a request may be there; one that is not known may be anywhere. */
  public boolean has(String request) {
    return new RecordedRequests(home.jdbc(), job.job())
        .find(request)
        .map(found -> isThere(found.subject()))
        .orElse(true);
  }

  /** A kind of person that the job file does not have any more may have been anywhere. */
  private boolean isThere(String name) {
    return job.subject(name)
        .map(subject -> subject.records().database().equals(database))
        .orElse(true);
  }
}
