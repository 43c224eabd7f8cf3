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

/** A name that rows are known by may come to somebody who was there long before. */
abstract class MovedKeysContract {
  private static final String SCHEMA = "moved_keys";
  private static final String JOB =
      """
      quietus: 1
      job: names
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email, phone: phone }
          created: since
      erasure:
        clock: { settle: P1D }
        records:
          crm.member: { then: delete }
          crm.post: { then: delete }
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  private OpenedJob job() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE member (handle VARCHAR(20) NOT NULL, email VARCHAR(80), phone"
                + " VARCHAR(30), since TIMESTAMP(0) NOT NULL, UNIQUE (handle))",
            "CREATE TABLE post (id INT PRIMARY KEY, author VARCHAR(20), FOREIGN KEY (author)"
                + " REFERENCES member (handle))",
            "INSERT INTO member VALUES ('ann', 'ann@example.org', '+49 30 1001', '2021-01-01"
                + " 10:00:00'), ('bob', 'bob@example.org', '+49 30 1002', '2021-01-01 10:00:00')",
            "INSERT INTO post VALUES (1, 'ann')");
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  @Test
  void whoTakesTheNameOfSomebodyErasedStays() throws Exception {
    OpenedJob job = job();
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(handles()).isEqualTo("bob");
    engine()
        .execute(
            SCHEMA,
            "UPDATE member SET handle = 'ann' WHERE handle = 'bob'",
            "INSERT INTO post VALUES (2, 'ann')");

    job.at("2026-03-05T12:00:00Z");
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(handles()).isEqualTo("ann");
    assertThat(count("post")).isEqualTo("1");
    assertThat(job.command("request show", ann).out()).contains("completed");
  }

  @Test
  void aNameThatRowsAreKnownByIsWarnedOf() throws Exception {
    OpenedJob job = job();
    CommandRun named = job.command("validate");
    assertThat(named.exitCode()).isZero();
    assertThat(named.out() + named.err())
        .contains("table 'member' has no primary key, and 'handle' tells which row is whose");
    engine().execute(SCHEMA, "ALTER TABLE member ADD no INT DEFAULT 1 NOT NULL");
    engine()
        .execute(
            SCHEMA,
            "UPDATE member SET no = 2 WHERE handle = 'bob'",
            "ALTER TABLE member ADD PRIMARY KEY (no)");
    CommandRun numbered = job.command("validate");
    assertThat(numbered.exitCode()).isZero();
    assertThat(numbered.out() + numbered.err()).doesNotContain("KEY-MAY-CHANGE");
  }

  private String handles() throws SQLException {
    return text("SELECT handle FROM member ORDER BY handle");
  }

  private String count(String table) throws SQLException {
    return text("SELECT COUNT(*) FROM " + table);
  }

  private String text(String sql) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      StringBuilder text = new StringBuilder();
      while (rows.next()) {
        text.append(text.isEmpty() ? "" : ", ").append(rows.getString(1));
      }
      return text.toString();
    }
  }
}
