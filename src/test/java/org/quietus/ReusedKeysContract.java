package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.RowValues;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.hold.Holds;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.read.JobFiles;
import org.quietus.target.PersonKeys;
import org.quietus.target.TableDue;

/** A key that was given to somebody else leads to nothing of theirs. */
abstract class ReusedKeysContract extends FrozenRows {
  @Test
  void aKeyThatHasGoneToSomebodyElseIsRecognisedBesideTheOthers() throws Exception {
    execute(
        "INSERT INTO customer VALUES"
            + " (5, 1005, 'Ann', 'ann@example.org', '+49 30 1001', NULL, '2021-01-01 10:00:00')");
    open(CHATS);
    String ann = job.request("email: ann@example.org");
    CommandRun listed = job.command("request review", ann, "--json");
    ok(
        job.command(
            "request review",
            ann,
            "--choose",
            "1,2",
            "--of",
            listed.json().get("list").asString()));
    ok(job.run());
    assertThat(state(ann)).isEqualTo("settling");
    execute(
        "DELETE FROM customer WHERE id = 5",
        "INSERT INTO customer VALUES"
            + " (5, 2005, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')",
        "INSERT INTO chat VALUES (50, 5, 'of the new one'), (51, 1, 'late, of Ann')");

    job.at("2026-03-02T12:00:00Z");
    ok(job.run());

    assertThat(rows("chat")).containsExactly("id=50 | customer_id=5 | body=of the new one");
    assertThat(rows("customer").toString()).contains("new@example.org");
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(last(ann).targets())
        .filteredOn(target -> target.name().equals("crm.chat"))
        .allSatisfy(target -> assertThat(target.counts().deleted()).isEqualTo(1));
  }

  @Test
  void aNumberThatHasGoneToSomebodyElseLeadsToNothingOfTheirs() throws Exception {
    points("points INT", "5000", "10");
    open(
        CHATS.replace(
                "\"crm.chat.customer_id -> crm.customer.id\"",
                "\"crm.chat.customer_id -> crm.customer.id\","
                    + " \"crm.loyalty.customer_no -> crm.customer.customer_no\"")
            + "    crm.loyalty: { then: delete }\n");
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("settling");
    execute(
        "UPDATE customer SET customer_no = 9001 WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (6, 1001, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')",
        "INSERT INTO loyalty VALUES (60, 1001, 7), (61, 9001, 8)",
        "INSERT INTO chat VALUES (51, 1, 'late, of Ann')");

    job.at("2026-03-02T12:00:00Z");
    ok(job.run());

    assertThat(rows("loyalty"))
        .containsExactly(
            "id=1 | customer_no=77 | points=5000", "id=60 | customer_no=1001 | points=7");
    assertThat(rows("chat")).isEmpty();
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void keptRowsOnANumberThatHasGoneToSomebodyElseAreUnmatched() throws Exception {
    String ann = annErasedButForHerPoints();
    execute(
        "UPDATE customer SET customer_no = 9001 WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (6, 1001, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')",
        "INSERT INTO loyalty VALUES (60, 1001, '2025-10-01')");

    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("request " + ann + ": 2 rows of crm.loyalty hang on a key");
    assertThat(last(ann).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(rows("loyalty")).hasSize(3);
    assertThat(rows("invoice")).noneMatch(row -> row.startsWith("id=1 "));

    job.at("2026-11-02T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(8);
    execute("DELETE FROM loyalty WHERE id = 2");
    CommandRun others = job.run();
    assertThat(others.exitCode()).isEqualTo(8);
    assertThat(others.out())
        .contains(
            "request " + ann + ": 1 row of crm.loyalty hangs on a key",
            "request accept " + job.file() + " " + ann + " --unmatched --reason CODE");
    ok(accept(ann));
    job.at("2026-11-03T12:00:00Z");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(rows("loyalty")).hasSize(2);
    assertThat(accept(ann).exitCode()).isEqualTo(2);
  }

  @Test
  void keptRowsOnAKeyThatHasGoneToSomebodyElseCanBeGivenUp() throws Exception {
    open(HEAD + ANONYMISING + INVOICES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(accept(ann).err()).contains("nothing of request " + ann + " is unmatched");
    execute(
        "DELETE FROM invoice WHERE customer_id = 1",
        "DELETE FROM customer WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (1, 3001, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')",
        "INSERT INTO invoice (id, customer_id, issued_on) VALUES (70, 1, '2025-10-01')");
    job.at("2026-11-01T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(8);

    ok(accept(ann));

    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(rows("invoice")).anyMatch(row -> row.startsWith("id=70 "));
    assertThat(rows("customer")).anyMatch(row -> row.contains("new@example.org"));
    assertThat(accept(ann).exitCode()).isEqualTo(2);
  }

  private void annsKeyGoesToSomebodyElseAndHerInvoiceStays() throws Exception {
    execute(
        "UPDATE invoice SET customer_id = 2 WHERE customer_id = 1",
        "DELETE FROM customer WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (1, 3001, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')",
        "UPDATE invoice SET customer_id = 1 WHERE id = 1",
        "INSERT INTO invoice (id, customer_id, issued_on) VALUES (70, 1, '2026-02-01')");
  }

  @Test
  void keptRowsOnAKeyThatHasGoneToSomebodyElseAreNotAskedForEarlierBecauseATableWasChanged()
      throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    String yaml =
        HEAD
            + ANONYMISING
            + INVOICES
            + "object-stores: { disk: { url: '"
            + disk.toUri()
            + "' } }\n"
            + "backups:\n  nightly: { of: crm, in: disk, objects: '*.sql', format: mysqldump,"
            + " keep: P30Y, on-erasure: rewrite }\n";
    open(yaml);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    annsKeyGoesToSomebodyElseAndHerInvoiceStays();
    execute("CREATE INDEX invoice_day ON invoice (issued_on)");
    openAnew(yaml);
    job.at("2026-04-01T12:00:00Z");

    ok(job.run());

    assertThat(state(ann)).isEqualTo("completed");
    job.at("2026-11-01T12:00:00Z");
    CommandRun due = job.run();
    assertThat(due.exitCode()).as(due.out() + due.err()).isEqualTo(8);
    assertThat(due.out()).contains("request " + ann + ": 2 rows of crm.invoice hang on a key");
  }

  @Test
  void theyAreAskedForEarlierOnceTheJobFileKeepsThemForAShorterTime() throws Exception {
    open(HEAD + ANONYMISING + INVOICES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    annsKeyGoesToSomebodyElseAndHerInvoiceStays();
    openAnew(HEAD + ANONYMISING + INVOICES.replace("P1Y", "P6M"));
    job.at("2026-03-02T12:00:00Z");
    ok(job.run());
    job.at("2026-04-15T12:00:00Z");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("request " + ann + ": 2 rows of crm.invoice hang on a key");
    assertThat(rows("invoice")).hasSize(3);
  }

  @Test
  void soAreThoseOnANumber() throws Exception {
    String ann = annErasedButForHerPoints();
    execute(
        "UPDATE customer SET customer_no = 9001 WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (6, 1001, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')");
    openAnew(WITH_POINTS.replace("P1Y, from: noted_on", "P4M, from: noted_on"));
    job.at("2026-03-02T12:00:00Z");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("request " + ann + ": 1 row of crm.loyalty hangs on a key");
    assertThat(rows("loyalty")).hasSize(2);
  }

  /** As after a restore, from which on no ledger tells that a run has deleted the person's row. */
  @Test
  void aKeyThatHasGoneToSomebodyElseIsNotThatOfWhoseKeptRowsComeDueWithoutALedger()
      throws Exception {
    execute("DELETE FROM invoice");
    points("noted_on DATE", "'2025-10-01'", "'2025-10-01'");
    open(
        HEAD.replace("    created: created_at\n", "")
            + "    owns: [ \"crm.loyalty.customer_no -> crm.customer.customer_no\" ]\n"
            + "erasure:\n  records:\n    crm.customer: { then: delete }\n"
            + "    crm.invoice: { then: delete }\n    crm.loyalty:"
            + " { keep-at-least: P1Y, from: noted_on, then: delete, because: claims }\n");
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("deferred");
    assertThat(rows("customer")).hasSize(1);
    execute(
        "DELETE FROM quietus.ledger_count",
        "DELETE FROM quietus.ledger",
        "INSERT INTO customer VALUES"
            + " (1, 5001, 'New', 'new@example.org', '+49 30 9999', NULL, '2026-05-01 00:00:00')");

    job.at("2026-11-01T12:00:00Z");
    job.run();

    assertThat(rows("customer").toString()).contains("new@example.org");
  }

  @Test
  void keptRowsOnAKeyThatHasGoneToSomebodyElseAreUnmatchedThoughABackupWasSearchedSince()
      throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    open(
        HEAD
            + ANONYMISING
            + INVOICES
            + "object-stores: { disk: { url: '"
            + disk.toUri()
            + "' } }\n"
            + "backups:\n  nightly: { of: crm, in: disk, objects: '*.sql', format: mysqldump,"
            + " keep: P30Y, on-erasure: rewrite }\n");
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    Path dump =
        Files.writeString(
            disk.resolve("old.sql"),
            """
            -- MySQL dump 10.13
            /*!40103 SET TIME_ZONE='+00:00' */;
            CREATE TABLE `customer` (`id` int NOT NULL, `customer_no` int NOT NULL, `full_name` varchar(60), `email` varchar(80), `phone` varchar(40), `address_id` int, `created_at` datetime(6) NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB;
            INSERT INTO `customer` VALUES (1,1001,'Ann','ann@example.org','+49 30 1000',77,'2020-01-01 10:00:00');
            CREATE TABLE `invoice` (`id` int NOT NULL, `customer_id` int NOT NULL, `issued_on` date NOT NULL, PRIMARY KEY (`id`)) ENGINE=InnoDB;
            INSERT INTO `invoice` VALUES (1,1,'2025-10-01');
            -- Dump completed
            """);
    job.at("2026-04-01T12:00:00Z");
    ok(job.run());
    assertThat(dump).content().doesNotContain("ann@example.org");
    execute(
        "UPDATE invoice SET customer_id = 2 WHERE customer_id = 1",
        "DELETE FROM customer WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (1, 3001, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')",
        "UPDATE invoice SET customer_id = 1 WHERE id = 1");

    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("request " + ann + ": 1 row of crm.invoice hangs on a key");
    assertThat(last(ann).outcome()).isEqualTo(Outcome.PARTIAL);
  }

  @Test
  void keptRowsOnAKeyThatHasGoneToSomebodyElseAreUnmatchedThoughAReplayCameBetween()
      throws Exception {
    open(HEAD + ANONYMISING + INVOICES.replace("records:", "clock: { settle: PT6H }\n  records:"));
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("settling");
    execute(
        "UPDATE invoice SET customer_id = 2 WHERE customer_id = 1",
        "DELETE FROM customer WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (1, 3001, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00'),"
            + " (5, 3005, 'Ann', 'ann@example.org', '+49 30 1000', NULL, '2020-01-01 10:00:00')",
        "UPDATE invoice SET customer_id = 1 WHERE id = 1");
    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-02-01T00:00:00Z");
    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(8);

    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("request " + ann + ": 1 row of crm.invoice hangs on a key");
    assertThat(state(ann)).isEqualTo("settling");
  }

  @Test
  void whatHangsOnTheOtherRowsIsReadAgainThoughOneKeyHasGoneToSomebodyElse() throws Exception {
    open(CHATS);
    execute(
        "UPDATE customer SET full_name = '***', email = NULL, phone = NULL WHERE id = 1",
        "INSERT INTO customer VALUES"
            + " (5, 2005, 'New', 'new@example.org', '+49 30 9999', NULL, '2099-01-01 00:00:00')",
        "INSERT INTO chat VALUES (50, 5, 'of the new one'), (51, 1, 'late, of Ann')");
    JobFile file = JobFiles.load(job.file(), job.environment());
    Instant erased = Instant.parse("2026-03-01T12:00:00Z");
    DatabaseSettings settings = file.databases().values().iterator().next();
    try (OpenDatabase database = OpenDatabase.open(settings, Clock.systemUTC())) {
      Step step = Planner.plan(file, database.catalog(), erased).steps().get(0);
      SubjectType customer = file.subjects().values().iterator().next();
      PersonKeys person =
          new PersonKeys(
              List.of(new RowValues(List.of(1L)), new RowValues(List.of(5L))),
              erased,
              PersonKeys.Whose.ONE_PERSON);
      assertThat(database.recheck(Holds.NONE).person(step, customer, person))
          .extracting(table -> table.table().table(), TableDue::due)
          .contains(tuple("chat", 1L), tuple("customer", 0L));
    }
  }
}
