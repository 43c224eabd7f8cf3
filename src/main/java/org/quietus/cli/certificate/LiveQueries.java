package org.quietus.cli.certificate;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Verification;
import org.quietus.cli.input.CommandContext;
import org.quietus.evidence.EvidenceName;
import org.quietus.job.EvidenceHome;
import org.quietus.job.JobSession;
import org.quietus.job.LiveReading;
import org.quietus.job.Refusal;
import org.quietus.policy.InvalidInput;
import org.quietus.policy.JobFile;
import org.quietus.policy.read.JobFiles;

/**
 * Asks the verification queries of a certificate again, on the databases of a job and under the job
 * file that the certificate was issued under.
 */
final class LiveQueries {
  private final CommandContext surroundings;
  private final Path file;

  LiveQueries(CommandContext surroundings, Path file) {
    this.surroundings = surroundings;
    this.file = file;
  }

  /**
   * Connects and asks.
   *
   * @throws Refusal if it is another job, or the job file of that time is not in the evidence store
   */
  LiveReading ask(Certificate certificate) {
    JobFile today = JobFiles.load(file, surroundings.environment());
    requireSameJob(certificate, today);
    String digest = certificate.authority().jobFile().hex();
    String text =
        Evidence.jobFile(new EvidenceHome(today.evidence(), surroundings.clock()).store(), digest);
    JobFile then;
    try {
      then =
          JobFiles.read(EvidenceName.jobFile(digest).toString(), text, surroundings.environment());
    } catch (InvalidInput refused) {
      return cannot(certificate, refused.problems().get(0).what());
    }
    try (JobSession session = surroundings.sessions().open(today, surroundings.clock())) {
      return session.readAgain(certificate, then);
    }
  }

  /** Jobs may share a store, and their databases names of tables; none vouches for another. */
  private void requireSameJob(Certificate certificate, JobFile today) {
    String job = certificate.authority().job();
    if (!job.equals(today.job())) {
      throw new Refusal(
          "the certificate is of job '%s', and %s is of job '%s'; name the job file of '%1$s'"
              .formatted(job, file, today.job()));
    }
  }

  private static LiveReading cannot(Certificate certificate, String what) {
    return new LiveReading(
        certificate.verification().stream()
            .flatMap((Verification verification) -> verification.checks().stream())
            .map(
                check ->
                    new LiveReading.Line(
                        check.target(),
                        check.query().hex(),
                        OptionalLong.empty(),
                        0,
                        "the job file of that time is not accepted any more: " + what))
            .toList());
  }

  /** A line for people. */
  static String text(LiveReading.Line line) {
    if (line.due().isEmpty()) {
      return "  " + line.target() + ": cannot be asked again, because " + line.remark();
    }
    String rows =
        line.due().getAsLong() == 0
            ? "0 rows are due, still true"
            : "%,d rows are due%s"
                .formatted(
                    line.due().getAsLong(),
                    line.isFound() ? ", which should be gone" : ", as the certificate says");
    return "  " + line.target() + ": " + rows + " (" + line.remark() + ")";
  }
}
