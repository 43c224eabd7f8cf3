package org.quietus.cli.key;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.certificate.KeySuccession;
import org.quietus.certificate.seal.JobKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.certificate.seal.SuccessorKey;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JobParameter;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.EvidenceHome;
import org.quietus.job.Refusal;
import org.quietus.policy.JobFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts a new signing key, or a new key of the log, in the place of the present one. */
@Command(
    name = "succeed",
    mixinStandardHelpOptions = true,
    header = {"Puts a new key in the place of the present one.", ""},
    description = {
      "Makes a new key pair for certificates, or with --log for their log. Both keys sign that the"
          + " new one takes the place of the earlier one; that statement lies in the evidence store"
          + " and is in the log, so that anybody who trusts one of them can trust the other. What was"
          + " signed before stays good.",
      "A new key of the log begins a log of its own, whose first entry is that statement. Runs that"
          + " began before may add to the earlier log; both are audited.",
      "With --signer the new key is that of a program, as under 'evidence: signer' in a job file;"
          + " put its public half into the key directory as signing-next.pub.pem first.",
      "The earlier private key is kept beside the new one, and is not used any more. Destroy it"
          + " when no run goes on that began before."
    },
    footer = {
      "",
      "Examples:",
      "  quietus key succeed jobs/crm.yaml",
      "  quietus key succeed jobs/crm.yaml --log",
      "  quietus key succeed jobs/crm.yaml --signer /usr/local/bin/kms-sign key-2"
    })
public final class KeySucceedCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Mixin private JobParameter job;
  @Mixin private JsonOption output;

  @Option(names = "--log", description = "The key of the log, instead of that of certificates.")
  private boolean ofLog;

  @Option(
      names = "--signer",
      arity = "1..*",
      paramLabel = "PROGRAM",
      description = "The program that signs with the new key, and its arguments.")
  private List<String> signer = List.of();

  public KeySucceedCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    if (ofLog && !signer.isEmpty()) {
      throw new Refusal("the log has its key in a file; leave out --signer");
    }
    Use use = ofLog ? Use.LOG : Use.CERTIFICATES;
    JobFile read = job.read(surroundings);
    JobKeys keys = EvidenceHome.keys(read.evidence());
    SuccessorKey successor =
        signer.isEmpty()
            ? SuccessorKey.inFile(keys.directory(), use, keys.passphrase())
            : SuccessorKey.ofProgram(keys.directory(), use, signer);
    KeySuccession succession =
        new KeySuccession(new EvidenceHome(read.evidence(), surroundings.clock()).store(), keys);
    KeySuccession.Succeeded done =
        succession.succeed(use, successor, surroundings.clock().instant());
    output.print(done, out -> print(done, use, keys, out));
    return ExitCode.OK.code();
  }

  private void print(KeySuccession.Succeeded done, Use use, JobKeys keys, PrintWriter out) {
    out.printf(
        "key %s took the place of %s; its public half is %s%n",
        done.to(), done.from(), done.publicFile());
    done.retired().ifPresent(file -> out.println("the earlier private key is kept as " + file));
    if (use == Use.CERTIFICATES && !keys.signer().equals(signer)) {
      out.println(
          signer.isEmpty()
              ? "the key is in a file now: take 'signer' out of the job file before the next run"
              : "write this program as 'signer' under 'evidence' of the job file before the next"
                  + " run");
    }
  }
}
