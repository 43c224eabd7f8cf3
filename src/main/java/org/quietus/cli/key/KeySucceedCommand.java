package org.quietus.cli.key;

import java.util.concurrent.Callable;
import org.quietus.certificate.KeySuccession;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.EvidenceHome;
import org.quietus.job.Refusal;
import org.quietus.policy.JobFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Puts a new signing key in the place of the present one. */
@Command(
    name = "succeed",
    mixinStandardHelpOptions = true,
    header = {"Puts a new signing key in the place of the present one.", ""},
    description = {
      "Makes a new key pair for certificates. The earlier key signs that the new one takes its"
          + " place; that statement lies in the evidence store and is in the log, so that whoever"
          + " trusts the earlier key can trust the new one. What was signed before stays good.",
      "The earlier private key is kept beside the new one, and is not used any more. Destroy it"
          + " when no run goes on that began before."
    },
    footer = {"", "Example:", "  quietus key succeed jobs/crm.yaml"})
public final class KeySucceedCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  public KeySucceedCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    JobFile read = job.read(surroundings);
    if (!read.evidence().signer().isEmpty()) {
      throw new Refusal(
          "the key is not in a file, but that of the program under 'evidence: signer'; to sign with"
              + " another one, let the program do so and replace signing.pub.pem; auditors need"
              + " both public keys then");
    }
    KeySuccession succession =
        new KeySuccession(
            new EvidenceHome(read.evidence(), surroundings.clock()).store(),
            read.evidence().keys());
    KeySuccession.Succeeded done = succession.succeed(surroundings.clock().instant());
    output.print(
        done,
        out -> {
          out.printf(
              "key %s took the place of %s; its public half is %s%n",
              done.to(), done.from(), done.publicFile());
          out.printf("the earlier private key is kept as %s%n", done.retired());
        });
    return ExitCode.OK.code();
  }
}
