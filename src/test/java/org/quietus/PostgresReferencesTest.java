package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.EnabledIfServer;

/** Foreign keys that PostgreSQL does not look after, or that empty less than their columns. */
@EnabledIfServer("postgres")
class PostgresReferencesTest {
  private static final String SCHEMA = "odd_keys";
  private static final String JOB =
      """
      quietus: 1
      job: devices
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        account:
          records: crm.account
          identifiers: { email: email }
          created: created_at
      """;
  private static final String DEVICES =
      """
      erasure:
        clock: { settle: PT6H }
        records:
          crm.account: { then: delete }
          crm.device: { then: delete }
          crm.telemetry: { then: delete }
      """;

  /** By which a report arrives while a device of Ann's is being deleted. */
  private static final String REPORTING =
      "CREATE TRIGGER reporting AFTER DELETE ON device FOR EACH ROW"
          + " INSERT INTO telemetry SELECT 70, OLD.serial WHERE OLD.serial = 'a-1'";

  private static final String ACKNOWLEDGED =
      "triggers: { acknowledged: { crm.device: [ crm.telemetry ] } }\n";

  @TempDir Path directory;
  private final ShopEngine engine = ShopEngine.shared();

  @BeforeEach
  void fill() throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE account (team INT, id INT PRIMARY KEY, email TEXT, created_at TIMESTAMP,"
            + " UNIQUE (team, id))",
        "INSERT INTO account VALUES (1, 1, 'ann@example.org', '2020-01-01'),"
            + " (1, 2, 'bob@example.org', '2020-01-01')");
  }

  private void devices() throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE TABLE device (id INT PRIMARY KEY, account INT REFERENCES account, serial TEXT NOT"
            + " NULL UNIQUE)",
        "CREATE TABLE telemetry (id INT PRIMARY KEY, serial TEXT"
            + " REFERENCES device (serial) ON DELETE CASCADE NOT ENFORCED)",
        "INSERT INTO device VALUES (11, 1, 'a-1'), (21, 2, 'b-1')",
        "INSERT INTO telemetry VALUES (1, 'a-1'), (3, 'b-1')");
  }

  @Test
  void whatComesMeanwhileBelowAKeyThatIsNotEnforcedGoes() throws Exception {
    devices();
    engine.execute(SCHEMA, REPORTING);
    OpenedJob job = job(DEVICES.replace("  clock: { settle: PT6H }\n", "") + ACKNOWLEDGED);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("telemetry")).containsExactly("id=3 | serial=b-1");
  }

  @Test
  void whatComesMeanwhileBelowAKeyThatIsSwitchedOffGoes() throws Exception {
    devices();
    engine.execute(
        SCHEMA,
        "ALTER TABLE telemetry ALTER CONSTRAINT telemetry_serial_fkey ENFORCED",
        "ALTER TABLE telemetry DISABLE TRIGGER ALL",
        REPORTING);
    OpenedJob job = job(DEVICES.replace("  clock: { settle: PT6H }\n", "") + ACKNOWLEDGED);
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("telemetry")).containsExactly("id=3 | serial=b-1");
  }

  @Test
  void whatARuleFindsThereGoes() throws Exception {
    devices();
    engine.execute(SCHEMA, "CREATE INDEX account_created ON account (created_at)", REPORTING);
    OpenedJob job =
        job(
            "retention:\n  old: { records: crm.account, where: \"id = 1\", keep: P1Y, from:"
                + " created_at, then: delete }\n"
                + DEVICES
                + ACKNOWLEDGED);

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("telemetry")).containsExactly("id=3 | serial=b-1");
  }

  @Test
  void whatComesLaterBelowAKeyThatIsNotEnforcedGoes() throws Exception {
    devices();
    OpenedJob job = job(DEVICES);
    job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    engine.execute(SCHEMA, "INSERT INTO telemetry VALUES (7, 'a-1'), (8, 'b-1')");

    CommandRun run = job.at("2026-03-02T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("telemetry")).containsExactly("id=3 | serial=b-1", "id=8 | serial=b-1");
  }

  @Test
  void whatAKeyLeavesOfASharedRowStays() throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE TABLE note (id INT PRIMARY KEY, team INT, author INT, FOREIGN KEY (team, author)"
            + " REFERENCES account (team, id) ON DELETE SET NULL (author))",
        "INSERT INTO note VALUES (1, 1, 1), (2, 1, 2)");
    OpenedJob job =
        job(
            "    shares: [ crm.note ]\n"
                + "erasure: { records: { crm.account: { then: delete } } }\n");
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("note"))
        .containsExactly("id=1 | team=1 | author=null", "id=2 | team=1 | author=2");
  }

  @Test
  void aReferenceThatTheDatabaseWouldSetToItsDefaultIsEmptiedBeforeThatAndCounted()
      throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE TABLE note (id INT PRIMARY KEY, author INT DEFAULT 2 REFERENCES account (id) ON"
            + " DELETE SET DEFAULT)",
        "INSERT INTO note VALUES (1, 1), (2, 2), (3, 1)");
    OpenedJob job =
        job(
            "    shares: [ crm.note ]\n"
                + "erasure: { records: { crm.account: { then: delete } } }\n");
    String request = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("account")).hasSize(1);
    assertThat(rows("note"))
        .containsExactly("id=1 | author=null", "id=2 | author=2", "id=3 | author=null");
    assertThat(job.certificatesOf(request).toString()).contains("crm.note");
  }

  @Test
  void aReferenceThatTheDatabaseWouldSetToItsDefaultAndCannotBeEmptiedIsRefused() throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE TABLE note (id INT PRIMARY KEY, author INT NOT NULL DEFAULT 2 REFERENCES account"
            + " (id) ON DELETE SET DEFAULT)",
        "INSERT INTO note VALUES (1, 1), (2, 2)");
    OpenedJob job =
        job(
            "    shares: [ crm.note ]\n"
                + "erasure: { records: { crm.account: { then: delete } } }\n");

    CommandRun valid = job.command("validate");

    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("note", "author", "nullable");
  }

  @Test
  void rowsOfAReferenceThatTheDatabaseWouldSetToItsDefaultGoWithTheirPerson() throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE TABLE note (id INT PRIMARY KEY, author INT NOT NULL DEFAULT 2 REFERENCES account"
            + " (id) ON DELETE SET DEFAULT)",
        "INSERT INTO note VALUES (1, 1), (2, 2)");
    OpenedJob job =
        job(
            "erasure: { records: { crm.account: { then: delete }, crm.note: { then: delete } }"
                + " }\n");
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("note")).containsExactly("id=2 | author=2");
  }

  @Test
  void aReferenceThatIsEmptyAsAWholeAloneIsEmptiedAsAWhole() throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE TABLE note (id INT PRIMARY KEY, team INT, author INT, origin INT,"
            + " FOREIGN KEY (team, author) REFERENCES account (team, id) MATCH FULL,"
            + " FOREIGN KEY (team, origin) REFERENCES account (team, id))",
        "INSERT INTO note VALUES (1, 1, 1, 2), (2, 1, 2, 2)");
    OpenedJob job =
        job(
            "    shares: [ crm.note ]\n"
                + "erasure: { records: { crm.account: { then: delete } } }\n");
    job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows("note"))
        .containsExactly(
            "id=1 | team=null | author=null | origin=2", "id=2 | team=1 | author=2 | origin=2");
  }

  @Test
  void aReferenceOfWhichAPartCannotBeEmptiedAndNoOtherAloneIsRefused() throws Exception {
    engine.execute(
        SCHEMA,
        "CREATE TABLE note (id INT PRIMARY KEY, team INT NOT NULL, author INT,"
            + " CHECK (author > 0) NOT VALID)",
        "ALTER TABLE note ADD FOREIGN KEY (team, author) REFERENCES account (team, id)"
            + " MATCH FULL NOT VALID");
    OpenedJob job =
        job(
            "    shares: [ crm.note ]\n"
                + "erasure: { records: { crm.account: { then: delete } } }\n");

    CommandRun valid = job.command("validate");

    assertThat(valid.exitCode()).isEqualTo(2);
    assertThat(valid.out() + valid.err()).contains("nullable");
  }

  private OpenedJob job(String more) throws Exception {
    OpenedJob job = new OpenedJob(directory, engine.server(), SCHEMA, JOB + more);
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  private List<String> rows(String table) throws Exception {
    return engine.rows(SCHEMA).get(table);
  }
}
