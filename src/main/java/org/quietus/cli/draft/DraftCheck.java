package org.quietus.cli.draft;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Comments;
import org.quietus.coverage.Gaps;
import org.quietus.coverage.Level;
import org.quietus.plan.make.Planner;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.read.JobFiles;

/** Says above each line of a draft what {@code validate} will refuse of it. */
final class DraftCheck {
  private DraftCheck() {}

  /** The draft, with a comment for each problem, and for what it leaves out. */
  static String annotated(
      String draft,
      Catalog catalog,
      Comments comments,
      Map<String, String> environment,
      Instant asOf) {
    List<String> lines = new ArrayList<>(draft.lines().toList());
    Set<String> left = new LinkedHashSet<>();
    List<Problem> problems =
        problems(
            draft,
            environment,
            job -> {
              new Gaps(job, catalog, comments)
                  .findings(Map.of()).stream()
                      .filter(finding -> finding.level().isAtLeast(Level.LIKELY))
                      .forEach(finding -> left.add(finding.place()));
              Planner.plan(job, catalog, asOf);
            });
    if (!left.isEmpty()) {
      lines.add("");
      lines.add("## Seems personal and is not in this draft; 'quietus coverage' says why:");
      left.forEach(place -> lines.add("##   " + place));
    }
    for (int n = problems.size() - 1; n >= 0; n--) {
      Problem problem = problems.get(n);
      lines.add(
          Math.min(problem.line(), lines.size()) - 1,
          "## NOT YET VALID: %s; %s [%s]".formatted(problem.what(), problem.mend(), problem.id()));
    }
    return String.join("\n", lines) + "\n";
  }

  private static List<Problem> problems(
      String draft, Map<String, String> environment, Consumer<JobFile> checks) {
    try {
      Path file = Files.createTempFile("quietus-draft", ".yaml");
      try {
        Files.writeString(file, draft);
        checks.accept(JobFiles.load(file, environment));
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
