package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
  private static final String WITH_ID = "identifiers: { email: email, login: id }";
  private static final int WAITS = 7;
  private static final int PARTIAL = 8;
  private static final int TO_DO = 9;

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
    assertThat(run.out()).contains("request " + ann, "bring it back under 'identifiers'");
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

  @Test
  void aRequestThatCameWithOneBesideOthersWaits() throws Exception {
    comesWithLogin("(3, NULL, 'ann-2', '2021-01-01 10:00:00')");
    OpenedJob without = changed("identifiers: { email: email }");

    CommandRun run = approved(without);

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.out()).contains("request " + ann, "(id)", "as 'member.id'", "cancel");
    assertThat(without.command("request show", ann).out()).contains("approved");
    assertThat(members()).contains("ann@example.org", "ann-2");

    run = approved(soughtNoMore());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(members()).doesNotContain("ann@example.org").contains("ann-2");
  }

  @Test
  void whoIsLateUnderOneThatIsGoneIsNotPassedOver() throws Exception {
    comesWithLogin();
    assertThat(job.run().exitCode()).isZero();
    engine.execute(SCHEMA, "INSERT INTO member VALUES (3, NULL, 'ann-2', '2021-01-01 10:00:00')");
    OpenedJob without = changed("identifiers: { email: email }").at("2026-03-05T12:00:00Z");

    CommandRun run = approved(without);

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.out()).contains("request " + ann, "as 'member.id'").doesNotContain("cancel");
    assertThat(without.command("request show", ann).out()).contains("settling");

    settles(soughtNoMore());
  }

  @Test
  void whoIsInACopyUnderOneThatIsGoneIsNotPassedOver() throws Exception {
    Path dumps = Files.createDirectories(directory.resolve("disk"));
    String backups =
        """
        object-stores: { disk: { url: "%s" } }
        backups:
          nightly: { of: crm, in: disk, objects: "*.sql", format: mysqldump, keep: P90D,
            on-erasure: rewrite, pitr: none }
        """
            .formatted(dumps.toUri());
    comesWithLogin();
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.at("2026-03-05T12:00:00Z").run().exitCode()).isZero();
    assertThat(job.command("request show", ann).out()).contains("completed");
    Files.writeString(
        dumps.resolve("old.sql"),
        """
        -- MySQL dump 10.13
        CREATE TABLE `member` (`id` int NOT NULL, `email` varchar(80), `login` varchar(80),
          `since` datetime NOT NULL, PRIMARY KEY (`id`));
        INSERT INTO `member` VALUES (7,NULL,'ann-2','2021-01-01 10:00:00');
        -- Dump completed on 2026-02-01  0:00:00
        """);
    OpenedJob without = changed("identifiers: { email: email }").at("2026-03-06T12:00:00Z");
    Files.writeString(without.file(), Files.readString(without.file()) + backups);

    CommandRun run = approved(without);

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.out() + run.err()).contains("nightly", "of type id", "as 'member.id'");
    CommandRun check = replay(without, "--check");
    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(TO_DO);
    assertThat(check.out()).contains("of type id");
    assertThat(replay(without).exitCode()).isEqualTo(PARTIAL);
    assertThat(replay(without, "--accept", "subjects").exitCode()).isZero();

    OpenedJob said = soughtNoMore().at("2026-03-07T12:00:00Z");
    Files.writeString(said.file(), Files.readString(said.file()) + backups);
    run = approved(said);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(replay(said, "--check").exitCode()).isZero();

    OpenedJob again = changed(WITH_ID).at("2026-03-08T12:00:00Z");
    Files.writeString(again.file(), Files.readString(again.file()) + backups);
    run = approved(again);
    assertThat(run.out() + run.err()).contains("left for review");
  }

  private void comesWithLogin(String... further) throws Exception {
    job = changed(WITH_ID);
    for (String row : further) {
      engine.execute(SCHEMA, "INSERT INTO member VALUES " + row);
    }
    job.command("request cancel", ann);
    ann = job.request("email: ann@example.org\nid: ann-2");
  }

  private OpenedJob soughtNoMore() throws Exception {
    OpenedJob job = changed("identifiers: { email: email }");
    Files.writeString(
        job.file(), Files.readString(job.file()) + "former-subjects: { member.id: dropped }\n");
    return job;
  }

  private static CommandRun replay(OpenedJob job, String... options) {
    List<String> all =
        new ArrayList<>(List.of("--database", "crm", "--snapshot", "2026-02-20T00:00:00Z"));
    all.addAll(List.of(options));
    return job.command("replay", all.toArray(String[]::new));
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
    CommandRun run = job.run();
    if (run.exitCode() != WAITS) {
      return run;
    }
    String plan = run.err().strip().replaceFirst("(?s).* ", "");
    assertThat(job.command("approve", plan).exitCode()).isZero();
    return job.run();
  }

  private String members() throws Exception {
    return engine.rows(SCHEMA).get("member").toString();
  }
}
