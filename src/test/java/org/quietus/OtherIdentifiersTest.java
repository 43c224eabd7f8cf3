package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** The job file may name other identifiers while requests are open. */
class OtherIdentifiersTest {
  private static final String SCHEMA = "other_identifiers";
  private static final String JOB =
      """
      quietus: 1
      job: letters
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email, login: text }
          created: since
      erasure:
        clock: { settle: P1D }
        records:
          crm.member: { then: delete }
      """;
  private static final int PARTIAL = 8;

  @TempDir static Path files;
  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.h2(files);
  private OpenedJob job;
  private String ann;

  @BeforeEach
  void asks() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE member (id INT PRIMARY KEY, email VARCHAR(80), login VARCHAR(80), since"
            + " TIMESTAMP(0) NOT NULL)",
        "INSERT INTO member VALUES (1, 'ann@example.org', 'Ann@example.org', '2021-01-01"
            + " 10:00:00'), (2, 'bob@example.org', 'bob', '2021-01-01 10:00:00')");
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    ann = job.request("email: ann@example.org");
  }

  @Test
  void aRequestWithoutAnyOfThemWaits() throws Exception {
    OpenedJob without = changed("identifiers: { login: text }");

    CommandRun run = without.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.out()).contains("request " + ann, "bring them back under 'identifiers'");
    assertThat(without.command("request show", ann).out()).contains("approved");
    assertThat(members()).contains("ann@example.org");

    run = approved(changed("identifiers: { email: email }"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(members()).doesNotContain("ann@example.org").contains("bob@example.org");
  }

  @Test
  void whoSettlesIsKnownByTheColumnsThatAreLeft() throws Exception {
    assertThat(job.run().exitCode()).isZero();

    settles(changed("identifiers: { email: email }"));
  }

  @Test
  void whoSettlesMayHaveWhatNoValueOfAColumnCanBeAnyMore() throws Exception {
    assertThat(job.run().exitCode()).isZero();

    settles(changed("identifiers: { email: phone, login: email }"));
  }

  private void settles(OpenedJob with) {
    CommandRun run = approved(with.at("2026-03-05T12:00:00Z"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(with.command("request show", ann).out()).contains("completed");
  }

  private OpenedJob changed(String identifiers) throws Exception {
    return new OpenedJob(
        directory,
        engine.server(),
        SCHEMA,
        JOB.replace("identifiers: { email: email, login: text }", identifiers));
  }

  private static CommandRun approved(OpenedJob job) {
    String plan = job.command("run").err().strip().replaceFirst("(?s).* ", "");
    assertThat(job.command("approve", plan).exitCode()).isZero();
    return job.run();
  }

  private String members() throws Exception {
    return engine.rows(SCHEMA).get("member").toString();
  }
}
