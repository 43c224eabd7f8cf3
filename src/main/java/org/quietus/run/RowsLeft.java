package org.quietus.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.quietus.control.Control;
import org.quietus.ledger.RunSteps;
import org.quietus.ledger.Verifications;

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
                "%d %s of %s could not be changed: %s%s; correct that, and the next run goes on"
                    .formatted(
                        refused.rows(),
                        refused.rows() == 1 ? "row" : "rows",
                        refused.table(),
                        refused.why(),
                        refused.request().map(id -> " (request " + id + ")").orElse("")))
        .toList();
  }

  /** Rows that no period can be counted for are never due; somebody has to know of them. */
  private List<String> undated() {
    Map<Integer, RunSteps.RunStep> steps = control.steps().of(run);
    List<String> said = new ArrayList<>();
    for (Verifications.Line line : control.verifications().latest(run)) {
      RunSteps.RunStep step = steps.get(line.step());
      if (line.undated() > 0 && line.request().isPresent()) {
        said.add(
            "%d rows of %s stay without an end for request %s: they hold no date that their period starts at"
                .formatted(line.undated(), line.table(), line.request().get()));
      } else if (line.undated() > 0 && step != null) {
        said.add(
            "%d rows of %s stay because '%s' holds no date, which rule '%s' counts from"
                .formatted(
                    line.undated(), line.table(), step.startEvent().orElse("from"), step.rule()));
      }
    }
    return said;
  }
}
