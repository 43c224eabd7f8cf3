package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/**
 * A row that cannot be changed stops itself and what leads to it, and nothing else; once it can be,
 * or is gone, nobody calls it left any more.
 */
abstract class RefusedBelowContract {
  static final String SCHEMA = "refused_below";

  private static final String JOB =
      """
      quietus: 1
      job: below
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      triggers: { acknowledged: { crm.line: [] } }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email }, created: created_at }
      erasure:
        records:
          crm.customer: { then: delete }
          crm.purchase: { then: delete }
          crm.line: { then: delete }
      """;

  private static final String UNLINKING =
      JOB.substring(0, JOB.indexOf("erasure:"))
          + """
          anonymise:
            crm.purchase: { with: { place: redact, customer_id: set-null } }
            crm.line: { with: { what: set-null } }
          erasure:
            records:
              crm.customer: { then: delete }
              crm.purchase: { then: anonymise }
              crm.line: { then: anonymise }
          """;

  private static final String SHARING =
      JOB.substring(0, JOB.indexOf("subjects:"))
          + """
          subjects:
            customer:
              records: crm.customer
              identifiers: { email: email }
              shares: [ crm.line: { customer_id: [ what ] } ]
          anonymise:
            crm.line: { with: { what: set-null } }
          erasure:
            records:
              crm.customer: { then: delete }
              crm.purchase: { then: delete }
          """;

  private static final String OWNING =
      JOB.substring(0, JOB.indexOf("subjects:"))
          + """
          subjects:
            customer:
              records: crm.customer
              identifiers: { email: email }
              owns: [ "crm.customer.line_id -> crm.line.id" ]
          retention:
            old: { records: crm.customer, keep: P1Y, from: created_at, then: delete }
          erasure:
            records:
              crm.customer: { then: delete }
              crm.line: { then: delete }
          """;

  private static final String ARRIVING =
      JOB.replace("crm.line: []", "crm.arrival: [ crm.photo, crm.bill ]")
          + """
              crm.arrival: { then: delete }
              crm.photo: { then: delete }
              crm.bill: { keep: P10Y, from: at, then: delete, because: bookkeeping }
          retention: { bills: { records: crm.bill, keep: P10Y, from: at, then: delete } }
          """;

  private static final String REPLYING =
      JOB.replace("crm.line: []", "crm.arrival: [ crm.post ]")
          + """
              crm.arrival: { then: delete }
              crm.post: { then: delete }
          """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  /** DDL of a trigger that refuses to delete the first line. */
  abstract String refusing();

  /** DDL of a trigger that refuses another text in the first line. */
  abstract String refusingWhat();

  /** DDL of a trigger that executes a statement when an arrival is deleted. */
  abstract String arriving(String statement);

  /** The same trigger, which does not let the fourth line go either, for no reason of the row. */
  abstract String refusingAndFailing();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    execute(
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), created_at "
            + engine().columns().moment()
            + ")",
        "CREATE INDEX created ON customer (created_at)",
        "CREATE TABLE purchase (id INT NOT NULL PRIMARY KEY, customer_id INT, place VARCHAR(20),"
            + " FOREIGN KEY (customer_id) REFERENCES customer (id) ON DELETE CASCADE)",
        "CREATE TABLE line (id INT NOT NULL PRIMARY KEY, purchase_id INT, what VARCHAR(20),"
            + " FOREIGN KEY (purchase_id) REFERENCES purchase (id) ON DELETE CASCADE)",
        "INSERT INTO customer VALUES (1, 'ann@example.org', '2020-01-01 00:00:00'),"
            + " (2, 'bob@example.org', '2020-01-01 00:00:00')",
        "INSERT INTO purchase VALUES (1, 1, 'here'), (2, 1, 'here'), (3, 2, 'here')",
        "INSERT INTO line VALUES (1, 1, 'tea'), (2, 1, 'tea'), (3, 2, 'tea'), (4, 3, 'tea')");
  }

  /** The number by which a table without a foreign key knows the person is another one by now. */
  @Test
  void whatHangsOnANumberThatThePersonGotSinceIsNamedToo() throws Exception {
    execute(
        "DROP TABLE line",
        "ALTER TABLE customer ADD no INT",
        "UPDATE customer SET no = 1000 + id",
        "CREATE UNIQUE INDEX customer_no ON customer (no)",
        "CREATE TABLE line (id INT NOT NULL PRIMARY KEY, no INT, what VARCHAR(20))",
        "CREATE INDEX line_no ON line (no)",
        "INSERT INTO line VALUES (2, 1001, 'tea'), (3, 1002, 'tea')");
    OpenedJob job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            JOB.replace(
                    "created: created_at }",
                    "created: created_at, owns: [ \"crm.line.no -> crm.customer.no\" ] }")
                .replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n")
                .replace("crm.customer: { then: delete }", "crm.customer: { then: anonymise }")
                .replace(
                    "triggers: { acknowledged: { crm.line: [] } }",
                    "triggers: { acknowledged: { crm.line: [] } }\n"
                        + "anonymise: { crm.customer: { with: { email: set-null } } }"));
    assertThat(job.generateKeys().exitCode()).isZero();
    String ann = job.request("email: ann@example.org");
    CommandRun first = job.run();
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    execute(
        "UPDATE customer SET no = 9001 WHERE id = 1",
        "INSERT INTO line VALUES (1, 9001, 'late')",
        refusing());

    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();

    assertThat(rows("line").toString()).contains("id=1 ");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("crm.line");
  }

  /** As if an application wrote it when what hung on the purchase was gone, and it not yet. */
  @Test
  void whatComesToHangOnARowJustBeforeItGoesIsNeitherLostNorLeft() throws Exception {
    execute(
        "CREATE TABLE arrival (id INT NOT NULL PRIMARY KEY, customer_id INT,"
            + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "CREATE TABLE photo (id INT NOT NULL PRIMARY KEY, purchase_id INT,"
            + " FOREIGN KEY (purchase_id) REFERENCES purchase (id) ON DELETE SET NULL)",
        "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, purchase_id INT, at DATE,"
            + " FOREIGN KEY (purchase_id) REFERENCES purchase (id) ON DELETE CASCADE)",
        "CREATE INDEX at ON bill (at)",
        "INSERT INTO arrival VALUES (1, 1)",
        arriving("INSERT INTO photo VALUES (7, 1)"));
    OpenedJob job = opened(ARRIVING);
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("photo")).isEmpty();
    assertThat(keys("purchase")).containsExactly("id=3");
    assertThat(RefusedRowsContract.state(job, ann)).isEqualTo("completed");

    execute(
        "DROP TRIGGER arriving",
        "INSERT INTO arrival VALUES (2, 2)",
        arriving("INSERT INTO bill VALUES (7, 3, '2026-01-01')"));
    job.request("email: bob@example.org");
    CommandRun second = job.run();
    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("bill"))
        .as("which a law keeps")
        .containsExactly("id=7 | purchase_id=null | at=2026-01-01");
  }

  /** As if another person replied when the replies had been taken off the post, and it not yet. */
  @Test
  void whatAnotherPersonHangsOnARowOfTheSameTableJustBeforeItGoesStays() throws Exception {
    execute(
        "CREATE TABLE arrival (id INT NOT NULL PRIMARY KEY, customer_id INT,"
            + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "CREATE TABLE post (id INT NOT NULL PRIMARY KEY, customer_id INT, parent_id INT,"
            + " FOREIGN KEY (customer_id) REFERENCES customer (id),"
            + " FOREIGN KEY (parent_id) REFERENCES post (id) ON DELETE CASCADE)",
        "INSERT INTO arrival VALUES (1, 1)",
        "INSERT INTO post VALUES (1, 1, NULL), (2, 1, 1), (3, 2, 2)",
        arriving("INSERT INTO post VALUES (7, 2, 1), (8, 1, 2)"));
    OpenedJob job = opened(REPLYING);
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("post"))
        .containsExactly(
            "id=3 | customer_id=2 | parent_id=null", "id=7 | customer_id=2 | parent_id=null");
    assertThat(run.json().get("byTable").get("crm.post").toString())
        .as("each counted once")
        .contains("\"deleted\":3,", "\"unlinked\":3,");
    assertThat(RefusedRowsContract.state(job, ann)).isEqualTo("completed");
  }

  @Test
  void aRowThatCannotGoIsNotTakenByACascadeAndTakesNothingElseAlong() throws Exception {
    execute(refusing());
    OpenedJob job = opened(JOB);
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(keys("line")).containsExactly("id=1");
    assertThat(keys("purchase")).containsExactly("id=1");
    assertThat(keys("customer")).containsExactly("id=1");
    assertThat(run.json().get("messages").toString())
        .contains(
            "1 row of crm.line could not be changed: a trigger that refuses it (request " + ann,
            "1 row of crm.purchase could not be changed: rows that hang on it stay",
            "1 row of crm.customer could not be changed: rows that hang on it stay");
    assertThat(RefusedRowsContract.state(job, bob)).isEqualTo("completed");

    execute("DROP TRIGGER refusing");
    CommandRun next = job.at("2026-03-02T12:00:00Z").run();
    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
    assertThat(keys("line")).isEmpty();
    assertThat(keys("customer")).isEmpty();
    assertThat(RefusedRowsContract.state(job, ann)).isEqualTo("completed");
  }

  @Test
  void aRowThatStaysKeepsItsLinkAsLongAsSomethingBelowItCouldNotBeChanged() throws Exception {
    execute(refusing().replace("BEFORE DELETE", "BEFORE UPDATE"));
    OpenedJob job = opened(UNLINKING);
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(rows("line"))
        .containsExactly(
            "id=1 | purchase_id=1 | what=tea",
            "id=2 | purchase_id=1 | what=null",
            "id=3 | purchase_id=2 | what=null",
            "id=4 | purchase_id=3 | what=null");
    assertThat(rows("purchase"))
        .containsExactly(
            "id=1 | customer_id=1 | place=here",
            "id=2 | customer_id=null | place=****",
            "id=3 | customer_id=null | place=****");
    assertThat(RefusedRowsContract.state(job, ann)).isEqualTo("running");
    assertThat(RefusedRowsContract.state(job, bob)).isEqualTo("completed");

    execute("DROP TRIGGER refusing");
    CommandRun next = job.at("2026-03-02T12:00:00Z").run();
    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
    assertThat(rows("line")).contains("id=1 | purchase_id=1 | what=null");
    assertThat(rows("purchase")).contains("id=1 | customer_id=null | place=****");
    assertThat(RefusedRowsContract.state(job, ann)).isEqualTo("completed");
  }

  @Test
  void aSharedRowKeepsItsPointerAsLongAsWhatItTellsOfThePersonCouldNotBeChanged() throws Exception {
    execute(
        "DROP TABLE line",
        "CREATE TABLE line (id INT NOT NULL PRIMARY KEY, customer_id INT, what VARCHAR(20),"
            + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "INSERT INTO line VALUES (1, 1, 'Ann'), (2, 1, 'Ann'), (3, 2, 'Bob')",
        refusingWhat());
    OpenedJob job = opened(SHARING);
    String ann = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(rows("line"))
        .containsExactly(
            "id=1 | customer_id=1 | what=Ann",
            "id=2 | customer_id=null | what=null",
            "id=3 | customer_id=2 | what=Bob");
    assertThat(keys("customer")).containsExactly("id=1", "id=2");

    execute("DROP TRIGGER refusing");
    CommandRun next = job.at("2026-03-02T12:00:00Z").run();
    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
    assertThat(rows("line")).contains("id=1 | customer_id=null | what=null");
    assertThat(keys("customer")).containsExactly("id=2");
    assertThat(RefusedRowsContract.state(job, ann)).isEqualTo("completed");
  }

  @Test
  void aDueRowStaysAsLongAsWhatItOwnsCouldNotBeChanged() throws Exception {
    execute(
        "DROP TABLE line",
        "DROP TABLE purchase",
        "CREATE TABLE line (id INT NOT NULL PRIMARY KEY, what VARCHAR(20))",
        "INSERT INTO line VALUES (1, 'tea'), (2, 'tea')",
        "ALTER TABLE customer ADD COLUMN line_id INT",
        "ALTER TABLE customer ADD FOREIGN KEY (line_id) REFERENCES line (id)",
        "UPDATE customer SET line_id = id",
        refusing());
    OpenedJob job = opened(OWNING);

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(keys("line")).containsExactly("id=1");
    assertThat(keys("customer")).containsExactly("id=1");
    assertThat(run.json().get("messages").toString())
        .contains(
            "1 row of crm.line could not be changed: a trigger that refuses it",
            "1 row of crm.customer could not be changed: what it leads to stays");

    execute("DROP TRIGGER refusing");
    CommandRun next = job.at("2026-03-02T12:00:00Z").run();
    assertThat(next.exitCode()).as(next.out() + next.err()).isZero();
    assertThat(keys("line")).isEmpty();
    assertThat(keys("customer")).isEmpty();
  }

  @Test
  void whatWasLeftAndIsGoneWhenTheRunGoesOnIsNotListedNorCountedForAnotherRow() throws Exception {
    execute(refusingAndFailing());
    OpenedJob job = opened(JOB);
    String ann = job.request("email: ann@example.org");
    String bob = job.at("2026-03-01T13:00:00Z").request("email: bob@example.org");
    CommandRun stopped = job.command("run", "--slots", "1", "--json");
    assertThat(stopped.exitCode()).as(stopped.out() + stopped.err()).isEqualTo(4);
    assertThat(left()).isNotEmpty();

    execute(
        "DROP TRIGGER refusing",
        "DELETE FROM line WHERE id = 1",
        "INSERT INTO line VALUES (5, 1, 'late')");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().get("messages").toString()).doesNotContain("could not be changed");
    assertThat(keys("line")).isEmpty();
    assertThat(keys("customer")).isEmpty();
    assertThat(RefusedRowsContract.state(job, ann)).isEqualTo("completed");
    assertThat(RefusedRowsContract.state(job, bob)).isEqualTo("completed");
    assertThat(left()).isEmpty();
  }

  @Test
  void whichRowsARunLeftIsForgottenWhenTheNextOneBegins() throws Exception {
    execute(refusing());
    OpenedJob job = opened(JOB);
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isEqualTo(8);
    assertThat(left()).hasSize(3);
    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isEqualTo(8);
    assertThat(left()).hasSize(3);
    execute("DROP TRIGGER refusing");
    assertThat(job.at("2026-03-03T12:00:00Z").run().exitCode()).isZero();
    assertThat(left()).isEmpty();
  }

  private List<String> left() throws SQLException {
    return engine().control(SCHEMA).getOrDefault("left_row", List.of());
  }

  private List<String> keys(String table) throws SQLException {
    return rows(table).stream().map(row -> row.split(" ")[0]).toList();
  }

  private List<String> rows(String table) throws SQLException {
    return engine().rows(SCHEMA).getOrDefault(table, List.of());
  }

  void execute(String... statements) throws SQLException {
    engine().execute(SCHEMA, statements);
  }

  private OpenedJob opened(String text) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, text);
    job.generateKeys();
    return job;
  }
}
