package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class RefusedRowsServerTest extends RefusedRowsContract {
  private static final String BORN =
      JOB.replace(
          "name: { fixed: gone }", "name: redact, born: year, looks: set-null, woke: set-null");

  @Override
  ShopEngine engine() {
    return ShopEngine.shared();
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others store no such dates")
  void aDateThatIsNoneLeavesItsRowAloneAndErasesAllOthers() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "SET sql_mode = ''",
            "ALTER TABLE customer ADD born DATE, ADD looks SET('tall', 'small'), ADD woke TIME",
            "UPDATE customer SET born = '1980-00-00', looks = 'tall', woke = '700:00:00'"
                + " WHERE id = 1",
            "UPDATE customer SET born = '1980-05-05', looks = 'tall,small', woke = '-800:00:00'"
                + " WHERE id = 2");
    OpenedJob job = opened(BORN);
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.customer could not be changed: column 'born' holds no valid date");
    assertThat(state(job, bob)).isEqualTo("completed");
    assertThat(failed(job.certificatesOf(ann).get(0), "crm.customer")).isEqualTo(1);
    assertThat(engine().rows(SCHEMA).get("customer"))
        .anyMatch(row -> row.contains("looks=null") && row.contains("name=***"));
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others have one character set")
  void aTextThatTheColumnsCharacterSetLacksLeavesItsRowAloneAndErasesAllOthers() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer MODIFY name VARCHAR(20) CHARACTER SET latin1",
            "UPDATE customer SET name = NULL WHERE id = 2");
    OpenedJob job = opened(JOB.replace("fixed: gone", "fixed: \u5df2\u5220\u9664"));
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.customer could not be changed: column 'name' does not take");
    assertThat(state(job, bob)).isEqualTo("completed");
    assertThat(failed(job.certificatesOf(ann).get(0), "crm.customer")).isEqualTo(1);
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others have no such setting")
  void aTableWhoseNameDiffersInCaseAloneIsAnotherTable() throws Exception {
    assumeThat(namesDifferByCase()).isTrue();
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE Note (nr INT NOT NULL PRIMARY KEY, id INT, customer_id INT,"
                + " body VARCHAR(20), written_on DATE)",
            "INSERT INTO Note SELECT id + 100, id, customer_id, body, written_on FROM note");
    List<String> unrelated = engine().rows(SCHEMA).get("Note");
    OpenedJob job = opened(JOB);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("note"))
        .noneMatch(row -> row.contains("of Ann") || row.contains("old"));
    assertThat(engine().rows(SCHEMA).get("Note")).isEqualTo(unrelated).hasSize(4);
  }

  private boolean namesDifferByCase() throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT @@lower_case_table_names")) {
      return row.next() && row.getInt(1) == 0;
    }
  }

  @Test
  @EnabledIfServer(
      value = {"mariadb", "mysql"},
      because = "others store no such dates")
  void aKeptRowWithoutADateIsNamedAndStopsNobody() throws Exception {
    engine()
        .execute(
            SCHEMA, "SET sql_mode = ''", "UPDATE note SET written_on = '0000-00-00' WHERE id = 1");
    OpenedJob job =
        opened(
            JOB.replace(
                "crm.note: { then: anonymise }",
                "crm.note: { keep: P10Y, from: written_on, then: anonymise, because: law }"));
    String ann = job.request("email: ann@example.org");
    String bob = job.request("email: bob@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.json().get("messages").toString())
        .contains("1 row of crm.note stays without an end for request " + ann);
    assertThat(state(job, ann)).isEqualTo("completed");
    assertThat(state(job, bob)).isEqualTo("completed");
  }
}
