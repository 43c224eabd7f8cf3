package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.SeveralDatabasesFixture.Listening;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.Scope;
import org.quietus.request.SealingKey;
import org.quietus.testing.WithoutPdf;

/** Persons in another database than home are found there, erased, held and certified. */
abstract class PersonsElsewhereContract {
  private static final String CRM = "persons_crm";
  private static final String SHOP = "persons_shop";
  private static final String NOBODY = "jdbc:mysql://127.0.0.1:1/nobody?connectTimeout=500";
  private static final String JOB =
      """
      quietus: 1
      job: elsewhere
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}", control: crm }
      databases:
        shop: { url: "${SHOP_URL}", username: "${SHOP_USER}", password: "${SHOP_PASSWORD}", \
      zone: UTC }
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email, name: text }, \
      created: since }
        buyer: { records: shop.buyer, identifiers: { mail: email, label: text }, created: since }
      anonymise:
        shop.buyer: { mark: done_at, with: { mail: set-null, label: redact } }
      erasure:
        records:
          crm.customer: { then: delete }
          crm.note: { then: delete }
          shop.buyer: { then: anonymise }
          shop.parcel: { then: delete }
          shop.item: { then: delete }
          shop.invoice: { keep-at-least: P10Y, from: at, then: delete, because: bookkeeping }
      """;

  static final String SAME =
      JOB.replace("label: text }, created", "label: text }, same-as: SAME, created");

  @TempDir Path directory;
  OpenedJob job;

  /** Where the customers are, with the control schema of the job. */
  abstract ShopEngine home();

  /** Where the buyers are. */
  abstract ShopEngine other();

  @BeforeEach
  void fill() throws Exception {
    fresh(home(), CRM);
    if (other().server() == home().server() && !home().isH2()) {
      other().server().createSchema(SHOP);
    } else {
      fresh(other(), SHOP);
    }
    home()
        .execute(
            CRM,
            "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80), name VARCHAR(40),"
                + " since TIMESTAMP NULL)",
            "CREATE TABLE note (id INT PRIMARY KEY, customer INT NOT NULL,"
                + " FOREIGN KEY (customer) REFERENCES customer (id))",
            "CREATE INDEX note_customer ON note (customer)",
            "INSERT INTO customer VALUES (1, 'ann@example.com', 'Ann', '2020-01-01 00:00:00'),"
                + " (2, 'bob@example.com', 'Bob', '2020-01-01 00:00:00')",
            "INSERT INTO note VALUES (1, 1), (2, 2)");
    other()
        .execute(
            SHOP,
            "CREATE TABLE buyer (id INT PRIMARY KEY, mail VARCHAR(80), label VARCHAR(40),"
                + " since TIMESTAMP NULL, done_at TIMESTAMP NULL)",
            "CREATE TABLE parcel (id INT PRIMARY KEY, buyer INT NOT NULL,"
                + " FOREIGN KEY (buyer) REFERENCES buyer (id))",
            "CREATE INDEX parcel_buyer ON parcel (buyer)",
            "CREATE TABLE item (id INT PRIMARY KEY, parcel INT NOT NULL,"
                + " FOREIGN KEY (parcel) REFERENCES parcel (id))",
            "CREATE INDEX item_parcel ON item (parcel)",
            "CREATE TABLE invoice (id INT PRIMARY KEY, buyer INT NOT NULL, at DATE NOT NULL,"
                + " FOREIGN KEY (buyer) REFERENCES buyer (id))",
            "CREATE INDEX invoice_buyer ON invoice (buyer)");
    buyers(0);
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

  /** Ann and Bob, by numbers behind some. */
  private void buyers(int after) throws Exception {
    other()
        .execute(
            SHOP,
            ("INSERT INTO buyer VALUES (%d, 'ann@example.com', 'Ann', '2020-01-01 00:00:00', NULL),"
                    + " (%d, 'bob@example.com', 'Bob', '2020-01-01 00:00:00', NULL)")
                .formatted(after + 1, after + 2),
            "INSERT INTO parcel VALUES (%d, %1$d), (%d, %2$d)".formatted(after + 1, after + 2),
            "INSERT INTO item VALUES (%d, %1$d), (%d, %2$d)".formatted(after + 1, after + 2),
            ("INSERT INTO invoice VALUES (%d, %d, '2019-05-05'), (%d, %d, '2016-05-05'),"
                    + " (%d, %d, '2010-05-05')")
                .formatted(
                    after * 2 + 1, after + 1, after * 2 + 2, after + 2, after * 2 + 3, after + 2));
  }

  @Test
  void whoIsInAnotherDatabaseIsErasedThereAndCertified() throws Exception {
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    String customer = request("customer", "email: bob@example.com");
    String buyer = request("buyer", "email: bob@example.com");
    CommandRun plan = job.command("plan");
    assertThat(plan.out()).contains("shop.parcel");

    CommandRun run = run(0);

    assertThat(crm("customer")).isEqualTo("1");
    assertThat(crm("note")).isEqualTo("1");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1");
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(shop("item")).isEqualTo("1");
    assertThat(shop("invoice")).isEqualTo("1,2");
    assertThat(run.json().get("byTable").path("shop.item").path("deleted").asLong()).isOne();
    assertThat(rows(buyer))
        .contains("shop.parcel 1", "shop.item 1", "shop.invoice 1")
        .noneMatch(row -> row.startsWith("crm"));
    assertThat(rows(customer)).contains("crm.customer 1", "crm.note 1");
    Certificate certificate = job.certificatesOf(buyer).get(0);
    assertThat(certificate.verification().orElseThrow().checks())
        .extracting(check -> check.target() + " " + check.due())
        .contains("shop.buyer 0", "shop.parcel 0", "shop.item 0");
    assertThat(certificate.notRemoved().kept())
        .extracting(kept -> kept.target())
        .contains("shop.invoice");
    assertThat(state(buyer)).isEqualTo("deferred");

    assertThat(job.command("request restrict", buyer, "--review", "2030-01-01").exitCode())
        .isZero();
    change(JOB.replace("P10Y", "P9Y10M"));
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2");
    assertThat(job.command("request unrestrict", buyer).exitCode()).isZero();
    job.at("2026-03-20T12:00:00Z");
    run(0); // the invoice of 2016 has come due, earlier than was known at first

    assertThat(shop("invoice")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("completed");
    assertThat(job.certificatesOf(buyer)).hasSize(2);
    noLineHolds("bob@example.com");
  }

  @Test
  void whatIsKeptForAShorterTimeInADatabaseThatWasDownAtFirstGoesEarlierToo() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    change(JOB.replace("P10Y", "P9Y10M"));
    CommandRun other = job.command("run", "--only", "retention");
    assertThat(other.exitCode()).as(other.out() + other.err()).isZero();
    down(8);
    job.at("2026-03-20T12:00:00Z");

    run(0);

    assertThat(shop("invoice")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("completed");
  }

  @Test
  void whatIsKeptForAShorterTimeGoesOnceTheKeyIsBackThatItsPersonIsSealedUnder() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    String ann = request("buyer", "email: ann@example.com");
    Path key = directory.resolve("keys/requests.key");
    Path away = Files.move(key, directory.resolve("away.key"));
    SealingKey.generate(directory.resolve("keys"));
    String customer = request("customer", "email: ann@example.com");
    change(JOB.replace("P10Y", "P9Y"));

    for (int run = 1; run <= 2; run++) {
      assertThat(run(8).json().get("messages").toString())
          .contains(
              "request "
                  + buyer
                  + ": nothing was done, since what is known of its person was sealed",
              "request accept " + job.file() + " " + buyer,
              "request cancel " + job.file() + " " + ann);
    }

    assertThat(state(customer)).isEqualTo("completed");
    assertThat(shop("invoice")).isEqualTo("1,2");
    assertThat(shop("parcel")).isEqualTo("1");
    Files.move(away, key, StandardCopyOption.REPLACE_EXISTING);
    run(0);
    assertThat(shop("invoice")).isEqualTo("1");
    assertThat(shop("parcel")).isEmpty();
    assertThat(state(buyer)).isEqualTo("completed");
  }

  @Test
  void whomALostKeySealedIsGivenUpBySomebodyWhoSawToWhatIsLeft() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    String ann = request("buyer", "email: ann@example.com");
    Files.delete(directory.resolve("keys/requests.key"));
    SealingKey.generate(directory.resolve("keys"));
    job.at("2026-06-01T12:00:00Z"); // the invoice of 2016 has come due
    run(8);
    other().execute(SHOP, "DELETE FROM invoice WHERE id = 2");

    CommandRun accepted =
        job.command("request accept", buyer, "--unmatched", "--reason", "key-lost");
    CommandRun cancelled = job.command("request cancel", ann);

    assertThat(accepted.exitCode()).as(accepted.err()).isZero();
    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
    run(0);
    assertThat(state(buyer)).isEqualTo("completed");
    run(0);
  }

  @Test
  void aRequestWaitsForADatabaseThatIsDownAndIsMadeUpFor() throws Exception {
    run(0);
    String customer = request("customer", "email: bob@example.com");
    String buyer = request("buyer", "email: ann@example.com");

    CommandRun partial = down(8);

    assertThat(crm("customer")).isEqualTo("1");
    assertThat(job.certificatesOf(customer)).hasSize(1);
    assertThat(job.certificatesOf(buyer)).isEmpty();
    assertThat(state(buyer)).isEqualTo("approved");
    assertThat(partial.json().get("messages").toString())
        .contains(buyer, "its person is in database 'shop', which could not be reached");
    assertThat(only(partial).outcome()).isEqualTo(Outcome.PARTIAL);

    run(0);

    assertThat(shop("parcel")).isEqualTo("2");
    assertThat(state(buyer)).isEqualTo("deferred");
  }

  @Test
  void aRunThatDiedBeforeTheOtherDatabaseKnewOfItTakesItsPersonsAllTheSame() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    String run = interrupted();
    if (!shareControl()) {
      other()
          .execute(
              SHOP,
              "DELETE FROM quietus.run_database",
              "DELETE FROM quietus.work",
              "DELETE FROM quietus.request_beside",
              "DELETE FROM quietus.run_beside");
    }
    // who comes later by the same address is somebody else
    other()
        .execute(
            SHOP,
            "INSERT INTO buyer VALUES (9, 'bob@example.com', 'Bob', '2030-01-01 00:00:00', NULL)");

    CommandRun waits = down(8);
    assertThat(waits.json().get("outcome").asString()).isEqualTo("UNFINISHED");
    assertThat(job.certificatesOf(buyer)).isEmpty();
    assertThat(shop("parcel")).isEqualTo("1,2");
    run(0);

    assertThat(job.certificatesOf(run)).hasSize(1);
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1,9");
    assertThat(rows(buyer)).contains("shop.parcel 1", "shop.item 1");
  }

  @Test
  void aHoldOnAPersonBindsWhereThePersonIs() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    CommandRun held = hold("buyer", "email: bob@example.com", "LH-1");
    assertThat(held.exitCode()).as(held.err()).isZero();
    if (!shareControl()) {
      // as if the database had been restored since
      other().execute(SHOP, "DELETE FROM quietus.legal_hold");
    }

    run(0);

    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(job.command("hold list").out()).contains("LH-1", "a buyer");
    assertThat(state(buyer)).isEqualTo("approved");
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
    run(0);
    assertThat(shop("parcel")).isEqualTo("1");
  }

  @Test
  void whoWasFoundToBeHeldSinceIsHeldWhereTheDatabaseIsMovedTo() throws Exception {
    assertThat(hold("buyer", "email: ann@example.com", "LH-2026/2").exitCode()).isZero();
    other()
        .execute(
            SHOP,
            "INSERT INTO buyer VALUES (7, 'ann@example.com', 'Ann', '2020-01-01 00:00:00', NULL)",
            "INSERT INTO parcel VALUES (7, 7)");
    run(0);
    other().execute(SHOP, "UPDATE buyer SET mail = 'new@example.com' WHERE id = 7");
    if (!shareControl()) {
      other().execute(SHOP, "DELETE FROM quietus.legal_hold"); // as on a server that has none
    }
    request("buyer", "email: new@example.com");

    run(0);

    assertThat(shop("parcel")).isEqualTo("1,2,7");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1,2,7");
  }

  @Test
  void aRestrictionIsInForceWhereThePersonIsAndEndsThere() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    CommandRun restricted = job.command("request restrict", buyer, "--review", "2030-01-01");
    assertThat(restricted.exitCode()).as(restricted.err()).isZero();
    run(0);
    assertThat(shop("parcel")).isEqualTo("1,2");
    CommandRun lifted = job.command("request unrestrict", buyer);
    assertThat(lifted.exitCode()).as(lifted.err()).isZero();
    assertThat(job.command("hold list").out()).contains("no hold in force");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1");
  }

  @Test
  void whoMayBeSeveralIsReviewedWhereTheRowsAre() throws Exception {
    buyers(10);
    String buyer = request("buyer", "email: bob@example.com");
    run(8);
    assertThat(shop("parcel")).isEqualTo("1,2,11,12");
    choose(buyer, "1,2");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1,11");
  }

  private void choose(String request, String rows) throws Exception {
    CommandRun look = job.command("request review", request, "--json");
    assertThat(look.exitCode()).as(look.out() + look.err()).isZero();
    String list = look.json().get("list").asString();
    CommandRun decided = job.command("request review", request, "--of", list, "--choose", rows);
    assertThat(decided.exitCode()).as(decided.out() + decided.err()).isZero();
  }

  @Test
  void whoIsBackWithARestoredDatabaseIsErasedOnceMore() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1");
    other()
        .execute(
            SHOP,
            "UPDATE buyer SET mail = 'bob@example.com', label = 'Bob', done_at = NULL WHERE id = 2",
            "INSERT INTO parcel VALUES (2, 2)",
            "INSERT INTO item VALUES (2, 2)");
    if (!shareControl()) {
      other()
          .execute(
              SHOP,
              "DELETE FROM quietus.run_database",
              "DELETE FROM quietus.work",
              "DELETE FROM quietus.ledger_count",
              "DELETE FROM quietus.ledger",
              "DELETE FROM quietus.request_beside",
              "DELETE FROM quietus.run_beside",
              "UPDATE quietus.fence SET token = 0");
      CommandRun older = run(2);
      assertThat(older.err()).contains("older than the last run left it", "--database shop");
      String fingerprint = job.command("plan", "--json").json().get("fingerprint").asString();
      CommandRun accepted = job.command("approve", fingerprint, "--database", "shop");
      assertThat(accepted.exitCode()).as(accepted.err()).isZero();
      CommandRun refused = run(7);
      assertThat(refused.err()).contains("'shop' does not know of the last run", "quietus replay");
      assertThat(job.command("request list").exitCode()).isEqualTo(7);
    }
    job.at("2026-03-02T12:00:00Z");

    CommandRun replay =
        job.command("replay", "--database", "shop", "--snapshot", "2026-02-28T12:00:00Z");

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(shop("item")).isEqualTo("1");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1");
    assertThat(crm("customer")).isEqualTo("1,2");
    assertThat(state(buyer)).isEqualTo("deferred");
    run(0);
    job.at("2026-06-01T12:00:00Z");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("completed");
  }

  @Test
  void whatALawKeepsThereStillGoesInTimeAfterHomeAloneWasRestored() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2");
    restoreHome();
    job.at("2026-03-02T12:00:00Z");

    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z");

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(shop("invoice")).isEqualTo("1,2");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2");
    job.at("2026-06-01T12:00:00Z");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("completed");
  }

  @Test
  void whoWasErasedThereIsKnownToBeGoneByTheReplayOfHomeThatFollowsWhatItNamed() throws Exception {
    assumeFalse(shareControl(), "what is beside home is restored with it");
    written(
        JOB.replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n")
            .replaceAll("shop.invoice: .*", "shop.invoice: { then: delete }"));
    String buyer = request("buyer", "email: new@example.com");
    run(0);
    String lost = request("customer", "email: bob@example.com");
    other()
        .execute(
            SHOP,
            "DELETE FROM quietus.run_database",
            "DELETE FROM quietus.work",
            "DELETE FROM quietus.ledger_count",
            "DELETE FROM quietus.ledger",
            "DELETE FROM quietus.request_beside",
            "DELETE FROM quietus.run_beside");
    home()
        .execute(
            CRM,
            "DELETE FROM quietus.run_database",
            "DELETE FROM quietus.verification",
            "DELETE FROM quietus.ledger_count",
            "DELETE FROM quietus.ledger");
    restoreHome();
    job.at("2026-03-02T12:00:00Z");
    CommandRun replay = replayCrm("2026-02-28T12:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(8);
    assertThat(replay.err()).contains("identifiers of request " + lost).doesNotContain(buyer);

    CommandRun accepted = replayCrm("2026-02-28T12:00:00Z", "--accept", "requests");

    assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
    run(0);
    assertThat(state(buyer)).isEqualTo("completed");
  }

  /** As it was before anything was done. */
  private void restoreHome() throws Exception {
    for (String table :
        List.of(
            "request_event",
            "request",
            "suppression",
            "mirror_entry",
            "mirror_piece",
            "mirror_head")) {
      home().execute(CRM, "DELETE FROM quietus." + table);
    }
    assertThat(run(7).err()).contains("quietus replay");
  }

  @Test
  void tablesThatWereLookedAtInOneDatabaseAreNotSeenInAnother() throws Exception {
    other()
        .execute(
            SHOP,
            "CREATE TABLE box (id INT PRIMARY KEY, buyer INT)",
            "CREATE INDEX box_buyer ON box (buyer)",
            "CREATE TABLE thing (id INT PRIMARY KEY, box INT)",
            "CREATE INDEX thing_box ON thing (box)",
            "INSERT INTO thing VALUES (1, 99)");
    written(
        JOB.replace(
                "label: text }, created: since }",
                "label: text }, created: since, owns: [ \"shop.box.buyer -> shop.buyer.id\","
                    + " \"shop.thing.box -> shop.box.id\" ] }")
            .replace(
                "    shop.parcel:",
                "    shop.box: { then: delete }\n"
                    + "    shop.thing: { then: delete }\n"
                    + "    shop.parcel:"));
    request("buyer", "email: bob@example.com");
    run(0);
    restoreHome();
    job.at("2026-03-02T12:00:00Z");

    CommandRun crm = replayCrm("2026-02-28T12:00:00Z", "--accept", "tables");

    assertThat(crm.exitCode()).as(crm.out() + crm.err()).isEqualTo(8);
    assertThat(crm.err())
        .contains("table 'thing' has rows", "--accept tables with --database shop");
    CommandRun shop = replay("2026-02-28T12:00:00Z", "--accept", "tables");
    assertThat(shop.exitCode()).as(shop.out() + shop.err()).isZero();
  }

  @Test
  void whoAsksInOneDatabaseIsErasedInTheOtherToo() throws Exception {
    written(SAME.replace("SAME", "customer"));
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    run(0);
    String customer = request("customer", "name: Bob");

    CommandRun partial = down(8);

    assertThat(crm("customer")).isEqualTo("1");
    String buyer = follower(customer);
    assertThat(partial.json().get("messages").toString()).contains(buyer, "'shop'");
    assertThat(shop("parcel")).isEqualTo("1,2");

    run(0);

    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(rows(buyer)).contains("shop.parcel 1", "shop.item 1");
    run(0);
    assertThat(job.command("request list").out()).containsOnlyOnce("buyer");
  }

  @Test
  void aReferenceLeadsFromOneDatabaseToTheOther() throws Exception {
    referring();
    other().execute(SHOP, "UPDATE buyer SET customer_ref = 3 - id");
    written(BY_REFERENCE);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    String customer = request("customer", "email: bob@example.com");
    String run = interrupted();
    run(0);
    assertThat(job.certificatesOf(run)).hasSize(1);
    assertThat(crm("customer")).isEqualTo("1");
    assertThat(shop("parcel")).isEqualTo("2");
    assertThat(shop("buyer WHERE customer_ref IS NOT NULL")).isEqualTo("2");
    String buyer = request("buyer", "id: 1");
    run(0);
    assertThat(crm("customer")).isEmpty();
    assertThat(shop("parcel")).isEmpty();
    assertThat(follower(customer)).isNotEqualTo(follower(buyer));
  }

  @Test
  void allRowsThatTheReferenceLeadsToAreThePersons() throws Exception {
    other()
        .execute(
            SHOP,
            "CREATE TABLE orders (id INT PRIMARY KEY, customer_ref INT, mail VARCHAR(80))",
            "CREATE INDEX orders_ref ON orders (customer_ref)",
            "INSERT INTO orders VALUES (1, 1, NULL), (2, 2, NULL), (3, 2, NULL), (4, NULL, NULL),"
                + " (6, 3, NULL)");
    home()
        .execute(
            CRM,
            "INSERT INTO customer VALUES (3, 'bob@example.com', 'Rob', '2020-01-01 00:00:00')");
    String orders =
        SAME.replace(
                "subjects:\n",
                "subjects:\n"
                    + "  orderer: { records: shop.orders, identifiers: { customer_ref: id, mail:"
                    + " email }, same-as: { subject: customer, by: crm.customer.id ->"
                    + " shop.orders.customer_ref } }\n")
            .replace(", same-as: SAME", "")
            .replace("email: email, name: text", "email: email, id: id")
            .replace("    shop.item:", "    shop.orders: { then: delete }\n    shop.item:");
    written(orders);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    String customer = request("customer", "email: bob@example.com");
    run(8);
    choose(customer, "1,2");

    run(0);

    assertThat(crm("customer")).isEqualTo("1");
    assertThat(shop("orders")).isEqualTo("1,4");
    assertThat(rows(follower(customer))).contains("shop.orders 3");

    // one that only an address leads to may be somebody else's
    other().execute(SHOP, "INSERT INTO orders VALUES (5, NULL, 'ann@example.com')");
    request("customer", "email: ann@example.com");
    run(8);
    assertThat(crm("customer")).isEmpty();
    assertThat(shop("orders")).isEqualTo("1,4,5");
  }

  @Test
  void whoCannotBeToldInTheOtherDatabaseIsNamed() throws Exception {
    home().execute(CRM, "UPDATE customer SET email = NULL WHERE id = 2");
    written(SAME.replace("SAME", "customer"));
    String customer = request("customer", "name: Bob");
    CommandRun partial = run(8);
    assertThat(partial.json().get("messages").toString())
        .contains(customer, "its person is not looked for in shop.buyer");
    assertThat(crm("customer")).isEqualTo("1");
    assertThat(shop("parcel")).isEqualTo("1,2");
  }

  @Test
  void whoWithdrawsIsErasedInNoDatabase() throws Exception {
    written(SAME.replace("SAME", "customer"));
    home()
        .execute(
            CRM,
            "INSERT INTO customer VALUES (3, 'bob@example.com', 'Rob', '2020-01-01 00:00:00')");
    String customer = request("customer", "email: bob@example.com");
    run(8);
    assertThat(shop("parcel")).as("nobody knows yet whose the rows are").isEqualTo("1,2");
    assertThat(job.command("request cancel", customer).exitCode()).isZero();
    run(0);
    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(crm("customer")).isEqualTo("1,2,3");
  }

  @Test
  void whoWithdrawsAfterAHoldHadStoppedTheRunIsErasedInNoDatabase() throws Exception {
    written(SAME.replace("SAME", "customer"));
    String customer = request("customer", "email: bob@example.com");
    assertThat(hold("customer", "email: bob@example.com", "LH-1").exitCode()).isZero();
    run(0);
    String follower = follower(customer);
    assertThat(state(follower)).isEqualTo("approved");
    assertThat(job.command("request cancel", customer).exitCode()).isZero();
    assertThat(job.command("hold release", "--case", "C-1", "--reason", "over").exitCode())
        .isZero();

    run(0);

    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(crm("customer")).isEqualTo("1,2");
    assertThat(state(follower)).isEqualTo("cancelled");
  }

  @Test
  void anAddressThatOthersHaveTooLeadsToNobodyInTheOtherDatabase() throws Exception {
    written(SAME.replace("SAME", "customer"));
    home()
        .execute(
            CRM,
            "INSERT INTO customer VALUES (3, 'bob@example.com', 'Rob', '2020-01-01 00:00:00')");
    other().execute(SHOP, "UPDATE buyer SET label = 'Rob' WHERE id = 2");
    String customer = request("customer", "email: bob@example.com");
    run(8);
    choose(customer, "1");

    CommandRun partial = run(8);

    assertThat(crm("customer")).isEqualTo("1,3");
    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(partial.json().get("messages").toString())
        .contains(customer, "its person is not looked for in shop.buyer");
    assertThat(state(customer)).isEqualTo("completed");
    run(0);
  }

  @Test
  void aRowThatTheReferenceGivesToSomebodyElseIsAskedFor() throws Exception {
    referring();
    other()
        .execute(
            SHOP,
            "UPDATE buyer SET mail = 'bob@example.com' WHERE id = 1",
            "UPDATE buyer SET customer_ref = NULL WHERE id = 2");
    written(BY_REFERENCE);
    String customer = request("customer", "email: bob@example.com");

    run(8);

    assertThat(crm("customer")).isEqualTo("1");
    assertThat(shop("parcel")).isEqualTo("1,2");
    String buyer = follower(customer);
    CommandRun look = job.command("request review", buyer, "--json");
    assertThat(look.json().get("ambiguous").asBoolean()).isTrue();
    choose(buyer, "1");
    run(0);
    assertThat(shop("parcel")).isEqualTo("2");
  }

  @Test
  void whoAsksInTheOtherDatabaseTooIsErasedThereWhateverBecomesOfTheFirstRequest()
      throws Exception {
    run(0);
    change(SAME.replace("SAME", "customer") + "limits: { max-rows: 1 }\n");
    String customer = request("customer", "email: bob@example.com");
    run(7);
    String follower = follower(customer);
    String buyer = request("buyer", "email: bob@example.com");
    assertThat(job.command("request cancel", customer).exitCode()).isZero();
    change(SAME.replace("SAME", "customer"));

    run(0);

    assertThat(crm("customer")).isEqualTo("1");
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(rows(buyer)).contains("shop.parcel 1", "shop.item 1");
    assertThat(state(follower)).isEqualTo("cancelled");
  }

  @Test
  void whoFollowedWhoWithdrewIsLeftAloneThoughTheJobFileDropsSameAs() throws Exception {
    String customer = followed();
    assertThat(job.command("request cancel", customer).exitCode()).isZero();
    change(JOB);

    run(0);

    assertThat(state(follower(customer))).isEqualTo("cancelled");
    assertThat(shop("parcel")).isEqualTo("1,2");
  }

  /** An earlier version merged who asked in the other database, too, into the one that followed. */
  @Test
  void whoAskedInTheOtherDatabaseIsErasedThoughThatWasMergedIntoOneThatFollowed() throws Exception {
    String customer = followed();
    String follower = follower(customer);
    home()
        .execute(
            CRM,
            "INSERT INTO quietus.request_event (request_id, event_no, at, move, state, actor,"
                + " reason) VALUES ('"
                + follower
                + "', 9, '2026-03-01 12:00:00', 'merge', 'approved', 'operator', 'asked-again')");
    assertThat(job.command("request cancel", customer).exitCode()).isZero();
    change(SAME.replace("SAME", "customer"));

    run(0);

    assertThat(rows(follower)).contains("shop.parcel 1", "shop.item 1");
    assertThat(crm("customer")).isEqualTo("1,2");
  }

  /** A request of Bob as a customer, which another one follows and that no run has begun. */
  private String followed() throws Exception {
    run(0);
    change(SAME.replace("SAME", "customer") + "limits: { max-rows: 1 }\n");
    String customer = request("customer", "email: bob@example.com");
    run(7);
    assertThat(state(follower(customer))).isEqualTo("approved");
    return customer;
  }

  @Test
  void aHoldOnWhoWasErasedKeepsWhatALawHasKeptOfThem() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(state(buyer)).isEqualTo("deferred");
    CommandRun held = hold("buyer", "email: bob@example.com", "LH-1");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();
    assertThat(held.out()).contains("1 row of shop.buyer held now");
    job.at("2026-06-01T12:00:00Z"); // the invoice of 2016 has come due
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2");
  }

  @Test
  void soDoesOneOnThemAsAnotherKindOfPersonWhoseRowsAreTheSame() throws Exception {
    written(
        JOB.replace(
            "anonymise:\n",
            "  payer: { records: shop.buyer, identifiers: { mail: email, label: text } }\n"
                + "anonymise:\n"));
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(state(buyer)).isEqualTo("deferred");
    CommandRun held = hold("payer", "email: bob@example.com", "LH-1");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();
    job.at("2026-06-01T12:00:00Z");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2");
  }

  @Test
  void whoIsHeldAsOneIsHeldAsTheOther() throws Exception {
    written(SAME.replace("SAME", "customer"));
    request("buyer", "email: bob@example.com");
    assertThat(hold("customer", "name: Bob", "LH-1").exitCode()).isZero();
    assertThat(job.command("hold list").out()).contains("a customer", "a buyer");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(crm("customer")).isEqualTo("1,2");
    CommandRun released = job.command("hold release", "--case", "C-1", "--reason", "over");
    assertThat(released.exitCode()).as(released.err()).isZero();
    run(0);
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(crm("customer")).isEqualTo("1");
  }

  @Test
  void whoIsRestrictedAsOneIsRestrictedAsTheOther() throws Exception {
    written(SAME.replace("SAME", "customer"));
    String customer = request("customer", "email: bob@example.com");
    request("buyer", "email: bob@example.com");
    CommandRun restricted = job.command("request restrict", customer, "--review", "2030-01-01");
    assertThat(restricted.exitCode()).as(restricted.err()).isZero();
    assertThat(job.command("hold list").out()).contains("a customer", "a buyer");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(crm("customer")).isEqualTo("1,2");
    CommandRun lifted = job.command("request unrestrict", customer);
    assertThat(lifted.exitCode()).as(lifted.err()).isZero();
    assertThat(job.command("hold list").out()).contains("no hold in force");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(crm("customer")).isEqualTo("1");
  }

  @Test
  void aRestrictionIsNotLiftedWhileADatabaseIsDownInWhichItWouldGoOn() throws Exception {
    written(SAME.replace("SAME", "customer"));
    String customer = request("customer", "email: bob@example.com");
    CommandRun restricted = job.command("request restrict", customer, "--review", "2030-01-01");
    assertThat(restricted.exitCode()).as(restricted.err()).isZero();
    job.with("SHOP_URL", NOBODY);

    CommandRun refused = job.command("request unrestrict", customer);
    CommandRun extended = job.command("request extend", customer, "--reason", "complexity");

    job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    assertThat(extended.err()).as("what lifts nothing").contains("gives no time to extend by");
    assertThat(refused.exitCode()).as(refused.out() + refused.err()).isEqualTo(4);
    assertThat(job.command("request unrestrict", customer).exitCode()).isZero();
    assertThat(job.command("hold list").out()).contains("no hold in force");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1");
  }

  @Test
  void aChildsAddressThatAParentHasTooLeadsToNobodyInTheOtherDatabase() throws Exception {
    home()
        .execute(
            CRM,
            "ALTER TABLE customer ADD born DATE",
            "INSERT INTO customer VALUES"
                + " (3, 'bob@example.com', 'Kid', '2020-01-01 00:00:00', '2020-01-01')");
    written(
        SAME.replace("SAME", "customer")
            .replace(
                "name: text }, created: since",
                "name: text }, created: since, minor: { born: born, age: 14 }"));

    CommandRun partial = run(8);

    assertThat(crm("customer")).isEqualTo("1,2");
    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(partial.json().get("messages").toString())
        .contains("its person is not looked for in shop.buyer");
    run(0);
  }

  @Test
  void ofWhomNothingIsKnownNobodySaysThatTheyAreNobodyAfterAReplayOfAnotherDatabase()
      throws Exception {
    String customer = request("customer", "email: bob@example.com");
    request("buyer", "email: bob@example.com");
    run(0);
    home()
        .execute(
            CRM,
            "UPDATE quietus.request SET state = 'settling', sealed = NULL WHERE request_id = '%s'"
                .formatted(customer));
    CommandRun replay = replay("2026-02-28T12:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(
            SeveralDatabasesFixture.count(
                home(),
                CRM,
                "request WHERE sealed IS NOT NULL AND request_id = '%s'".formatted(customer)))
        .isZero();
  }

  @Test
  void aKeptRowThatHadNoDateGoesOnceItHasOneThatIsDue() throws Exception {
    other()
        .execute(
            SHOP,
            "CREATE TABLE bill (id INT PRIMARY KEY, buyer INT NOT NULL, at DATE NULL,"
                + " FOREIGN KEY (buyer) REFERENCES buyer (id))",
            "CREATE INDEX bill_buyer ON bill (buyer)",
            "INSERT INTO bill VALUES (1, 2, NULL)",
            "DELETE FROM invoice");
    written(JOB.replace("shop.invoice:", "shop.invoice: { then: delete }\n    shop.bill:"));
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    run(0);
    assertThat(shop("bill")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("deferred");
    other().execute(SHOP, "UPDATE bill SET at = '2010-05-05'");
    job.at("2026-03-02T12:00:00Z");

    run(0);

    assertThat(shop("bill")).isEmpty();
    assertThat(state(buyer)).isEqualTo("completed");
  }

  @Test
  void aKeptRowWhoseDateIsCorrectedToAnEarlierOneGoesOnItsNewDay() throws Exception {
    buyers(10);
    other().execute(SHOP, "UPDATE buyer SET mail = CONCAT('new-', mail) WHERE id > 10");
    for (String name : List.of("ann", "bob", "new-bob", "new-ann")) {
      request("buyer", "email: %s@example.com".formatted(name));
    }
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2,21,22");
    other().execute(SHOP, "UPDATE invoice SET at = '2016-03-03' WHERE id IN (1, 21)");
    job.at("2026-03-02T12:00:00Z");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2,21,22");
    job.at("2026-03-05T12:00:00Z");

    run(0);

    assertThat(shop("invoice")).isEqualTo("2,22");
    job.at("2026-06-01T12:00:00Z");
    run(0);
    assertThat(shop("invoice")).isEmpty();
  }

  private static final String BY_REFERENCE =
      SAME.replace("SAME", "{ subject: customer, by: crm.customer.id -> shop.buyer.customer_ref }")
          .replace("mail: email, label: text", "mail: email, customer_ref: id")
          .replace("email: email, name: text", "email: email, id: id")
          .replace("label: redact }", "label: redact, customer_ref: set-null }");

  private void referring() throws Exception {
    other().execute(SHOP, "ALTER TABLE buyer ADD customer_ref INT");
    other().execute(SHOP, "UPDATE buyer SET customer_ref = id, mail = NULL");
  }

  @Test
  void aHoldReachesWhatALawHasKeptWhereAReferenceAloneHadLed() throws Exception {
    referring();
    written(BY_REFERENCE.replace("mail: email, customer_ref", "customer_ref"));
    String customer = request("customer", "email: bob@example.com");
    run(0);
    assertThat(state(customer)).isEqualTo("completed");
    assertThat(state(follower(customer))).isEqualTo("deferred");
    CommandRun held = hold("customer", "email: bob@example.com", "LH-1");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();
    assertThat(job.command("hold list").out()).contains("a customer", "a buyer");
    job.at("2026-06-01T12:00:00Z"); // the invoice of 2016 has come due
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2");
    CommandRun released = job.command("hold release", "--case", "C-1", "--reason", "over");
    assertThat(released.exitCode()).as(released.err()).isZero();
    run(0);
    assertThat(shop("invoice")).isEqualTo("1");
  }

  @Test
  void aRestrictionReachesWhatALawHasKeptWhereAReferenceAloneHadLed() throws Exception {
    referring();
    home()
        .execute(
            CRM,
            "ALTER TABLE customer ADD done_at TIMESTAMP NULL",
            "ALTER TABLE customer ADD no INT",
            "UPDATE customer SET no = id",
            "ALTER TABLE note ADD at DATE",
            "UPDATE note SET at = '2020-01-01'");
    written(
        BY_REFERENCE
            .replace(
                "anonymise:\n",
                "anonymise:\n  crm.customer: { mark: done_at, with: { email: set-null, name:"
                    + " redact, no: set-null } }\n")
            .replace("email, id: id", "email, no: id")
            .replace("crm.customer.id", "crm.customer.no")
            .replace("crm.customer: { then: delete }", "crm.customer: { then: anonymise }")
            .replace(
                "crm.note: { then: delete }",
                "crm.note: { keep-at-least: P20Y, from: at, then: delete, because: bookkeeping }"));
    String customer = request("customer", "email: bob@example.com");
    run(0);
    assertThat(state(customer)).isEqualTo("deferred");
    CommandRun restricted = job.command("request restrict", customer, "--review", "2030-01-01");
    assertThat(restricted.exitCode()).as(restricted.err()).isZero();
    assertThat(job.command("hold list").out()).contains("a customer", "a buyer");
    job.at("2026-06-01T12:00:00Z");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1,2");
    CommandRun lifted = job.command("request unrestrict", customer);
    assertThat(lifted.exitCode()).as(lifted.err()).isZero();
    run(0);
    assertThat(shop("invoice")).isEqualTo("1");
  }

  void written(String yaml) throws Exception {
    Files.writeString(job.file(), WithoutPdf.of(yaml));
  }

  /** The request that a run took in for the person of another one. */
  private String follower(String request) {
    List<String> found = new ArrayList<>();
    job.command("request list", "--json")
        .json()
        .forEach(
            one -> {
              if (one.path("evidence").asString("").equals("same-person/" + request)) {
                found.add(one.get("id").asString());
              }
            });
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void aBackupThatWasMadeWhileTheLastRunWasAtWorkIsKnownWhateverIsSaidOfIt() throws Exception {
    assumeFalse(shareControl(), "what is beside home is restored with it");
    other().execute(SHOP, "DELETE FROM invoice");
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("completed");
    other()
        .execute(
            SHOP,
            "UPDATE buyer SET mail = 'bob@example.com', label = 'Bob', done_at = NULL WHERE id = 2",
            "INSERT INTO parcel VALUES (2, 2)",
            "INSERT INTO item VALUES (2, 2)",
            "UPDATE quietus.work SET state = 'open', next_sequence = 1, position_key = NULL",
            "DELETE FROM quietus.ledger_count",
            "DELETE FROM quietus.ledger");
    job.at("2026-12-31T12:00:00Z");

    CommandRun refused = run(7);
    CommandRun replay =
        job.command("replay", "--database", "shop", "--snapshot", "2026-12-31T11:00:00Z");

    assertThat(refused.err()).contains("'shop' does not know of the last run", "quietus replay");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1");
    run(0);
  }

  @Test
  void whatALawHadKeptGoesAgainAfterTheOtherDatabaseAloneWasRestored() throws Exception {
    assumeFalse(shareControl(), "what is beside home is restored with it");
    written(JOB.replace("keep-at-least: P10Y", "keep: P10Y"));
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(state(buyer)).isEqualTo("completed");
    assertThat(shop("invoice")).isEqualTo("1,2");
    job.at("2026-06-01T12:00:00Z");
    run(0);
    assertThat(shop("invoice")).isEqualTo("1");
    other()
        .execute(
            SHOP,
            "INSERT INTO invoice VALUES (2, 2, '2016-05-05')",
            "DELETE FROM quietus.run_database WHERE run_id = (SELECT run_id FROM quietus.ledger"
                + " ORDER BY committed_at DESC LIMIT 1)",
            "DELETE FROM quietus.ledger_count WHERE run_id = (SELECT run_id FROM quietus.ledger"
                + " ORDER BY committed_at DESC LIMIT 1)",
            "DELETE FROM quietus.ledger WHERE run_id = (SELECT run_id FROM quietus.ledger"
                + " ORDER BY committed_at DESC LIMIT 1)");
    job.at("2026-06-02T12:00:00Z");
    CommandRun refused = run(7);
    assertThat(refused.err()).contains("'shop' does not know of the last run", "quietus replay");

    CommandRun check = replay("2026-05-31T12:00:00Z", "--check");
    CommandRun replay = replay("2026-05-31T12:00:00Z");

    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(9);
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(shop("invoice")).isEqualTo("1");
    check = replay("2026-05-31T12:00:00Z", "--check");
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
    run(0);
    assertThat(state(buyer)).isEqualTo("completed");
  }

  /** Nothing tells when she came: customers have no date here. */
  @Test
  void whoCameBackToHomeIsNotTakenForTheRestoreOfTheOtherDatabaseAlone() throws Exception {
    written(JOB.replace("name: text }, created: since }", "name: text } }"));
    request("customer", "email: ann@example.com");
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(crm("customer")).isEqualTo("2");
    home().execute(CRM, "INSERT INTO customer VALUES (1, 'ann@example.com', 'Ann', NULL)");
    other()
        .execute(
            SHOP,
            "UPDATE buyer SET mail = 'bob@example.com', label = 'Bob', done_at = NULL WHERE id = 2",
            "INSERT INTO parcel VALUES (2, 2)");
    job.at("2026-03-02T12:00:00Z");

    CommandRun check = replay("2026-02-28T12:00:00Z", "--check");
    CommandRun replay = replay("2026-02-28T12:00:00Z");

    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(9);
    assertThat(check.out() + check.err()).contains("1 erased person");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(crm("customer")).isEqualTo("1,2");
    assertThat(shop("parcel")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("deferred");
  }

  @Test
  void whoIsInDoubtAfterARestoreStaysSoWhenAnotherDatabaseIsReplayed() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    other()
        .execute(
            SHOP,
            "INSERT INTO buyer VALUES (7, 'bob@example.com', 'Zed', '2012-01-01 00:00:00', NULL)");
    job.at("2026-03-02T12:00:00Z");
    CommandRun shop = replay("2026-02-28T12:00:00Z");
    assertThat(shop.exitCode()).as(shop.out() + shop.err()).isEqualTo(8);
    job.at("2026-03-05T12:00:00Z");
    CommandRun crm =
        job.command("replay", "--database", "crm", "--snapshot", "2026-03-04T12:00:00Z");
    assertThat(crm.exitCode()).as(crm.out() + crm.err()).isZero();

    job.at("2026-06-01T12:00:00Z");
    run(8);
    assertThat(state(buyer)).isEqualTo("deferred");
  }

  @Test
  void whatWasLookedAtInOneDatabaseIsSaidOfNobodyInAnother() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    other()
        .execute(
            SHOP,
            "INSERT INTO buyer VALUES (7, 'bob@example.com', 'Zed', '2012-01-01 00:00:00', NULL)");
    job.at("2026-03-02T12:00:00Z");
    CommandRun shop = replay("2026-02-28T12:00:00Z");
    assertThat(shop.exitCode()).as(shop.out() + shop.err()).isEqualTo(8);
    assertThat(shop.err()).contains("--accept rows with --database shop");
    job.at("2026-06-01T12:00:00Z");
    CommandRun crm =
        job.command(
            "replay",
            "--database",
            "crm",
            "--snapshot",
            "2026-05-31T12:00:00Z",
            "--accept",
            "rows");
    assertThat(crm.exitCode()).as(crm.out() + crm.err()).isZero();
    run(8);
    assertThat(state(buyer)).isEqualTo("deferred");

    replay("2026-02-28T12:00:00Z", "--accept", "rows");
    run(0);

    assertThat(state(buyer)).isEqualTo("completed");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1,7");
  }

  @Test
  void whatIsUnmatchedInADatabaseThatIsDownIsNotGivenUp() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(state(buyer)).isEqualTo("deferred");
    try {
      job.with("SHOP_URL", NOBODY);

      CommandRun accepted =
          job.command("request accept", buyer, "--unmatched", "--reason", "looked-at");

      assertThat(accepted.exitCode()).as(accepted.out()).isEqualTo(2);
      assertThat(accepted.err())
          .contains("'shop', which cannot be reached")
          .doesNotContain("nothing");
    } finally {
      job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    }
    assertThat(job.command("request show", buyer).out()).doesNotContain("looked-at");
  }

  private CommandRun replay(String snapshot, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--database", "shop", "--snapshot", snapshot));
    arguments.addAll(List.of(more));
    return job.command("replay", arguments.toArray(String[]::new));
  }

  @Test
  void keysOfOneDatabaseTakeNobodyInAnotherToWhichTheJobFileMovesASubject() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    assertThat(state(buyer)).isEqualTo("deferred");
    home()
        .execute(
            CRM,
            "CREATE TABLE buyer (id INT PRIMARY KEY, mail VARCHAR(80), label VARCHAR(40),"
                + " since TIMESTAMP NULL, done_at TIMESTAMP NULL)",
            "INSERT INTO buyer VALUES (2, 'eve@example.com', 'Eve', '2020-01-01 00:00:00', NULL)");
    job.at("2026-06-01T12:00:00Z");
    change(
        JOB.replace("shop.buyer", "crm.buyer")
                .replaceAll("(?m)^ *shop\\.(parcel|item|invoice):.*\\R", "")
            + "retention:\n"
            + "  old: { records: shop.invoice, keep: P30Y, from: at, then: delete }\n");

    CommandRun run = run(2);

    assertThat(run.err()).contains(buyer, "in database 'shop'", "somebody else's");
    assertThat(crm("buyer WHERE mail IS NOT NULL")).isEqualTo("2");
  }

  @Test
  void whoMayBeBackWhereTheirKindIsNoMoreIsNamed() throws Exception {
    other()
        .execute(
            SHOP,
            "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80), name VARCHAR(40),"
                + " since TIMESTAMP NULL)");
    home().execute(CRM, "CREATE TABLE visit (id INT PRIMARY KEY, at DATE)");
    request("customer", "email: bob@example.com");
    run(0);
    change(
        JOB.replace("crm.customer", "shop.customer").replaceAll("(?m)^ *crm\\.note:.*\\R", "")
            + "retention:\n"
            + "  old: { records: crm.visit, keep: P90D, from: at, then: delete }\n");
    run(0);
    job.at("2026-03-02T12:00:00Z");

    CommandRun check = replayCrm("2026-02-28T12:00:00Z", "--check");
    CommandRun replay = replayCrm("2026-02-28T12:00:00Z");
    CommandRun shop = replay("2026-02-28T12:00:00Z");

    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(9);
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(8);
    for (String said : List.of(check.out(), replay.err())) {
      assertThat(said)
          .contains("erased as 'customer', a kind that was in database 'crm' and is in 'shop' now")
          .contains("--accept subjects");
    }
    assertThat(shop.exitCode()).as(shop.out() + shop.err()).isZero();
    CommandRun accepted = replayCrm("2026-02-28T12:00:00Z", "--accept", "subjects");
    assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
    job.at("2026-04-02T12:00:00Z");
    run(0);
    CommandRun since = replayCrm("2026-04-02T11:00:00Z", "--check");
    assertThat(since.exitCode()).as(since.out() + since.err()).isZero();
  }

  @Test
  void whoMayBeBackWhereNobodyIsAnyMoreIsNamed() throws Exception {
    other().execute(SHOP, "DELETE FROM invoice");
    request("buyer", "email: bob@example.com");
    run(0);
    home()
        .execute(
            CRM,
            "CREATE TABLE buyer (id INT PRIMARY KEY, mail VARCHAR(80), label VARCHAR(40),"
                + " since TIMESTAMP NULL, done_at TIMESTAMP NULL)");
    change(
        JOB.replace("shop.buyer", "crm.buyer")
                .replaceAll("(?m)^ *shop\\.(parcel|item|invoice):.*\\R", "")
            + "retention:\n"
            + "  old: { records: shop.invoice, keep: P30Y, from: at, then: delete }\n");
    run(0);
    job.at("2026-03-02T12:00:00Z");

    CommandRun replay = replay("2026-02-28T12:00:00Z");

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(2);
    assertThat(replay.err())
        .contains("erased as 'buyer', a kind that was in database 'shop' and is in 'crm' now");
    CommandRun accepted = replay("2026-02-28T12:00:00Z", "--accept", "subjects");
    assertThat(accepted.err()).contains("nobody is erased on request in database 'shop'");
  }

  private CommandRun replayCrm(String snapshot, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--database", "crm", "--snapshot", snapshot));
    arguments.addAll(List.of(more));
    return job.command("replay", arguments.toArray(String[]::new));
  }

  @Test
  void aHoldThatHomeHasLostIsKnownFromBesideTheDataAndElseNamedByItsReference() throws Exception {
    assumeFalse(shareControl(), "what is beside home is lost with it");
    request("buyer", "email: bob@example.com");
    assertThat(hold("buyer", "email: bob@example.com", "LH-2026/5").exitCode()).isZero();
    run(0);
    change(JOB.replace("shop", "store"));
    run(0);
    loseHolds();

    CommandRun known =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z");

    assertThat(known.exitCode()).as(known.out() + known.err()).isZero();
    assertThat(job.command("hold list").out()).containsOnlyOnce("LH-2026/5");
    other().execute(SHOP, "DELETE FROM quietus.legal_hold");
    run(0); // home has it bind again
    assertThat(shop("parcel")).isEqualTo("1,2");
    loseHolds();
    String changed =
        other().server().product().equals("postgres")
            ? "CAST(REPEAT('x', 60) AS BYTEA)"
            : "X'" + "78".repeat(60) + "'";
    other().execute(SHOP, "UPDATE quietus.legal_hold SET sealed = " + changed);
    CommandRun unreadable =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z");
    assertThat(unreadable.exitCode()).as(unreadable.out() + unreadable.err()).isEqualTo(7);
    assertThat(unreadable.err())
        .contains("(LH-2026/5)", "sealed under another requests.key", "'evidence: keys'");
    other().execute(SHOP, "DELETE FROM quietus.legal_hold");
    CommandRun lost =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T12:00:00Z");
    assertThat(lost.exitCode()).as(lost.out() + lost.err()).isEqualTo(8);
    assertThat(lost.err()).contains("(LH-2026/5)");
  }

  private void loseHolds() throws Exception {
    for (String table : List.of("legal_hold", "mirror_entry", "mirror_piece", "mirror_head")) {
      home().execute(CRM, "DELETE FROM quietus." + table);
    }
  }

  @Test
  void aRequestGoesOnInADatabaseThatIsCalledOtherwise() throws Exception {
    String buyer = request("buyer", "email: bob@example.com");
    run(0);
    job.at("2026-06-01T12:00:00Z");
    change(JOB.replace("shop", "store"));

    run(0);

    assertThat(shop("invoice")).isEqualTo("1");
    assertThat(state(buyer)).isEqualTo("completed");
  }

  @Test
  void aRestoredDatabaseIsKnownByWhateverNameItIsCalledNow() throws Exception {
    restoredUnderAnotherName("older than the last run left it");
  }

  @Test
  void aRestoredDatabaseIsKnownThoughItsTablesAreElsewhereInItToo() throws Exception {
    restoredUnderAnotherName(
        "', and were in 'before'", "UPDATE quietus.known_database SET schema_name = 'before'");
  }

  private void restoredUnderAnotherName(String how, String... alsoAtHome) throws Exception {
    assumeFalse(shareControl(), "what is beside home is restored with it");
    other().execute(SHOP, "DELETE FROM invoice");
    request("buyer", "email: bob@example.com");
    run(0);
    other()
        .execute(
            SHOP,
            "UPDATE buyer SET mail = 'bob@example.com', label = 'Bob', done_at = NULL WHERE id = 2",
            "INSERT INTO parcel VALUES (2, 2)",
            "DELETE FROM quietus.run_database",
            "DELETE FROM quietus.work",
            "DELETE FROM quietus.ledger_count",
            "DELETE FROM quietus.ledger",
            "UPDATE quietus.fence SET token = 0");
    for (String statement : alsoAtHome) {
      home().execute(CRM, statement + " WHERE database_name = 'shop'");
    }
    String fingerprint = change(JOB.replace("shop", "store"));

    CommandRun refused = run(2);
    job.command("approve", fingerprint, "--database", "store");
    CommandRun restored = run(7);
    CommandRun replay =
        job.command("replay", "--database", "store", "--snapshot", "2026-02-28T12:00:00Z");

    assertThat(refused.err()).contains(how, "--database store");
    assertThat(restored.err()).contains("'store' does not know of the last run");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(shop("parcel")).isEqualTo("1");
    run(0);
  }

  /** Writes another job file, and approves it. */
  private String change(String text) throws Exception {
    Files.writeString(job.file(), WithoutPdf.of(text));
    CommandRun plan = job.command("plan", "--json");
    assertThat(plan.exitCode()).as(plan.out() + plan.err()).isZero();
    String fingerprint = plan.json().get("fingerprint").asString();
    assertThat(job.command("approve", fingerprint).exitCode()).isZero();
    return fingerprint;
  }

  /** A run that began everywhere and then did nothing. */
  private String interrupted() {
    String[] id = new String[1];
    try (JobSession session = job.session()) {
      assertThatThrownBy(
              () ->
                  session.run(
                      new RunOptions(Set.of(Scope.ERASURE), Optional.empty(), 1),
                      new Listening() {
                        @Override
                        public void started(String run, boolean resumed, long due) {
                          id[0] = run;
                          throw new IllegalStateException("killed");
                        }
                      }))
          .hasMessage("killed");
    }
    return id[0];
  }

  String request(String subject, String identifiers) {
    CommandRun added =
        job.typing(
            identifiers + "\n",
            "request add",
            "--subject",
            subject,
            "--identifiers-from",
            "-",
            "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  private CommandRun hold(String subject, String identifiers, String reference) {
    return job.typing(
        identifiers + "\n",
        "hold add",
        "--subject",
        subject,
        "--identifiers-from",
        "-",
        "--reference",
        reference,
        "--case",
        "C-1",
        "--basis",
        "litigation",
        "--review",
        "2030-01-01");
  }

  private String state(String request) {
    CommandRun shown = job.command("request show", request, "--json");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    return shown.json().get("state").asString();
  }

  /** What the first certificate of a request says was deleted, by table. */
  private List<String> rows(String request) {
    return job.certificatesOf(request).get(0).targets().stream()
        .map(target -> target.name() + " " + target.counts().deleted())
        .toList();
  }

  private void noLineHolds(String value) throws Exception {
    assertThat(home().control(CRM).toString()).doesNotContain(value);
    assertThat(other().control(SHOP).toString()).doesNotContain(value);
  }

  private boolean shareControl() {
    return other().server() == home().server() && !home().isH2();
  }

  private CommandRun run(int code) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(code);
    return run;
  }

  private CommandRun down(int code) {
    try {
      job.with("SHOP_URL", NOBODY);
      return run(code);
    } finally {
      job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    }
  }

  private Certificate only(CommandRun run) {
    List<Certificate> certificates = job.certificatesOf(run.json().get("runId").asString());
    assertThat(certificates).hasSize(1);
    return certificates.get(0);
  }

  private String crm(String table) throws Exception {
    return ids(home(), CRM, table);
  }

  private String shop(String table) throws Exception {
    return ids(other(), SHOP, table);
  }

  private static String ids(ShopEngine engine, String schema, String from) throws Exception {
    try (Connection connection = engine.connect(schema);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id FROM " + from + " ORDER BY id")) {
      StringBuilder ids = new StringBuilder();
      while (rows.next()) {
        ids.append(ids.isEmpty() ? "" : ",").append(rows.getInt(1));
      }
      return ids.toString();
    }
  }
}
