package org.quietus.cli.certificate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.log.TrustPolicy;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.stamp.StampedPart;
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
      "Anybody who holds the keys could write the whole store again. Keep a checkpoint from time to time"
          + " ('quietus checkpoint export'), and give it with --since.",
      "With --timestamp-authority its time-stamps are checked, and the proven time is told.",
      "With --policy the log has to be cosigned by outside witnesses, up to its last entry."
    },
    footer = {
      "",
      "Examples:",
      "  quietus certificate audit evidence",
      "  quietus certificate audit s3://shop-evidence/quietus/ --region eu-central-1",
      "  quietus certificate audit evidence --since checkpoint-of-march --key controller.pub.pem",
      "  quietus certificate audit evidence --policy trust.policy --key controller.pub.pem"
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
          "The public key of certificates to trust, and with it those that it says took its place,"
              + " or it theirs. Default: those in the store.")
  private Optional<Path> key;

  @Mixin private LogTrust logs = new LogTrust();

  private final CommandContext surroundings;

  public CertificateAuditCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws IOException {
    EvidenceStore store = place.open(surroundings.clock());
    Optional<TrustPolicy> policy = logs.policy();
    List<NoteKey> logKeys = logs.keys(policy, Optional.of(store));
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
    CertificateAudit plain = new CertificateAudit(store, keys, logKeys);
    CertificateAudit audit = logs.authority().map(plain::stampedBy).orElse(plain);
    CertificateAudit.Report report =
        policy
            .map(asked -> audit.asking(asked, surroundings.clock().instant()))
            .orElse(audit)
            .report(kept);
    boolean isLogGiven = logs.isGiven(policy);
    output.print(report, out -> print(report, isLogGiven, out));
    return report.isGood() ? ExitCode.OK.code() : ExitCode.NOT_VERIFIED.code();
  }

  private void print(CertificateAudit.Report report, boolean isLogGiven, PrintWriter out) {
    for (CertificateAudit.Log log : report.logs()) {
      out.printf("log %s: %,d entries", log.name(), log.entries());
      log.cosigned().ifPresent(cosigned -> out.printf(", %,d of them cosigned", cosigned));
      out.println();
      if (!log.stamps().isEmpty()) {
        StampedPart.Stamp last = log.stamps().get(log.stamps().size() - 1);
        out.printf(
            "  time-stamps: %,d; its first %,d entries were there by %s%n",
            log.stamps().size(), last.entries(), last.at());
      }
    }
    out.printf("certificates: %,d%n", report.certificates());
    if (report.removed() > 0) {
      out.printf(
          "  removed under a retention rule, as statements in the log prove: %,d%n",
          report.removed());
    }
    report.problems().stream().limit(SHOWN).forEach(what -> out.println("  " + what + "."));
    if (report.problems().size() > SHOWN) {
      out.printf("  … and %,d more%n", report.problems().size() - SHOWN);
    }
    out.println(
        report.isGood()
            ? "Good: each certificate is signed and in a log, and none %swas removed."
                .formatted(report.removed() > 0 ? "else " : "")
            : "Not good: see above.");
    if (key.isEmpty() || !isLogGiven) {
      out.println(
          "The keys are those of the store itself. With --key and --log-key it is checked against"
              + " those that you were given.");
    }
  }
}
