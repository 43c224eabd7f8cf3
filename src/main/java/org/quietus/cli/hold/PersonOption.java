package org.quietus.cli.hold;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.IdentifierSource;
import org.quietus.job.Refusal;
import org.quietus.policy.Counted;
import org.quietus.policy.JobFile;
import org.quietus.subject.Identifier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A person, whose identifiers never stand on the command line. */
final class PersonOption {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

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
        : Optional.of(
            new Given(
                subject,
                IdentifierSource.read(file.get(), surroundings, command.commandLine().getErr())));
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
                      + Counted.of(job.subjects().size(), "kind")
                      + " of data subject; name one with --subject");
            }
            return job.subjects().keySet().iterator().next();
          });
    }
  }
}
