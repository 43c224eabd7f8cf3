package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Authority;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** The design's invariants that show only in whole runs; the others are named where they live. */
abstract class InvariantsContract {
  private static final String SCHEMA = "shop_invariants";
  private static final int REFUSED = 2;
  private static final int FAILED = 4;
  private static final int NOT_GONE = 6;
  private static final int WAITS = 7;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** DDL of a trigger that makes each deletion from a table fail. */
  abstract String refusing(String table);

  /** DDL of a trigger that runs a statement after each deletion from a table. */
  abstract String following(String table, String statement);

  @BeforeEach
  void fill() throws Exception {
    engine().untouched(SCHEMA);
    engine().fill(SCHEMA);
    job = opened(OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void invariant3AnonymisingEnds() throws Exception {
    assertThat(job.run().exitCode()).isZero();
    Map<String, List<String>> once = engine().rows(SCHEMA);
    assertThat(row(once, "customer", "id=11 "))
        .doesNotContain("anonymised_at=null")
        .contains("changed_at=2020-01-01");

    assertThat(job.at("2026-03-01T13:00:00Z").run().exitCode()).isZero();
    assertThat(engine().rows(SCHEMA)).isEqualTo(once);

    OpenedJob endless = opened(edited("mark: anonymised_at\n", "").replace("redact", "random"));
    refuses(endless.command("validate"), "NO-DONE-PREDICATE");
  }

  @Test
  void invariant4FrozenPerRun() throws Exception {
    engine().execute(SCHEMA, refusing("chat"));
    CommandRun first = job.run();
    assertThat(first.exitCode()).isEqualTo(FAILED);
    String unfinished = first.json().get("runId").asString();
    engine().execute(SCHEMA, "DROP TRIGGER leak");

    OpenedJob changed = opened(edited("keep: P1Y", "keep: P2Y")).at("2026-06-05T12:00:00Z");
    CommandRun refused = changed.run();
    assertThat(refused.exitCode()).isEqualTo(WAITS);
    assertThat(refused.err()).contains("quietus abandon", unfinished);

    job = opened(OpenedJob.text("/e2e/shop.yaml")).at("2026-06-05T12:00:00Z");
    assertThat(job.run().exitCode()).isZero();
    assertThat(cutoffs(unfinished)).contains(Instant.parse("2025-08-31T22:00:00Z"));
    assertThat(job.command("status", "--json").json().get("runs").size()).isEqualTo(2);
    assertThat(row(engine().rows(SCHEMA), "customer", "id=9 ")).doesNotContain("at@example.org");
  }

  @Test
  void invariant17ARunThatNoCertificateFitsIsAbandoned() throws Exception {
    engine().execute(SCHEMA, refusing("chat"));
    String unfinished = job.run().json().get("runId").asString();
    engine()
        .execute(
            SCHEMA, "DROP TRIGGER leak", "UPDATE quietus.run_step SET rule_name = 'two\nlines'");
    assertThat(job.run().exitCode()).isEqualTo(FAILED);

    CommandRun abandoned = job.command("abandon", unfinished);

    assertThat(abandoned.exitCode()).as(abandoned.err()).isZero();
    assertThat(abandoned.err()).contains(unfinished + " could not be certified", "one line");
    assertThat(job.command("status", "--json").json().get("unfinished").isNull()).isTrue();
    assertThat(job.run().exitCode()).isZero();
  }

  @Test
  void invariant17ARunWhosePlanIsRefusedByNowIsAbandoned() throws Exception {
    engine().execute(SCHEMA, refusing("chat"));
    String unfinished = job.run().json().get("runId").asString();
    engine()
        .execute(
            SCHEMA, "DROP TRIGGER leak", "CREATE TABLE keyless (customer_id INT, note VARCHAR(9))");
    engine()
        .execute(
            SCHEMA, "ALTER TABLE keyless ADD FOREIGN KEY (customer_id) REFERENCES customer (id)");
    assertThat(job.command("plan").exitCode()).as("without a disposition").isEqualTo(REFUSED);

    CommandRun abandoned = job.command("abandon", unfinished);

    assertThat(abandoned.exitCode()).as(abandoned.err()).isZero();
    assertThat(job.command("status", "--json").json().get("unfinished").isNull()).isTrue();
  }

  @Test
  void invariant8NothingSilentlyLeft() throws Exception {
    String text = OpenedJob.text("/e2e/shop.yaml");
    refuses(
        opened(text.replaceAll("(?m)^ *crm.payment:.*\n", "")).command("run"), "payment", "then");
    engine().execute(SCHEMA, "CREATE TABLE keyless (customer_id INT, note VARCHAR(9))");
    refuses(
        opened(
                text.replace(
                    "retention:\n",
                    "retention:\n  notes: { records: crm.keyless, keep: P1Y, from: note, then:"
                        + " delete }\n"))
            .command("run"),
        "keyless",
        "primary key");
    assertThat(engine().rows(SCHEMA).get("payment")).isNotEmpty();
  }

  @Test
  void invariant9AnonymisedMeansIrreversible() {
    CommandRun run = job.run();
    Certificate certificate = certificate(run);
    boolean originalsSurvive =
        certificate.residuals().copies().stream()
            .anyMatch(copy -> copy.place() == Residuals.Place.BINARY_LOG);
    assertThat(originalsSurvive).isEqualTo(!engine().isH2());
    assertThat(certificate.targets())
        .filteredOn(target -> target.name().equals("crm.customer"))
        .extracting(target -> target.counts().anonymised(), target -> target.counts().masked())
        .containsExactly(originalsSurvive ? tuple(0L, 3L) : tuple(3L, 0L));
  }

  @Test
  void invariant12VerifyByReadingAgain() throws Exception {
    engine()
        .execute(
            SCHEMA,
            following(
                "visit",
                "INSERT INTO chat SELECT MAX(id) + 1, 3, '2015-01-01 00:00:00', 'back' FROM chat"),
            following(
                "chat",
                "INSERT INTO visit SELECT 3, '2015-01-01 00:00:00', MAX(n) + 1, 'back' FROM"
                    + " visit"));
    CommandRun run = job.command("run", "--only", "retention", "--slots", "1", "--json");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(NOT_GONE);
    assertThat(run.json().get("outcome").asString()).isEqualTo("UNFINISHED");
    assertThat(job.evidence().resolve("certificates")).doesNotExist();

    engine().execute(SCHEMA, "DROP TRIGGER after_visit", "DROP TRIGGER after_chat");
    CommandRun mended = job.command("run", "--only", "retention", "--json");
    assertThat(mended.exitCode()).as(mended.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("visit")).noneMatch(row -> row.contains("back"));
    assertThat(certificate(mended).outcome()).isNotEqualTo(Outcome.PARTIAL);
  }

  @Test
  void invariant17RowsThatKeepComingBackAreNamedByTheSecondStart() throws Exception {
    engine()
        .execute(
            SCHEMA,
            following(
                "visit",
                "INSERT INTO chat SELECT MAX(id) + 1, 3, '2015-01-01 00:00:00', 'back' FROM chat"),
            following(
                "chat",
                "INSERT INTO visit SELECT 3, '2015-01-01 00:00:00', MAX(n) + 1, 'back' FROM"
                    + " visit"));
    assertThat(job.command("run", "--only", "retention", "--slots", "1").exitCode())
        .isEqualTo(NOT_GONE);
    CommandRun second = job.command("run", "--only", "retention", "--slots", "1");
    assertThat(second.err()).contains("ended: PARTIAL");
    assertThat(second.out()).containsPattern("rows? of crm\\.\\w+ (is|are) still there");

    engine().execute(SCHEMA, "DROP TRIGGER after_visit", "DROP TRIGGER after_chat");
    assertThat(job.command("run", "--only", "retention").exitCode()).isZero();
    assertThat(engine().rows(SCHEMA).get("visit")).noneMatch(row -> row.contains("back"));
  }

  @Test
  void invariant14FailClosed() throws Exception {
    Map<String, List<String>> before = engine().rows(SCHEMA);
    String file =
        edited("status = 'closed'", "status = (SELECT MAX(status) FROM customer)")
            .replace("keep: P1Y", "keep: one year")
            .replace("full_name: redact", "full_name: ~");
    refuses(opened(file).command("run"), "job.yaml:21:", "job.yaml:26:", "job.yaml:28:");
    String catalog =
        edited("records: crm.visit,", "records: crm.visti,")
            .replace("from: sent_at", "from: sent_ta")
            .replace("full_name: redact", "full_name: set-null");
    refuses(opened(catalog).command("run"), "'visit'", "'sent_at'", "'customer.full_name'");
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    assertThat(engine().control(SCHEMA)).isEmpty();
  }

  private List<Instant> cutoffs(String run) {
    return job.certificatesOf(run).get(0).authority().rules().stream()
        .map(Authority.AppliedRule::cutoff)
        .flatMap(Optional::stream)
        .toList();
  }

  private Certificate certificate(CommandRun run) {
    return job.certificatesOf(run.json().get("runId").asString()).get(0);
  }

  private static void refuses(CommandRun run, String... words) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(REFUSED);
    assertThat(run.out() + run.err()).contains(words);
  }

  private static String row(Map<String, List<String>> rows, String table, String start) {
    return rows.get(table).stream().filter(row -> row.startsWith(start)).findFirst().orElseThrow();
  }

  private static String edited(String part, String with) {
    String text = OpenedJob.text("/e2e/shop.yaml");
    assertThat(text).contains(part);
    return text.replace(part, with);
  }

  private OpenedJob opened(String text) throws Exception {
    return new OpenedJob(directory, engine().server(), SCHEMA, text);
  }
}
