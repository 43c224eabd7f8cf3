package org.quietus.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quietus.job.Refusal;
import org.quietus.policy.JobFile;
import org.quietus.subject.Identifier;
import org.quietus.subject.Identifiers;
import picocli.CommandLine.Option;

/** A person, whose identifiers never stand on the command line. */
final class PersonOption {

  @Option(
      names = "--subject",
      paramLabel = "KIND",
      description = "The kind of data subject, as the job file names it. Default: its only one.")
  private Optional<String> subject = Optional.empty();

  @Option(
      names = "--identifiers-from",
      paramLabel = "FILE",
      description = "A file of UTF-8 text, or - for the standard input.")
  private Optional<Path> file = Optional.empty();

  boolean isGiven() {
    return file.isPresent();
  }

  /**
   * The identifiers, if any were given.
   *
   * @throws org.quietus.policy.InvalidInput with every line that cannot be used
   */
  Optional<Given> read(CommandContext surroundings) throws IOException {
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(new Given(subject, identifiers(file.get(), surroundings)));
  }

  /** What was given of a person. */
  record Given(Optional<String> kind, List<Identifier> identifiers) {

    /** The kind of person: the job file's only one, unless another was named. */
    String subject(JobFile job, Path name) {
      return kind.orElseGet(
          () -> {
            if (job.subjects().size() != 1) {
              throw new Refusal(
                  name
                      + " has "
                      + Wording.count(job.subjects().size(), "kind")
                      + " of data subject; name one with --subject");
            }
            return job.subjects().keySet().iterator().next();
          });
    }
  }

  private static List<Identifier> identifiers(Path from, CommandContext surroundings)
      throws IOException {
    boolean standardInput = from.toString().equals("-");
    try (Reader reader =
        standardInput
            ? new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8)
            : new InputStreamReader(Files.newInputStream(from), StandardCharsets.UTF_8)) {
      return Identifiers.read(reader, standardInput ? "standard input" : from.toString());
    }
  }
}
