package org.quietus.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.quietus.job.RunResult;
import org.quietus.target.RowCounts;

/** The result of a run, for people. */
public final class ResultText {
  private ResultText() {}

  /** Several lines: the outcome, rows by table, certificates, and what is to be said. */
  public static String of(RunResult result) {
    StringBuilder text = new StringBuilder(whichRuns(result) + ": " + result.outcome() + "\n");
    boolean held = result.byTable().values().stream().anyMatch(counts -> counts.held() > 0);
    List<String> columns =
        new ArrayList<>(
            List.of("table", "deleted", "anonymised", "unlinked", "kept", "gone", "ambiguous"));
    if (held) {
      columns.add("held");
    }
    TextTable table = new TextTable(columns.toArray(String[]::new));
    result.byTable().forEach((name, counts) -> add(table, name, counts, held));
    text.append(table.isEmpty() ? "\n  nothing was due\n" : "\n" + table);
    if (!result.certificates().isEmpty()) {
      text.append("\nCertificates:\n");
      result.certificates().forEach(file -> text.append("  ").append(file).append('\n'));
    }
    result.messages().forEach(message -> text.append('\n').append(message).append('\n'));
    return text.toString();
  }

  private static String whichRuns(RunResult result) {
    return result.resumed().isEmpty()
        ? "Run " + result.runId()
        : "Runs %s (resumed) and %s together"
            .formatted(String.join(", ", result.resumed()), result.runId());
  }

  private static void add(TextTable table, String name, RowCounts counts, boolean held) {
    if (counts.matched() + counts.unlinked() == 0) {
      return;
    }
    List<Object> cells =
        new ArrayList<>(
            List.of(
                name,
                counts.deleted(),
                counts.anonymised(),
                counts.unlinked(),
                counts.kept(),
                counts.gone(),
                counts.ambiguous()));
    if (held) {
      cells.add(counts.held());
    }
    table.row(cells.toArray());
  }
}
