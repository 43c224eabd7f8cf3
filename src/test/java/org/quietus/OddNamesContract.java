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
 * Tables whose names hold dots, quotes, backquotes, spaces or percent signs are worked like any.
 */
abstract class OddNamesContract {
  static final String SCHEMA = "odd_names";
  static final String ODD = "a.b's \"c\" `d` 5%";

  @TempDir Path directory;

  abstract ShopEngine engine();

  /** The name as the engine quotes it. */
  abstract String quoted(String name);

  @Test
  void takesDueRowsAndAPersonsRowsOfTheOddestTable() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE person (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))",
            "CREATE TABLE " + quoted(ODD) + " (id INT NOT NULL PRIMARY KEY, person INT, at DATE)",
            "CREATE INDEX whose ON " + quoted(ODD) + " (person)",
            "CREATE INDEX since ON " + quoted(ODD) + " (at)",
            "INSERT INTO person VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
            "INSERT INTO "
                + quoted(ODD)
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
                owns: [ 'crm.NAME.person -> crm.person.id' ]
            retention:
              old: { records: 'crm.NAME', where: "person IS NOT NULL", keep: P1Y, from: at, then: delete }
            erasure:
              records:
                crm.person: { then: delete }
                'crm.NAME': { then: delete }
            """
                .replace("NAME", ODD.replace("'", "''")));
    job.generateKeys();
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet left = statement.executeQuery("SELECT id FROM " + quoted(ODD))) {
      assertThat(left.next()).isTrue();
      assertThat(left.getInt("id")).isEqualTo(2);
      assertThat(left.next()).isFalse();
    }
  }
}
