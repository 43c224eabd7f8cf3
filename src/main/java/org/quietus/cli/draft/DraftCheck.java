package org.quietus.cli.draft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.quietus.catalog.Catalog;
import org.quietus.plan.make.Planner;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.read.JobFiles;

/** Says above each line of a draft what {@code validate} will refuse of it. */
final class DraftCheck {
  private DraftCheck() {}

  /** The draft, with a comment for each problem. */
  static String annotated(
      String draft, Catalog catalog, Map<String, String> environment, Instant asOf) {
    List<String> lines = new ArrayList<>(draft.lines().toList());
    List<Problem> problems = problems(draft, catalog, environment, asOf);
    for (int n = problems.size() - 1; n >= 0; n--) {
      Problem problem = problems.get(n);
      lines.add(
          Math.min(problem.line(), lines.size()) - 1,
          "## NOT YET VALID: %s; %s [%s]".formatted(problem.what(), problem.mend(), problem.id()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<Problem> problems(
      String draft, Catalog catalog, Map<String, String> environment, Instant asOf) {
    try {
      Path file = Files.createTempFile("quietus-draft", ".yaml");
      try {
        Files.writeString(file, draft);
        JobFile job = JobFiles.load(file, environment);
        Planner.plan(job, catalog, asOf);
        return List.of();
      } catch (InvalidInput invalid) {
        return invalid.problems().stream().sorted(Comparator.comparingInt(Problem::line)).toList();
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
