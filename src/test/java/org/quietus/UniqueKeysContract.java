package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A unique key without NULL names rows where there is no primary key. */
abstract class UniqueKeysContract {
  private static final String SCHEMA = "unique_keys";
  private static final String JOB =
      """
      quietus: 1
      job: keys
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        person:
          records: crm.person
          identifiers: { email: email }
      retention:
        old: { records: crm.ticket, keep: P1Y, from: seen, scan: allowed, then: delete }
        gone: { records: crm.person, keep: P1Y, from: left_at, scan: allowed, then: anonymise }
      anonymise:
        crm.person: { with: { email: set-null } }
      erasure:
        records:
          crm.person: { then: delete }
          crm.ticket: { then: delete }
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  private OpenedJob job(String key) throws Exception {
    return job(key, "email VARCHAR(80)", JOB);
  }

  private OpenedJob job(String key, String email, String text) throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE person (no INT NOT NULL, " + email + ", left_at DATE, UNIQUE (no))",
            "CREATE TABLE ticket (code VARCHAR(9)"
                + key
                + ", part INT NOT NULL, holder INT, seen DATE, UNIQUE (code, part), FOREIGN KEY"
                + " (holder) REFERENCES person (no))",
            "CREATE INDEX by_holder ON ticket (holder)",
            "INSERT INTO person VALUES (1, 'ann@example.org', NULL), (2, 'bob@example.org', NULL),"
                + " (3, 'eve@example.org', '2020-01-01')",
            "INSERT INTO ticket VALUES ('a', 1, 1, '2026-02-01'), ('a', 2, 2, '2020-01-01'), ('b',"
                + " 1, 2, '2026-02-01'), ('b', 2, NULL, '2020-01-01')");
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, text);
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  @Test
  void takesDueRowsAndAPersonsRows() throws Exception {
    OpenedJob job = job(" NOT NULL");
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    job.request("email: ann@example.org");

    CommandRun plan = job.command("plan");
    assertThat(plan.out())
        .contains("How due rows are found:\n")
        .containsPattern(
            "step \\d, crm.ticket: by key \\w+ \\(code, part\\), one range: no usable index begins"
                + " with 'seen'");
    assertThat(job.command("plan", "--json").json().get("steps").toString())
        .contains("\"columns\":[\"code\",\"part\"],\"ranges\":1,");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(texts("SELECT no, email FROM person ORDER BY no"))
        .isEqualTo("2 bob@example.org, 3 null");
    assertThat(texts("SELECT code, part FROM ticket ORDER BY code, part")).isEqualTo("b 1");
    assertThat(job.command("plan").out()).contains("crm.ticket");
  }

  /** An address is no name of a row: it changes, and is anonymised. */
  @Test
  void aNumberNamesRowsRatherThanAText() throws Exception {
    OpenedJob job =
        job(
            " NOT NULL",
            "email VARCHAR(80) NOT NULL, CONSTRAINT address UNIQUE (email)",
            JOB.replace("email: set-null", "email: { template: 'gone-{random}' }"));

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(texts("SELECT no, SUBSTRING(email, 1, 5) FROM person ORDER BY no"))
        .isEqualTo("1 ann@e, 2 bob@e, 3 gone-");
  }

  @Test
  void whereAColumnOfItMayBeNullTheTableIsRefused() throws Exception {
    CommandRun refused = job("").command("validate");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err() + refused.out())
        .contains(
            "table 'ticket' has no primary key, and no unique key of columns that are NOT NULL");
  }

  private String texts(String sql) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(text.isEmpty() ? "" : ", ")
            .append(rows.getString(1))
            .append(" ")
            .append(rows.getString(2));
      }
      return text.toString();
    }
  }
}
