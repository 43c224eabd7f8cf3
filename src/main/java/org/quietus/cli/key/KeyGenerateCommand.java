package org.quietus.cli.key;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.quietus.certificate.log.WitnessName;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.Passphrase;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.EvidenceHome;
import org.quietus.job.Refusal;
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
          + " over one that is there. Give the public halves to those who check certificates.",
      "They are encrypted where the job file names a passphrase.",
      "With --witness it makes the key of an outside witness, who cosigns the log of somebody else."
          + " Give witness.vkey to those who check that."
    },
    footer = {
      "",
      "Examples:",
      "  quietus key generate jobs/crm.yaml          where the job file's evidence.keys says",
      "  quietus key generate --dir /etc/quietus/keys",
      "  quietus key generate --witness keys --name example.org/witness"
    })
public final class KeyGenerateCommand implements Callable<Integer> {
  private static final String WITNESS = "key of a witness";

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

    @Option(
        names = "--witness",
        paramLabel = "DIR",
        description = "The directory to make the key of a witness in.")
    private @Nullable Path witness;
  }

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name of the witness: an address of its own without https://, e.g."
              + " example.org/witness.")
  private Optional<String> name = Optional.empty();

  public KeyGenerateCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (name.isPresent() != (place.witness != null)) {
      throw new Refusal("--witness and --name go together");
    }
    return place.witness == null ? ofJob() : ofWitness(place.witness, name.orElseThrow());
  }

  private int ofWitness(Path directory, String name) {
    WitnessName.requirePossible(name);
    Path file = directory.resolve("witness.pem");
    SigningKeys keys =
        WitnessName.isMissing(file)
            ? SigningKeys.load(file, WITNESS)
            : SigningKeys.generate(file, WITNESS);
    Path named = WitnessName.give(name, file, keys);
    PrintWriter out = command.commandLine().getOut();
    out.println("made the key of the witness " + name + "; its public half is " + named);
    out.flush();
    return ExitCode.OK.code();
  }

  private int ofJob() {
    JobKeys keys =
        Optional.ofNullable(place.job)
            .map(
                job -> EvidenceHome.keys(JobFiles.load(job, surroundings.environment()).evidence()))
            .orElseGet(
                () ->
                    new JobKeys(
                        Objects.requireNonNull(place.directory), Passphrase.NONE, List.of()));
    Path directory = keys.directory();
    List<Use> uses =
        keys.signer().isEmpty() ? List.of(Use.values()) : List.of(Use.LOG); // it has its key itself
    List<SigningKeys> made = SigningKeys.generateMissing(directory, uses, keys.passphrase());
    SealingKey.generate(directory);
    new TokenKeys(directory).generate();
    PrintWriter out = command.commandLine().getOut();
    made.forEach(
        one -> out.println("made key " + one.keyId() + "; its public half is " + one.publicFile()));
    out.flush();
    return ExitCode.OK.code();
  }
}
