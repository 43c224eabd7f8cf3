package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.cli.CommandRun;

/**
 * An evidence store that takes files when a run begins, and takes none when its certificate is due.
 */
class StoreLostAtIssueTest {
  private static final String SCHEMA = "store_lost";
  private static final String JOB =
      """
      quietus: 1
      job: lost
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        old-visits: { records: crm.visit, keep: P1Y, from: visited_on, then: delete }
      """;

  @TempDir static Path files;
  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.h2(files);
  private OpenedJob job;

  @BeforeEach
  void fill() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE visit (id INT PRIMARY KEY, visited_on DATE)",
        "INSERT INTO visit VALUES (1, '2020-01-01'), (2, '2020-01-01'), (3, '2026-02-01')");
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    Files.createDirectories(job.evidence());
  }

  @ParameterizedTest
  @ValueSource(strings = {"keys", "log"})
  void theRunIsNotCompleteAndTheNextStartCertifiesItWithoutWorkingAgain(String where)
      throws Exception {
    Path inTheWay = Files.writeString(job.evidence().resolve(where), "no folder");
    CommandRun lost = job.command("run");

    assertThat(lost.exitCode()).as(lost.err()).isEqualTo(4);
    assertThat(lost.out() + lost.err())
        .contains("of the evidence store")
        .doesNotContain("COMPLETE", "Exception", "report this");
    List<String> ledger = control().get("ledger");
    assertThat(ledger).hasSize(1);
    assertThat(control().get("run")).singleElement().asString().contains("state=open");

    Files.delete(inTheWay);
    CommandRun again = job.run();

    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(control().get("ledger")).isEqualTo(ledger);
    String lostRun = again.json().get("resumed").get(0).asString();
    assertThat(job.certificatesOf(lostRun))
        .singleElement()
        .extracting(certificate -> certificate.targets().get(0).counts().deleted())
        .isEqualTo(2L);
    CommandRun audit =
        CommandRun.onDatabases(job.environment())
            .run("certificate", "audit", job.evidence().toString());
    assertThat(audit.exitCode()).as(audit.out()).isZero();
  }

  private Map<String, List<String>> control() throws Exception {
    return engine.control(SCHEMA);
  }
}
