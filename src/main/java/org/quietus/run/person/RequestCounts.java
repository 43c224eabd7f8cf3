package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.quietus.control.Sites;
import org.quietus.hold.Holds;
import org.quietus.job.RequestCount;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.target.TableDue;

/** Counts what the requests that a run would take up would take; nothing is written. */
public final class RequestCounts {
  private final JobFile job;
  private final Plan plan;
  private final Sites sites;
  private final Map<String, Holds> holds;

  /** {@code holds} by database. */
  public RequestCounts(JobFile job, Plan plan, Sites sites, Map<String, Holds> holds) {
    this.job = job;
    this.plan = plan;
    this.sites = sites;
    this.holds = holds;
  }

  /** By step; steps without a request are left out. */
  public List<RequestCount> of(RequestsOfRun requests, Instant asOf) {
    Collection<Requested> due = requests.due(asOf, false).values();
    List<RequestCount> counts = new ArrayList<>();
    for (Step step : plan.steps()) {
      List<Requested> here =
          due.stream().filter(each -> step.isOf(each.request().subject())).toList();
      if (!here.isEmpty()) {
        counts.add(count(step, here.get(0).request().subject(), here));
      }
    }
    return counts;
  }

  private RequestCount count(Step step, String subject, List<Requested> requests) {
    Map<String, Long> rows = new LinkedHashMap<>();
    int ambiguous = 0;
    for (Requested requested : requests) {
      ambiguous += requested.person().isAmbiguous() ? 1 : 0;
      rows(step, subject, requested).forEach((table, more) -> rows.merge(table, more, Long::sum));
    }
    return new RequestCount(step.number(), subject, requests.size(), ambiguous, rows);
  }

  private Map<String, Long> rows(Step step, String subject, Requested requested) {
    Map<String, Long> rows = new LinkedHashMap<>();
    for (TableDue table :
        sites
            .of(step)
            .target()
            .recheck(Objects.requireNonNull(holds.get(step.database()), step.database()))
            .person(step, job.subject(subject).orElseThrow(), requested.person())) {
      if (table.due() > 0) {
        rows.merge(table.table().toString(), table.due(), Long::sum);
      }
    }
    return rows;
  }
}
