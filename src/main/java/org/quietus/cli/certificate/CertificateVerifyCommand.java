package org.quietus.cli.certificate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.log.LogCheck;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.log.TrustPolicy;
import org.quietus.cli.input.CommandContext;
import org.quietus.cli.input.JsonOption;
import org.quietus.cli.output.ExitCode;
import org.quietus.evidence.EvidenceStores;
import org.quietus.job.LiveReading;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a certificate file. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    header = {"Checks a certificate file.", ""},
    description = {
      "Checks that a certificate is what a key signed, unchanged, and consistent in itself. Needs"
          + " the file and a public key, nothing else; openssl can do the same, see the README.",
      "If the proof that it is in a log lies beside it, under the same name with the ending"
          + " .tlog-proof, that is checked too. With --policy it has to be there, and to be"
          + " cosigned by the witnesses that the policy asks for.",
      "With --timestamp-authority it has to be in a log that the authority time-stamped, in the"
          + " evidence store that FILE lies in; the proven time is told.",
      "With --live the verification queries of the certificate are asked again, on the databases of"
          + " a job and with its read-only 'verify' user if it has one: how many rows are there"
          + " today that should be gone. Exit code 6 if there are any, 8 if a query cannot be asked"
          + " any more."
    },
    footer = {
      "",
      "Examples:",
      "  quietus certificate verify evidence/certificates/….json",
      "  quietus certificate verify received.json --key controller.pub.pem",
      "  quietus certificate verify received.json --key controller.pub.pem --policy trust.policy",
      "  quietus certificate verify evidence/certificates/….json --live jobs/crm.yaml"
    })
public final class CertificateVerifyCommand implements Callable<Integer> {

  @Mixin private JsonOption output;

  @Mixin private CertificateFile certificate;

  @Mixin private LogTrust logs = new LogTrust();

  @Mixin private Disclosed disclosed = new Disclosed();

  @Option(
      names = "--live",
      paramLabel = "JOB",
      description = "A job file whose databases are asked again what the certificate says of them.")
  private Optional<Path> live = Optional.empty();

  private final CommandContext surroundings;

  public CertificateVerifyCommand(CommandContext surroundings) {
    this.surroundings = surroundings;
  }

  /** What {@code --json} prints. */
  record Check(
      boolean good,
      String finding,
      String log,
      Optional<String> time,
      List<Disclosed.Finding> disclosed,
      List<LiveReading.Line> live) {}

  @Override
  public Integer call() throws IOException {
    CertificateFile.Checked checked = certificate.checked();
    Verdict verdict = checked.verdict();
    LogCheck log = log(checked.content());
    Optional<ProvenTime> time = time(checked.content(), verdict);
    List<Disclosed.Finding> details =
        verdict instanceof Verdict.Good sound ? disclosed.of(sound.certificate()) : List.of();
    boolean good =
        verdict.isGood()
            && log.isGood()
            && time.map(ProvenTime::isGood).orElse(true)
            && details.stream().allMatch(Disclosed.Finding::good);
    LiveReading reading =
        good && live.isPresent()
            ? new LiveQueries(surroundings, live.get()).ask(((Verdict.Good) verdict).certificate())
            : new LiveReading(List.of());
    output.print(
        new Check(
            good,
            verdict.describe(),
            log.finding(),
            time.map(ProvenTime::finding),
            details,
            reading.lines()),
        out -> {
          out.println(verdict.describe());
          out.println(log.finding());
          time.ifPresent(one -> out.println(one.finding()));
          details.forEach(one -> out.println(one.text()));
          reading.lines().forEach(line -> out.println(LiveQueries.text(line)));
        });
    if (!good || reading.isFound()) {
      return ExitCode.NOT_VERIFIED.code();
    }
    return reading.isWhole() ? ExitCode.OK.code() : ExitCode.PARTIAL.code();
  }

  private LogCheck log(byte[] content) throws IOException {
    Optional<TrustPolicy> policy = logs.policy();
    List<NoteKey> keys = logs.keys(policy, EvidenceStores.around(certificate.path()));
    Optional<byte[]> proof = proof();
    return policy.isPresent()
        ? LogCheck.of(content, proof, keys, policy.get(), surroundings.clock().instant())
        : LogCheck.of(content, proof, keys);
  }

  private Optional<ProvenTime> time(byte[] content, Verdict verdict) {
    Optional<Instant> issued =
        verdict instanceof Verdict.Good good
            ? Optional.of(good.certificate().identity().issuedAt())
            : Optional.empty();
    return logs.authority()
        .map(
            authority ->
                ProvenTime.of(
                    certificate.path(),
                    content,
                    issued,
                    logs.keys(logs.policy(), EvidenceStores.around(certificate.path())),
                    authority));
  }

  /** The file of the same name beside it. */
  private Optional<byte[]> proof() throws IOException {
    Path file = certificate.path();
    String name = file.getFileName().toString().replaceFirst("\\.json$", "") + ".tlog-proof";
    Path proof = file.resolveSibling(name);
    return Files.isRegularFile(proof) ? Optional.of(Files.readAllBytes(proof)) : Optional.empty();
  }
}
