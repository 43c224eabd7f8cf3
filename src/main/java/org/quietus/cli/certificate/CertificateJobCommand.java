package org.quietus.cli.certificate;

import java.util.Map;
import java.util.concurrent.Callable;
import org.quietus.certificate.CertificateReader.Stored;
import org.quietus.certificate.Verdict;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows the job file that a certificate was issued under. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    header = {"Prints the job file that a certificate was issued under.", ""},
    description = {
      "Prints the text of the job file whose SHA-256 stands on a certificate, as it was then,"
          + " before its variables were replaced. A certificate that is not good is not looked at."
    },
    footer = {"", "Example:", "  quietus certificate job jobs/crm.yaml CERTIFICATE"})
public final class CertificateJobCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private CertificateParameter id;
  @Mixin private JsonOption output;

  public CertificateJobCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    Evidence evidence = Evidence.of(job.read(surroundings), surroundings.clock());
    Stored stored = id.stored(evidence);
    if (!(stored.verdict() instanceof Verdict.Good good)) {
      output.print(stored.verdict(), out -> out.println(stored.verdict().describe()));
      return ExitCode.NOT_VERIFIED.code();
    }
    String digest = good.certificate().authority().jobFile().hex();
    String text = Evidence.jobFile(evidence.store(), digest);
    output.print(Map.of("sha256", digest, "text", text), out -> out.print(text));
    return ExitCode.OK.code();
  }
}
