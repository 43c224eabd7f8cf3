package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What hangs on persons away from home by references that the job file alone declares. */
abstract class OwnedElsewhereContract {
  private static final String CRM = "owned_crm";
  private static final String SHOP = "owned_shop";
  private static final String JOB =
      """
      quietus: 1
      job: owned
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}", control: crm }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
        shop: { url: "${SHOP_URL}", username: "${SHOP_USER}", password: "${SHOP_PASSWORD}", zone: UTC }
      subjects:
        buyer:
          records: shop.buyer
          identifiers: { mail: email }
          created: since
          owns: [ "shop.ping.serial -> shop.device.serial", "shop.place.ping -> shop.ping.id" ]
      retention:
        visits: { records: crm.visit, keep: P1Y, from: at, then: delete }
      erasure:
        clock: { settle: PT6H }
        records:
          shop.buyer: { then: delete }
          shop.device: { then: delete }
          shop.ping: { then: delete }
          shop.place: { then: delete }
      """;
  private static final String LATE_SCAN = "2026-03-02T12:00:00Z";

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine home();

  /** Where the buyers are. */
  abstract ShopEngine other();

  @BeforeEach
  void fill() throws Exception {
    fresh(home(), CRM);
    fresh(other(), SHOP);
    home().execute(CRM, "CREATE TABLE visit (id INT PRIMARY KEY, at DATE NOT NULL)");
    home().execute(CRM, "CREATE INDEX visit_at ON visit (at)");
    shop(
        "CREATE TABLE buyer (id INT PRIMARY KEY, mail VARCHAR(80), since TIMESTAMP NULL)",
        "CREATE TABLE device (id INT PRIMARY KEY, buyer INT, serial VARCHAR(40) NOT NULL UNIQUE,"
            + " FOREIGN KEY (buyer) REFERENCES buyer (id))",
        "CREATE INDEX device_buyer ON device (buyer)",
        "CREATE TABLE ping (id INT PRIMARY KEY, serial VARCHAR(40), kind VARCHAR(20))",
        "CREATE INDEX ping_serial ON ping (serial)",
        "CREATE TABLE place (id INT PRIMARY KEY, ping INT)",
        "CREATE INDEX place_ping ON place (ping)",
        "INSERT INTO buyer VALUES (1, 'ann@example.com', '2020-01-01 00:00:00'),"
            + " (2, 'bob@example.com', '2020-01-01 00:00:00')",
        "INSERT INTO device VALUES (11, 1, 'ann-1'), (12, 1, 'ann-2'), (21, 2, 'bob-1')",
        "INSERT INTO ping VALUES (1, 'ann-1', 'old'), (2, 'ann-2', 'old'), (3, 'bob-1', 'old')",
        "INSERT INTO place VALUES (1, 1), (3, 3)");
    job =
        new OpenedJob(directory, home().server(), CRM, JOB)
            .with("SHOP_URL", other().server().jdbcUrl(SHOP))
            .with("SHOP_USER", other().server().username())
            .with("SHOP_PASSWORD", other().server().password());
    job.generateKeys();
  }

  private static void fresh(ShopEngine engine, String schema) throws Exception {
    if (engine.isH2()) {
      engine.server().createSchema(schema);
    } else {
      engine.fresh(schema);
    }
  }

  @Test
  void theSecondScanFindsWhatCameBelowDeletedRowsSince() throws Exception {
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    String ann = erased();
    assertThat(ids("device")).isEqualTo("21");
    assertThat(ids("ping")).isEqualTo("3");
    assertThat(ids("place")).isEqualTo("3");
    assertThat(state(ann)).isEqualTo("settling");
    assertThat(keys(other(), SHOP)).as("beside the data").isNotEmpty();
    assertThat(keys(home(), CRM)).isEmpty();
    assertThat(other().control(SHOP).toString()).doesNotContain("ann-1");
    shop(
        "INSERT INTO ping VALUES (7, 'ann-1', 'late'), (8, 'bob-1', 'bobs'), (9, 'nobody-1',"
            + " 'nobodys')",
        "INSERT INTO place VALUES (7, 7), (17, 1), (8, 8)");
    job.at(LATE_SCAN);

    run(0);

    assertThat(ids("ping")).isEqualTo("3,8,9");
    assertThat(ids("place")).isEqualTo("3,8");
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(keys(other(), SHOP)).isEmpty();
    assertThat(job.certificatesOf(ann)).isNotEmpty();
  }

  @Test
  void whatSomebodyElseHasByThenStaysUntilItIsGivenUp() throws Exception {
    String ann = erased();
    shop(
        "INSERT INTO device VALUES (22, 2, 'ann-1')",
        "INSERT INTO ping VALUES (7, 'ann-1', 'whose?'), (8, 'ann-2', 'late')");
    job.at(LATE_SCAN);

    CommandRun partial = run(8);

    assertThat(partial.out()).contains("1 row of shop.ping hangs on a key", ann, "--unmatched");
    assertThat(ids("ping")).isEqualTo("3,7");
    shop("INSERT INTO buyer VALUES (1, 'eve@example.com', '2037-01-01 00:00:00')");
    CommandRun accepted = accept(ann);
    assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
    assertThat(accept(ann).err()).contains("unmatched");
    shop("INSERT INTO ping VALUES (9, 'ann-2', 'later')"); // the other key is hers still
    job.at("2026-03-03T12:00:00Z");
    run(0);
    assertThat(ids("ping")).isEqualTo("3,7");
    assertThat(ids("buyer")).isEqualTo("1,2");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  @Tag("long")
  void aHoldOnWhatCameLateBinds() throws Exception {
    String ann = erased();
    shop("INSERT INTO ping VALUES (7, 'ann-1', 'evidence'), (8, 'ann-2', 'late')");
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "shop.ping",
            "--where",
            "kind = 'evidence'",
            "--reference",
            "Case-7",
            "--basis",
            "litigation",
            "--review",
            "2026-12-31");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();
    job.at(LATE_SCAN);
    run(0);
    assertThat(ids("ping")).contains("7");
    assertThat(state(ann)).isEqualTo("settling");

    CommandRun person =
        job.typing(
            "email: ann@example.com\n",
            "hold add",
            "--subject",
            "buyer",
            "--identifiers-from",
            "-",
            "--reference",
            "Case-8",
            "--basis",
            "litigation",
            "--review",
            "2026-12-31");
    assertThat(person.exitCode()).as(person.out() + person.err()).isZero();
    job.command("hold release", "--reference", "Case-7", "--reason", "closed");
    job.at("2026-03-03T12:00:00Z");
    run(0);
    assertThat(ids("ping")).as("whose row is gone").contains("7");

    job.command("hold release", "--reference", "Case-8", "--reason", "closed");
    run(0);
    assertThat(ids("ping")).isEqualTo("3");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  @Tag("long")
  void whatIsBackWithARestoredDatabaseGoesOnceMore() throws Exception {
    erased();
    shop(
        "INSERT INTO buyer VALUES (1, 'ann@example.com', '2020-01-01 00:00:00')",
        "INSERT INTO device VALUES (11, 1, 'ann-1')",
        "INSERT INTO ping VALUES (1, 'ann-1', 'old')",
        "INSERT INTO place VALUES (1, 1)",
        "DELETE FROM quietus.gone_key",
        "DELETE FROM quietus.run_database",
        "DELETE FROM quietus.work",
        "DELETE FROM quietus.ledger_count",
        "DELETE FROM quietus.ledger",
        "DELETE FROM quietus.request_beside",
        "DELETE FROM quietus.run_beside");
    job.at(LATE_SCAN);
    CommandRun refused = run(7);
    assertThat(refused.err()).contains("'shop' does not know of the last run", "quietus replay");

    CommandRun replay =
        job.command("replay", "--database", "shop", "--snapshot", "2026-02-28T12:00:00Z");

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(ids("device")).isEqualTo("21");
    assertThat(ids("ping")).isEqualTo("3");
    assertThat(ids("place")).isEqualTo("3");
  }

  private String erased() throws Exception {
    CommandRun added =
        job.typing(
            "email: ann@example.com\n",
            "request add",
            "--subject",
            "buyer",
            "--identifiers-from",
            "-",
            "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    run(0);
    return added.json().get("id").asString();
  }

  private CommandRun accept(String request) {
    return job.command("request accept", request, "--unmatched", "--reason", "looked-at");
  }

  private CommandRun run(int code) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(code);
    return run;
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  private void shop(String... statements) throws Exception {
    other().execute(SHOP, statements);
  }

  private String ids(String table) throws Exception {
    return SeveralDatabasesFixture.ids(other(), SHOP, table);
  }

  private static List<String> keys(ShopEngine engine, String schema) throws Exception {
    return engine.control(schema).get("gone_key");
  }
}
