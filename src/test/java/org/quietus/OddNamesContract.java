package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/**
 * Tables whose names hold dots, quotes, backquotes, spaces, percent signs or pictures, and whose
 * columns are called like words of SQL, are worked like any.
 */
abstract class OddNamesContract {
  static final String SCHEMA = "odd_names";
  static final String ODD = "a.b's \"c\" `d` 5%";

  @TempDir Path directory;

  abstract ShopEngine engine();

  /** The name as the engine quotes it. */
  abstract String quoted(String name);

  /** With a picture that the product has: MySQL takes none beyond three bytes. */
  private String odd() {
    return ODD + (engine().isH2() || engine().isPostgres() ? " \uD83D\uDE00" : " \u260E");
  }

  @Test
  void takesDueRowsAndAPersonsRowsOfTheOddestTable() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE person (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))",
            "CREATE TABLE "
                + quoted(odd())
                + " (id INT NOT NULL PRIMARY KEY, "
                + quoted("select")
                + " INT, "
                + quoted("order")
                + " DATE)",
            "CREATE INDEX whose ON " + quoted(odd()) + " (" + quoted("select") + ")",
            "CREATE INDEX since ON " + quoted(odd()) + " (" + quoted("order") + ")",
            "INSERT INTO person VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
            "INSERT INTO "
                + quoted(odd())
                + " VALUES (1, 1, '2026-02-01'), (2, 2, '2026-02-01'), (3, 2, '2020-01-01')");
    OpenedJob job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            """
            quietus: 1
            job: odd
            controller: Example GmbH
            zone: UTC
            evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
            databases:
              crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
            subjects:
              person:
                records: crm.person
                identifiers: { email: email }
                owns: [ 'crm.NAME.select -> crm.person.id' ]
            retention:
              old: { records: 'crm.NAME', where: "id > 0", keep: P1Y, from: order, then: delete }
            erasure:
              records:
                crm.person: { then: delete }
                'crm.NAME': { then: delete }
            """
                .replace("NAME", odd().replace("'", "''")));
    job.generateKeys();
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet left = statement.executeQuery("SELECT id FROM " + quoted(odd()))) {
      assertThat(left.next()).isTrue();
      assertThat(left.getInt("id")).isEqualTo(2);
      assertThat(left.next()).isFalse();
    }
  }
}
