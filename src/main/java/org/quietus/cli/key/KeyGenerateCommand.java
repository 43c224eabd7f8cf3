package org.quietus.cli.key;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.output.ExitCode;
import org.quietus.policy.read.JobFiles;
import org.quietus.request.SealingKey;
import org.quietus.subject.TokenKeys;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a key pair. */
@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    header = {"Makes a key pair.", ""},
    description = {
      "Makes the Ed25519 key pairs that a job's certificates and their log are signed with, never"
          + " over one that is there. Give the public halves to whoever is to check certificates."
    },
    footer = {
      "",
      "Examples:",
      "  quietus key generate jobs/crm.yaml          where the job file's evidence.keys says",
      "  quietus key generate --dir /etc/quietus/keys"
    })
public final class KeyGenerateCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;

  @ArgGroup(multiplicity = "1")
  private Place place;

  /** One or the other. */
  static final class Place {
    @Parameters(index = "0", paramLabel = "JOB", description = "The path of a job file.")
    private @Nullable Path job;

    @Option(names = "--dir", paramLabel = "DIR", description = "The directory to make the keys in.")
    private @Nullable Path directory;
  }

  public KeyGenerateCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Path directory = directory();
    List<SigningKeys> made = SigningKeys.generateMissing(directory);
    SealingKey.generate(directory);
    new TokenKeys(directory).generate();
    PrintWriter out = command.commandLine().getOut();
    made.forEach(
        keys ->
            out.println("made key " + keys.keyId() + "; its public half is " + keys.publicFile()));
    out.flush();
    return ExitCode.OK.code();
  }

  private Path directory() {
    return place.directory != null
        ? place.directory
        : JobFiles.load(java.util.Objects.requireNonNull(place.job), surroundings.environment())
            .evidence()
            .keys();
  }
}
