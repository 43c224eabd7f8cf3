package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.testing.WithoutPdf;

/** Backups of each database of a job lose who is erased there, and nobody and nothing else. */
abstract class BackupsElsewhereContract {
  private static final String CRM = "copied_crm";
  private static final String SHOP = "copied_shop";
  private static final String JOB =
      """
      quietus: 1
      job: copies
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}", control: crm }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
        shop: { url: "${SHOP_URL}", username: "${SHOP_USER}", password: "${SHOP_PASSWORD}", zone: UTC }
      object-stores:
        disk: { url: "${DISK}" }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email }, created: since }
        buyer: { records: shop.buyer, identifiers: { mail: email }, created: since }
      erasure:
        records:
          crm.customer: { then: delete }
          shop.buyer: { then: delete }
          shop.parcel: { then: delete }
      backups:
        crm-dumps: { of: crm, in: disk, objects: "crm-*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite, pitr: none }
      """;

  private static final String BOTH =
      JOB
          + """
            shop-dumps: { of: shop, in: disk, objects: "shop-*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite, pitr: none }
          """;

  private static final String TRACES =
      """
      CREATE TABLE `trace` (`id` int NOT NULL, `buyer` int NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB;
      INSERT INTO `trace` VALUES (1,1),(2,2);
      -- Dump completed
      """;

  @TempDir Path directory;
  private Path disk;
  private OpenedJob job;

  abstract ShopEngine home();

  /** Where the buyers are. */
  abstract ShopEngine other();

  @BeforeEach
  void fill() throws Exception {
    fresh(home(), CRM);
    fresh(other(), SHOP);
    String person = "(id INT PRIMARY KEY, %s VARCHAR(80), since %s NULL)";
    home()
        .execute(
            CRM,
            "CREATE TABLE customer " + person.formatted("email", home().columns().moment()),
            "INSERT INTO customer VALUES (1, 'ann@example.com', '2020-01-01 00:00:00'),"
                + " (2, 'bob@example.com', '2020-01-01 00:00:00')");
    other()
        .execute(
            SHOP,
            "CREATE TABLE buyer " + person.formatted("mail", other().columns().moment()),
            "CREATE TABLE parcel (id INT PRIMARY KEY, buyer INT NOT NULL, FOREIGN KEY (buyer)"
                + " REFERENCES buyer (id))",
            "CREATE INDEX parcel_buyer ON parcel (buyer)",
            "INSERT INTO buyer VALUES (1, 'ann@example.com', '2020-01-01 00:00:00'),"
                + " (2, 'bob@example.com', '2020-01-01 00:00:00')",
            "INSERT INTO parcel VALUES (1, 1), (2, 2)");
    disk = Files.createDirectory(directory.resolve("disk"));
    job =
        new OpenedJob(directory, home().server(), CRM, JOB)
            .with("SHOP_URL", other().server().jdbcUrl(SHOP))
            .with("SHOP_USER", other().server().username())
            .with("SHOP_PASSWORD", other().server().password())
            .with("DISK", disk.toUri().toString());
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
  void whoIsErasedInAnotherDatabaseIsNotSoughtInBackupsOfHome() throws Exception {
    Path first = dump("crm-1.sql", "customer", "email", "2026-02-27T00:00:00Z");
    String buyer = request("buyer", "bob@example.com");
    run(0);
    assertThat(state(buyer)).isEqualTo("completed");
    assertThat(Files.readString(first)).contains("bob@example.com");
    Path second = dump("crm-2.sql", "customer", "email", "2026-02-28T00:00:00Z");

    run(0);

    assertThat(Files.readString(second)).contains("bob@example.com");
  }

  @Test
  void aRefreshedBackupOfHomeStaysIfOnlySomebodyElsewhereWasErased() throws Exception {
    written(JOB.replace("on-erasure: rewrite", "on-erasure: at-refresh"));
    Path old = dump("crm-1.sql", "customer", "email", "2026-02-27T00:00:00Z");
    request("buyer", "bob@example.com");
    run(0);
    job.at("2026-03-04T12:00:00Z");
    dump("crm-2.sql", "customer", "email", "2026-03-04T00:00:00Z");
    run(0);
    assertThat(old).exists();

    request("customer", "bob@example.com");
    run(0);
    job.at("2026-03-07T12:00:00Z");
    dump("crm-3.sql", "customer", "email", "2026-03-07T00:00:00Z");
    run(0);
    assertThat(old).doesNotExist();
  }

  @Test
  void whoIsErasedInAnotherDatabaseIsTakenOutOfItsBackups() throws Exception {
    written(BOTH);
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    Path crm = dump("crm-1.sql", "customer", "email", "2026-02-27T00:00:00Z");
    Path shop = dump("shop-1.sql", "buyer", "mail", "2026-02-27T00:00:00Z");
    String buyer = request("buyer", "bob@example.com");

    run(0);

    assertThat(Files.readString(crm)).contains("bob@example.com");
    assertThat(Files.readString(shop)).contains("ann@").doesNotContain("bob@");
    assertThat(state(buyer)).isEqualTo("completed");
    Certificate certificate = job.certificatesOf(buyer).get(0);
    assertThat(certificate.targets())
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .contains("shop.buyer 1", "shop-dumps.buyer 1");
    assertThat(certificate.verification().orElseThrow().checks())
        .extracting(check -> check.target() + " " + check.due())
        .contains("shop-dumps.buyer 0")
        .noneMatch(check -> check.startsWith("crm"));
    assertThat(certificate.residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.BACKUP)
        .isEmpty();

    // one that turns up later, and a customer who is in home alone
    Path late = dump("shop-0.sql", "buyer", "mail", "2026-02-20T00:00:00Z");
    request("customer", "ann@example.com");
    run(0);
    assertThat(Files.readString(late)).contains("ann@").doesNotContain("bob@");
    assertThat(Files.readString(crm)).contains("bob@").doesNotContain("ann@");
    run(0);
  }

  @Test
  void whoWithdrawsConsentInAnotherDatabaseLosesWhatThatNeedsAlone() throws Exception {
    other()
        .execute(
            SHOP,
            "ALTER TABLE buyer ADD town VARCHAR(40)",
            "UPDATE buyer SET town = 'Ulm'",
            "CREATE TABLE trace (id INT PRIMARY KEY, buyer INT NOT NULL, FOREIGN KEY (buyer)"
                + " REFERENCES buyer (id))",
            "CREATE INDEX trace_buyer ON trace (buyer)",
            "INSERT INTO trace VALUES (1, 1), (2, 2)");
    written(
        BOTH.replace(
                "{ mail: email }, created: since }",
                "{ mail: email }, created: since, purposes: { tracking: { shop.trace: rows,"
                    + " shop.buyer: [ town ] } } }")
            .replace(
                "erasure:\n",
                "anonymise:\n"
                    + "  shop.buyer: { with: { mail: set-null, town: set-null } }\n"
                    + "erasure:\n")
            .replace("shop.buyer: { then: delete }", "shop.buyer: { then: anonymise }")
            .replace("shop.parcel:", "shop.trace: { then: delete }\n    shop.parcel:"));
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    Path shop = dump("shop-1.sql", "buyer", "mail", "2026-02-27T00:00:00Z");
    Files.writeString(shop, TRACES, StandardOpenOption.APPEND);
    Files.setLastModifiedTime(shop, FileTime.from(Instant.parse("2026-02-27T00:00:00Z")));
    Path crm = dump("crm-1.sql", "customer", "email", "2026-02-27T00:00:00Z");
    CommandRun added =
        job.typing(
            "email: bob@example.com\n",
            "request add",
            "--subject",
            "buyer",
            "--ground",
            "consent-withdrawn",
            "--purpose",
            "tracking",
            "--identifiers-from",
            "-",
            "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    String request = added.json().get("id").asString();

    run(0);

    assertThat(shop("trace")).isEqualTo("1");
    assertThat(shop("buyer WHERE town IS NOT NULL")).isEqualTo("1");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1,2");
    assertThat(shop("parcel")).isEqualTo("1,2");
    assertThat(Files.readString(shop))
        .contains("'bob@example.com'", "(1,1)")
        .doesNotContain("(2,2)");
    assertThat(Files.readString(crm)).contains("bob@example.com");
    assertThat(state(request)).isEqualTo("completed");
    run(0);

    // the database is put back
    other()
        .execute(
            SHOP,
            "INSERT INTO trace VALUES (2, 2)",
            "DELETE FROM quietus.run_database",
            "DELETE FROM quietus.work",
            "DELETE FROM quietus.ledger_count",
            "DELETE FROM quietus.ledger",
            "DELETE FROM quietus.request_beside",
            "DELETE FROM quietus.run_beside");
    run(7);
    CommandRun replay =
        job.command("replay", "--database", "shop", "--snapshot", "2026-02-28T12:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(shop("trace")).isEqualTo("1");
    assertThat(shop("buyer WHERE mail IS NOT NULL")).isEqualTo("1,2");
  }

  private static final String INBOX =
      """
      CREATE TABLE `erasure_inbox` (`id` bigint NOT NULL, `subject` varchar(100), `identifier_type` varchar(20), `identifier_value` varchar(200), `received_at` datetime, `verified` tinyint(1), `state` varchar(12), `outcome` varchar(40), `kind` varchar(12), `purpose` varchar(63), `ground` varchar(30), `requester` varchar(12), `evidence` varchar(64), PRIMARY KEY (`id`)) ENGINE=InnoDB;
      INSERT INTO `erasure_inbox` VALUES (7,'buyer','email','bob@example.com','2026-02-26 10:00:00',1,'new',NULL,NULL,NULL,NULL,NULL,NULL),(8,'customer','email','bob@example.com','2026-02-26 10:00:00',1,'new',NULL,NULL,NULL,NULL,NULL,NULL);
      -- Dump completed
      """;

  private Path dumpWithInbox(String name, String made) throws Exception {
    home()
        .execute(
            CRM,
            "CREATE TABLE IF NOT EXISTS erasure_inbox (id BIGINT PRIMARY KEY, subject VARCHAR(100),"
                + " identifier_type VARCHAR(20), identifier_value VARCHAR(200), received_at %s,"
                    .formatted(home().columns().moment())
                + " verified BOOLEAN, state VARCHAR(12), outcome VARCHAR(40), kind VARCHAR(12),"
                + " purpose VARCHAR(63), ground VARCHAR(30), requester VARCHAR(12), evidence"
                + " VARCHAR(64))");
    written(BOTH.replace("backups:\n", "requests: { inbox: crm.erasure_inbox }\nbackups:\n"));
    Path crm = dump(name, "customer", "email", made);
    Files.writeString(crm, INBOX, StandardOpenOption.APPEND);
    Files.setLastModifiedTime(crm, FileTime.from(Instant.parse(made)));
    return crm;
  }

  @Test
  void whatWasFiledForSomebodyOfAnotherDatabaseStaysWhereANamesakeOfHomeIsErased()
      throws Exception {
    Path crm = dumpWithInbox("crm-1.sql", "2026-02-27T00:00:00Z");
    request("customer", "bob@example.com");
    run(0);
    assertThat(Files.readString(crm)).doesNotContain("'customer','email'");
    assertThat(Files.readString(crm)).contains("(7,'buyer','email','bob@example.com'");
  }

  @Test
  void whatWasFiledForWhoIsErasedInAnotherDatabaseIsTakenOutOfBackupsOfHome() throws Exception {
    Path crm = dumpWithInbox("crm-1.sql", "2026-02-27T00:00:00Z");
    String buyer = request("buyer", "bob@example.com");

    run(0);

    assertThat(Files.readString(crm))
        .contains("(8,'customer','email','bob@example.com'", "(2,'bob@example.com'")
        .doesNotContain("'buyer'");
    Certificate certificate = job.certificatesOf(buyer).get(0);
    assertThat(certificate.targets())
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .contains("shop.buyer 1", "crm-dumps.erasure_inbox 1");
    assertThat(certificate.verification().orElseThrow().checks())
        .extracting(check -> check.target() + " " + check.due())
        .contains("crm-dumps.erasure_inbox 0")
        .noneMatch(check -> check.startsWith("crm-dumps.customer"));
    assertThat(certificate.residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.BACKUP)
        .isEmpty();

    // one that turns up later
    Path late = dumpWithInbox("crm-0.sql", "2026-02-20T00:00:00Z");
    run(0);
    assertThat(Files.readString(late))
        .contains("(8,'customer','email','bob@example.com'", "(2,'bob@example.com'")
        .doesNotContain("'buyer'");
    run(0);
  }

  @Test
  void whatWasFiledStaysInABackupThatCameWhileThePersonsDatabaseWasDown() throws Exception {
    dumpWithInbox("crm-1.sql", "2026-02-27T00:00:00Z");
    request("buyer", "bob@example.com");
    run(0);
    Path late = dumpWithInbox("crm-0.sql", "2026-02-20T00:00:00Z");
    request("customer", "ann@example.com");
    job.with("SHOP_URL", "jdbc:mysql://127.0.0.1:1/nobody?connectTimeout=500");
    run(8);
    assertThat(Files.readString(late)).contains("(7,'buyer'").doesNotContain("ann@");

    job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    run(0);
    assertThat(Files.readString(late)).doesNotContain("'buyer'");
  }

  @Test
  void aHoldInAnotherDatabaseKeepsWhatWasFiledForThePerson() throws Exception {
    Path crm = dumpWithInbox("crm-1.sql", "2026-02-27T00:00:00Z");
    request("buyer", "bob@example.com");
    holdBuyer();
    run(0);
    assertThat(Files.readString(crm)).contains("(7,'buyer'");
    release();
    run(0);
    assertThat(Files.readString(crm)).doesNotContain("'buyer'");
  }

  @Test
  void whatWasFiledForSomebodyElseOfAnotherDatabaseStays() throws Exception {
    Path crm = dumpWithInbox("crm-1.sql", "2026-02-27T00:00:00Z");
    request("buyer", "ann@example.com");
    run(0);
    assertThat(Files.readString(crm)).contains("(7,'buyer','email','bob@example.com'");
  }

  @Test
  void aHoldOnWhatOneOfAPersonsRowsTellsSparesThatRowInBackups() throws Exception {
    Path crm = erasedOfThreeRows();
    hold("+4930222222"); // which the third row had when the backup was made

    CommandRun run = job.run();

    assertThat(Files.readString(crm))
        .as(run.out() + run.err())
        .contains("(3,'bob")
        .doesNotContain("(2,'bob")
        .doesNotContain("(4,'bob");
    release();
    run(0);
    assertThat(Files.readString(crm)).contains("ann@").doesNotContain("bob@");
  }

  @Test
  void aHoldOnWhatAnyOfAPersonsRowsTellsSparesThePersonInBackups() throws Exception {
    Path crm = erasedOfThreeRows();
    hold("+4930444444");

    CommandRun run = run(0);

    assertThat(Files.readString(crm))
        .as(run.out() + run.err())
        .contains("(2,'bob", "(3,'bob", "(4,'bob");
    release();
    run(0);
    assertThat(Files.readString(crm)).contains("ann@").doesNotContain("bob@");
  }

  @Test
  void whoHasSeveralRowsByAReferenceIsSoughtInBackupsByWhatEachOfThemHolds() throws Exception {
    home()
        .execute(
            CRM,
            "ALTER TABLE customer ADD phone VARCHAR(40)",
            "ALTER TABLE customer ADD buyer INT",
            "UPDATE customer SET phone = '+4930111111', buyer = 2 WHERE id = 2",
            "INSERT INTO customer VALUES (3, 'bobby@example.com', '2020-01-01 00:00:00',"
                + " '+4930222222', 2)");
    written(
        JOB.replace(
                "{ email: email }, created: since }",
                "{ email: email, phone: phone, buyer: id }, created: since, same-as: { subject:"
                    + " buyer, by: shop.buyer.id -> crm.customer.buyer } }")
            .replace("{ mail: email }", "{ mail: email, id: id }"));
    Path crm = disk.resolve("crm-1.sql");
    Files.writeString(
        crm,
        """
        -- MySQL dump 10.13
        CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(80), `since` datetime, `phone` varchar(40), `buyer` int, PRIMARY KEY (`id`)) ENGINE=InnoDB;
        INSERT INTO `customer` VALUES (1,'ann@example.com','2020-01-01 00:00:00',NULL,NULL),(8,'bob@example.com','2020-01-01 00:00:00','+4930111111',NULL),(9,'bobby@example.com','2020-01-01 00:00:00','+4930222222',NULL);
        -- Dump completed
        """);
    Files.setLastModifiedTime(crm, FileTime.from(Instant.parse("2026-02-27T00:00:00Z")));
    request("buyer", "bob@example.com");

    CommandRun run = run(8); // under other keys they may be somebody else's

    assertThat(run.json().get("byTable").path("crm-dumps.customer").path("ambiguous").asInt())
        .isEqualTo(2);
  }

  private void hold(String phone) {
    CommandRun held =
        job.typing(
            "phone: " + phone + "\n",
            "hold add",
            "--subject",
            "customer",
            "--identifiers-from",
            "-",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2030-01-01");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();
  }

  private void holdBuyer() {
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "shop.buyer",
            "--where",
            "id = 2",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2030-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
  }

  private void release() {
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();
  }

  /** Erases somebody of three rows from the database alone, and returns a backup that has them. */
  private Path erasedOfThreeRows() throws Exception {
    home()
        .execute(
            CRM,
            "ALTER TABLE customer ADD phone VARCHAR(40)",
            "UPDATE customer SET phone = '+4930111111' WHERE id = 2",
            "INSERT INTO customer VALUES (3, 'bob@example.com', '2020-01-01 00:00:00',"
                + " '+4930444444'), (4, 'bob@example.com', '2020-01-01 00:00:00', '+4930333333')");
    written(JOB.replace("{ email: email }, created", "{ email: email, phone: phone }, created"));
    Path crm = disk.resolve("crm-1.sql");
    Files.writeString(crm, TWO_NUMBERS);
    Files.setLastModifiedTime(crm, FileTime.from(Instant.parse("2026-02-27T00:00:00Z")));
    String request = request("customer", "bob@example.com");
    run(8);
    CommandRun look = job.command("request review", request, "--json");
    CommandRun chosen =
        job.command(
            "request review",
            request,
            "--of",
            look.json().get("list").asString(),
            "--choose",
            "1,2,3");
    assertThat(chosen.exitCode()).as(chosen.out() + chosen.err()).isZero();
    CommandRun live = job.command("run", "--only", "erasure");
    assertThat(live.exitCode()).as(live.out() + live.err()).isZero();
    return crm;
  }

  private static final String TWO_NUMBERS =
      """
      -- MariaDB dump
      /*!40101 SET NAMES utf8mb4 */;
      /*!40103 SET TIME_ZONE='+00:00' */;
      CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(80), `since` datetime, `phone` varchar(40), PRIMARY KEY (`id`)) ENGINE=InnoDB;
      INSERT INTO `customer` VALUES (1,'ann@example.com','2020-01-01 00:00:00',NULL),(2,'bob@example.com','2020-01-01 00:00:00','+4930111111'),(3,'bob@example.com','2020-01-01 00:00:00','+4930222222'),(4,'bob@example.com','2020-01-01 00:00:00','+4930333333');
      -- Dump completed
      """;

  private static final String INVOICES =
      """
      CREATE TABLE `invoice` (`id` int NOT NULL, `buyer` int NOT NULL, `at` date, PRIMARY KEY (`id`)) ENGINE=InnoDB;
      INSERT INTO `invoice` VALUES (1,1,'2016-05-05'),(2,2,'2017-05-05');
      -- Dump completed
      """;

  private Path dumpWithInvoices(String name, String made) throws Exception {
    Path shop = dump(name, "buyer", "mail", made);
    Files.writeString(shop, INVOICES, StandardOpenOption.APPEND);
    Files.setLastModifiedTime(shop, FileTime.from(Instant.parse(made)));
    return shop;
  }

  private String keeping(String period) {
    return BOTH.replace(
            "erasure:\n", "anonymise:\n  shop.buyer: { with: { mail: set-null } }\nerasure:\n")
        .replace("shop.buyer: { then: delete }", "shop.buyer: { then: anonymise }")
        .replace(
            "    shop.parcel:",
            "    shop.invoice: { keep-at-least: %s, from: at, then: delete, because: bookkeeping }\n    shop.parcel:"
                .formatted(period));
  }

  private void keptForAShorterTime() throws Exception {
    written(keeping("P8Y"));
    CommandRun plan = job.command("plan", "--json");
    job.command("approve", plan.json().get("fingerprint").asString());
    job.at("2026-03-03T12:00:00Z");
  }

  private void invoices() throws Exception {
    other()
        .execute(
            SHOP,
            "CREATE TABLE invoice (id INT PRIMARY KEY, buyer INT NOT NULL, at DATE NULL,"
                + " FOREIGN KEY (buyer) REFERENCES buyer (id))",
            "CREATE INDEX invoice_buyer ON invoice (buyer)");
    written(keeping("P10Y"));
  }

  @Test
  void whatIsKeptInBackupsAloneGoesEarlierOnceTheJobFileKeepsItForAShorterTime() throws Exception {
    invoices();
    Path shop = dumpWithInvoices("shop-1.sql", "2026-02-27T00:00:00Z");
    String buyer = request("buyer", "bob@example.com");
    run(0);
    assertThat(Files.readString(shop)).contains("(2,2,'2017-05-05')").doesNotContain("bob@");
    assertThat(state(buyer)).isEqualTo("deferred");
    keptForAShorterTime();

    run(0);

    assertThat(Files.readString(shop)).contains("(1,1,'2016-05-05')").doesNotContain("(2,2,");
    assertThat(state(buyer)).isEqualTo("completed");
  }

  @Test
  void soDoesWhatIsKeptInABackupThatTurnedUpLater() throws Exception {
    invoices();
    String buyer = request("buyer", "bob@example.com");
    run(0);
    assertThat(state(buyer)).isEqualTo("completed");
    Path late = dumpWithInvoices("shop-0.sql", "2026-02-20T00:00:00Z");
    run(0);
    assertThat(Files.readString(late)).contains("(2,2,'2017-05-05')").doesNotContain("bob@");
    keptForAShorterTime();

    run(0);

    assertThat(Files.readString(late)).contains("(1,1,'2016-05-05')").doesNotContain("(2,2,");
  }

  @Test
  void whoWasErasedHereAndWhoseKindIsElsewhereByNowIsNotPassedOver() throws Exception {
    String yaml = JOB.replace("{ email: email }", "{ email: email, id: id }");
    written(yaml);
    home().execute(CRM, "DELETE FROM customer WHERE id = 2"); // he is in a backup alone
    Path first = dump("crm-1.sql", "customer", "email", "2026-02-27T00:00:00Z");
    request("customer", "bob@example.com\nid: 2");
    run(0);
    assertThat(Files.readString(first)).doesNotContain("bob@example.com");
    other()
        .execute(
            SHOP,
            "CREATE TABLE client (id INT PRIMARY KEY, email VARCHAR(80), since TIMESTAMP NULL)");
    written(
        yaml.replace("  customer: {", "  patron: {")
            .replace(
                "  buyer: {",
                "  customer: { records: shop.client, identifiers: { email: email } }\n  buyer: {")
            .replace("    shop.parcel:", "    shop.client: { then: delete }\n    shop.parcel:"));
    job.at("2026-03-03T12:00:00Z");
    Path late = dump("crm-0.sql", "customer", "email", "2026-02-20T00:00:00Z");
    CommandRun plan = job.command("plan", "--json");
    job.command("approve", plan.json().get("fingerprint").asString());

    CommandRun run = job.run();

    assertThat(Files.readString(late)).contains("bob@example.com");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out() + run.err())
        .contains("in 'shop' now", "as 'customer@crm'")
        .doesNotContain("bring it back");

    written(
        Files.readString(job.file())
            + "former-subjects: { customer@crm: the dumps of then are kept for nobody else }\n");
    job.command("approve", job.command("plan", "--json").json().get("fingerprint").asString());
    CommandRun said = job.run();

    assertThat(said.exitCode()).as(said.out() + said.err()).isZero();
    assertThat(job.certificatesOf(said.json().get("runId").asString()).get(0).residuals().copies())
        .extracting(copy -> copy.of() + " " + copy.protection())
        .contains("crm-dumps former-subject");
  }

  @Test
  void aBackupThatWasSearchedBeforeAKindOfPersonCameToItsDatabaseIsSearchedForThem()
      throws Exception {
    comesToHome(true);
  }

  @Test
  void soIsOneThatWasSearchedForTheOthersBeforeAnybodyOfTheKindWasErased() throws Exception {
    comesToHome(false);
  }

  private void comesToHome(boolean atOnce) throws Exception {
    home()
        .execute(
            CRM,
            "CREATE TABLE buyer (id INT PRIMARY KEY, mail VARCHAR(80), since %s NULL)"
                .formatted(home().columns().moment()));
    Path crm = dump("crm-1.sql", "customer", "email", "2026-02-27T00:00:00Z");
    Files.writeString(
        crm,
        """
        CREATE TABLE `buyer` (`id` int NOT NULL, `mail` varchar(80), `since` datetime, PRIMARY KEY (`id`)) ENGINE=InnoDB;
        INSERT INTO `buyer` VALUES (1,'ann@example.com','2020-01-01 00:00:00'),(2,'bob@example.com','2020-01-01 00:00:00');
        -- Dump completed
        """,
        StandardOpenOption.APPEND);
    Files.setLastModifiedTime(crm, FileTime.from(Instant.parse("2026-02-27T00:00:00Z")));
    request("customer", "bob@example.com");
    if (!atOnce) {
      run(0);
    }
    request("buyer", "bob@example.com");
    run(0);
    assertThat(Files.readString(crm)).containsOnlyOnce("bob@example.com");
    written(
        JOB.replace("records: shop.buyer", "records: crm.buyer")
            .replaceAll("(?m)^ *shop.parcel:.*\\R", "")
            .replace("    shop.buyer:", "    crm.buyer:"));
    job.command("approve", job.command("plan", "--json").json().get("fingerprint").asString());
    CommandRun check = check();
    assertThat(check.exitCode()).as(check.out() + check.err()).isEqualTo(9);
    assertThat(check.out()).contains("'crm-dumps': 1 object version was not searched");

    run(0);

    assertThat(Files.readString(crm)).contains("ann@example.com").doesNotContain("bob@");
    check = check();
    assertThat(check.exitCode()).as(check.out() + check.err()).isZero();
  }

  private CommandRun check() {
    return job.command(
        "replay", "--database", "crm", "--snapshot", "2026-03-01T12:00:00Z", "--check");
  }

  @Test
  void backupsOfADatabaseThatNobodyWasEverInNeedNotBeExamined() throws Exception {
    written(
        JOB.replaceAll("(?m)^  customer:.*\\R", "")
            .replaceAll("(?m)^ *crm.customer:.*\\R", "")
            .replace(
                "backups:",
                "retention:\n"
                    + "  old: { records: crm.customer, keep: P30Y, from: since, then: delete,"
                    + " scan: allowed }\n"
                    + "backups:"));
    dump("crm-1.sql", "customer", "email", "2026-02-27T00:00:00Z");
    String buyer = request("buyer", "bob@example.com");

    CommandRun run = run(0);

    assertThat(state(buyer)).isEqualTo("completed");
    assertThat(job.certificatesOf(run.json().get("runId").asString()).get(0).residuals().copies())
        .extracting(copy -> copy.of())
        .doesNotContain("crm-dumps");
    run(0);
  }

  @Test
  @Tag("long")
  void aHoldInAnotherDatabaseBindsInItsBackups() throws Exception {
    written(BOTH);
    Path shop = dump("shop-1.sql", "buyer", "mail", "2026-02-27T00:00:00Z");
    request("buyer", "bob@example.com");
    holdBuyer();
    run(0);
    assertThat(Files.readString(shop)).contains("bob@example.com");
    release();
    run(0);
    assertThat(Files.readString(shop)).doesNotContain("bob@example.com");
  }

  @Test
  @Tag("long")
  void backupsOfADatabaseThatIsDownWaitForIt() throws Exception {
    written(BOTH.replace("keep: P90D", "keep: P10D"));
    run(0);
    dump("crm-2.sql", "customer", "email", "2026-02-27T00:00:00Z"); // the newest stays
    dump("shop-2.sql", "buyer", "mail", "2026-02-27T00:00:00Z");
    Path crm = dump("crm-1.sql", "customer", "email", "2026-01-27T00:00:00Z");
    Path shop = dump("shop-1.sql", "buyer", "mail", "2026-01-27T00:00:00Z");
    job.with("SHOP_URL", "jdbc:mysql://127.0.0.1:1/nobody?connectTimeout=500");

    CommandRun partial = run(8);

    assertThat(crm).doesNotExist();
    assertThat(shop).exists();
    assertThat(job.certificatesOf(partial.json().get("runId").asString()).get(0).toString())
        .doesNotContain("expiry of shop-dumps");
    job.with("SHOP_URL", other().server().jdbcUrl(SHOP));
    run(0);
    assertThat(shop).doesNotExist();
  }

  private Path dump(String name, String table, String column, String made) throws Exception {
    Path dump = disk.resolve(name);
    Files.writeString(
        dump,
        """
        -- MariaDB dump
        /*!40101 SET NAMES utf8mb4 */;
        /*!40103 SET TIME_ZONE='+00:00' */;
        CREATE TABLE `%1$s` (`id` int NOT NULL, `%2$s` varchar(80), `since` datetime, PRIMARY KEY (`id`)) ENGINE=InnoDB;
        INSERT INTO `%1$s` VALUES (1,'ann@example.com','2020-01-01 00:00:00'),(2,'bob@example.com','2020-01-01 00:00:00');
        -- Dump completed
        """
            .formatted(table, column));
    Files.setLastModifiedTime(dump, FileTime.from(Instant.parse(made)));
    return dump;
  }

  private String shop(String table) throws Exception {
    return SeveralDatabasesFixture.ids(other(), SHOP, table);
  }

  private void written(String yaml) throws Exception {
    Files.writeString(job.file(), WithoutPdf.of(yaml));
  }

  private String request(String subject, String address) {
    CommandRun added =
        job.typing(
            "email: " + address + "\n",
            "request add",
            "--subject",
            subject,
            "--identifiers-from",
            "-",
            "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  private CommandRun run(int code) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(code);
    return run;
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }
}
