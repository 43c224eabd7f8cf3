package org.quietus.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quietus.catalog.Table;
import org.quietus.control.Site;
import org.quietus.control.Sites;
import org.quietus.hold.Holds;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;
import org.quietus.run.person.Requested;
import org.quietus.target.StepCounts;
import org.quietus.target.TableDue;
import org.quietus.target.Target;

/**
 * How many rows of each table a run would change: due records, all that hangs on them, and the rows
 * of persons who asked. A row that several of them lead to may count for each.
 */
record Extent(Map<TableName, Long> rows) {

  /** Counts without changing anything. */
  static Extent of(JobFile job, Plan plan, RunSites bound, Iterable<Requested> requests) {
    Map<TableName, Long> rows = new TreeMap<>();
    Map<String, Target.Recheck> eyes = new HashMap<>();
    Map<String, Holds> held = new HashMap<>();
    for (Step step : plan.steps()) {
      Site site = bound.sites().of(step);
      Holds holds = held.computeIfAbsent(site.name(), name -> bound.holds(site));
      Target.Recheck looking =
          eyes.computeIfAbsent(site.name(), name -> site.target().recheck(holds));
      List<TableDue> found = new ArrayList<>();
      if (step.selection() instanceof Selection.Due due) {
        StepCounts counts = site.target().count(step, due, holds);
        found.add(new TableDue(step.root().table(), counts.due(), counts.queryDigest()));
        found.addAll(looking.members(step, due));
      }
      found.addAll(new Asked(job, step, looking).due(requests));
      found.forEach(table -> rows.merge(table.table(), table.due(), Long::sum));
    }
    return new Extent(rows);
  }

  long total() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** A line for each table of which a larger share would change. */
  List<String> beyond(int percent, Plan plan, Sites sites) {
    List<String> beyond = new ArrayList<>();
    rows.forEach(
        (name, changed) -> {
          long all =
              Math.max(
                  1, sites.find(name.database()).orElseThrow().target().rows(table(plan, name)));
          if (changed * 100 > all * percent) {
            beyond.add(
                "%,d of about %s of %s would change, the limit is %d %%"
                    .formatted(changed, Counted.of(all, "row"), name, percent));
          }
        });
    return beyond;
  }

  private static Table table(Plan plan, TableName name) {
    return plan.steps().stream()
        .flatMap(step -> Stream.concat(Stream.of(step.root()), step.members().stream()))
        .filter(member -> member.table().equals(name))
        .findFirst()
        .orElseThrow()
        .catalogTable();
  }
}
