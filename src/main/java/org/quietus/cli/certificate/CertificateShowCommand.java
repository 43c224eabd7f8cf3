package org.quietus.cli.certificate;

import java.util.Base64;
import java.util.concurrent.Callable;
import org.quietus.certificate.Verdict;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.cli.output.Json;
import org.quietus.evidence.EvidenceName;
import org.quietus.policy.Language;
import org.quietus.report.text.CertificateText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows one certificate. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    header = {"Prints one certificate.", ""},
    description = {
      "Prints a certificate of a job's evidence store as text, or with --json the statement that"
          + " was signed. One that is not good is not shown."
    },
    footer = {
      "",
      "Examples:",
      "  quietus certificate show jobs/crm.yaml CERTIFICATE",
      "  quietus certificate show jobs/crm.yaml CERTIFICATE --language zh"
    })
public final class CertificateShowCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private CertificateParameter id;
  @Mixin private JsonOption output;

  @Option(
      names = "--language",
      paramLabel = "LANGUAGE",
      defaultValue = "en",
      description =
          "The language of the text: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private Language language = Language.EN;

  public CertificateShowCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Evidence evidence = Evidence.of(job.read(surroundings), surroundings.clock());
    String meant = id.in(evidence);
    Verdict verdict = evidence.certificate(meant).verdict();
    if (!(verdict instanceof Verdict.Good good)) {
      output.print(verdict, out -> out.println(verdict.describe()));
      return ExitCode.NOT_VERIFIED.code();
    }
    output.print(
        statement(evidence, meant),
        out -> out.print(CertificateText.render(good.certificate(), language)));
    return ExitCode.OK.code();
  }

  private static Object statement(Evidence evidence, String id) {
    byte[] envelope = evidence.store().read(EvidenceName.certificate(id)).orElseThrow();
    String payload = Json.read(envelope).get("payload").asString();
    return Json.read(Base64.getDecoder().decode(payload));
  }
}
