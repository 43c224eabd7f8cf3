package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class KeptRecordsServerTest extends KeptRecordsContract {

  @Test
  void takesWhatADeclaredEdgeLeadsToThoughItCameWhileTheRecordWent() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE box (id INT PRIMARY KEY, sent DATE)",
            "CREATE TABLE scan (id INT PRIMARY KEY, box INT, KEY (box))",
            "INSERT INTO box VALUES (1, '2014-01-01'), (2, '2026-01-01')",
            "INSERT INTO scan VALUES (1, 1), (2, 2)",
            "CREATE TRIGGER late BEFORE DELETE ON box FOR EACH ROW INSERT INTO scan VALUES (9,"
                + " OLD.id)");
    OpenedJob job =
        opened(
            REQUESTS.replace(
                    "employee: { records: crm.emp, identifiers: { email: email }, shares",
                    "employee: { records: crm.emp, identifiers: { email: email }, owns: ["
                        + " \"crm.scan.box -> crm.box.id\" ], shares")
                + """
                retention:
                  boxes: { records: crm.box, keep: P1Y, from: sent, then: delete, with: { crm.scan: { then: delete } } }
                triggers: { acknowledged: { crm.box: [ crm.scan ] } }
                """);
    CommandRun run = job.command("run", "--only", "retention", "--json");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("scan")).hasSize(1);
  }

  @Test
  void takesWhatCameBelowADeclaredEdgeBeforeItsRecordWasCommittedAway() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE box (id INT PRIMARY KEY, sent DATE)",
            "CREATE TABLE scan (id INT PRIMARY KEY, box INT, KEY (box))");
    OpenedJob job =
        opened(
            REQUESTS.replace(
                    "employee: { records: crm.emp, identifiers: { email: email }, shares",
                    "employee: { records: crm.emp, identifiers: { email: email }, owns: ["
                        + " \"crm.scan.box -> crm.box.id\" ], shares")
                + """
                retention:
                  boxes: { records: crm.box, keep: P1Y, from: sent, then: delete, with: { crm.scan: { then: delete } } }
                """);
    assertThat(job.command("run", "--only", "retention").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO box VALUES (1, '2014-01-01'), (2, '2026-01-01')",
            "INSERT INTO scan VALUES (1, 1), (2, 2)",
            "CREATE TRIGGER quietus.late BEFORE INSERT ON quietus.ledger FOR EACH ROW"
                + " INSERT IGNORE INTO "
                + SCHEMA
                + ".scan SELECT 9, 1 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM "
                + SCHEMA
                + ".box WHERE id = 1) AND NOT EXISTS (SELECT 1 FROM quietus.ledger c WHERE"
                + " c.run_id = NEW.run_id)");

    CommandRun run = job.command("run", "--only", "retention", "--json");

    engine().execute("", "DROP TRIGGER quietus.late");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("box")).containsExactly("2");
    assertThat(engine().rows(SCHEMA).get("scan")).hasSize(1);
    assertThat(run.json().get("byTable").get("crm.scan").get("deleted").asInt()).isEqualTo(2);
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others store no such dates")
  void keepsARowWhoseDateIsNoDayOfTheCalendar() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "SET sql_mode = 'ALLOW_INVALID_DATES'",
            "UPDATE ord SET d = '2026-02-31' WHERE id = 1");
    OpenedJob job = opened(REQUESTS);
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
    assertThat(engine().rows(SCHEMA).get("ord")).anyMatch(row -> row.startsWith("id=1 "));
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .anyMatch(kept -> kept.target().equals("crm.ord"));
  }

  @Test
  void doesNotCallAUserThatMayWriteAReadOnlyCredential() throws Exception {
    String verified =
        REQUESTS.replace(
            "zone: Europe/Berlin }\n",
            "zone: Europe/Berlin, verify: { username: looker, password: \"${LOOKER}\" } }\n");
    engine()
        .execute(
            "",
            "DROP USER IF EXISTS looker",
            "CREATE USER looker IDENTIFIED BY 'looker'",
            "GRANT SELECT, REFERENCES, TRIGGER ON " + SCHEMA + ".* TO looker");
    OpenedJob job = opened(verified);
    assertThat(job.command("validate").out()).doesNotContain("VERIFY");
    assertThat(shown(job)).contains("a separate, read-only credential");

    engine().execute("", "GRANT DELETE ON " + SCHEMA + ".memo TO looker");
    assertThat(job.command("validate").out())
        .contains("'verify' user may change table 'memo'", "VERIFY-MAY-WRITE");
    assertThat(shown(job))
        .contains("the same credential that removed the records")
        .doesNotContain("read-only credential");

    engine()
        .execute(
            "",
            "REVOKE DELETE ON " + SCHEMA + ".memo FROM looker",
            "GRANT INSERT (id) ON " + SCHEMA + ".line TO looker");
    assertThat(job.command("validate").out())
        .contains("'verify' user may change table 'line'", "VERIFY-MAY-WRITE");

    engine().execute("", "ALTER USER looker IDENTIFIED BY 'changed'");
    CommandRun refused = job.command("validate");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).contains("VERIFY-LOGIN", "the 'verify' user cannot connect");
  }

  @Test
  void refusesAUserThatMayNotReadWhatElsePointsAtARow() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE addr (id INT NOT NULL PRIMARY KEY)",
            "ALTER TABLE cust ADD lives INT, ADD FOREIGN KEY (lives) REFERENCES addr (id)",
            "CREATE TABLE store (id INT PRIMARY KEY, addr INT,"
                + " FOREIGN KEY (addr) REFERENCES addr (id))",
            "DROP USER IF EXISTS clerk",
            "CREATE USER clerk IDENTIFIED BY 'clerk'",
            "GRANT REFERENCES ON store TO clerk");
    for (String table : List.of("cust", "emp", "ord", "line", "memo", "addr")) {
      engine()
          .execute(
              SCHEMA,
              "GRANT SELECT, UPDATE, DELETE, REFERENCES, TRIGGER ON " + table + " TO clerk");
    }
    String owning =
        REQUESTS
                .replace(
                    "customer: { records: crm.cust,",
                    "customer: { records: crm.cust, owns: [ \"crm.cust.lives -> crm.addr.id\" ],")
                .replace(
                    "crm.cust: { with: { email: set-null }",
                    "crm.cust: { with: { email: set-null, lives: set-null }")
            + "    crm.addr: { then: delete }\n";
    OpenedJob job = opened(owning).with("DB_USER", "clerk").with("PASSWORD", "clerk");

    CommandRun refused = job.command("validate");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.out()).contains("SELECT is refused on table 'store'");
    engine().execute(SCHEMA, "GRANT SELECT ON store TO clerk");
    assertThat(job.command("validate").out())
        .doesNotContain("NO-PRIVILEGE", "TRIGGERS-HIDDEN", "'store'");
  }

  /** The certificate of a further run as it is read. */
  private static String shown(OpenedJob job) {
    String nobody = "email: nobody@example.org\n";
    CommandRun added =
        job.typing(nobody, "request add", "--subject", "customer", "--identifiers-from", "-");
    assertThat(added.exitCode()).as(added.out() + added.err()).isZero();
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return job.command("certificate show", "run-" + run.json().get("runId").asString() + "-1")
        .out();
  }

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }
}
