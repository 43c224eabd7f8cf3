package org.quietus.cli.certificate;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.log.CosignedLog;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.log.TrustPolicy;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.evidence.EvidenceStore;
import org.quietus.job.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts cosignatures of witnesses into an evidence store. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    header = {"Puts cosignatures of witnesses into the evidence store.", ""},
    description = {
      "Takes what witnesses answered, checks it, and puts it beside the log and into the proofs of"
          + " certificates. If the log has grown since the checkpoint was exported, give the"
          + " exported file too. Doing it again changes nothing.",
      "Exit code 8 if a cosignature was not taken: of a witness that the policy does not name, or"
          + " made for another checkpoint."
    },
    footer = {
      "",
      "Example:",
      "  quietus checkpoint add evidence march march.cosigned --policy trust.policy"
    })
public final class CheckpointAddCommand implements Callable<Integer> {

  private static final int LARGEST = 1 << 20;

  @Mixin private JsonOption output;

  @Mixin private StoreParameter place;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COSIGNED",
      description = "What witnesses answered, and the checkpoints that they cosigned.")
  private List<Path> files = List.of();

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      required = true,
      description = "Which witnesses cosign the log, and how many are enough (C2SP tlog-policy).")
  private Path policy = Path.of("");

  private final CommandContext surroundings;

  public CheckpointAddCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    EvidenceStore store = place.open(surroundings.clock());
    TrustPolicy trusted = TrustPolicy.load(policy);
    List<byte[]> contents = new ArrayList<>();
    for (Path file : files) {
      contents.add(content(file));
    }
    CosignedLog.Added added =
        new CosignedLog(store, log(store, trusted), trusted, surroundings.clock().instant())
            .add(contents);
    output.print(added, out -> print(added, out));
    return added.problems().isEmpty() ? ExitCode.OK.code() : ExitCode.PARTIAL.code();
  }

  private static byte[] content(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(LARGEST + 1);
    }
  }

  /** The one log of the store that the policy names. */
  private NoteKey log(EvidenceStore store, TrustPolicy trusted) {
    List<NoteKey> named =
        LogKeys.in(store).stream()
            .filter(key -> trusted.logs().isEmpty() || trusted.logs().contains(key))
            .toList();
    return Optional.of(named)
        .filter(logs -> logs.size() == 1)
        .map(logs -> logs.get(0))
        .orElseThrow(
            () ->
                new Refusal(
                    place
                        + " has %,d logs that the policy names; name one, with a line 'log VKEY'"
                            .formatted(named.size())));
  }

  private static void print(CosignedLog.Added added, PrintWriter out) {
    for (CosignedLog.Taken taken : added.checkpoints()) {
      out.printf("checkpoint of %,d entries: %s%n", taken.entries(), taken.witnessed().finding());
      if (taken.proofs() > 0) {
        out.printf("  proofs of certificates that lead to it now: %,d%n", taken.proofs());
      }
    }
    added.problems().forEach(what -> out.println("Not taken: " + what + "."));
  }
}
