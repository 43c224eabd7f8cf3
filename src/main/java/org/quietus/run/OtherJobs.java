package org.quietus.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.control.Control;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.request.RequestsByJob;

/**
 * Looks in the control schema for jobs that this one may have been before its file was given
 * another name: nothing that was decided for them binds it, but for holds, and nobody takes up what
 * is left to do for their requests.
 */
record OtherJobs(JobFile job, Control control) {
  /** Jobs are run every day, or every week. */
  private static final Duration RARELY = Duration.ofDays(14);

  private static final String WHAT =
      "job '%s' has %s in this control schema that a run has still to do something for, and %s";
  private static final String BEFORE =
      "%s ran beside this database before this job ever did, which knows nothing of %s requests,"
          + " refusals, approvals and erased persons";
  private static final String SAME =
      "if this job file was called so, give it that name back; if it is a job of its own, approve"
          + " its first plan";
  private static final String MEND =
      "only a job file with 'job: %s' takes them up; if this one was called so, give it that name"
          + " back, else run that one";

  /** A line for each of them. */
  List<String> lines() {
    return warnings().stream().map(problem -> problem.what() + "; " + problem.mend()).toList();
  }

  /** The same at the line of the job's name. */
  List<Problem> warnings() {
    List<Problem> warnings = new ArrayList<>();
    before().ifPresent(what -> warnings.add(job.text().problem("OTHER-JOB", "/job", what, SAME)));
    if (control.schema().has("request")) {
      Optional<Instant> first = control.runs().firstMoment(job.job());
      new RequestsByJob(control.jdbc())
          .unfinished()
          .forEach(
              (name, requests) -> {
                Optional<Instant> last = control.runs().lastMoment(name);
                if (!name.equals(job.job()) && isLeft(last, first)) {
                  warnings.add(warning(name, requests, last));
                }
              });
    }
    return warnings;
  }

  /** Says of a job that has neither run nor been approved that others have. */
  Optional<String> before() {
    if (!control.schema().exists()) {
      return Optional.empty();
    }
    List<String> jobs = control.approvals().before(job.job());
    return jobs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            BEFORE.formatted(
                (jobs.size() == 1 ? "job '" : "jobs '") + String.join("', '", jobs) + "'",
                jobs.size() == 1 ? "its" : "their"));
  }

  /**
   * A job that this one may have been: it has not run since this one began to, if that ever did.
   */
  private boolean isLeft(Optional<Instant> last, Optional<Instant> first) {
    Instant now = control.clock().instant();
    return first.isEmpty()
        || (last.isEmpty() || last.get().isBefore(first.get()))
            && last.orElse(first.get()).isBefore(now.minus(RARELY));
  }

  private Problem warning(String name, int requests, Optional<Instant> last) {
    String since =
        last.map(at -> "has not run since " + LocalDate.ofInstant(at, job.zone()))
            .orElse("has never run");
    return job.text()
        .problem(
            "OTHER-JOB",
            "/job",
            WHAT.formatted(name, Counted.of(requests, "request"), since),
            MEND.formatted(name));
  }
}
