package org.quietus.policy.read;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** Loads job files. */
public final class JobFiles {
  private JobFiles() {}

  /**
   * Reads a job file and checks everything in it that needs no database.
   *
   * @param environment what {@code ${NAME}} stands for
   * @throws InvalidInput with every problem found, each with its line; no value of the environment
   *     is ever quoted
   */
  public static JobFile load(Path file, Map<String, String> environment) {
    return read(file.toString(), SourceText.read(file), environment);
  }

  /**
   * The same for a text that was kept.
   *
   * @param name what messages call it
   */
  public static JobFile read(String name, String text, Map<String, String> environment) {
    JobTree written = JobTree.of(name, text);
    Problems problems = new Problems(written.text());
    JobTree tree = Variables.substitute(written, environment, problems);
    JobSchema.check(tree, problems);
    JobFile job = new JobReader(tree.text(), new JobEntry(tree, problems)).read();
    JobChecks.check(job, problems);
    problems.throwIfAny();
    return job;
  }

  /** The table of a kind of person in a text that was kept; empty if there was no such kind. */
  public static Optional<TableName> records(String text, String kind) {
    String records =
        JobTree.of("job file", text)
            .content()
            .path("subjects")
            .path(kind)
            .path("records")
            .asString("");
    return records.contains(".") ? Optional.of(TableName.parse(records)) : Optional.empty();
  }
}
