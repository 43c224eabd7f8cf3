package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What a job leaves in the control schema when its file is given another name. */
class RenamedJobTest {
  private static final int WAITS = 7;
  private static final int TO_DO = 9;
  private static final String SCHEMA = "renamed";
  private static final String JOB =
      """
      quietus: 1
      job: shop
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records: { crm.customer: { then: delete } }
      """;

  @TempDir static Path files;
  @TempDir Path directory;

  @Test
  void aJobFileOfAnotherNameRunsOnceItIsApprovedAndIsToldOfRequestsThatNobodyTakesUp()
      throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))",
        "INSERT INTO customer VALUES (1, 'ann@example.org')");
    OpenedJob shop = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    shop.generateKeys();
    ok(shop.run());
    shop.at("2026-03-02T12:00:00Z").request("email: ann@example.org");

    OpenedJob store =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB.replace("job: shop", "job: store"))
            .at("2026-03-03T12:00:00Z");
    CommandRun validated = store.command("validate");
    ok(validated);
    assertThat(validated.out() + validated.err())
        .contains("job.yaml:2:", "job 'shop' has 1 request", "2026-03-01", "'job: shop'");

    CommandRun unapproved = store.run();
    assertThat(unapproved.exitCode()).isEqualTo(WAITS);
    assertThat(unapproved.err()).contains("job 'shop' ran", "give it that name back");
    CommandRun check =
        store.command(
            "replay", "--database", "crm", "--snapshot", "2026-03-02T13:00:00Z", "--check");
    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(TO_DO);
    assertThat(check.out() + check.err()).contains("job 'shop' ran");
    String plan = store.command("plan", "--json").json().get("fingerprint").asString();
    ok(store.command("approve", plan));
    ok(store.run());
    CommandRun soon = store.at("2026-03-04T12:00:00Z").run();
    assertThat(soon.json().get("messages").toString()).doesNotContain("'shop'");
    CommandRun late = store.at("2026-03-20T12:00:00Z").run();
    ok(late);
    assertThat(late.json().get("messages").toString()).contains("job 'shop' has 1 request");

    OpenedJob again =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB).at("2026-03-21T12:00:00Z");
    assertThat(again.run().json().get("messages").toString()).doesNotContain("has not run since");
    again.at("2026-03-22T12:00:00Z").run();
    OpenedJob other =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB.replace("job: shop", "job: store"))
            .at("2026-06-20T12:00:00Z");
    assertThat(other.run().json().get("messages").toString()).doesNotContain("'shop'");
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
