package org.quietus.cli.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.Witness;
import org.quietus.certificate.log.Witness.Cosigned;
import org.quietus.certificate.log.Witness.Declined;
import org.quietus.certificate.log.WitnessMemory;
import org.quietus.certificate.log.WitnessName;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.output.ExitCode;
import org.quietus.evidence.EvidenceStore;
import org.quietus.job.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Cosigns the checkpoint of a log. */
@Command(
    name = "cosign",
    mixinStandardHelpOptions = true,
    header = {"Cosigns the checkpoint of a log, as an outside witness.", ""},
    description = {
      "Checks that the log signed the checkpoint and only grew since this witness cosigned it last,"
          + " notes the checkpoint, and prints the cosignature, a line that the log's operator puts"
          + " into the evidence store ('quietus checkpoint add'). Needs no job file and no database.",
      "A log that went back, or that signed two histories of one size, is not cosigned: exit code 6."
    },
    footer = {
      "",
      "Examples:",
      "  quietus key generate --witness keys --name example.org/witness",
      "  quietus checkpoint cosign march --key keys/witness.pem --log-key log.vkey --first > march.cosigned",
      "  quietus checkpoint cosign april --key keys/witness.pem --log-key log.vkey > april.cosigned"
    })
public final class CheckpointCosignCommand implements Callable<Integer> {

  private static final int LARGEST = 1 << 20;

  @Spec private CommandSpec command;

  @Parameters(
      index = "0",
      paramLabel = "FILE",
      description = {
        "What 'quietus checkpoint export' printed; - is the standard input. With --since-size it"
            + " has the proof that the log only grew."
      })
  private String file = "";

  @Option(
      names = "--key",
      paramLabel = "WITNESS.pem",
      required = true,
      description = "The private key of the witness.")
  private Path key = Path.of("");

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "The name of the witness. Default: that in the file WITNESS.vkey beside the key.")
  private Optional<String> name;

  @Option(
      names = "--log-key",
      paramLabel = "LOG.vkey",
      required = true,
      description = "The key of the log, as its operator gave it to you.")
  private Path logKey = Path.of("");

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "Where the witness notes what it cosigned last; keep it as safe as the key. Default: the"
              + " folder 'cosigned' beside the key.")
  private Optional<Path> state;

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "The evidence store, or a copy of it, to see there that the log only grew: its folder, or"
              + " s3://BUCKET/PREFIX/.")
  private Optional<String> store;

  @Mixin private BucketOptions bucket = new BucketOptions();

  @Option(
      names = "--first",
      description = "This witness never cosigned this log before, and takes it as it is.")
  private boolean first;

  private final CommandContext surroundings;

  public CheckpointCosignCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    SigningKeys keys = SigningKeys.load(key, "key of a witness");
    Witness witness =
        new Witness(
            keys,
            name.orElseGet(() -> WitnessName.beside(key, keys)),
            new WitnessMemory(state.orElseGet(() -> key.resolveSibling("cosigned"))),
            surroundings.clock());
    Optional<EvidenceStore> shown = store.map(place -> bucket.open(place, surroundings.clock()));
    Witness.Answer answer =
        witness.cosign(content(), LogKeys.load(logKey), new Witness.Grounds(first, shown));
    if (answer instanceof Declined declined) {
      return declined(declined);
    }
    PrintWriter out = command.commandLine().getOut();
    out.print(((Cosigned) answer).lines());
    out.flush();
    return ExitCode.OK.code();
  }

  private int declined(Declined declined) {
    if (!declined.isLogBad()) {
      throw new Refusal(declined.why());
    }
    PrintWriter err = command.commandLine().getErr();
    err.println("Not cosigned: " + declined.why() + ".");
    err.flush();
    return ExitCode.NOT_VERIFIED.code();
  }

  private byte[] content() throws IOException {
    try (InputStream in =
        file.equals("-") ? surroundings.in() : Files.newInputStream(Path.of(file))) {
      return in.readNBytes(LARGEST + 1);
    }
  }
}
