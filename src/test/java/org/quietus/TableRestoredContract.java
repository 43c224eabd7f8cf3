package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.cli.CommandRun;

/** A table that is restored alone brings back what hung on a row that was erased. */
abstract class TableRestoredContract {
  private static final String SCHEMA = "table_restored";
  private static final int TO_DO = 9;

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
          identifiers: { email: email, phone: phone }
          created: created_at
          owns:
            - "crm.device.account_id -> crm.account.id"
            - "crm.telemetry.device_id -> crm.device.id"
      erasure:
        records:
          crm.account: { then: delete }
          crm.device: { then: delete }
          crm.telemetry: { then: delete }
      """;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    fill("first", JOB);
  }

  private void fill(String folder, String text, String... further) throws Exception {
    engine().fresh(SCHEMA);
    execute(
        "CREATE TABLE account (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), phone VARCHAR(40),"
            + " created_at "
            + engine().columns().moment()
            + ", handle VARCHAR(20) UNIQUE)",
        "CREATE TABLE note (id INT NOT NULL PRIMARY KEY, handle VARCHAR(20), written "
            + engine().columns().moment()
            + ")",
        "CREATE INDEX note_handle ON note (handle)",
        "CREATE TABLE device (id INT NOT NULL PRIMARY KEY, account_id INT)",
        "CREATE INDEX device_account ON device (account_id)",
        "CREATE TABLE telemetry (id INT NOT NULL PRIMARY KEY, device_id INT, kind VARCHAR(20))",
        "CREATE INDEX telemetry_device ON telemetry (device_id)",
        "INSERT INTO account VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01 00:00:00',"
            + " 'ann'), (2, 'bob@example.org', '+49 30 2000', '2020-01-01 00:00:00', 'bob')");
    restore();
    execute(further);
    execute("INSERT INTO device VALUES (21, 2), (31, NULL), (41, 4)");
    execute("INSERT INTO telemetry VALUES (3, 21, 'bobs'), (4, 41, 'nobodys')");
    job =
        new OpenedJob(
            Files.createDirectories(directory.resolve(folder)), engine().server(), SCHEMA, text);
    ok(job.generateKeys());
    job.request("email: ann@example.org");
    ok(job.run());
    assertThat(devices()).containsExactly(21, 31, 41);
  }

  private void restore() throws Exception {
    execute(
        "INSERT INTO device VALUES (11, 1), (12, 1)",
        "INSERT INTO telemetry VALUES (1, 11, 'anns'), (2, 12, 'anns')");
  }

  private void execute(String... statements) throws Exception {
    engine().execute(SCHEMA, statements);
  }

  private List<Integer> devices() throws Exception {
    return ids("device");
  }

  private List<Integer> ids(String table) throws Exception {
    List<Integer> ids = new ArrayList<>();
    for (String row : engine().rows(SCHEMA).getOrDefault(table, List.of())) {
      ids.add(Integer.valueOf(row.replaceFirst("id=(\\d+) .*", "$1")));
    }
    return ids;
  }

  private CommandRun replay(String... more) {
    List<String> words =
        new ArrayList<>(List.of("--database", "crm", "--snapshot", "2026-02-28T02:00:00Z"));
    words.addAll(List.of(more));
    return job.command("replay", words.toArray(String[]::new));
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @Test
  void whatHungOnARowThatIsNotThereGoesAgain() throws Exception {
    restore();
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);

    ok(replay());

    assertThat(devices()).containsExactly(21, 31, 41);
    assertThat(ids("telemetry")).containsExactly(3, 4);
    Certificate certificate =
        job.certificates().stream()
            .filter(one -> one.identity().type() == CertificateType.RESTORE_REPLAY)
            .findFirst()
            .orElseThrow();
    assertThat(certificate.targets())
        .filteredOn(target -> target.counts().deleted() > 0)
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .containsExactlyInAnyOrder("crm.device 2", "crm.telemetry 2");
    ok(replay("--check"));
  }

  /**
   * Nothing tells when rows of persons were created, and the ledger knows that theirs was deleted.
   */
  @Test
  void whoIsBackAloneGoesAgainThoughNothingTellsWhenTheyCame() throws Exception {
    fill("undated", JOB.replace("    created: created_at\n", ""));
    execute(
        "INSERT INTO account VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01 00:00:00',"
            + " 'ann')");
    restore();
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);

    CommandRun replay = replay();

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
    assertThat(ids("account")).containsExactly(2);
    assertThat(devices()).containsExactly(21, 31, 41);
    ok(replay("--check"));
  }

  @Test
  void whoIsBackAloneAndHeldGoesAgainOnceReleased() throws Exception {
    fill("held", JOB.replace("    created: created_at\n", ""));
    execute(
        "INSERT INTO account VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01 00:00:00',"
            + " 'ann')");
    restore();
    ok(
        job.typing(
            "email: ann@example.org\n",
            "hold add",
            "--subject",
            "account",
            "--identifiers-from",
            "-",
            "--reference",
            "LH-1",
            "--case",
            "C-1",
            "--basis",
            "litigation",
            "--review",
            "2030-01-01"));
    replay();
    ok(job.run());
    assertThat(ids("account")).containsExactly(1, 2);
    ok(job.command("hold release", "--case", "C-1", "--reason", "over"));

    ok(job.run());

    assertThat(ids("account")).containsExactly(2);
    assertThat(devices()).containsExactly(21, 31, 41);
  }

  /** What the replay deleted once more is not there any more, and its key may be given again. */
  @Test
  void whoGotTheKeyAfterAReplayStaysWhenWhatALawKeptComesDue() throws Exception {
    fill(
        "given",
        JOB.replace("    created: created_at\n", "")
                .replace("owns:\n", "owns:\n      - \"crm.note.handle -> crm.account.handle\"\n")
            + "    crm.note: { keep: P10Y, from: written, then: delete, because: bookkeeping }\n",
        "INSERT INTO note VALUES (5, 'ann', '2020-01-01 00:00:00')");
    String ann =
        "INSERT INTO account VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01 00:00:00',"
            + " 'ann')";
    execute(ann);
    job.at("2026-03-02T12:00:00Z");
    ok(replay());
    assertThat(ids("account")).containsExactly(2);
    assertThat(ids("note")).containsExactly(5);
    execute(ann.replace("ann", "eve"));
    job.at("2030-03-02T12:00:00Z");

    assertThat(job.run().exitCode()).as("a note hangs on what is somebody else's").isEqualTo(8);

    assertThat(ids("account")).containsExactly(1, 2);
  }

  /** The table of the persons was not restored, and theirs is as the erasure left it. */
  @Test
  void whatHungOnARowThatWasAnonymisedGoesAgain() throws Exception {
    fill(
        "anonymising",
        JOB.replace("crm.account: { then: delete }", "crm.account: { then: anonymise }")
            + "anonymise: { crm.account: { with: { email: set-null, phone: set-null } } }\n");
    execute("INSERT INTO account VALUES (3, NULL, NULL, '2020-01-01 00:00:00', 'cid')");
    execute("INSERT INTO device VALUES (51, 3)");
    ok(replay("--check"));
    restore();
    CommandRun look = replay("--check");
    assertThat(look.exitCode()).isEqualTo(TO_DO);
    assertThat(look.out()).contains("1 erased person is in the database again");

    ok(replay());

    assertThat(devices()).containsExactly(21, 31, 41, 51);
    assertThat(ids("telemetry")).containsExactly(3, 4);
    assertThat(engine().rows(SCHEMA).get("account")).hasSize(3);
    ok(replay("--check"));
  }

  /** It hangs on another unique value of the row than its key. */
  @Test
  void whatHungOnAHandleOfARowThatWasAnonymisedGoesAgain() throws Exception {
    fill(
        "handles",
        JOB.replace("crm.account: { then: delete }", "crm.account: { then: anonymise }")
                .replace("owns:\n", "owns:\n      - \"crm.note.handle -> crm.account.handle\"\n")
            + "    crm.note: { then: delete }\n"
            + "anonymise: { crm.account: { with: { email: set-null, phone: set-null } } }\n");
    execute("INSERT INTO note (id, handle) VALUES (1, 'ann'), (2, 'bob'), (3, 'dot')");
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);

    assertThat(replay("--accept", "tables").exitCode()).isZero();

    assertThat(ids("note")).containsExactly(2, 3);
    ok(replay("--check", "--accept", "tables"));
  }

  /** Nobody can tell a guest who got the key from the person whose row was anonymised. */
  @Test
  void whatHangsOnARowThatDoesNotTellWhetherItIsThePersonsIsNamedAndLeft() throws Exception {
    fill(
        "guests",
        JOB.replace("crm.account: { then: delete }", "crm.account: { then: anonymise }")
                .replace("    created: created_at\n", "")
            + "anonymise: { crm.account: { with: { email: set-null, phone: set-null } } }\n");
    ok(replay("--check"));
    execute("DELETE FROM account WHERE id = 1");
    execute("INSERT INTO account VALUES (1, NULL, NULL, NULL, 'guest')");
    execute("INSERT INTO device VALUES (61, 1)");
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);

    CommandRun replay = replay();

    assertThat(replay.exitCode()).as(replay.out() + replay.err()).isEqualTo(8);
    assertThat(replay.err()).contains("1 of crm.account may be this person's");
    assertThat(devices()).containsExactly(21, 31, 41, 61);
    ok(replay("--check", "--accept", "rows"));
  }

  /** A law would keep some time what hangs on the row, if there were anything. */
  @Test
  void aRowOnWhichNothingHangsIsNotInDoubtThoughALawKeepsNotes() throws Exception {
    fill("laws", withNotesThatALawKeeps());

    ok(replay("--check"));

    execute("INSERT INTO note VALUES (1, 'ann', '2020-01-01 00:00:00')");
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);
    assertThat(replay().exitCode()).isEqualTo(8);
    assertThat(ids("note")).containsExactly(1);
    ok(replay("--check", "--accept", "rows"));
  }

  /** As long as it keeps something of a person, the person's rows are known. */
  @Test
  void aRowIsNotInDoubtWhileALawKeepsNotesOfItsPerson() throws Exception {
    fill(
        "kept",
        withNotesThatALawKeeps(),
        "INSERT INTO note VALUES (1, 'ann', '2020-01-01 00:00:00')");
    ok(replay("--check"));

    ok(replay());

    assertThat(ids("note")).containsExactly(1);
    restore();
    ok(replay());
    assertThat(devices()).containsExactly(21, 31, 41);
  }

  private static String withNotesThatALawKeeps() {
    return JOB.replace("crm.account: { then: delete }", "crm.account: { then: anonymise }")
            .replace("    created: created_at\n", "")
            .replace("owns:\n", "owns:\n      - \"crm.note.handle -> crm.account.handle\"\n")
        + "    crm.note: { keep: P10Y, from: written, then: delete, because: bookkeeping }\n"
        + "anonymise: { crm.account: { with: { email: set-null, phone: set-null } } }\n";
  }

  /** Stars tell, where no mark and no date does. */
  @Test
  void whatHungOnARowThatShowsThatItWasAnonymisedGoesAgain() throws Exception {
    fill(
        "stars",
        JOB.replace("crm.account: { then: delete }", "crm.account: { then: anonymise }")
                .replace("    created: created_at\n", "")
            + "anonymise: { crm.account: { with: { email: set-null, phone: redact } } }\n");
    restore();
    assertThat(replay("--check").exitCode()).isEqualTo(TO_DO);

    ok(replay());

    assertThat(devices()).containsExactly(21, 31, 41);
    ok(replay("--check"));
  }

  /** Nothing tells any more whose device it was. */
  @Test
  void whatHungDeeperOnRowsThatAreNotThereIsNamed() throws Exception {
    execute("INSERT INTO telemetry VALUES (1, 11, 'anns')");
    CommandRun look = replay("--check");
    assertThat(look.exitCode()).isEqualTo(TO_DO);
    assertThat(look.out()).contains("table 'telemetry' has rows that hang on none in 'device'");
    CommandRun run = replay();
    assertThat(run.exitCode()).isEqualTo(8);
    assertThat(run.out() + run.err()).contains("table 'telemetry' has rows that hang on none");
    assertThat(ids("telemetry")).containsExactly(1, 3, 4);
    assertThat(run.out() + run.err()).contains("--accept tables");
    assertThat(replay("--accept", "holds,requests,subjects,rows").exitCode()).isEqualTo(8);
    ok(replay("--accept", "tables"));
    ok(replay("--check", "--accept", "tables"));
  }

  /** Keys are given again: what hangs on them is somebody else's then. */
  @Test
  void whatHangsOnSomebodyElsesRowStays() throws Exception {
    execute(
        "INSERT INTO account VALUES (1, 'zed@example.org', '+49 30 9000', '2035-01-01 00:00:00',"
            + " 'zed')");
    restore();
    ok(replay("--check"));
    ok(replay());
    assertThat(devices()).containsExactly(11, 12, 21, 31, 41);
  }
}
