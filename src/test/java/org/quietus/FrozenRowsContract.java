package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.catalog.RowValues;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.hold.Holds;
import org.quietus.job.CannotRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.DatabaseSettings;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.read.JobFiles;
import org.quietus.target.PersonKeys;
import org.quietus.target.TableDue;

/** What is known of a person's rows for later is read under the names that it was known by. */
abstract class FrozenRowsContract {
  static final String SCHEMA = "frozen";
  private static final String HEAD =
      """
      quietus: 1
      job: frozen
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
      """;
  private static final String ANONYMISING =
      """
      anonymise:
        crm.customer: { with: { full_name: redact, email: set-null, phone: set-null } }
      """;
  private static final String INVOICES =
      """
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.invoice:  { keep: P1Y, from: issued_on, then: delete, because: bookkeeping }
      """;
  private static final String OF_ADDRESSES =
      HEAD
          + "    owns: [ \"crm.customer.address_id -> crm.address.id\" ]\n"
          + ANONYMISING.replace("phone: set-null", "phone: set-null, address_id: set-null")
          + INVOICES
          + "    crm.address: { then: delete }\n";

  static final String ADDRESSES_KEPT =
      HEAD
          + "    owns: [ \"crm.customer.address_id -> crm.address.id\" ]\n"
          + ANONYMISING.replace("phone: set-null", "phone: set-null, address_id: set-null")
          + "erasure:\n  records:\n    crm.customer: { then: anonymise }\n"
          + "    crm.invoice: { then: delete }\n    crm.address:"
          + " { keep: P1Y, from: noted_on, then: delete, because: claims }\n";

  @TempDir Path directory;
  OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    execute(
        "CREATE TABLE address (id INT NOT NULL PRIMARY KEY, street VARCHAR(60))",
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, customer_no INT NOT NULL UNIQUE,"
            + " full_name VARCHAR(60), email VARCHAR(80), phone VARCHAR(40), address_id INT,"
            + " created_at "
            + engine().columns().moment()
            + " NOT NULL)",
        "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,"
            + " body VARCHAR(60))",
        "CREATE INDEX chat_customer ON chat (customer_id)",
        "CREATE TABLE invoice (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,"
            + " issued_on DATE NOT NULL, FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "CREATE INDEX customer_address ON customer (address_id)",
        "INSERT INTO address VALUES (77, 'of Ann'), (78, 'of Bob')",
        "INSERT INTO customer VALUES"
            + " (1, 1001, 'Ann', 'ann@example.org', '+49 30 1000', 77, '2020-01-01 10:00:00'),"
            + " (2, 77, 'Bob', 'bob@example.org', '+49 30 2000', 78, '2020-01-01 10:00:00')",
        "INSERT INTO invoice VALUES (1, 1, '2025-10-01'), (3, 2, '2020-01-01')");
  }

  @Test
  void aColumnThatIsGoneIsNotReadAsAnotherOne() throws Exception {
    open(OF_ADDRESSES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(rows("address")).containsExactly("id=78 | street=of Bob");
    execute(
        engine().isH2() ? "DROP INDEX customer_address" : "DROP INDEX customer_address ON customer",
        "ALTER TABLE customer DROP COLUMN address_id",
        "DROP TABLE address",
        "CREATE TABLE loyalty (id INT NOT NULL PRIMARY KEY, customer_no INT NOT NULL, points INT)",
        "CREATE INDEX loyalty_customer ON loyalty (customer_no)",
        "INSERT INTO loyalty VALUES (1, 77, 5000), (2, 1001, 10)");

    openAnew(
        HEAD
            + "    owns: [ \"crm.loyalty.customer_no -> crm.customer.customer_no\" ]\n"
            + ANONYMISING
            + INVOICES
            + "    crm.loyalty: { then: delete }\n");
    job.at("2026-11-01T12:00:00Z");
    ok(job.run());

    assertThat(rows("loyalty")).containsExactly("id=1 | customer_no=77 | points=5000");
    assertThat(rows("invoice")).hasSize(1).first().asString().startsWith("id=3 ");
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(last(ann).outcome()).isNotIn(Outcome.PARTIAL, Outcome.FAILED);
  }

  @Test
  void keptRowsBehindAColumnThatIsGoneAreUnmatched() throws Exception {
    String kept = ADDRESSES_KEPT;
    execute(
        "ALTER TABLE address ADD COLUMN noted_on DATE",
        "UPDATE address SET noted_on = '2025-10-01'");
    open(kept);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(rows("address")).hasSize(2);

    execute(
        engine().isH2()
            ? "ALTER TABLE customer ALTER COLUMN address_id RENAME TO lives_at"
            : "ALTER TABLE customer CHANGE address_id lives_at INT");
    openAnew(kept.replace("address_id", "lives_at"));
    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
    assertThat(run.out()).contains("customer.address_id", ann);
    assertThat(last(ann).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(rows("address")).hasSize(2);

    execute(
        engine().isH2()
            ? "ALTER TABLE customer ALTER COLUMN lives_at RENAME TO address_id"
            : "ALTER TABLE customer CHANGE lives_at address_id INT");
    openAnew(kept);
    job.at("2026-11-02T12:00:00Z");
    ok(job.run());
    assertThat(rows("address")).hasSize(1).first().asString().startsWith("id=78 ");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void whatIsUnmatchedForGoodIsGivenUpAndNamedEverAfter() throws Exception {
    String kept =
        HEAD
            + "    owns: [ \"crm.customer.address_id -> crm.address.id\" ]\n"
            + ANONYMISING.replace("phone: set-null", "phone: set-null, address_id: set-null")
            + "erasure:\n"
            + "  records:\n"
            + "    crm.customer: { then: anonymise }\n"
            + "    crm.invoice: { keep: P1Y, from: issued_on, then: delete, because: bookkeeping"
            + " }\n"
            + "    crm.address: { keep: P1Y, from: noted_on, then: delete, because: claims }\n";
    execute(
        "ALTER TABLE address ADD COLUMN noted_on DATE",
        "UPDATE address SET noted_on = '2025-10-01'");
    open(kept);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(accept(ann).err()).contains("nothing of request " + ann + " is unmatched");

    execute(
        engine().isH2()
            ? "ALTER TABLE customer ALTER COLUMN address_id RENAME TO lives_at"
            : "ALTER TABLE customer CHANGE address_id lives_at INT");
    openAnew(kept.replace("address_id", "lives_at"));
    job.at("2026-11-01T12:00:00Z");
    CommandRun partial = job.run();
    assertThat(partial.exitCode()).as(partial.err()).isEqualTo(8);
    assertThat(partial.out()).contains("request accept", ann + " --unmatched --reason CODE");

    ok(accept(ann));
    assertThat(job.command("request show", ann).out()).contains("accept", "column-dropped");
    assertThat(mirror()).contains("\"move\":\"accept\"", "column-dropped");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(last(ann).outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(last(ann).residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.DATABASE)
        .singleElement()
        .satisfies(
            copy -> {
              assertThat(copy.of()).isEqualTo("crm.customer");
              assertThat(copy.protection()).isEqualTo("unmatched-accepted");
              assertThat(copy.latestExpiry()).isEmpty();
            });
    assertThat(rows("address")).hasSize(2);
    assertThat(rows("invoice")).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(accept(ann).exitCode()).isEqualTo(2);
    ok(job.run());
  }

  private CommandRun accept(String request) {
    return job.command("request accept", request, "--unmatched", "--reason", "column-dropped");
  }

  @Test
  void nobodyIsTakenForNotFoundOfWhomOnlyTheTableIsUnmatched() throws Exception {
    open(OF_ADDRESSES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    execute("ALTER TABLE customer RENAME TO client");
    openAnew(OF_ADDRESSES.replace("crm.customer", "crm.client"));
    job.at("2026-11-01T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(8);

    ok(accept(ann));
    ok(job.run());
    assertThat(last(ann).outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(job.command("request show", ann).out()).doesNotContain("nobody-found");
    assertThat(rows("invoice")).hasSize(2);
  }

  private String mirror() throws IOException {
    StringBuilder mirror = new StringBuilder();
    try (Stream<Path> files = Files.walk(job.evidence().resolve("mirror"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        mirror.append(Files.readString(file));
      }
    }
    return mirror.toString();
  }

  @Test
  void certificatesThatTheDatabaseForgotWhenItWasRestoredAreNoEndOfTheRequest() throws Exception {
    open(HEAD + ANONYMISING + INVOICES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    Path certificates = job.evidence().resolve("certificates");
    Path first = certificates.resolve("request-" + ann + "-1.json");
    for (int n = 2; n <= 40; n++) {
      Files.copy(first, certificates.resolve("request-" + ann + "-" + n + ".json"));
    }
    job.at("2026-11-01T12:00:00Z");
    ok(job.run());
    assertThat(certificates.resolve("request-" + ann + "-41.json")).exists();
    assertThat(rows("invoice")).noneMatch(row -> row.startsWith("id=1 "));
  }

  @Test
  void aTableOfPersonsUnderAnotherNameIsUnmatched() throws Exception {
    open(OF_ADDRESSES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    execute("ALTER TABLE customer RENAME TO client");
    openAnew(OF_ADDRESSES.replace("crm.customer", "crm.client"));
    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
    assertThat(run.out()).contains("customer.id", ann);
    assertThat(rows("invoice")).hasSize(2);
  }

  private static final String CHATS =
      HEAD
          + "    owns: [ \"crm.chat.customer_id -> crm.customer.id\" ]\n"
          + ANONYMISING
          + "erasure:\n  clock: { settle: PT6H }\n  records:\n"
          + "    crm.customer: { then: anonymise }\n"
          + "    crm.invoice: { then: delete }\n    crm.chat: { then: delete }\n";

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
    execute(
        "CREATE TABLE loyalty (id INT NOT NULL PRIMARY KEY, customer_no INT NOT NULL, points INT)",
        "CREATE INDEX loyalty_customer ON loyalty (customer_no)",
        "INSERT INTO loyalty VALUES (1, 77, 5000), (2, 1001, 10)");
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
    execute(
        "CREATE TABLE loyalty (id INT NOT NULL PRIMARY KEY, customer_no INT NOT NULL, noted_on"
            + " DATE)",
        "CREATE INDEX loyalty_customer ON loyalty (customer_no)",
        "INSERT INTO loyalty VALUES (1, 77, '2025-10-01'), (2, 1001, '2025-10-01')");
    open(
        HEAD
            + "    owns: [ \"crm.loyalty.customer_no -> crm.customer.customer_no\" ]\n"
            + ANONYMISING
            + INVOICES
            + "    crm.loyalty: { keep: P1Y, from: noted_on, then: delete, because: claims }\n");
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(rows("loyalty")).hasSize(2);
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
  void keptRowsOfATableThatTheJobFileHasNoMoreAreUnmatched() throws Exception {
    execute(
        "CREATE TABLE loyalty (id INT NOT NULL PRIMARY KEY, customer_no INT NOT NULL, noted_on"
            + " DATE)",
        "CREATE INDEX loyalty_customer ON loyalty (customer_no)",
        "INSERT INTO loyalty VALUES (1, 77, '2025-10-01'), (2, 1001, '2025-10-01')");
    open(
        HEAD
            + "    owns: [ \"crm.loyalty.customer_no -> crm.customer.customer_no\" ]\n"
            + ANONYMISING
            + INVOICES
            + "    crm.loyalty: { keep: P1Y, from: noted_on, then: delete, because: claims }\n");
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(rows("loyalty")).hasSize(2);
    String bob = job.request("email: bob@example.org");
    openAnew(HEAD + ANONYMISING + INVOICES);

    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out())
        .contains("request " + ann + ": 1 row of crm.loyalty was kept")
        .doesNotContain("request " + bob + ": ");
    assertThat(last(ann).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(rows("invoice")).isEmpty();
    assertThat(job.run().exitCode()).isEqualTo(8);

    ok(accept(ann));
    ok(job.run());
    assertThat(last(ann).outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(state(bob)).isEqualTo("completed");
    assertThat(accept(ann).err()).contains("nothing of request " + ann + " is unmatched");
  }

  @Test
  void keptRowsOfATableThatTheJobFileHasAgainAreTaken() throws Exception {
    String kept =
        HEAD
            + "    owns: [ \"crm.chat.customer_id -> crm.customer.id\" ]\n"
            + ANONYMISING
            + "erasure:\n"
            + "  records:\n"
            + "    crm.customer: { then: anonymise }\n"
            + "    crm.invoice: { then: delete }\n"
            + "    crm.chat: { keep-at-least: P1Y, from: noted_on, then: delete, because: claims"
            + " }\n";
    execute(
        "ALTER TABLE chat ADD COLUMN noted_on DATE",
        "INSERT INTO chat VALUES (1, 1, 'of Ann', '2025-10-01')");
    open(kept);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("deferred");
    execute("ALTER TABLE chat RENAME TO message");
    String without =
        HEAD
            + ANONYMISING
            + "erasure:\n  records:\n    crm.customer: { then: anonymise }\n"
            + "    crm.invoice: { then: delete }\n";
    openAnew(without);
    job.at("2026-11-01T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(8);
    assertThat(state(ann)).isEqualTo("running");

    execute("ALTER TABLE message RENAME TO chat");
    openAnew(kept);
    job.at("2026-11-02T12:00:00Z");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(rows("chat")).isEmpty();
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

  @Test
  void tablesThatAreChangedWhileARunWaitsAreNotWorkedOffAsTheyWere() throws Exception {
    open(HEAD + ANONYMISING + INVOICES);
    String ann = job.request("email: ann@example.org");
    try (JobSession waiting = job.session()) {
      haveRatings();
      RunOptions options =
          new RunOptions(EnumSet.of(Scope.ERASURE), Optional.of(Duration.ofMinutes(1)), 1);
      assertThatThrownBy(() -> waiting.run(options, new OnStart(started -> {})))
          .isInstanceOf(CannotRun.class)
          .hasMessageContaining("were changed");
    }
    assertThat(state(ann)).isEqualTo("approved");
    assertThat(job.run().err()).contains("crm.rating");

    execute(
        "DROP TABLE rating", "CREATE TABLE unrelated (id INT)", "DELETE FROM invoice WHERE id = 3");
    ok(job.command("run", "--wait", "PT1M"));
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void tablesThatAreChangedWhileAnEarlierRunIsEndedAreNotWorkedOffAsTheyWere() throws Exception {
    open(HEAD + ANONYMISING + INVOICES);
    String ann = job.request("email: ann@example.org");
    RunOptions options = new RunOptions(EnumSet.of(Scope.ERASURE), Optional.empty(), 1);
    try (JobSession session = job.session()) {
      assertThatThrownBy(
              () ->
                  session.run(
                      options,
                      new OnStart(
                          resumed -> {
                            throw new IllegalStateException("killed");
                          })))
          .hasMessage("killed");
    }
    String bob = job.request("email: bob@example.org");
    List<Boolean> begun = new ArrayList<>();
    try (JobSession session = job.session()) {
      assertThatThrownBy(() -> session.run(options, new OnStart(begun::add, this::haveRatings)))
          .isInstanceOf(CannotRun.class)
          .hasMessageContaining("were changed");
    }
    assertThat(begun).containsExactly(true);
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(state(bob)).isEqualTo("approved");
  }

  /** Rows that hang on customers come to be while a session is open. */
  private void haveRatings() {
    try {
      execute(
          "CREATE TABLE rating (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL, FOREIGN KEY"
              + " (customer_id) REFERENCES customer (id) ON DELETE CASCADE)",
          "INSERT INTO rating VALUES (1, 1), (2, 2)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Does something as soon as a run has begun, or has been taken up, and when it has ended. */
  private record OnStart(Consumer<Boolean> event, Runnable end) implements RunListener {
    OnStart(Consumer<Boolean> event) {
      this(event, () -> {});
    }

    @Override
    public void started(String runId, boolean resumed, long dueRows) {
      event.accept(resumed);
    }

    @Override
    public void progress(long rowsDone) {}

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {
      end.run();
    }

    @Override
    public void note(String text) {}
  }

  @Test
  void personsWhoseKeysAreBytesAreErasedAndWhatWasKeptOfThemComesDue() throws Exception {
    String ann = "X'00112233445566778899AABBCCDDEEFF'";
    String bob = "X'FF112233445566778899AABBCCDDEE00'";
    execute(
        "CREATE TABLE fan (id BINARY(16) NOT NULL PRIMARY KEY, email VARCHAR(80), created_at "
            + engine().columns().moment()
            + ")",
        "CREATE TABLE fee (id BINARY(16) NOT NULL PRIMARY KEY, fan_id BINARY(16) NOT NULL, paid_on"
            + " DATE, FOREIGN KEY (fan_id) REFERENCES fan (id))",
        "INSERT INTO fan VALUES (" + ann + ", 'ann@example.org', '2020-01-01 00:00:00')",
        "INSERT INTO fan VALUES (" + bob + ", 'bob@example.org', '2020-01-01 00:00:00')",
        "INSERT INTO fee VALUES (" + ann + ", " + ann + ", '2025-10-01')",
        "INSERT INTO fee VALUES (" + bob + ", " + bob + ", '2025-10-01')");
    open(
        HEAD.substring(0, HEAD.indexOf("subjects:"))
            + """
            subjects:
              fan: { records: crm.fan, identifiers: { email: email }, created: created_at }
            anonymise:
              crm.fan: { with: { email: set-null } }
            erasure:
              clock: { settle: PT6H }
              records:
                crm.fan: { then: anonymise }
                crm.fee: { keep: P1Y, from: paid_on, then: delete, because: bookkeeping }
            """);
    String request = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(state(request)).isEqualTo("settling");
    assertThat(rows("fan").toString()).doesNotContain("ann@").contains("bob@");

    job.at("2026-03-02T12:00:00Z");
    ok(job.run());
    assertThat(state(request)).isEqualTo("completed");

    job.at("2026-11-01T12:00:00Z");
    ok(job.run());
    assertThat(rows("fee")).hasSize(1);
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void aRowThatTookTheKeyOfSomebodyElsesIsLookedAtAnew() throws Exception {
    execute(
        "INSERT INTO customer VALUES (7, 1007, 'Cem', 'cem@example.org', '+49 30 1000', NULL,"
            + " '2020-01-01 10:00:00')");
    open(CHATS);
    String ann = job.request("email: ann@example.org\nphone: +49 30 1000");
    String list = job.command("request review", ann, "--json").json().get("list").asString();
    ok(job.command("request review", ann, "--choose", "1", "--of", list));
    ok(job.run());
    assertThat(state(ann)).isEqualTo("settling");
    execute(
        "DELETE FROM customer WHERE id = 7",
        "INSERT INTO customer VALUES (7, 1008, 'Ann', 'ann@example.org', '+49 30 1000', NULL,"
            + " '2020-01-01 10:00:00')");

    ok(job.at("2026-03-02T12:00:00Z").run());

    assertThat(rows("customer").toString()).doesNotContain("Ann");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void aReviewOfARowThatBearsTheMarkAlreadyEnds() throws Exception {
    execute(
        "ALTER TABLE customer ADD COLUMN anonymised_at " + engine().columns().moment(),
        "INSERT INTO customer VALUES (5, 1005, '***', 'ann@example.org', NULL, NULL,"
            + " '2021-01-01 10:00:00', '2025-01-01 10:00:00')");
    open(
        CHATS
            .replace("clock: { settle: PT6H }", "clock: { answer: P1M }")
            .replace(ANONYMISING, ANONYMISING.replace("{ with", "{ mark: anonymised_at, with")));
    String ann = job.request("email: ann@example.org");
    CommandRun listed = job.command("request review", ann, "--json");
    ok(listed);
    String list = listed.json().get("list").asString();
    ok(job.command("request review", ann, "--choose", "1,2", "--of", list));
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(rows("customer").toString()).doesNotContain("Ann");
  }

  @Test
  void aMarkThatTheValuesBelieKeepsNobodyFromBeingErasedAndProtectsWhatIsNewer() throws Exception {
    execute(
        "ALTER TABLE customer ADD COLUMN anonymised_at " + engine().columns().moment(),
        "UPDATE customer SET anonymised_at = '2025-01-01 10:00:00' WHERE id = 1");
    open(HEAD + ANONYMISING.replace("{ with", "{ mark: anonymised_at, with") + INVOICES);
    String ann = job.request("email: ann@example.org");
    assertThat(job.command("plan").out()).containsPattern("crm.customer +1\\b");
    ok(job.run());
    assertThat(state(ann)).isEqualTo("completed");
    assertThat(rows("customer").toString()).doesNotContain("ann@example.org");

    execute("UPDATE customer SET email = 'eve@example.org' WHERE id = 1");
    ok(job.at("2026-11-01T12:00:00Z").run());
    assertThat(rows("invoice")).hasSize(1);
    assertThat(rows("customer").toString()).contains("eve@example.org");

    String eve = job.request("email: eve@example.org");
    ok(job.run());
    assertThat(state(eve)).isEqualTo("completed");
    assertThat(rows("customer").toString()).doesNotContain("eve@example.org");
  }

  void open(String yaml) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  void openAnew(String yaml) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    CommandRun plan = job.command("plan", "--json");
    ok(plan);
    ok(job.command("approve", plan.json().get("fingerprint").asString()));
  }

  void execute(String... statements) throws SQLException {
    engine().execute(SCHEMA, statements);
  }

  List<String> rows(String table) throws SQLException {
    return engine().rows(SCHEMA).getOrDefault(table, List.of());
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  Certificate last(String request) {
    List<Certificate> all = job.certificatesOf(request);
    return all.get(all.size() - 1);
  }

  static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
