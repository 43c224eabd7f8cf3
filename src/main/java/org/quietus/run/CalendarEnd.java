package org.quietus.run;

import java.time.Instant;
import java.util.List;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.request.Deadlines;

/** Says ahead of time that deadlines reach into a year whose holidays are not known. */
final class CalendarEnd {
  private CalendarEnd() {}

  /** A line at the calendar of a job whose working days, counted from now on, are not all known. */
  static List<Problem> warnings(JobFile job, Instant now) {
    return Deadlines.of(job)
        .provisional(now)
        .map(
            why ->
                job.text()
                    .problem(
                        "CALENDAR-END",
                        "/calendar",
                        why.replaceFirst(";.*", ""),
                        "until you have installed a version of Quietus whose calendar reaches"
                            + " further, each day that may be worked counts as worked, so that"
                            + " deadlines come too early rather than too late"))
        .stream()
        .toList();
  }
}
