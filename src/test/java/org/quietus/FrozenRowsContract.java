package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.job.CannotRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunOptions;
import org.quietus.job.Scope;

/** What is known of a person's rows for later is read under the names that it was known by. */
abstract class FrozenRowsContract extends FrozenRows {
  @Test
  void aColumnThatIsGoneIsNotReadAsAnotherOne() throws Exception {
    open(OF_ADDRESSES);
    String ann = job.request("email: ann@example.org");
    ok(job.run());
    assertThat(rows("address")).containsExactly("id=78 | street=of Bob");
    execute(
        engine().isH2() ? "DROP INDEX customer_address" : "DROP INDEX customer_address ON customer",
        "ALTER TABLE customer DROP COLUMN address_id",
        "DROP TABLE address");
    points("points INT", "5000", "10");

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

  @ParameterizedTest
  @CsvSource({
    "VARCHAR(36), VARCHAR(36) NOT NULL PRIMARY KEY, INT NOT NULL UNIQUE",
    "INT, INT NOT NULL UNIQUE, INT NOT NULL PRIMARY KEY"
  })
  void aRowOfSomebodyElsesStaysWhenTheTableGetsAnotherKey(String type, String id, String no)
      throws Exception {
    String cem = "(7, 1007, 'Cem', 'ann@example.org', '+49 30 1000', NULL, '2020-01-01 10:00:00')";
    execute("INSERT INTO customer VALUES " + cem);
    open(CHATS);
    String ann = job.request("email: ann@example.org\nphone: +49 30 1000");
    String list = job.command("request review", ann, "--json").json().get("list").asString();
    ok(job.command("request review", ann, "--choose", "1", "--of", list));
    ok(job.run());
    assertThat(state(ann)).isEqualTo("settling");
    execute(
        "DROP TABLE invoice",
        "DROP TABLE chat",
        "DROP TABLE customer",
        "CREATE TABLE customer (id "
            + id
            + ", customer_no "
            + no
            + ", full_name VARCHAR(60), email VARCHAR(80), phone VARCHAR(40), address_id INT,"
            + " created_at "
            + engine().columns().moment()
            + " NOT NULL)",
        "CREATE TABLE chat (id INT PRIMARY KEY, customer_id " + type + ", body VARCHAR(60))",
        "CREATE INDEX chat_customer ON chat (customer_id)",
        "CREATE TABLE invoice (id INT PRIMARY KEY, customer_id "
            + type
            + ", issued_on DATE, FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "INSERT INTO customer VALUES (1, 1001, '***', NULL, NULL, NULL, '2020-01-01 10:00:00'), "
            + cem);
    String plan = job.command("plan", "--json").json().get("fingerprint").asString();
    ok(job.command("approve", plan));

    CommandRun run = job.at("2026-03-02T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(rows("customer").toString()).contains("Cem");
    assertThat(state(ann)).isEqualTo("settling");
    String again = job.command("request review", ann, "--json").json().get("list").asString();
    ok(job.command("request review", ann, "--nobody", "--of", again));
    CommandRun decided = job.run();
    assertThat(decided.out()).doesNotContain("may be the person's");
    assertThat(rows("customer").toString()).contains("Cem");
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
}
