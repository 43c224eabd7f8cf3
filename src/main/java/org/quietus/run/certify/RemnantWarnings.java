package org.quietus.run.certify;

import java.util.List;
import org.quietus.control.Site;
import org.quietus.plan.Plan;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.target.Remnant;

/**
 * Tables of a plan whose rows stay at subscribers whatever a run does, or may come back from a
 * publisher.
 */
public final class RemnantWarnings {
  private RemnantWarnings() {}

  /** Of one database. */
  public static List<Problem> of(JobFile job, Site site, Plan here) {
    return site.target().remnants(here.tableNames()).stream()
        .flatMap(remnant -> warning(job, site, remnant).stream())
        .toList();
  }

  private static List<Problem> warning(JobFile job, Site site, Remnant remnant) {
    return switch (remnant.kind()) {
      case PUBLISHED_WITHOUT_DELETES -> List.of(kept(job, site, remnant, "deletions", "delete"));
      case PUBLISHED_WITHOUT_UPDATES -> List.of(kept(job, site, remnant, "updates", "update"));
      case SUBSCRIBED ->
          List.of(
              job.text()
                  .problem(
                      "SUBSCRIBED-TABLE",
                      pointer(site),
                      "a subscription fills table '"
                          + remnant.of()
                          + "', so that removed rows are still at the publisher, and may come back"
                          + " from there",
                      "run this job, or one with the same rules, at the publisher too"));
      default -> List.of();
    };
  }

  private static Problem kept(
      JobFile job, Site site, Remnant remnant, String what, String published) {
    return job.text()
        .problem(
            "SUBSCRIBERS-KEEP",
            pointer(site),
            "a publication of table '"
                + remnant.of()
                + "' does not send "
                + what
                + ", so that its subscribers keep what a run removes",
            "add '" + published + "' to the publication: ALTER PUBLICATION … SET (publish = …)");
  }

  private static String pointer(Site site) {
    return "/databases/" + site.name();
  }
}
