package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/**
 * References that are not like others: within a table of owned rows, of several columns of which
 * others need one, and over types that find no row again.
 */
abstract class OddReferencesContract {
  static final String SCHEMA = "odd_references";
  private static final String JOB =
      """
      quietus: 1
      job: odd
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  /** A type of the engine that is neither read nor written. */
  abstract String unreadType();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
  }

  OpenedJob job(String yaml) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine().server(), SCHEMA, JOB + yaml);
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  @Test
  void takeNothingThatAnotherRowOrReferenceNeeds() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE team (id INT NOT NULL PRIMARY KEY)",
            "CREATE TABLE address (id INT NOT NULL PRIMARY KEY, parent_id INT,"
                + " FOREIGN KEY (parent_id) REFERENCES address (id) ON DELETE CASCADE)",
            "CREATE TABLE customer (team_id INT NOT NULL, id INT NOT NULL, email VARCHAR(80),"
                + " home INT, work INT, away INT, PRIMARY KEY (team_id, id),"
                + " FOREIGN KEY (home) REFERENCES address (id),"
                + " FOREIGN KEY (work) REFERENCES address (id),"
                + " FOREIGN KEY (away) REFERENCES address (id))",
            "CREATE TABLE note (id INT NOT NULL PRIMARY KEY, team_id INT, author INT,"
                + " FOREIGN KEY (team_id) REFERENCES team (id),"
                + " FOREIGN KEY (team_id, author) REFERENCES customer (team_id, id))",
            "INSERT INTO team VALUES (1)",
            "INSERT INTO address VALUES (1, NULL), (3, NULL), (4, 3)",
            "INSERT INTO address VALUES (2, 1), (5, 5)",
            "INSERT INTO customer VALUES (1, 1, 'ann@example.org', 1, 4, 5),"
                + " (1, 2, 'bob@example.org', NULL, NULL, NULL)",
            "INSERT INTO note VALUES (1, 1, 1), (2, 1, 2)");
    OpenedJob job =
        job(
            """
            subjects:
              customer:
                records: crm.customer
                identifiers: { email: email }
                owns:
                  - "crm.customer.home -> crm.address.id"
                  - "crm.customer.work -> crm.address.id"
                  - "crm.customer.away -> crm.address.id"
                shares: [ crm.note ]
            erasure: { records: { crm.customer: { then: delete }, crm.address: { then: delete } } }
            """);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("address"))
        .containsExactly("id=1 | parent_id=null", "id=2 | parent_id=1", "id=3 | parent_id=null");
    assertThat(run.json().get("byTable").get("crm.address").get("kept").asInt()).isOne();
    assertThat(rows("note"))
        .containsExactly("id=1 | team_id=1 | author=null", "id=2 | team_id=1 | author=2");
    assertThat(rows("customer")).hasSize(1);
  }

  @Test
  void areRefusedWhereTheirValuesFindNoRow() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), code "
                + unreadType()
                + " UNIQUE)",
            "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, ref "
                + unreadType()
                + ", FOREIGN KEY (ref) REFERENCES customer (code))");

    CommandRun valid =
        job("""
            subjects: { customer: { records: crm.customer, identifiers: { email: email } } }
            erasure: { records: { crm.customer: { then: delete }, crm.chat: { then: delete } } }
            """)
            .command("validate");

    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("[UNUSABLE-KEY]", "'customer.code'");
  }

  List<String> rows(String table) throws Exception {
    return engine().rows(SCHEMA).get(table);
  }
}
