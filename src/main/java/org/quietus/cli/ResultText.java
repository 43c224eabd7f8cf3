package org.quietus.cli;

import org.quietus.run.RunResult;
import org.quietus.target.Counts;

/** The result of a run, for people. */
final class ResultText {
  private ResultText() {}

  static String of(RunResult result) {
    StringBuilder text =
        new StringBuilder("Run " + result.runId() + ": " + result.outcome() + "\n");
    TextTable table =
        new TextTable("table", "deleted", "anonymised", "unlinked", "kept", "gone", "ambiguous");
    result.byTable().forEach((name, counts) -> add(table, name, counts));
    text.append(table.isEmpty() ? "\n  nothing was due\n" : "\n" + table);
    if (!result.certificates().isEmpty()) {
      text.append("\nCertificates:\n");
      result.certificates().forEach(file -> text.append("  ").append(file).append('\n'));
    }
    result.messages().forEach(message -> text.append('\n').append(message).append('\n'));
    return text.toString();
  }

  private static void add(TextTable table, String name, Counts counts) {
    if (counts.matched() + counts.unlinked() > 0) {
      table.row(
          name,
          counts.deleted(),
          counts.anonymised(),
          counts.unlinked(),
          counts.kept(),
          counts.gone(),
          counts.ambiguous());
    }
  }
}
