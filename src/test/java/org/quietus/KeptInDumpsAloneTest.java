package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** Rows that a law keeps, and that a dump alone still holds. */
class KeptInDumpsAloneTest {
  private static final String SCHEMA = "kept_alone";
  private static final String JOB =
      """
      quietus: 1
      job: kept
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email, phone: phone }, created: created_at }
      anonymise:
        crm.customer: { with: { email: set-null, phone: set-null } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.invoice: { keep: P1Y, from: issued_on, then: delete, because: bookkeeping }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P10Y, on-erasure: rewrite }
      """;

  @TempDir Path directory;
  private ShopEngine engine;
  private Path dump;
  private OpenedJob job;

  @BeforeEach
  void fill() throws Exception {
    engine = ShopEngine.h2(directory);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(50), phone VARCHAR(50),"
            + " created_at TIMESTAMP)",
        "CREATE TABLE invoice (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL, issued_on"
            + " DATE, CONSTRAINT of_customer FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "INSERT INTO customer VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01 00:00:00'),"
            + " (2, 'bob@example.org', '+49 30 2000', '2020-01-01 00:00:00')");
    Path vault = Files.createDirectory(directory.resolve("vault"));
    dump =
        Files.writeString(
            vault.resolve("a.sql"),
            """
            -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
            CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(50), `phone` varchar(50), `created_at` datetime, PRIMARY KEY (`id`));
            INSERT INTO `customer` VALUES (1,'ann@example.org','+49 30 1000','2020-01-01 00:00:00'),(2,'bob@example.org','+49 30 2000','2020-01-01 00:00:00');
            CREATE TABLE `invoice` (`id` int NOT NULL, `customer_id` int, `issued_on` date, PRIMARY KEY (`id`));
            INSERT INTO `invoice` VALUES (1,1,'2025-10-01'),(2,2,'2025-10-01');
            -- Dump completed on 2026-02-01  2:00:00
            """);
    job = opened(JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  private OpenedJob opened(String text) throws Exception {
    return new OpenedJob(directory, engine.server(), SCHEMA, text)
        .with("VAULT", directory.resolve("vault").toUri().toString());
  }

  @Test
  void goWhenTheirPeriodHasPassed() throws Exception {
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("ann@").contains("(1,1,'2025-10-01')");

    CommandRun run = job.at("2026-11-01T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("(1,1,'2025-10-01')");
  }

  @Test
  void areNotSaidToBeOfNobodyWhenTheyWereFoundThere() throws Exception {
    engine.execute(SCHEMA, "DELETE FROM customer WHERE id = 1");
    String ann = job.request("email: ann@example.org\nphone: +49 30 1000");
    assertThat(job.run().exitCode()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("ann@");

    assertThat(job.command("request show", ann).out())
        .contains("erased")
        .doesNotContain("nobody-found");

    String cid = job.request("email: cid@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.command("request show", cid).out()).contains("nobody-found");
  }

  @Test
  void goWhenTheirPeriodHasPassedAlsoFromADumpThatTurnedUpLater() throws Exception {
    String late = Files.readString(dump);
    Files.delete(dump);
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    Files.writeString(dump, late);
    CommandRun second = job.run();
    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("ann@").contains("(1,1,'2025-10-01')");

    CommandRun run = job.at("2026-11-01T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("(1,1,'2025-10-01')");
  }

  /** What was kept comes due in the database, and the person is known by its keys alone there. */
  @Test
  void keepNobodyInADumpThatTurnsUpWhenTheyComeDue() throws Exception {
    Path later = dump.resolveSibling("b.sql");
    String text = Files.readString(dump);
    engine.execute(SCHEMA, "INSERT INTO invoice VALUES (1, 1, DATE '2025-10-01')");
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    Files.writeString(later, text);

    CommandRun run = job.at("2026-11-01T12:00:00Z").run();

    assertThat(engine.rows(SCHEMA).getOrDefault("invoice", List.of())).isEmpty();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(later))
        .doesNotContain("ann@", "(1,1,'2025-10-01')")
        .contains("bob@");
  }

  @Test
  void keepNobodyThereUnderAnotherKeyEither() throws Exception {
    Path later = dump.resolveSibling("b.sql");
    String text = Files.readString(dump);
    engine.execute(SCHEMA, "INSERT INTO invoice VALUES (1, 1, DATE '2025-10-01')");
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    Files.writeString(later, text.replace("(1,'ann@", "(9,'ann@"));

    CommandRun run = job.at("2026-11-01T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(later)).doesNotContain("ann@").contains("bob@");
  }

  @Test
  void norInAFileOfRecordsThatDoesNotTellTheKey() throws Exception {
    Path logs = Files.createDirectory(dump.resolveSibling("logs"));
    job =
        opened(
            JOB
                + """
                files:
                  logs:
                    of: crm
                    in: vault
                    objects: "logs/*"
                    format: jsonl
                    from: at
                    records: { keep: P10Y, then: delete, because: diagnosis }
                    persons: { customer: { mail: email, tel: phone } }
                    on-erasure: delete
                """);
    engine.execute(SCHEMA, "INSERT INTO invoice VALUES (1, 1, DATE '2025-10-01')");
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    String record =
        "{\"mail\":\"%s@example.org\",\"tel\":\"+49 30 %d\",\"at\":\"2026-02-01T00:00:00Z\"}\n";
    String bob = record.formatted("bob", 2000);
    Path later = Files.writeString(logs.resolve("b.jsonl"), record.formatted("ann", 1000) + bob);

    CommandRun run = job.at("2026-11-01T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(later)).isEqualTo(bob);
  }

  @Test
  void nobodyIsAskedWhoseARowIsThatGoesAsSomebodysOfAnotherKind() throws Exception {
    String customer =
        JOB.lines().filter(line -> line.contains("customer: { records")).findFirst().orElseThrow();
    job =
        opened(
            JOB.replace(customer, customer + "\n" + customer.replace("customer: {", "reader: {")));
    Files.writeString(dump, Files.readString(dump).replace("+49 30 2000", "+49 30 1000"));
    CommandRun reader =
        job.typing(
            "email: ann@example.org\n",
            "request add",
            "--subject",
            "reader",
            "--identifiers-from",
            "-");
    assertThat(reader.exitCode()).as(reader.err()).isZero();
    CommandRun bob =
        job.typing(
            "email: bob@example.org\n",
            "request add",
            "--subject",
            "customer",
            "--identifiers-from",
            "-");
    assertThat(bob.exitCode()).as(bob.err()).isZero();

    CommandRun run = job.run();

    assertThat(Files.readString(dump)).doesNotContain("ann@", "bob@", "+49 30");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @Test
  void norWhereTheRequestWaitedForThem() throws Exception {
    job = opened(JOB.replace("invoice: { keep:", "invoice: { keep-at-least:"));
    keepNobodyThereUnderAnotherKeyEither();
  }

  @Test
  void goFromADumpThatTurnedUpLaterAlsoWhenTheRunWasKilledBeforeItsCleanCopyWasReady()
      throws Exception {
    String late = Files.readString(dump);
    Files.delete(dump);
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    Files.writeString(dump, late);
    assertThat(job.run().exitCode()).isZero();
    engine.execute(
        SCHEMA, "ALTER TABLE quietus.backup_version ADD CONSTRAINT kill CHECK (state <> 'staged')");
    assertThat(job.at("2026-11-01T12:00:00Z").run().exitCode()).isNotZero();
    assertThat(Files.readString(dump)).contains("(1,1,'2025-10-01')");
    engine.execute(SCHEMA, "ALTER TABLE quietus.backup_version DROP CONSTRAINT kill");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("(1,1,'2025-10-01')");
  }

  @Test
  void goFromADumpThatTurnedUpLaterWhenAHoldHasEndedToo() throws Exception {
    String late = Files.readString(dump);
    Files.delete(dump);
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    Files.writeString(dump, late);
    assertThat(job.run().exitCode()).isZero();
    String hold =
        job.at("2026-11-01T12:00:00Z")
            .typing(
                "email: bob@example.org\n",
                "hold add",
                "--identifiers-from",
                "-",
                "--reference",
                "LH-1",
                "--basis",
                "litigation",
                "--review",
                "2027-01-01",
                "--json")
            .json()
            .get("id")
            .asString();
    job.run();
    assertThat(Files.readString(dump)).contains("(1,1,'2025-10-01')");

    job.command("hold release", hold, "--reason", "settled");
    assertThat(job.run().exitCode()).isZero();

    assertThat(Files.readString(dump)).doesNotContain("(1,1,'2025-10-01')").contains("(2,2,");
  }

  @Test
  void keepARequestOpenWhoseTableTheJobFileLost() throws Exception {
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    lose();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("request " + ann, "1 row of nightly.invoice", "lead");
    List<Certificate> all = job.certificatesOf(ann);
    assertThat(all.get(all.size() - 1).outcome()).isEqualTo(Outcome.PARTIAL);

    CommandRun accepted =
        job.command("request accept", ann, "--unmatched", "--reason", "seen-to-by-hand");
    assertThat(accepted.exitCode()).as(accepted.out() + accepted.err()).isZero();
    CommandRun next = job.at("2026-11-02T12:00:00Z").run();
    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
  }

  @Test
  void keepNoRequestOpenOnceTheyAreGone() throws Exception {
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    Files.delete(dump);
    assertThat(job.at("2026-04-01T12:00:00Z").run().exitCode()).isZero();
    lose();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private void lose() throws Exception {
    engine.execute(SCHEMA, "ALTER TABLE invoice DROP CONSTRAINT of_customer");
    job = opened(JOB.replaceAll("    crm.invoice: [^\n]*\n", ""));
    CommandRun plan = job.at("2026-11-01T12:00:00Z").command("plan", "--json");
    job.command("approve", plan.json().get("fingerprint").asString());
  }
}
