package org.quietus.run;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.control.Control;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;

/**
 * Looks in the control schemas of a job's databases for jobs that this one may have been before its
 * file was given another name: nothing that was decided for them binds it, but for holds, and
 * nobody takes up what is left to do for their requests.
 */
record OtherJobs(JobFile job, Sites sites) {
  /** Jobs are run every day, or every week. */
  private static final Duration RARELY = Duration.ofDays(14);

  private static final String WHAT =
      "job '%s' has %s in %s that a run has still to do something for, and %s";
  private static final String BEFORE =
      "%s ran beside %s before this job ever did, which knows nothing of %s requests,"
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
    Optional<Instant> first =
        home().schema().has("request") ? home().runs().firstMoment(job.job()) : Optional.empty();
    for (Site site : places()) {
      Control there = site.control();
      if (there.schema().has("request")) {
        new RequestsByJob(there.jdbc())
            .unfinished()
            .forEach(
                (name, requests) -> {
                  Optional<Instant> last = there.runs().lastMoment(name);
                  if (!name.equals(job.job()) && isLeft(last, first)) {
                    warnings.add(warning(site, name, requests, last));
                  }
                });
      }
    }
    return warnings;
  }

  /** Says of a job that has neither run nor been approved that others have. */
  Optional<String> before() {
    if (home().schema().exists() && home().approvals().knows(job.job())) {
      return Optional.empty();
    }
    return places().stream().flatMap(site -> before(site).stream()).findFirst();
  }

  private Optional<String> before(Site site) {
    List<String> jobs =
        site.control().schema().exists() ? site.control().approvals().before(job.job()) : List.of();
    return jobs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            BEFORE.formatted(
                (jobs.size() == 1 ? "job '" : "jobs '") + String.join("', '", jobs) + "'",
                isHome(site) ? "this database" : "database '" + site.name() + "'",
                jobs.size() == 1 ? "its" : "their"));
  }

  private Control home() {
    return sites.home().control();
  }

  private boolean isHome(Site site) {
    return site.name().equals(sites.home().name());
  }

  /** Home, and the databases whose control schema is another one. */
  private List<Site> places() {
    return sites.all().stream().filter(site -> isHome(site) || sites.isElsewhere(site)).toList();
  }

  /**
   * A job that this one may have been: it has not run since this one began to, if that ever did.
   */
  private boolean isLeft(Optional<Instant> last, Optional<Instant> first) {
    Instant now = home().clock().instant();
    return first.isEmpty()
        || (last.isEmpty() || last.get().isBefore(first.get()))
            && last.orElse(first.get()).isBefore(now.minus(RARELY));
  }

  private Problem warning(Site site, String name, int requests, Optional<Instant> last) {
    String since =
        last.map(at -> "has not run since " + LocalDate.ofInstant(at, job.zone()))
            .orElse("has never run");
    return job.text()
        .problem(
            "OTHER-JOB",
            "/job",
            WHAT.formatted(
                name,
                Counted.of(requests, "request"),
                isHome(site)
                    ? "this control schema"
                    : "the control schema of database '" + site.name() + "'",
                since),
            MEND.formatted(name));
  }
}
