package org.quietus.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quietus.control.Control;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Verifications;
import org.quietus.policy.Counted;

/** Says which rows a run left for a reason of their own, by table and without their values. */
record RowsLeft(Control control, String run) {

  /** A line for each kind of row that has no date to count from, or could not be changed. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(undated());
    lines.addAll(refused());
    return lines;
  }

  /** Rows that could not be changed, each with what stood in the way. */
  private List<String> refused() {
    return control.reader().refused(run).stream()
        .map(
            refused ->
                "%s of %s could not be changed: %s%s; correct that, and the next run goes on"
                    .formatted(
                        Counted.of(refused.rows(), "row"),
                        refused.table(),
                        refused.why(),
                        refused.request().map(id -> " (request " + id + ")").orElse("")))
        .toList();
  }

  /** Rows that no period can be counted for are never due; somebody has to know of them. */
  private List<String> undated() {
    Map<Integer, RunSteps.RunStep> steps = control.steps().of(run);
    List<String> said = new ArrayList<>();
    for (Verifications.Line line : control.verifications().latestLeft(run)) {
      RunSteps.RunStep step = steps.get(line.step());
      if (line.undated() > 0 && line.request().isPresent()) {
        said.add(
            "%s of %s %s without an end for request %s, without a date that a period starts at"
                .formatted(
                    Counted.of(line.undated(), "row"),
                    line.table(),
                    Counted.verb(line.undated(), "stays", "stay"),
                    line.request().get()));
      } else if (line.undated() > 0 && step != null) {
        said.add(
            "%s of %s %s because '%s' holds no date, which rule '%s' counts from"
                .formatted(
                    Counted.of(line.undated(), "row"),
                    line.table(),
                    Counted.verb(line.undated(), "stays", "stay"),
                    step.startEvent().orElse("from"),
                    step.rule()));
      }
    }
    return said;
  }
}
