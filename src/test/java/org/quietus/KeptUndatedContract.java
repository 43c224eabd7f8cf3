package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;

/** Runs look each night whether a kept row has a date by now, and at nothing else of the person. */
abstract class KeptUndatedContract {
  private static final String SCHEMA = "kept_undated";
  private static final String JOB =
      """
      quietus: 1
      job: kept
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email }
          owns: [ "crm.customer.address -> crm.address.id" ]
      anonymise:
        crm.customer: { with: { email: set-null, address: set-null } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.address: { then: delete }
          crm.chat: { then: delete }
          crm.invoice: { keep: P10Y, from: paid_on, then: delete, because: bookkeeping }
      """;

  @TempDir Path directory;
  private OpenedJob job;
  private String request;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE address (id INT PRIMARY KEY, street VARCHAR(20))",
            "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80), address INT,"
                + " FOREIGN KEY (address) REFERENCES address (id))",
            "CREATE TABLE invoice (id INT PRIMARY KEY, customer INT NOT NULL, paid_on DATE,"
                + " FOREIGN KEY (customer) REFERENCES customer (id))",
            "CREATE TABLE chat (id INT PRIMARY KEY, customer INT NOT NULL, body VARCHAR(20),"
                + " FOREIGN KEY (customer) REFERENCES customer (id))",
            "INSERT INTO address VALUES (1, 'High Street 1')",
            "INSERT INTO customer VALUES (1, 'ann@example.org', 1), (2, 'bob@example.org', 1)",
            "INSERT INTO invoice VALUES (1, 1, NULL)",
            "INSERT INTO chat VALUES (1, 1, 'hello')");
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    request = job.request("email: ann@example.org");
    run("2026-03-01T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("address")).hasSize(1);
  }

  private void run(String at) throws Exception {
    CommandRun run = job.at(at).run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @Test
  void nothingIsDoneForThemAsLongAsTheKeptRowHasNoDate() throws Exception {
    run("2026-03-02T12:00:00Z");
    run("2026-03-03T12:00:00Z");

    assertThat(job.certificatesOf(request)).hasSize(1);
  }

  @Test
  void whatOnlyTheErasedPersonNeededByNowGoesWithTheKeptRow() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET address = NULL",
            "UPDATE invoice SET paid_on = '2010-01-01'");

    run("2026-03-02T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice")).isEmpty();
    assertThat(engine().rows(SCHEMA).get("address")).isEmpty();
    assertThat(job.certificatesOf(request)).hasSize(2);
  }

  @Test
  void whoIsBackOnTheirRowIsLeftAlone() throws Exception {
    back();

    run("2026-03-02T12:00:00Z");

    assertBack();
    assertThat(job.certificatesOf(request)).hasSize(1);
  }

  @Test
  void whoIsBackOnTheirRowIsLeftAloneAlsoUnderAnotherPlan() throws Exception {
    back();
    approved(JOB.replace("P10Y", "P9Y"));

    run("2026-03-02T12:00:00Z");

    assertBack();
  }

  @Test
  void whoIsBackOnTheirRowIsLeftAloneWhenTheKeptRowComesDue() throws Exception {
    back();
    engine().execute(SCHEMA, "UPDATE invoice SET paid_on = '2010-01-01'");

    run("2026-03-02T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice")).isEmpty();
    assertBack();
    assertThat(job.certificatesOf(request)).hasSize(2);
  }

  @Test
  void rowsThatWhoIsBackHasSinceAreTheirs() throws Exception {
    back();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO address VALUES (2, 'Low Street 2')",
            "UPDATE customer SET address = 2 WHERE id = 1",
            "INSERT INTO invoice VALUES (2, 1, '2026-03-01')",
            "UPDATE invoice SET paid_on = '2010-01-01' WHERE id = 1");

    run("2026-03-02T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice"))
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("id=2 "));
    assertThat(engine().rows(SCHEMA).get("address")).hasSize(2);
    assertBack();
  }

  @Test
  void whatNobodyHasLookedForIsLookedForWhenTheKeptRowComesDue() throws Exception {
    back();
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE rating (id INT PRIMARY KEY, customer INT NOT NULL, FOREIGN KEY (customer)"
                + " REFERENCES customer (id))",
            "INSERT INTO rating VALUES (1, 1), (2, 2)",
            "UPDATE invoice SET paid_on = '2010-01-01'");
    approved(JOB + "    crm.rating: { then: delete }\n");

    run("2026-03-02T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("rating")).containsExactly("id=2 | customer=2");
    assertThat(engine().rows(SCHEMA).get("invoice")).isEmpty();
    assertBack();
  }

  @Test
  void whoAsksAgainIsToldWhatIsKeptThroughTheFirstRequest() throws Exception {
    String again = job.request("email: ann@example.org");
    String nobody = job.request("email: dan@example.org");
    run("2026-03-02T12:00:00Z");

    assertThat(kept(again)).contains("crm.invoice 1 bookkeeping");
    assertThat(job.command("certificate list").exitCode()).isZero();
    assertThat(kept(nobody)).isEmpty();
    assertThat(job.command("request show", again, "--json").out()).contains("2027-03-02");

    engine().execute(SCHEMA, "UPDATE invoice SET paid_on = '2010-01-01'");
    run("2026-03-03T12:00:00Z");
    run("2027-03-03T12:00:00Z");
    assertThat(kept(again)).isEmpty();
    assertThat(job.certificatesOf(again)).hasSize(2);
    run("2028-03-04T12:00:00Z");
    assertThat(job.certificatesOf(again)).hasSize(2);
  }

  @Test
  void whoAsksAgainIsToldWhatIsKeptThroughEachEarlierRequest() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer VALUES (3, 'ann@example.org', NULL)",
            "INSERT INTO invoice VALUES (11, 3, '2016-06-01')");
    String second = job.request("email: ann@example.org");
    run("2026-03-02T12:00:00Z");
    assertThat(kept(second)).containsOnlyOnce("crm.invoice 1 bookkeeping");
    String again = job.request("email: ann@example.org");

    run("2026-03-03T12:00:00Z");

    assertThat(kept(again)).filteredOn("crm.invoice 1 bookkeeping"::equals).hasSize(2);
    assertThat(job.command("certificate list").exitCode()).isZero();
    run("2026-06-02T12:00:00Z");
    run("2026-06-03T12:00:00Z");
    run("2026-06-04T12:00:00Z");
    assertThat(kept(again)).containsOnlyOnce("crm.invoice 1 bookkeeping");
  }

  private List<String> kept(String of) {
    List<Certificate> all = job.certificatesOf(of);
    return all.get(all.size() - 1).notRemoved().kept().stream()
        .map(one -> one.target() + " " + one.records() + " " + one.basis())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  clock: { settle: PT6H }\n"})
  void whoIsBackIsLeftAloneAlsoWhereALawKeptTheRequestOpen(String clock) throws Exception {
    engine().execute(SCHEMA, "INSERT INTO customer VALUES (3, 'cem@example.org', NULL)");
    engine().execute(SCHEMA, "INSERT INTO invoice VALUES (3, 3, '2016-03-01')");
    engine().execute(SCHEMA, "ALTER TABLE customer ADD COLUMN made DATE DEFAULT '2020-01-01'");
    String deferring =
        JOB.replace("keep: P10Y", "keep-at-least: P11Y")
            .replace("identifiers:", "created: made\n    identifiers:");
    approved(deferring);
    String cem = job.request("email: cem@example.org");
    run("2026-03-01T12:00:00Z");
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'cem@example.org' WHERE id = 3",
            "INSERT INTO chat VALUES (3, 3, 'back again')");

    approved(deferring.replace("erasure:\n", "erasure:\n" + clock));
    run("2027-03-03T12:00:00Z");
    run("2027-03-04T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice"))
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("id=1 "));
    assertThat(engine().rows(SCHEMA).get("chat")).hasSize(1);
    assertThat(engine().rows(SCHEMA).get("customer").toString()).contains("cem@example.org");
    assertThat(job.command("request show", cem, "--json").json().get("state").asString())
        .isEqualTo("completed");
  }

  @Test
  void aKeptRowGoesOnceItsRuleKeepsItNoMore() throws Exception {
    keptWhileOpen();
    run("2026-03-02T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).hasSize(3);

    engine().execute(SCHEMA, "UPDATE invoice SET state = 'void' WHERE id = 11");
    run("2026-03-03T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).noneMatch(row -> row.startsWith("id=11 "));

    engine().execute(SCHEMA, "UPDATE invoice SET state = 'void' WHERE id = 12");
    run("2026-03-04T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).noneMatch(row -> row.startsWith("id=12 "));
    assertThat(engine().rows(SCHEMA).get("invoice")).hasSize(1);
    assertThat(job.certificatesOf(request)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ then: delete }",
        "{ keep: P10Y, from: issued_on, then: delete, because: bookkeeping }",
        "{ keep: P1D, from: issued_on, then: delete, because: tax }",
        "{ keep-at-least: P1D, from: issued_on, then: delete, because: tax }"
      })
  void aKeptRowWithoutADateGoesOnceAnotherRuleKeepsItNoMore(String rule) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE invoice ADD COLUMN issued_on DATE",
            "UPDATE invoice SET issued_on = '2010-01-01'");
    approved(
        JOB.replace("{ keep: P10Y, from: paid_on, then: delete, because: bookkeeping }", rule));

    run("2026-03-02T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice")).isEmpty();
    assertThat(job.certificatesOf(request)).hasSize(2);
  }

  @Test
  void aKeptRowWithoutADateGoesOnceALongerPeriodThanBeforeHasPassedToo() throws Exception {
    approved(JOB.replace("P10Y", "P12Y"));
    run("2026-03-02T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).hasSize(1);
    engine().execute(SCHEMA, "UPDATE invoice SET paid_on = '2014-06-01'");
    run("2026-03-03T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).hasSize(1);
    approved(JOB.replace("P10Y", "P11Y"));

    run("2026-03-04T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice")).isEmpty();
  }

  @Test
  void whatNoRuleKeepsOfWhoIsBackMayBeTheirs() throws Exception {
    keptWhileOpen();
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'cem@example.org' WHERE id = 3",
            "INSERT INTO invoice VALUES (13, 3, NULL, 'void')");
    run("2026-03-02T12:00:00Z");
    run("2026-03-03T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).hasSize(4);
    assertThat(job.certificatesOf(request)).hasSize(1);

    engine().execute(SCHEMA, "UPDATE invoice SET paid_on = '2010-01-01' WHERE id = 11");
    run("2026-03-04T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice"))
        .hasSize(3)
        .noneMatch(row -> row.startsWith("id=11 "));
    assertThat(engine().rows(SCHEMA).get("customer").toString()).contains("cem@example.org");
    assertThat(job.certificatesOf(request)).hasSize(2);
  }

  /** Two invoices that are kept as long as they are open, of which one has a date. */
  private void keptWhileOpen() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE invoice ADD COLUMN state VARCHAR(10) DEFAULT 'open'",
            "INSERT INTO customer VALUES (3, 'cem@example.org', NULL)",
            "INSERT INTO invoice VALUES (11, 3, NULL, 'open'), (12, 3, '2026-02-01', 'open')");
    approved(JOB.replace("because", "where: \"state = 'open'\", because"));
    request = job.request("email: cem@example.org");
    run("2026-03-01T12:00:00Z");
  }

  @Test
  void whoIsToldThatALawKeepsRecordsIsNotToldSoAgain() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer VALUES (3, 'cem@example.org', NULL)",
            "INSERT INTO invoice VALUES (11, 3, '2016-03-01'), (12, 3, '2018-03-01')");
    approved(
        JOB.replace("keep: P10Y", "keep-at-least: P11Y")
                .replace("erasure:\n", "erasure:\n  clock: { answer: P1M }\n")
            + "requests: { answers: required }\n");
    String cem = job.request("email: cem@example.org");
    run("2026-03-01T12:00:00Z");
    run("2027-03-03T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).noneMatch(row -> row.startsWith("id=11 "));
    assertThat(job.command("answer list").out()).containsOnlyOnce(" deferred ");

    run("2029-03-03T12:00:00Z");
    assertThat(job.command("answer list").out()).contains(cem + "-3", "completed");
  }

  @Test
  void whatCameAfterTheKeptRowsOfATableHadGoneIsTheirsWhoIsBack() throws Exception {
    logs();
    run("2026-03-01T12:00:00Z");
    run("2026-07-02T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("log")).isEmpty();

    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'cem@example.org' WHERE id = 3",
            "INSERT INTO log VALUES (2, 3, '2026-08-01')");
    run("2027-03-01T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("log")).hasSize(1);
    run("2027-03-02T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("log")).hasSize(1);
  }

  @Test
  void whatWhoIsBackHasInATableOfKeptRowsStays() throws Exception {
    logs();
    run("2026-03-01T12:00:00Z");
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'cem@example.org' WHERE id = 3",
            "INSERT INTO log VALUES (2, 3, '2026-06-01')");
    run("2026-07-02T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("log")).hasSize(1);
    run("2027-03-01T12:00:00Z");
    run("2027-03-02T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("log")).hasSize(1);
  }

  @Test
  void aKeptRowWhoseMomentWasToComeGoesAlsoOfWhoIsBack() throws Exception {
    logs();
    engine().execute(SCHEMA, "UPDATE log SET seen_on = '2026-09-01'");
    run("2026-03-01T12:00:00Z");
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'cem@example.org' WHERE id = 3",
            "INSERT INTO log VALUES (2, 3, '2027-02-01')");
    run("2027-03-03T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("log"))
        .singleElement()
        .satisfies(row -> assertThat(row).startsWith("id=2 "));
  }

  @Test
  void whoAsksAgainIsNotToldOfWhatGoesInTheSameRun() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer VALUES (3, 'cem@example.org', NULL)",
            "INSERT INTO invoice VALUES (11, 3, '2016-06-01')");
    job.request("email: cem@example.org");
    run("2026-03-01T12:00:00Z");
    String again = job.request("email: cem@example.org");
    run("2026-03-02T12:00:00Z");
    assertThat(kept(again)).contains("crm.invoice 1 bookkeeping");

    run("2026-07-01T12:00:00Z");
    assertThat(engine().rows(SCHEMA).get("invoice")).hasSize(1);
    run("2026-07-02T12:00:00Z");
    run("2026-07-03T12:00:00Z");
    assertThat(kept(again)).isEmpty();
    assertThat(job.command("request show", again, "--json").json().get("state").asString())
        .isEqualTo("completed");
  }

  @Test
  void aKeptRowThatGotItsDateAfterTheErasureGoesAlsoOfWhoIsBack() throws Exception {
    back();
    engine().execute(SCHEMA, "UPDATE invoice SET paid_on = '2026-04-01' WHERE id = 1");

    run("2036-04-03T12:00:00Z");

    assertThat(engine().rows(SCHEMA).get("invoice")).isEmpty();
    assertBack();
  }

  private void logs() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE log (id INT PRIMARY KEY, customer INT NOT NULL, seen_on DATE,"
                + " FOREIGN KEY (customer) REFERENCES customer (id))",
            "INSERT INTO customer VALUES (3, 'cem@example.org', NULL)",
            "INSERT INTO invoice VALUES (11, 3, '2025-12-01')",
            "INSERT INTO log VALUES (1, 3, '2025-12-31')");
    approved(JOB + "    crm.log: { keep: P6M, from: seen_on, then: delete, because: network }\n");
    request = job.request("email: cem@example.org");
  }

  private void approved(String yaml) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    job.command("approve", job.command("plan", "--json").json().get("fingerprint").asString());
  }

  private void back() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'ann@example.org' WHERE id = 1",
            "INSERT INTO chat VALUES (2, 1, 'back again')");
  }

  private void assertBack() throws Exception {
    assertThat(engine().rows(SCHEMA).get("chat")).hasSize(1);
    assertThat(engine().rows(SCHEMA).get("customer").toString()).contains("ann@example.org");
  }
}
