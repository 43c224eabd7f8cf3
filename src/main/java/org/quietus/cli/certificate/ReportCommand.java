package org.quietus.cli.certificate;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.CertificateAudit;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.log.TrustPolicy;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.job.Refusal;
import org.quietus.policy.Language;
import org.quietus.report.portal.PolicyGaps;
import org.quietus.report.portal.Portal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a folder of HTML pages of an evidence store. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    header = {"Makes a folder of HTML pages from the certificates of an evidence store.", ""},
    description = {
      "Begin with DIR/index.html: what was removed, which deadlines were met, what remains until"
          + " when, and a page for each certificate. The pages need no server and load nothing from"
          + " elsewhere; the browser checks each signature, and that each certificate is in the"
          + " log.",
      "DIR is replaced as a whole if it is a portal, and refused if it has other files. What is not"
          + " good is shown as not good, and the command ends as 'quietus certificate audit' does.",
      "Certificates of single requests are about one person each: they are left out unless you ask"
          + " for them, but their numbers are in the totals."
    },
    footer = {
      "",
      "Examples:",
      "  quietus report --certificates evidence --out portal",
      "  quietus report --certificates s3://shop-evidence/quietus/ --region eu-central-1 --out"
          + " portal --language zh"
    })
public final class ReportCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  private final CommandContext surroundings;

  @Mixin private JsonOption output;
  @Mixin private BucketOptions bucket = new BucketOptions();
  @Mixin private LogTrust logs = new LogTrust();

  @Option(
      names = "--certificates",
      paramLabel = "STORE",
      required = true,
      description = "The evidence store: its folder, or s3://BUCKET/PREFIX/.")
  private String store = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "The folder to make, or a portal to replace.")
  private Path out = Path.of("");

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      defaultValue = "en",
      description = "${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Language language = Language.EN;

  @Option(
      names = "--with-requests",
      description = "Show the certificates of single requests too: for readers who may see them.")
  private boolean withRequests;

  @Option(
      names = "--key",
      paramLabel = "PUB.pem",
      description =
          "The public key of certificates to trust, and with it those that it says took its place,"
              + " or it theirs. Default: those in the store.")
  private Optional<Path> key = Optional.empty();

  @Option(
      names = "--coverage",
      paramLabel = "FILE",
      description =
          "What 'quietus coverage JOB --json' printed: shown as what the policy does not cover. Can"
              + " be given once for each job. It names tables and columns, and is not signed.")
  private List<Path> coverage = List.of();

  public ReportCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints. */
  record Result(String index, long certificates, long leftOut, List<String> problems) {}

  @Override
  public Integer call() throws IOException {
    EvidenceStore evidence = bucket.open(store, surroundings.clock());
    Optional<TrustPolicy> policy = logs.policy();
    List<NoteKey> logKeys = logs.keys(policy, Optional.of(evidence));
    if (logKeys.isEmpty() && evidence.list(EvidenceName.Folder.CERTIFICATES).isEmpty()) {
      throw new Refusal(store + " has neither certificates nor a log; is it an evidence store?");
    }
    PublicKeys keys =
        key.map(PublicKeys::load)
            .map(KeyHistory.of(evidence)::of)
            .orElseGet(() -> PublicKeys.in(evidence));
    CertificateAudit audit = new CertificateAudit(evidence, keys, logKeys);
    Portal portal = new Portal(evidence, keys, logKeys, language, withRequests).showing(gaps());
    Portal.Made made =
        portal.make(
            out,
            policy.map(asked -> audit.asking(asked, surroundings.clock().instant())).orElse(audit),
            surroundings.clock().instant());
    output.print(
        new Result(made.index().toString(), made.shown(), made.leftOut(), made.audit().problems()),
        to -> print(made, to));
    return made.audit().isGood() ? ExitCode.OK.code() : ExitCode.NOT_VERIFIED.code();
  }

  private List<PolicyGaps> gaps() throws IOException {
    List<PolicyGaps> gaps = new ArrayList<>();
    for (Path file : coverage) {
      if (!Files.isReadable(file)) {
        throw new Refusal("--coverage: " + file + " is not there or cannot be read");
      }
      gaps.add(
          PolicyGaps.read(Files.readAllBytes(file))
              .orElseThrow(
                  () ->
                      new Refusal(
                          "--coverage: "
                              + file
                              + " is not what 'quietus coverage JOB --json' prints")));
    }
    return gaps;
  }

  private static void print(Portal.Made made, PrintWriter to) {
    to.printf("portal: %s%n", made.index());
    to.printf("certificates: %,d", made.shown());
    if (made.leftOut() > 0) {
      to.printf(
          "; %,d of single requests are left out (--with-requests shows them)", made.leftOut());
    }
    to.println();
    if (made.audit().removed() > 0) {
      to.printf(
          "  removed under a retention rule, as statements in the log prove: %,d%n",
          made.audit().removed());
    }
    List<String> problems = made.audit().problems();
    problems.stream().limit(SHOWN).forEach(what -> to.println("  " + what + "."));
    if (problems.size() > SHOWN) {
      to.printf("  … and %,d more%n", problems.size() - SHOWN);
    }
    to.println(
        made.audit().isGood()
            ? "Good: each certificate is signed and in a log, and none %swas removed."
                .formatted(made.audit().removed() > 0 ? "else " : "")
            : "Not good: see above; the portal shows it.");
  }
}
