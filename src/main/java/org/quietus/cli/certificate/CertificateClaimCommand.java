package org.quietus.cli.certificate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import org.quietus.certificate.SubjectCommitment;
import org.quietus.certificate.Verdict;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.IdentifierSource;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.job.Refusal;
import org.quietus.subject.Identifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows whether a certificate is about somebody. */
@Command(
    name = "claim",
    mixinStandardHelpOptions = true,
    header = {"Checks whose certificate it is.", ""},
    description = {
      "Checks that a certificate is good, and that it is about the person with these identifiers:"
          + " those of the request, all of them and no other. Only who has the receipt of the"
          + " request can do that; nobody can guess a person from a certificate without it.",
      "Nothing is sent anywhere, and no job file is needed."
    },
    footer = {
      "",
      "Example:",
      "  echo 'email: jo@example.com' | quietus certificate claim received.json"
          + " --key controller.pub.pem --receipt 5f0c… --identifiers-from -"
    })
public final class CertificateClaimCommand implements Callable<Integer> {
  private final CommandContext surroundings;

  @Spec private CommandSpec command;
  @Mixin private JsonOption output;

  @Mixin private CertificateFile certificate;

  @Option(
      names = "--receipt",
      paramLabel = "HEX",
      required = true,
      description = "The receipt of the request, 64 hexadecimal digits.")
  private String receipt;

  @Option(
      names = "--identifiers-from",
      paramLabel = "FILE",
      required = true,
      description = "The person: a file of UTF-8 text, or - for the standard input.")
  private Path identifiers;

  public CertificateClaimCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints. */
  record Claim(boolean good, boolean theirs, String finding) {}

  @Override
  public Integer call() throws IOException {
    byte[] nonce = nonce();
    List<Identifier> given =
        IdentifierSource.read(identifiers, surroundings, command.commandLine().getErr());
    Claim claim = claim(certificate.checked().verdict(), nonce, given);
    output.print(claim, out -> out.println(claim.finding()));
    return claim.theirs() ? ExitCode.OK.code() : ExitCode.NOT_VERIFIED.code();
  }

  private byte[] nonce() {
    try {
      byte[] nonce = HexFormat.of().parseHex(receipt.strip());
      if (nonce.length == SubjectCommitment.NONCE_BYTES) {
        return nonce;
      }
    } catch (IllegalArgumentException e) {
      // told below, without the value
    }
    throw new Refusal("--receipt is not 64 hexadecimal digits; 'request add' printed it");
  }

  private static Claim claim(Verdict verdict, byte[] nonce, List<Identifier> given) {
    if (!(verdict instanceof Verdict.Good good)) {
      return new Claim(false, false, verdict.describe());
    }
    if (good.certificate().subject().isEmpty()) {
      return new Claim(true, false, "The certificate is about a run, and about no one person.");
    }
    boolean theirs =
        good.certificate()
            .subject()
            .get()
            .equals(
                SubjectCommitment.of(
                    nonce,
                    given.stream()
                        .map(i -> new SubjectCommitment.Identifier(i.type().name(), i.value()))
                        .toList()));
    return new Claim(
        true,
        theirs,
        theirs
            ? "Theirs: the certificate is good, and about the person with these identifiers."
            : "Not shown to be theirs: the receipt is that of another request, or the identifiers"
                + " are not exactly those of the request. Give all that were in it, and no other.");
  }
}
