package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.quietus.certificate.NotRemoved;
import org.quietus.cli.CommandRun;

/** What rules keep keeps what hangs on it, and what it hangs on. */
abstract class KeptByRulesContract extends KeptRecords {
  private static final String OLD_ORDERS =
      """
      retention:
        old-orders:
          records: crm.ord
          keep: P10Y
          from: d
          then: delete
          with: { crm.line: { then: delete }, crm.memo: { then: delete } }
      """;

  @Test
  void takesDueRecordsWithTheirChildrenWithoutAnySubject() throws Exception {
    OpenedJob job = opened(JOB + OLD_ORDERS);
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("ord")).containsExactly("1", "2");
    assertThat(ids("line")).containsExactly("1", "2");
    assertThat(ids("memo")).containsExactly("1");
  }

  @Test
  void aHoldOnAPersonBindsWhatStaysWithAnAnonymisedRowOfTheirs() throws Exception {
    engine().execute(SCHEMA, "ALTER TABLE line ADD packed DATE DEFAULT '2020-01-01'");
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email } } }
                anonymise:
                  crm.cust: { with: { email: set-null } }
                  crm.ord:  { with: { d: year } }
                erasure:
                  records:
                    crm.cust: { then: anonymise }
                    crm.ord:  { then: anonymise }
                    crm.line: { then: delete, with: parent }
                    crm.memo: { then: delete, with: parent }
                retention:
                  lines: { records: crm.line, keep: P1Y, from: packed, then: delete, scan: allowed }
                """);
    CommandRun held =
        job.typing(
            "email: c1@example.org\n",
            "hold add",
            "--subject",
            "customer",
            "--identifiers-from",
            "-",
            "--reference",
            "Case-7",
            "--basis",
            "litigation",
            "--review",
            "2026-12-31");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("line")).containsExactly("1", "3");
    assertThat(ids("memo")).containsExactly("1", "3");
  }

  @Test
  void aHoldOnWhatStaysWithAnAnonymisedRowBindsTheDueRecordAbove() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, oid INT, d DATE,"
                + " FOREIGN KEY (oid) REFERENCES ord (id))",
            "CREATE TABLE bill_line (id INT NOT NULL PRIMARY KEY, bid INT NOT NULL,"
                + " FOREIGN KEY (bid) REFERENCES bill (id))",
            "UPDATE ord SET d = '2014-01-01'",
            "INSERT INTO bill VALUES (1, 1, '2014-02-02'), (2, 2, '2014-02-02')",
            "INSERT INTO bill_line VALUES (1, 1), (2, 2)");
    OpenedJob job =
        opened(
            JOB
                + """
                anonymise:
                  crm.bill: { with: { d: year } }
                retention:
                  old-orders:
                    records: crm.ord
                    keep: P10Y
                    from: d
                    then: delete
                    with:
                      crm.line: { then: delete }
                      crm.memo: { then: delete }
                      crm.bill: { then: anonymise }
                      crm.bill_line: { then: delete, with: parent }
                """);
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "crm.bill_line",
            "--where",
            "id = 1",
            "--reference",
            "Case-8",
            "--basis",
            "litigation",
            "--review",
            "2026-12-31");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("ord")).containsExactly("1");
    assertThat(ids("line")).containsExactly("1");
    assertThat(engine().rows(SCHEMA).get("bill"))
        .containsExactly("id=1 | oid=1 | d=2014-02-02", "id=2 | oid=null | d=2014-01-01");
    assertThat(ids("bill_line")).containsExactly("1", "2");
  }

  @Test
  void leavesWhatHangsOnARecordThatIsNotDueByAnotherReference() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "DELETE FROM memo",
            "DELETE FROM line",
            "ALTER TABLE line ADD instead_of INT",
            "ALTER TABLE line ADD FOREIGN KEY (instead_of) REFERENCES ord (id)",
            "INSERT INTO ord VALUES (4, 2, NULL, '2014-01-01'), (5, 2, NULL, '2014-01-01')",
            "INSERT INTO line VALUES (1, 1, 3), (2, 4, 5), (3, 5, NULL), (4, 3, NULL)");
    OpenedJob job = opened(JOB + OLD_ORDERS);
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.line could not be changed", "another record too");
    assertThat(ids("line")).containsExactly("1");
    assertThat(ids("ord")).containsExactly("1", "2", "3");
    engine().execute(SCHEMA, "UPDATE line SET instead_of = NULL");
    assertThat(job.run().exitCode()).isZero();
    assertThat(ids("line")).containsExactly("1");
    assertThat(ids("ord")).containsExactly("1", "2");
  }

  @Test
  void keepsADueRecordWhileAnotherRuleKeepsItOrItsChildLongerForAReason() throws Exception {
    engine().execute(SCHEMA, "ALTER TABLE line ADD packed DATE DEFAULT '2020-01-01'");
    String drafts =
        JOB
            + """
            retention:
              drafts: { records: crm.ord, where: "eid = 1", keep: P1M, from: d, then: delete, with: { crm.line: { then: delete }, crm.memo: { then: delete } } }
              lines:  { records: crm.line, keep: P9Y, from: packed, then: delete, because: warranty, with: { crm.memo: { then: delete } } }
              orders: { records: crm.ord, keep: P10Y, from: d, then: delete, because: bookkeeping, with: { crm.line: { then: delete }, crm.memo: { then: delete } } }
            """;
    OpenedJob job = opened(drafts);
    assertThat(job.command("validate").err() + job.command("validate").out())
        .contains("'drafts'", "P1M", "P10Y", "bookkeeping");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("ord")).containsExactly("1", "2", "3");
    assertThat(ids("line")).containsExactly("1", "2", "3");
    assertThat(
            job
                .certificatesOf(run.json().get("runId").asString())
                .get(0)
                .notRemoved()
                .kept()
                .stream()
                .map(NotRemoved.Kept::basis)
                .toList())
        .anyMatch(basis -> basis.contains("bookkeeping") && basis.contains("warranty"));
    assertThat(job.at("2030-01-02T12:00:00Z").run().exitCode()).isZero();
    assertThat(ids("ord")).containsExactly("1", "2");
  }

  @Test
  void leavesTheDueChildOfARowThatAnotherRuleKeepsLongerForAReason() throws Exception {
    engine().execute(SCHEMA, "ALTER TABLE line ADD packed DATE DEFAULT '2020-01-01'");
    OpenedJob job =
        opened(
            JOB
                + """
                anonymise: { crm.memo: { with: { note: redact } } }
                retention:
                  memos:  { records: crm.memo, keep: P1Y, from: taken, then: anonymise, scan: allowed }
                  lines:  { records: crm.line, keep: P1Y, from: packed, then: delete, scan: allowed, with: { crm.memo: { then: delete } } }
                  orders: { records: crm.ord, keep: P10Y, from: d, then: delete, scan: allowed, because: bookkeeping, with: { crm.line: { then: delete }, crm.memo: { then: delete } } }
                """);
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE memo ADD taken DATE DEFAULT '2020-01-01'",
            "ALTER TABLE memo ADD note VARCHAR(20) DEFAULT 'as it was'");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("line")).containsExactly("1", "2");
    assertThat(engine().rows(SCHEMA).get("memo"))
        .containsExactly("id=1 | lid=1 | taken=2020-01-01 | note=as it was");
    assertThat(
            job
                .certificatesOf(run.json().get("runId").asString())
                .get(0)
                .notRemoved()
                .kept()
                .stream()
                .map(kept -> kept.target() + " " + kept.records() + " " + kept.basis())
                .toList())
        .containsExactlyInAnyOrder("crm.memo 1 bookkeeping", "crm.line 2 bookkeeping");
    assertThat(job.at("2036-01-03T12:00:00Z").run().exitCode()).isZero();
    assertThat(ids("line")).isEmpty();
    assertThat(ids("ord")).isEmpty();
  }

  @Test
  void aRuleThatAnonymisesPersonsTakesWhatOnlyTheyOwn() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE addr (id INT NOT NULL PRIMARY KEY, street VARCHAR(20))",
            "ALTER TABLE cust ADD lives INT",
            "ALTER TABLE cust ADD closed DATE",
            "ALTER TABLE cust ADD FOREIGN KEY (lives) REFERENCES addr (id)",
            "INSERT INTO addr VALUES (1, 'of c1'), (2, 'of c2 and c3'), (3, 'held'), (4, 'of nobody')",
            "INSERT INTO cust (id, email) VALUES (3, 'c3@example.org'), (4, 'c4@example.org')",
            "UPDATE cust SET lives = CASE id WHEN 3 THEN 2 WHEN 4 THEN 3 ELSE id END",
            "UPDATE cust SET closed = '2025-01-01' WHERE id <> 3");
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email }, owns: [ "crm.cust.lives -> crm.addr.id" ] } }
                anonymise: { crm.cust: { with: { email: set-null, lives: set-null } } }
                erasure:
                  records:
                    crm.cust: { then: anonymise }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.addr: { then: delete }
                retention:
                  closed: { records: crm.cust, keep: P30D, from: closed, then: anonymise, scan: allowed }
                """);
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "crm.addr",
            "--where",
            "id = 3",
            "--reference",
            "Case-9",
            "--basis",
            "litigation",
            "--review",
            "2026-12-31");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("addr")).containsExactly("2", "3", "4");
    assertThat(engine().rows(SCHEMA).get("cust"))
        .extracting(row -> row.replaceFirst("id=(\\d+) .*lives=(\\w+).*", "$1 $2"))
        .containsExactly("1 null", "2 null", "3 2", "4 3");
    assertThat(ids("ord")).containsExactly("1", "2", "3");
    engine().execute(SCHEMA, "UPDATE cust SET closed = '2025-01-01' WHERE id = 3");
    assertThat(job.run().exitCode()).isZero();
    assertThat(ids("addr")).containsExactly("3", "4");
  }

  @Test
  void whatAnonymisedPersonsOwnIsAnonymisedWithTheLastOfThem() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE addr (id INT NOT NULL PRIMARY KEY, street VARCHAR(20))",
            "ALTER TABLE cust ADD lives INT",
            "ALTER TABLE cust ADD closed DATE",
            "ALTER TABLE cust ADD FOREIGN KEY (lives) REFERENCES addr (id)",
            "INSERT INTO addr VALUES (1, 'of c1 and c2')",
            "UPDATE cust SET lives = 1",
            "UPDATE cust SET closed = '2025-01-01' WHERE id = 1");
    OpenedJob job =
        opened(
            JOB
                + """
                subjects: { customer: { records: crm.cust, identifiers: { email: email }, owns: [ "crm.cust.lives -> crm.addr.id" ] } }
                anonymise:
                  crm.cust: { with: { email: set-null } }
                  crm.addr: { with: { street: set-null } }
                erasure:
                  records:
                    crm.cust: { then: anonymise }
                    crm.ord: { then: delete }
                    crm.line: { then: delete }
                    crm.memo: { then: delete }
                    crm.addr: { then: anonymise }
                retention:
                  closed: { records: crm.cust, keep: P30D, from: closed, then: anonymise, scan: allowed }
                """);
    assertThat(job.run().exitCode()).isZero();
    assertThat(engine().rows(SCHEMA).get("addr")).containsExactly("id=1 | street=of c1 and c2");

    asked(job, "customer", "c2@example.org");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("addr")).containsExactly("id=1 | street=null");
  }
}
