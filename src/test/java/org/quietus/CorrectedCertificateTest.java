package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/**
 * A certificate that was issued before the end of its run was recorded is corrected, not changed.
 */
class CorrectedCertificateTest {
  private static final String SCHEMA = "corrected";

  @TempDir Path directory;
  @TempDir static Path files;

  @Test
  void whatARunDidAfterItsCertificateStandsOnACorrection() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
    assertThat(job.command("run", "--only", "retention").exitCode()).isZero();
    Certificate first = job.certificates().get(0);
    // as if it had been killed between its certificate and the end, and a row had come meanwhile
    engine.execute(
        SCHEMA,
        "UPDATE quietus.run SET state = 'open', ended_at = NULL, outcome = NULL",
        "INSERT INTO visit (n, customer_id, visited_at) VALUES (7001, 3, '2024-05-01 10:00:00')");

    CommandRun again = job.command("run", "--only", "retention");

    assertThat(again.exitCode()).as(again.err()).isZero();
    List<Certificate> issued = job.certificatesOf(first.identity().occasion().id());
    assertThat(issued).hasSize(2);
    assertThat(issued.get(0)).isEqualTo(first);
    Certificate correction = issued.get(1);
    assertThat(correction.identity().type()).isEqualTo(CertificateType.CORRECTION);
    assertThat(correction.identity().supersedes()).isEqualTo(Optional.of(first.id()));
    assertThat(deletedVisits(correction)).isEqualTo(deletedVisits(first) + 1);
    CommandRun audit =
        CommandRun.onDatabases(job.environment())
            .run("certificate", "audit", job.evidence().toString());
    assertThat(audit.exitCode()).as(audit.out()).isZero();
  }

  private static long deletedVisits(Certificate certificate) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals("crm.visit"))
        .map(TargetRecord::counts)
        .mapToLong(counts -> counts.deleted())
        .sum();
  }
}
