package org.quietus.cli.certificate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.evidence.EvidenceStore;
import org.quietus.job.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds the certificates of an evidence store against its logs. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    header = {"Checks every certificate of an evidence store, and that none was removed.", ""},
    description = {
      "Checks that each certificate is signed and in a log, and that each entry of a log has its"
          + " certificate. Needs the evidence store alone, or a copy of it: no job file, no"
          + " database.",
      "Whoever holds the keys could write the whole store anew. Keep a checkpoint from time to time"
          + " ('quietus checkpoint export'), and give it with --since."
    },
    footer = {
      "",
      "Examples:",
      "  quietus certificate audit evidence",
      "  quietus certificate audit s3://shop-evidence/quietus/ --region eu-central-1",
      "  quietus certificate audit evidence --since checkpoint-of-march --key controller.pub.pem"
    })
public final class CertificateAuditCommand implements Callable<Integer> {

  private static final int SHOWN = 100;

  @Mixin private JsonOption output;

  @Mixin private StoreParameter place;

  @Option(
      names = "--since",
      paramLabel = "CHECKPOINT",
      description = "A checkpoint that was kept, of which the log has to be a continuation.")
  private Optional<Path> since;

  @Option(
      names = "--key",
      paramLabel = "PUB.pem",
      description =
          "The public key of certificates to trust, and with it those that it says took its place, or"
              + " it theirs. Default: those in the store.")
  private Optional<Path> key;

  @Option(
      names = "--log-key",
      paramLabel = "LOG.vkey",
      description = "The key of the log to trust. Default: those in the store.")
  private Optional<Path> logKey;

  private final CommandContext surroundings;

  public CertificateAuditCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    EvidenceStore store = place.open(surroundings.clock());
    List<NoteKey> logKeys =
        logKey.map(LogKeys::load).map(List::of).orElseGet(() -> LogKeys.in(store));
    if (logKeys.isEmpty()) {
      throw new Refusal(
          place + " has no log; the next run makes one and puts every certificate into it");
    }
    PublicKeys keys =
        key.map(PublicKeys::load)
            .map(KeyHistory.of(store)::of)
            .orElseGet(() -> PublicKeys.in(store));
    Optional<byte[]> kept =
        since.isPresent() ? Optional.of(Files.readAllBytes(since.get())) : Optional.empty();
    CertificateAudit.Report report = new CertificateAudit(store, keys, logKeys).report(kept);
    output.print(report, out -> print(report, out));
    return report.isGood() ? ExitCode.OK.code() : ExitCode.NOT_VERIFIED.code();
  }

  private void print(CertificateAudit.Report report, PrintWriter out) {
    report.logs().forEach(log -> out.printf("log %s: %,d entries%n", log.name(), log.entries()));
    out.printf("certificates: %,d%n", report.certificates());
    report.problems().stream().limit(SHOWN).forEach(what -> out.println("  " + what + "."));
    if (report.problems().size() > SHOWN) {
      out.printf("  … and %,d more%n", report.problems().size() - SHOWN);
    }
    out.println(
        report.isGood()
            ? "Good: each certificate is signed and in a log, and none was removed."
            : "Not good: see above.");
    if (key.isEmpty() || logKey.isEmpty()) {
      out.println(
          "The keys are those of the store itself. With --key and --log-key it is checked against"
              + " those that you were given.");
    }
  }
}
