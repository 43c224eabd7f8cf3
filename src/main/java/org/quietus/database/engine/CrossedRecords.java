package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import org.quietus.catalog.Table;
import org.quietus.plan.Plan;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobText;
import org.quietus.policy.Problem;

/** Due records of which something belongs to another tenant; no run leaves them out silently. */
record CrossedRecords(DatabaseEngine parts, JobText text) {

  List<Problem> in(Plan plan) {
    List<Problem> problems = new ArrayList<>();
    for (Step step : plan.steps()) {
      if (step.selection() instanceof Selection.Due due
          && step.members().stream().anyMatch(member -> member.crossing().isPresent())) {
        Table table = step.root().catalogTable();
        long rows = parts.reader().count(table, parts.predicates().crossed(step, due));
        if (rows > 0) {
          problems.add(
              text.problem(
                  "CROSSED-TENANTS",
                  "/retention/" + step.rule(),
                  rows
                      + " due rows of '"
                      + step.root().table()
                      + "' have rows hanging on them that are another tenant's, or nobody knows"
                      + " whose",
                  "give those rows the tenant of what they hang on, or let them hang on their own"));
        }
      }
    }
    return problems;
  }
}
