package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.target.KeptRows;

/** What a law keeps of an erased person stays readable until its period is over. */
abstract class KeptRecordsContract extends KeptRecords {
  private static final String DUMP =
      """
      -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
      CREATE TABLE `cust` (
        `id` int(11) NOT NULL,
        `email` varchar(50) DEFAULT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB;
      INSERT INTO `cust` VALUES (1,'c1@example.org'),(2,'c2@example.org');
      CREATE TABLE `line` (
        `id` int(11) NOT NULL,
        `oid` int(11) NOT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB;
      INSERT INTO `line` VALUES (1,1),(2,2),(3,3);
      CREATE TABLE `memo` (
        `id` int(11) NOT NULL,
        `lid` int(11) NOT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB;
      INSERT INTO `memo` VALUES (1,1),(3,3);
      CREATE TABLE `ord` (
        `id` int(11) NOT NULL,
        `cid` int(11) NOT NULL,
        `eid` int(11) DEFAULT NULL,
        `d` date DEFAULT NULL,
        PRIMARY KEY (`id`)
      ) ENGINE=InnoDB;
      INSERT INTO `ord` VALUES (1,1,1,'2026-01-01'),(2,2,1,'2026-01-01'),(3,1,1,'2014-01-01');
      -- Dump completed on 2026-02-01  2:00:00
      """;

  @Test
  void aMinimumWithAConditionKeepsTheRowsThatMeetItAndTheOthersGoAtOnce() throws Exception {
    String conditional =
        REQUESTS.replace("because: bookkeeping }", "because: bookkeeping, where: \"id < 3\" }");
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, conditional);
    job.generateKeys();
    engine().execute(SCHEMA, "UPDATE ord SET d = '2026-01-01', cid = 1 WHERE id IN (1, 3)");
    String request =
        job.typing(
                "email: c1@example.org\n",
                "request add",
                "--subject",
                "customer",
                "--identifiers-from",
                "-",
                "--json")
            .json()
            .get("id")
            .asString();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("ord")).noneMatch(row -> row.startsWith("id=3 "));
    assertThat(engine().rows(SCHEMA).get("ord")).anyMatch(row -> row.startsWith("id=1 "));
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .filteredOn(kept -> kept.target().equals("crm.ord"))
        .extracting(NotRemoved.Kept::records)
        .containsExactly(1L);
    String rewritten =
        conditional
            + "object-stores: { disk: { url: \"file:///tmp/\" } }\n"
            + "backups: { nightly: { of: crm, in: disk, objects: '*.sql', format: mysqldump, keep:"
            + " P9D, on-erasure: rewrite, pitr: none } }\n";
    OpenedJob refused = new OpenedJob(directory, engine().server(), SCHEMA, dumps().job(rewritten));
    assertThat(refused.command("validate").out()).contains("CONDITION-IN-BACKUPS");
    OpenedJob unknown =
        new OpenedJob(
            directory, engine().server(), SCHEMA, conditional.replace("id < 3", "kind = 'x'"));
    assertThat(unknown.command("validate").out()).contains("UNKNOWN-COLUMN");
  }

  @Test
  void keepsWhatHangsOnAKeptRowUntilItsPeriodIsOver() throws Exception {
    OpenedJob job = opened(REQUESTS);
    String request = asked(job, "customer", "c1@example.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().get("outcome").asString()).isEqualTo("DEFERRED_BY_LAW");
    assertThat(ids("ord")).containsExactly("1", "2");
    assertThat(ids("line")).containsExactly("1", "2");
    assertThat(ids("memo")).containsExactly("1");
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .extracting(
            NotRemoved.Kept::target,
            NotRemoved.Kept::records,
            NotRemoved.Kept::basis,
            NotRemoved.Kept::until)
        .containsExactlyInAnyOrder(
            tuple("crm.ord", 1L, "bookkeeping", Optional.of(LocalDate.of(2036, 1, 2))),
            tuple("crm.line", 1L, "bookkeeping", Optional.of(LocalDate.of(2036, 1, 2))),
            tuple("crm.memo", 1L, "bookkeeping", Optional.of(LocalDate.of(2036, 1, 2))));

    CommandRun later = job.at("2036-02-01T12:00:00Z").run();
    assertThat(later.exitCode()).as(later.out() + later.err()).isZero();
    assertThat(ids("ord")).containsExactly("2");
    assertThat(ids("line")).containsExactly("2");
    assertThat(ids("memo")).isEmpty();
  }

  @Test
  void keepsForLongerWhatALawKeepsForLongerByTheTimeItComesDue() throws Exception {
    OpenedJob job = opened(REQUESTS.replace("keep-at-least: P10Y", "keep: P1Y"));
    asked(job, "customer", "c1@example.org");
    assertThat(job.run().exitCode()).isZero();
    Files.writeString(job.file(), REQUESTS.replace("P10Y", "P2Y"));
    String plan = job.command("plan", "--json").json().get("fingerprint").asString();
    assertThat(job.command("approve", plan).exitCode()).isZero();

    CommandRun due = job.at("2027-02-01T12:00:00Z").run();

    assertThat(due.exitCode()).as(due.out() + due.err()).isZero();
    assertThat(due.json().get("outcome").asString()).isEqualTo("DEFERRED_BY_LAW");
    assertThat(ids("ord")).containsExactly("1", "2");
    assertThat(job.command("request list", "--json").json().get(0).get("state").asString())
        .isEqualTo("completed");
    assertThat(job.at("2028-02-01T12:00:00Z").run().exitCode()).isZero();
    assertThat(ids("ord")).containsExactly("2");
  }

  @Test
  void knowsSharedRowsByTheirKindAndNotByTheWordsOfABasis() throws Exception {
    String words = KeptRows.SHARED_WITH_OTHERS.basis();
    OpenedJob job = opened(REQUESTS.replace("because: bookkeeping", "because: \"" + words + "\""));
    String request = asked(job, "customer", "c1@example.org");
    CommandRun run = job.run();
    assertThat(run.json().get("outcome").asString()).isEqualTo("DEFERRED_BY_LAW");
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .extracting(NotRemoved.Kept::target, NotRemoved.Kept::basis, NotRemoved.Kept::until)
        .contains(tuple("crm.ord", words, Optional.of(LocalDate.of(2036, 1, 2))));
    assertThat(job.at("2036-02-01T12:00:00Z").run().exitCode()).isZero();
    assertThat(ids("ord")).containsExactly("2");
  }

  @Test
  void planTellsWhatOpenRequestsWouldTakeAndWhoElseIsTouched() throws Exception {
    OpenedJob job = opened(REQUESTS);
    asked(job, "customer", "c1@example.org");
    String plan = job.command("plan").out();
    assertThat(plan)
        .containsPattern("1 customer +crm.ord +1\\n")
        .containsPattern("1 customer +crm.line +1\\n")
        .containsPattern("1 customer +crm.cust +1\\n")
        .contains("Step 1 touches tables that also point at: employee");
    assertThat(ids("ord")).containsExactly("1", "2", "3");
  }

  @Test
  void takesNothingOfCustomersForAnEmployee() throws Exception {
    OpenedJob job = opened(REQUESTS);
    Map<String, List<String>> before = engine().rows(SCHEMA);
    asked(job, "employee", "e1@example.org");
    assertThat(job.run().exitCode()).isZero();
    Map<String, List<String>> after = engine().rows(SCHEMA);
    assertThat(after.get("emp")).isNotEqualTo(before.get("emp"));
    for (String table : List.of("cust", "ord", "line", "memo")) {
      assertThat(after.get(table)).isEqualTo(before.get(table));
    }
  }

  @Test
  void keepsWhatHangsOnAKeptRowInADump() throws Exception {
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    dumps().write(dump, DUMP);
    OpenedJob job =
        opened(
            REQUESTS
                + """
                object-stores: { vault: { url: "${VAULT}" } }
                backups:
                  nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
                """);
    asked(job, "customer", "c1@example.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(dumps().read(dump))
        .contains("INSERT INTO `line` VALUES (1,1),(2,2);")
        .contains("INSERT INTO `memo` VALUES (1,1);")
        .contains("INSERT INTO `ord` VALUES (1,1,1,'2026-01-01'),(2,2,1,'2026-01-01');");
  }

  @Test
  void keepsForEverWhatBeginsOnTheLastDayThatADatabaseHolds() throws Exception {
    engine().execute(SCHEMA, "UPDATE ord SET d = '9999-12-31' WHERE id = 1");
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    dumps().write(dump, DUMP.replace("(1,1,1,'2026-01-01')", "(1,1,1,'9999-12-31')"));
    OpenedJob job =
        opened(
            REQUESTS
                + """
                object-stores: { vault: { url: "${VAULT}" } }
                backups:
                  nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
                """);
    String request = asked(job, "customer", "c1@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("ord")).containsExactly("1", "2");
    assertThat(dumps().read(dump)).contains("(1,1,1,'9999-12-31'),(2,2,1,'2026-01-01');");
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .anyMatch(kept -> kept.toString().contains("9999-12-3"));
  }

  /** The run that finds a person in a backup has not looked at what is kept in the data. */
  @Test
  void aFollowUpOnABackupThatTurnedUpStillNamesWhatALawKeeps() throws Exception {
    Path vault = Files.createDirectories(directory.resolve("vault"));
    OpenedJob job =
        opened(
            REQUESTS
                + """
                object-stores: { vault: { url: "${VAULT}" } }
                backups:
                  nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
                """);
    String request = asked(job, "customer", "c1@example.org");
    assertThat(job.run().exitCode()).isZero();
    Path dump = vault.resolve("late.sql");
    dumps().write(dump, DUMP.replaceAll("INSERT INTO `(ord|line|memo)` .*\n", ""));

    CommandRun run = job.at("2026-03-02T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(dumps().read(dump)).doesNotContain("c1@example.org").contains("c2@example.org");
    List<Certificate> certificates = job.certificatesOf(request);
    assertThat(certificates).hasSize(2);
    Certificate last = certificates.get(1);
    assertThat(last.outcome()).isEqualTo(Outcome.DEFERRED_BY_LAW);
    assertThat(last.notRemoved()).isEqualTo(certificates.get(0).notRemoved());
    assertThat(last.clock().orElseThrow().completed()).isEmpty();
  }

  @Test
  void keepsTheLinesOfABillThatNoLongerPointsAtThePerson() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, cid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "CREATE TABLE bill_line (id INT NOT NULL PRIMARY KEY, bid INT NOT NULL,"
                + " FOREIGN KEY (bid) REFERENCES bill (id))",
            "INSERT INTO bill VALUES (1, 1, '2026-01-01'), (2, 1, '2014-01-01')",
            "INSERT INTO bill_line VALUES (1, 1), (2, 2)");
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    dumps()
        .write(
            dump,
            """
            -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
            CREATE TABLE `bill` (`id` int(11), `cid` int(11), `d` date, PRIMARY KEY (`id`));
            INSERT INTO `bill` VALUES (1,1,'2026-01-01'),(2,1,'2014-01-01');
            CREATE TABLE `bill_line` (`id` int(11), `bid` int(11), PRIMARY KEY (`id`));
            INSERT INTO `bill_line` VALUES (1,1),(2,2);
            CREATE TABLE `cust` (`id` int(11), `email` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `cust` VALUES (1,'c1@example.org');
            -- Dump completed on 2026-02-01  2:00:00
            """);
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email } } }
                erasure:
                  records:
                    crm.cust: { then: delete }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.bill: { keep: P10Y, from: d, then: delete, because: bookkeeping }
                    crm.bill_line: { then: delete }
                retention:
                  bills: { records: crm.bill, keep: P20Y, from: d, then: delete, scan: allowed }
                object-stores: { vault: { url: "${VAULT}" } }
                backups:
                  nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
                """);
    asked(job, "customer", "c1@example.org");
    for (int time = 0; time < 2; time++) {
      CommandRun run = job.run();
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
      assertThat(ids("bill_line")).containsExactly("1");
      assertThat(dumps().read(dump))
          .contains("`bill` VALUES (1,NULL,'2026-01-01');", "`bill_line` VALUES (1,1);");
    }
  }

  @Test
  void whoseBillsLostTheirLinkIsNotDoneBeforeTheLastOfThemHasGone() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, cid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "INSERT INTO bill VALUES (1, 1, '2018-01-01'), (2, 1, '2020-01-01')");
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email } } }
                erasure:
                  records:
                    crm.cust: { then: delete }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.bill: { keep-at-least: P10Y, from: d, then: delete, because: bookkeeping }
                retention:
                  bills: { records: crm.bill, keep: P10Y, from: d, then: delete, scan: allowed }
                """);
    String request = asked(job, "customer", "c1@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(kept(job, request)).containsExactly(2L);

    assertThat(job.at("2028-01-03T12:00:00Z").run().exitCode()).isZero();
    assertThat(ids("bill")).containsExactly("2");
    assertThat(state(job, request)).isEqualTo("deferred");
    assertThat(kept(job, request)).containsExactly(2L);

    assertThat(job.at("2030-01-03T12:00:00Z").run().exitCode()).isZero();
    assertThat(ids("bill")).isEmpty();
    assertThat(state(job, request)).isEqualTo("completed");
    assertThat(kept(job, request)).containsExactly(2L, 0L);
  }

  /** The second look at who settles finds nothing that leads to the bills, and they are there. */
  @Test
  void whoseBillsLostTheirLinkIsNotDoneByASecondLook() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE cust ADD made DATE",
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, cid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "INSERT INTO bill VALUES (1, 1, '2018-01-01'), (2, 1, '2020-01-01')");
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email }, created: made } }
                erasure:
                  clock: { settle: PT6H }
                  records:
                    crm.cust: { then: delete }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.bill: { keep-at-least: P10Y, from: d, then: delete, because: bookkeeping }
                retention:
                  bills: { records: crm.bill, keep: P10Y, from: d, then: delete, scan: allowed }
                """);
    String request = asked(job, "customer", "c1@example.org");
    ran(job);
    assertThat(state(job, request)).isEqualTo("settling");
    ran(job.at("2026-03-02T12:00:00Z"));
    assertThat(state(job, request)).isEqualTo("deferred");
    assertThat(kept(job, request)).containsExactly(2L, 2L);

    ran(job.at("2028-01-03T12:00:00Z"));
    assertThat(ids("bill")).containsExactly("2");
    assertThat(state(job, request)).isEqualTo("deferred");

    ran(job.at("2030-01-03T12:00:00Z"));
    assertThat(ids("bill")).isEmpty();
    if (!state(job, request).equals("completed")) { // it settles once more
      ran(job.at("2030-01-04T12:00:00Z"));
    }
    assertThat(state(job, request)).isEqualTo("completed");
    List<Long> kept = kept(job, request);
    assertThat(kept.get(kept.size() - 1)).isZero();
  }

  /** Rows of another table come due earlier, and the bills are not looked at by their run. */
  @Test
  void whoseBillsLostTheirLinkIsNotDoneWhenOthersComeDue() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, cid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "CREATE TABLE receipt (id INT NOT NULL PRIMARY KEY, cid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "INSERT INTO bill VALUES (1, 1, '2020-01-01')",
            "INSERT INTO receipt VALUES (1, 1, '2026-01-01')");
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email } } }
                erasure:
                  records:
                    crm.cust: { then: delete }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.bill: { keep-at-least: P10Y, from: d, then: delete, because: bookkeeping }
                    crm.receipt: { keep-at-least: P1Y, from: d, then: delete, because: warranty }
                retention:
                  bills: { records: crm.bill, keep: P10Y, from: d, then: delete, scan: allowed }
                  receipts: { records: crm.receipt, keep: P1Y, from: d, then: delete, scan: allowed }
                """);
    String request = asked(job, "customer", "c1@example.org");
    ran(job);
    assertThat(kept(job, request)).containsExactly(2L);

    ran(job.at("2027-01-04T12:00:00Z"));
    assertThat(ids("receipt")).isEmpty();
    assertThat(ids("bill")).containsExactly("1");
    assertThat(state(job, request)).isEqualTo("deferred");
    assertThat(kept(job, request)).containsExactly(2L, 1L);

    ran(job.at("2030-01-04T12:00:00Z"));
    assertThat(ids("bill")).isEmpty();
    assertThat(state(job, request)).isEqualTo("completed");
    assertThat(kept(job, request)).containsExactly(2L, 1L, 0L);
  }

  private static void ran(OpenedJob job) {
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private static String state(OpenedJob job, String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  /** How many rows each of its certificates says are kept. */
  private static List<Long> kept(OpenedJob job, String request) {
    return job.certificatesOf(request).stream()
        .map(one -> one.notRemoved().kept().stream().mapToLong(NotRemoved.Kept::records).sum())
        .toList();
  }

  @Test
  void takesKeptRowsOfADeletedPersonWhenTheyComeDueByTheKeyThatTheyHold() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, cid INT, d DATE)",
            "INSERT INTO chat VALUES (1, 1, '2026-01-01'), (2, 1, '2014-01-01'),"
                + " (3, 2, '2026-01-01')");
    OpenedJob job =
        opened(
            JOB
                + """
                subjects:
                  customer: { records: crm.cust, identifiers: { email: email }, owns: [ "crm.chat.cid -> crm.cust.id" ] }
                erasure:
                  records:
                    crm.cust: { then: delete }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.chat: { keep: P1Y, from: d, then: delete, because: disputes }
                """);
    asked(job, "customer", "c1@example.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("cust")).containsExactly("2");
    assertThat(ids("chat")).containsExactly("1", "3");
    CommandRun later = job.at("2027-02-01T12:00:00Z").run();
    assertThat(later.exitCode()).as(later.out() + later.err()).isZero();
    assertThat(ids("chat")).containsExactly("3");
  }

  @Test
  void leavesThePointersAtARowThatIsKeptInTheSameTable() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, cid INT, reply INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id),"
                + " FOREIGN KEY (reply) REFERENCES chat (id))",
            "INSERT INTO chat VALUES (1, 1, NULL, '2014-01-01'), (2, 1, 1, '2026-01-01'),"
                + " (3, 2, 1, '2026-01-01'), (4, 2, 2, '2014-01-01')");
    OpenedJob job =
        opened(
            REQUESTS + "    crm.chat: { keep: P1Y, from: d, then: delete, because: disputes }\n");
    asked(job, "customer", "c1@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("chat"))
        .extracting(row -> row.replaceFirst("id=(\\d+).*reply=(\\w+).*", "$1 $2"))
        .containsExactly("2 null", "3 null", "4 2");
  }

  @Test
  void leavesThePointersAtARowThatIsKept() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, cid INT, d DATE,"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "CREATE TABLE pay (id INT NOT NULL PRIMARY KEY, bid INT, cid INT, d DATE,"
                + " FOREIGN KEY (bid) REFERENCES bill (id),"
                + " FOREIGN KEY (cid) REFERENCES cust (id))",
            "INSERT INTO bill VALUES (1, 1, '2026-01-01'), (2, 1, '2014-01-01')",
            "INSERT INTO pay VALUES (1, 1, 1, '2026-01-01'), (2, 1, 1, '2001-01-01'),"
                + " (3, 2, 1, '2026-01-01'), (4, 2, 1, '2001-01-01'), (5, 1, NULL, '2026-01-01')");
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    dumps()
        .write(
            dump,
            """
            -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
            CREATE TABLE `bill` (`id` int(11), `cid` int(11), `d` date, PRIMARY KEY (`id`));
            INSERT INTO `bill` VALUES (1,1,'2026-01-01'),(2,1,'2014-01-01');
            CREATE TABLE `cust` (`id` int(11), `email` varchar(50), PRIMARY KEY (`id`));
            INSERT INTO `cust` VALUES (1,'c1@example.org');
            CREATE TABLE `pay` (`id` int(11), `bid` int(11), `cid` int(11), `d` date, PRIMARY KEY (`id`));
            INSERT INTO `pay` VALUES (1,1,1,'2026-01-01'),(2,1,1,'2001-01-01'),(3,2,1,'2026-01-01'),(4,2,1,'2001-01-01'),(5,1,NULL,'2026-01-01');
            -- Dump completed on 2026-02-01  2:00:00
            """);
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email } } }
                erasure:
                  records:
                    crm.cust: { then: delete }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.bill: { keep: P10Y, from: d, then: delete, because: bookkeeping }
                    crm.pay: { keep: P10Y, from: d, then: delete, because: tax }
                retention:
                  bills: { records: crm.bill, keep: P30Y, from: d, then: delete, scan: allowed }
                  pays:  { records: crm.pay, keep: P30Y, from: d, then: delete, scan: allowed }
                object-stores: { vault: { url: "${VAULT}" } }
                backups:
                  nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
                """);
    asked(job, "customer", "c1@example.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("pay"))
        .containsExactly(
            "id=1 | bid=1 | cid=null | d=2026-01-01",
            "id=2 | bid=1 | cid=null | d=2001-01-01",
            "id=3 | bid=null | cid=null | d=2026-01-01",
            "id=5 | bid=1 | cid=null | d=2026-01-01");
    assertThat(dumps().read(dump))
        .contains(
            "`bill` VALUES (1,NULL,'2026-01-01');",
            "`pay` VALUES (1,1,NULL,'2026-01-01'),(2,1,NULL,'2001-01-01'),"
                + "(3,NULL,NULL,'2026-01-01'),(5,1,NULL,'2026-01-01');");
  }
}
