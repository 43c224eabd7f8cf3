package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** A row that leads to two persons of one subject, by different tables, goes with neither. */
abstract class TwoPersonsContract {
  static final String SCHEMA = "two_persons";
  private static final String JOB =
      """
      quietus: 1
      job: helpdesk
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records:
          crm.customer: { then: delete }
          crm.sender:   { then: delete }
          crm.ticket:   { then: delete }
          crm.reply:    { then: delete }
      """;
  private static final String BACKUPS =
      """
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;
  private static final String DUMP =
      """
      -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
      CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(80), PRIMARY KEY (`id`));
      INSERT INTO `customer` VALUES (1,'ann@example.org'),(2,'bob@example.org'),(3,'cy@example.org');
      CREATE TABLE `reply` (`id` int NOT NULL, `ticket_id` int, PRIMARY KEY (`id`));
      INSERT INTO `reply` VALUES (1,1),(2,2),(3,3);
      CREATE TABLE `sender` (`id` int NOT NULL, `customer_id` int, PRIMARY KEY (`id`));
      INSERT INTO `sender` VALUES (1,1),(2,2),(3,3);
      CREATE TABLE `ticket` (`id` int NOT NULL, `customer_id` int, `sender_id` int, PRIMARY KEY (`id`));
      INSERT INTO `ticket` VALUES (1,1,1),(2,1,2),(3,3,NULL);
      -- Dump completed on 2026-02-01  2:00:00
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  private ProductDumps dumps() {
    return new ProductDumps(engine().server(), SCHEMA);
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))",
            "CREATE TABLE sender (id INT NOT NULL PRIMARY KEY, customer_id INT,"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "CREATE TABLE ticket (id INT NOT NULL PRIMARY KEY, customer_id INT, sender_id INT,"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id),"
                + " FOREIGN KEY (sender_id) REFERENCES sender (id) ON DELETE CASCADE)",
            "CREATE TABLE reply (id INT NOT NULL PRIMARY KEY, ticket_id INT,"
                + " FOREIGN KEY (ticket_id) REFERENCES ticket (id) ON DELETE CASCADE)",
            "INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'bob@example.org'),"
                + " (3, 'cy@example.org')",
            "INSERT INTO sender VALUES (1, 1), (2, 2), (3, 3)",
            "INSERT INTO ticket VALUES (1, 1, 1), (2, 1, 2), (3, 3, NULL)",
            "INSERT INTO reply VALUES (1, 1), (2, 2), (3, 3)");
  }

  @Test
  void leavesTheTicketThatSomebodyElseSent() throws Exception {
    OpenedJob job = opened(JOB);
    String ann = job.request("email: ann@example.org");
    String cy = job.request("email: cy@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.ticket", "leads to another person too", ann);
    assertThat(ids("ticket")).isEqualTo("2");
    assertThat(ids("reply")).isEqualTo("2");
    assertThat(ids("sender")).isEqualTo("2");
    assertThat(ids("customer")).isEqualTo("1 2");
    assertThat(job.certificatesOf(ann).get(0).outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(job.certificatesOf(cy).get(0).outcome()).isNotEqualTo(Outcome.PARTIAL);

    engine().execute(SCHEMA, "UPDATE ticket SET customer_id = 2 WHERE id = 2");
    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isZero();
    assertThat(ids("customer")).isEqualTo("2");
    assertThat(ids("ticket")).isEqualTo("2");
  }

  @Test
  void leavesWhatSheSentForSomebodyElse() throws Exception {
    OpenedJob job = opened(JOB);
    job.request("email: bob@example.org");

    assertThat(job.run().exitCode()).isEqualTo(8);

    assertThat(ids("ticket")).isEqualTo("1 2 3");
    assertThat(ids("reply")).isEqualTo("1 2 3");
    assertThat(ids("sender")).isEqualTo("1 2 3");
  }

  @Test
  void takesWhatADeclaredReferenceCallsHers() throws Exception {
    OpenedJob job =
        opened(
            JOB.replace(
                "identifiers: { email: email } }",
                "identifiers: { email: email },"
                    + " owns: [ \"crm.ticket.customer_id -> crm.customer.id\" ] }"));
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("ticket")).isEqualTo("3");
    assertThat(ids("reply")).isEqualTo("3");
    assertThat(ids("sender")).isEqualTo("2 3");
    assertThat(ids("customer")).isEqualTo("2 3");
  }

  @Test
  void leavesADueRecordWhileItsTicketIsAlsoSomebodysWhoStays() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer ADD closed DATE",
            "CREATE INDEX closed_on ON customer (closed)",
            "UPDATE customer SET closed = '2020-01-01' WHERE id <> 2");
    OpenedJob job =
        opened(
            JOB
                + "retention: { closed: { records: crm.customer, keep: P1Y, from: closed, then:"
                + " delete } }\n");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(ids("ticket")).isEqualTo("2");
    assertThat(ids("customer")).isEqualTo("1 2");
  }

  @Test
  void leavesItInADumpToo() throws Exception {
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    dumps().write(dump, DUMP);
    OpenedJob job = opened(JOB + BACKUPS);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(dumps().read(dump))
        .contains("INSERT INTO `ticket` VALUES (2,1,2),(3,3,NULL);")
        .contains("INSERT INTO `reply` VALUES (2,2),(3,3);")
        .contains("INSERT INTO `sender` VALUES (2,2),(3,3);")
        .as("what the ticket hangs on")
        .contains("(1,'ann@example.org'),(2,'bob@example.org'),(3,'cy@example.org');");
    assertThat(run.json().get("byTable").get("nightly.customer").get("ambiguous").asInt())
        .isEqualTo(1);
    assertThat(ids("customer")).isEqualTo("1 2 3");
  }

  @Test
  void inADumpTooWhatPointsAtItKeepsItsPointer() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE mention (id INT NOT NULL PRIMARY KEY, ticket_id INT, sender_id INT,"
                + " FOREIGN KEY (ticket_id) REFERENCES ticket (id),"
                + " FOREIGN KEY (sender_id) REFERENCES sender (id))",
            "INSERT INTO mention VALUES (1, 1, 1), (2, 2, 2), (3, NULL, NULL)");
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    dumps()
        .write(
            dump,
            DUMP.replace(
                "-- Dump completed",
                """
            CREATE TABLE `mention` (`id` int NOT NULL, `ticket_id` int, `sender_id` int, PRIMARY KEY (`id`));
            INSERT INTO `mention` VALUES (1,1,1),(2,2,2),(3,NULL,NULL);
            -- Dump completed"""));
    OpenedJob job =
        opened(
            JOB.replace("{ email: email } }", "{ email: email }, shares: [ crm.mention ] }")
                + BACKUPS);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(dumps().read(dump))
        .contains("INSERT INTO `ticket` VALUES (2,1,2),(3,3,NULL);")
        .contains("INSERT INTO `mention` VALUES (1,NULL,NULL),(2,2,2),(3,NULL,NULL);");
    assertThat(engine().rows(SCHEMA).get("mention"))
        .contains("id=2 | ticket_id=2 | sender_id=2", "id=1 | ticket_id=null | sender_id=null");
  }

  @Test
  void tellsBothInADumpOfARowThatLeadsToEither() throws Exception {
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    dumps().write(dump, DUMP);
    OpenedJob job = opened(JOB + BACKUPS);
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(dumps().read(dump))
        .contains("INSERT INTO `ticket` VALUES (2,1,2),(3,3,NULL);")
        .contains(
            "`sender` VALUES (2,2),(3,3);", "(1,'ann@example.org'),(2,'bob@example.org'),(3,");
    for (String request : List.of(ann, bob)) {
      assertThat(job.certificatesOf(request).get(0).targets())
          .filteredOn(target -> target.name().equals("nightly.ticket"))
          .extracting(target -> target.counts().ambiguous())
          .as(request.equals(ann) ? "Ann" : "Bob")
          .contains(1L);
    }
    assertThat(run.json().get("byTable").get("nightly.ticket").get("ambiguous").asInt())
        .as("one row, however many persons it may be of")
        .isEqualTo(1);
    assertThat(job.certificatesOf(run.json().get("runId").asString()).get(0).targets())
        .filteredOn(target -> target.name().equals("nightly.ticket"))
        .extracting(target -> target.counts().ambiguous())
        .containsOnlyOnce(1L)
        .doesNotContain(2L);
  }

  private String ids(String table) throws Exception {
    return String.join(
        " ",
        engine().rows(SCHEMA).get(table).stream()
            .map(row -> row.replaceFirst("(?is)^(?:.*? )?id=(\\d+).*$", "$1"))
            .sorted()
            .toList());
  }

  @Test
  void takesTheTicketWhoseSenderIsNobody() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO sender VALUES (4, NULL)",
            "INSERT INTO ticket VALUES (4, 1, 4)",
            "INSERT INTO reply VALUES (4, 4)",
            "DELETE FROM ticket WHERE id = 2");
    Path dump = Files.createDirectory(directory.resolve("vault")).resolve("a.sql");
    dumps()
        .write(
            dump,
            DUMP.replace("(3,3);\nCREATE TABLE `ticket`", "(3,3),(4,NULL);\nCREATE TABLE `ticket`")
                .replace("(2,1,2)", "(4,1,4)")
                .replace(
                    "(2,2),(3,3);\nCREATE TABLE `sender`", "(3,3),(4,4);\nCREATE TABLE `sender`"));
    OpenedJob job = opened(JOB + BACKUPS);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("ticket")).isEqualTo("3");
    assertThat(ids("sender")).isEqualTo("2 3 4");
    assertThat(dumps().read(dump))
        .contains("`ticket` VALUES (3,3,NULL);", "`reply` VALUES (3,3);", "(3,3),(4,NULL);");
  }

  /** By the bill, and directly. */
  @Test
  void judgesEachPairOfPathsAlikeInTheDatabaseAndInADump() throws Exception {
    String bills = "(1,1),(2,2),(3,NULL)";
    String pays =
        "(1,1,1),(2,1,2),(3,2,1),(4,3,1),(5,NULL,1),(6,4,NULL),(7,2,NULL),(8,3,NULL),(9,4,1),(10,NULL,NULL)";
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, customer_id INT,"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "CREATE TABLE pay (id INT NOT NULL PRIMARY KEY, bill_id INT, customer_id INT,"
                + " FOREIGN KEY (bill_id) REFERENCES bill (id) ON DELETE CASCADE,"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "DELETE FROM ticket",
            "INSERT INTO bill VALUES " + bills + ",(4,1)",
            "INSERT INTO pay VALUES " + pays);
    Path dump = Files.createDirectory(directory.resolve("vault")).resolve("a.sql");
    dumps()
        .write(
            dump,
            """
        -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
        CREATE TABLE `bill` (`id` int NOT NULL, `customer_id` int, PRIMARY KEY (`id`));
        INSERT INTO `bill` VALUES %s,(4,1);
        CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(80), PRIMARY KEY (`id`));
        INSERT INTO `customer` VALUES (1,'ann@example.org'),(2,'bob@example.org'),(3,'cy@example.org');
        CREATE TABLE `pay` (`id` int NOT NULL, `bill_id` int, `customer_id` int, PRIMARY KEY (`id`));
        INSERT INTO `pay` VALUES %s;
        -- Dump completed on 2026-02-01  2:00:00
        """
                .formatted(bills, pays));
    OpenedJob job =
        opened(
            JOB.replace(
                    "    crm.ticket:",
                    "    crm.bill: { then: delete }\n    crm.pay: { then: delete }\n    crm.ticket:")
                + BACKUPS);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(ids("pay")).isEqualTo("10 2 3 7 8");
    assertThat(ids("bill")).isEqualTo("1 2 3");
    assertThat(dumps().read(dump))
        .contains("`pay` VALUES (2,1,2),(3,2,1),(7,2,NULL),(8,3,NULL),(10,NULL,NULL);")
        .contains("`bill` VALUES (1,1),(2,2),(3,NULL);", "(1,'ann@example.org'),(2,"); // as there
  }

  private OpenedJob opened(String text) throws Exception {
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, dumps().job(text))
            .with("VAULT", directory.resolve("vault").toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }
}
