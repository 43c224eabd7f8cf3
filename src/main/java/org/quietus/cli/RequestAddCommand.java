package org.quietus.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.quietus.run.JobSession;
import org.quietus.run.RequestSummary;
import org.quietus.subject.Identifier;
import org.quietus.subject.Identifiers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes an erasure request in. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    header = {"Takes an erasure request in.", ""},
    description = {
      "Takes in the erasure request of one person whose identity was verified. The next run carries"
          + " it out.",
      "The identifiers are read from a file or the standard input, one per line as 'type: value',"
          + " never from the command line, which other users of the machine can see."
    },
    footer = {
      "",
      "Examples:",
      "  quietus request add jobs/crm.yaml --identifiers-from person.txt",
      "  echo 'email: jo@example.com' | quietus request add jobs/crm.yaml --identifiers-from -"
    })
final class RequestAddCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Option(
      names = "--subject",
      paramLabel = "KIND",
      description = "The kind of data subject, as the job file names it. Default: its only one.")
  private Optional<String> subject;

  @Option(
      names = "--identifiers-from",
      paramLabel = "FILE",
      required = true,
      description = "A file of UTF-8 text, or - for the standard input.")
  private Path identifiers;

  RequestAddCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    List<Identifier> person = read();
    try (JobSession session = job.open(surroundings)) {
      String kind = subject.orElseGet(() -> only(session.job().subjects().keySet()));
      RequestSummary added = session.addRequest(kind, person);
      output.print(added, out -> out.println("added request " + added.id()));
    }
    return ExitCode.OK.code();
  }

  private List<Identifier> read() throws IOException {
    boolean standardInput = identifiers.toString().equals("-");
    try (Reader reader =
        standardInput
            ? new InputStreamReader(surroundings.in(), StandardCharsets.UTF_8)
            : new InputStreamReader(Files.newInputStream(identifiers), StandardCharsets.UTF_8)) {
      return Identifiers.read(reader, standardInput ? "standard input" : identifiers.toString());
    }
  }

  private String only(Set<String> subjects) {
    if (subjects.size() != 1) {
      throw new Refusal(
          job.file()
              + " has "
              + Wording.count(subjects.size(), "kind")
              + " of data subject;"
              + " name one with --subject");
    }
    return subjects.iterator().next();
  }
}
