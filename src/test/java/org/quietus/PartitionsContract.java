package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Method;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;
import org.quietus.control.Control;
import org.quietus.control.EvidenceAccess;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.job.EvidenceHome;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.read.JobFiles;
import org.quietus.target.PartitionStays;
import org.quietus.target.StepPartitions;
import org.springframework.transaction.support.TransactionTemplate;

/** A partition goes as a whole if all of it is due, and its rows are counted before. */
abstract class PartitionsContract {
  static final String SCHEMA = "parted";
  static final int EACH = 40;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final List<Integer> YEARS = List.of(2018, 2019, 2020, 2025);
  private static final String COUNT_DELETED =
      "SELECT COALESCE(SUM(deleted), 0) FROM quietus.ledger_count WHERE method = '%s'";

  private static final String JOB =
      """
      quietus: 1
      job: parted
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      retention:
        old: { records: crm.visit, keep: P1Y, from: at, then: delete, partitions: drop }
      """;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  OpenedJob job() {
    return job;
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    create("visit", "at " + engine().columns().moment() + " NOT NULL", "id, at");
    for (int year : YEARS) {
      rows("visit", year * 1_000, EACH, year + "-02-03 10:00:00");
    }
    rows("visit", 2_025_500, 5, "2025-11-11 00:00:00");
    job = job(JOB);
  }

  private OpenedJob job(String yaml) throws Exception {
    OpenedJob opened = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    if (!Files.exists(directory.resolve("keys"))) {
      assertThat(opened.generateKeys().exitCode()).isZero();
    }
    return opened;
  }

  /** A table of one partition a year, and what does not fit any. */
  private void create(String table, String moment, String key) throws SQLException {
    String columns =
        "CREATE TABLE %s (id BIGINT NOT NULL, %s, page VARCHAR(20), PRIMARY KEY (%s)) "
            .formatted(table, moment, key);
    if (engine().isPostgres()) {
      execute(columns + "PARTITION BY RANGE (" + (key.equals("id") ? "id" : "at") + ")");
      for (int year = 2018; year <= 2025; year++) {
        execute(
            "CREATE TABLE %s_p%d PARTITION OF %1$s FOR VALUES FROM ('%2$d-01-01') TO ('%3$d-01-01')"
                .formatted(table, year, year + 1));
      }
      execute("CREATE TABLE " + table + "_rest PARTITION OF " + table + " DEFAULT");
    } else {
      execute(
          IntStream.rangeClosed(2018, 2025)
              .mapToObj(
                  year ->
                      "PARTITION %s_p%d VALUES LESS THAN ('%d-01-01')"
                          .formatted(table, year, year + 1))
              .collect(
                  Collectors.joining(
                      ", ",
                      columns + "PARTITION BY RANGE COLUMNS (at) (",
                      ", PARTITION " + table + "_rest VALUES LESS THAN (MAXVALUE))")));
    }
    execute("CREATE INDEX " + table + "_at ON " + table + " (at)");
  }

  private void rows(String table, int first, int number, String at) throws SQLException {
    execute(
        IntStream.range(first, first + number)
            .mapToObj(id -> "(%d, '%s', 'p')".formatted(id, at))
            .collect(Collectors.joining(", ", "INSERT INTO " + table + " VALUES ", "")));
  }

  @Test
  void whatHoldsOnlyDueRowsGoesWholeAndTheRestRowByRow() throws Exception {
    CommandRun plan = job.command("plan");
    assertThat(plan.out())
        .contains("visit_p2018, visit_p2019, visit_p2020 would be dropped, with 120 rows")
        .contains("visit_p2025: rows of it are not due")
        .contains("visit_p2021, visit_p2022, visit_p2023, visit_p2024: it is empty")
        .containsPattern("visit_rest: it is the (last one|one for all other values)");
    assertThat(job.command("plan", "--sql").out()).contains(dropping());

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(partitions())
        .containsExactly(
            "visit_p2021",
            "visit_p2022",
            "visit_p2023",
            "visit_p2024",
            "visit_p2025",
            "visit_rest");
    assertThat(count("SELECT COUNT(*) FROM visit")).isEqualTo(5);
    assertThat(deleted("drop partition")).isEqualTo(3L * EACH);
    assertThat(deleted("delete")).isEqualTo(EACH);
    assertThat(count("SELECT COUNT(*) FROM quietus.partition_drop WHERE state = 'done'"))
        .isEqualTo(3);
    Certificate certificate = job.certificates().get(0);
    assertThat(certificate.targets())
        .extracting(TargetRecord::method, target -> target.counts().deleted(), TargetRecord::chunks)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Method.dropPartition(), 3L * EACH, 3L),
            org.assertj.core.groups.Tuple.tuple(Method.delete(), (long) EACH, 1L));
    Path file;
    try (var files = Files.list(job.evidence().resolve("certificates"))) {
      file = files.filter(one -> one.toString().endsWith(".json")).findFirst().orElseThrow();
    }
    assertThat(job.command("certificate show", certificate.identity().id()).out())
        .contains("counted in it while nobody else could write to it");
    CommandRun live =
        CommandRun.onDatabases(job.environment())
            .run("certificate", "verify", file.toString(), "--live", job.file().toString());
    assertThat(live.exitCode()).as(live.out() + live.err()).isZero();

    CommandRun again = job.run();
    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(deleted("drop partition") + deleted("delete")).isEqualTo(4L * EACH);
  }

  @Test
  void aHoldHasItsRowsGoOneByOne() throws Exception {
    CommandRun held =
        job.command(
            "hold add",
            "--case",
            "C-1",
            "--basis",
            "litigation",
            "--review",
            "2027-01-31",
            "--records",
            "crm.visit",
            "--where",
            "id = 2018003");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();
    assertThat(job.command("plan").out()).contains("a hold is in force");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(count("SELECT COUNT(*) FROM visit WHERE id = 2018003")).isEqualTo(1);
    assertThat(count("SELECT COUNT(*) FROM visit")).isEqualTo(6);
    assertThat(deleted("drop partition")).isZero();
    assertThat(partitions()).contains("visit_p2018", "visit_p2019");
  }

  @Test
  void aHoldOrARowThatComesAfterTheFirstLookIsSeenUnderTheLock() throws Exception {
    job =
        job(
            JOB.replace(
                "partitions: drop", "partitions: drop, where: \"page <> 'keep' OR page IS NULL\""));
    assertThat(job.run().exitCode()).isZero(); // makes the control schema
    rows("visit", 1, 7, "2021-01-01 00:00:00");
    JobFile file = JobFiles.load(job.file(), job.environment());
    try (OpenDatabase database =
        OpenDatabase.open(file.databases().get("crm"), Clock.systemUTC())) {
      Step step = Planner.plan(file, database.catalog(), NOW).steps().get(0);
      StepPartitions partitions = database.partitions().of(step, (Selection.Due) step.selection());
      assertThat(partitions.standings(Holds.NONE))
          .anyMatch(one -> one.name().equals("visit_p2021") && one.stays().isEmpty());
      Holds one =
          new Holds(1, List.of(new Hold.OfRows("h", false, "visit", Conditions.parse("id = 1"))));
      TransactionTemplate transaction =
          new TransactionTemplate(database.control().transactionManager());
      transaction.executeWithoutResult(
          status -> {
            try (StepPartitions.Locked locked = partitions.lock("visit_p2021")) {
              assertThat(locked.countDue(Holds.NONE)).isEqualTo(7);
              assertThatThrownBy(() -> locked.countDue(one)).isInstanceOf(PartitionStays.class);
            }
          });

      execute("INSERT INTO visit VALUES (8, '2021-01-01 00:00:00', 'keep')");

      transaction.executeWithoutResult(
          status -> {
            try (StepPartitions.Locked locked = partitions.lock("visit_p2021")) {
              assertThatThrownBy(() -> locked.countDue(Holds.NONE))
                  .isInstanceOf(PartitionStays.class);
            }
          });
    }
  }

  @Test
  void aRowThatIsNotDueNeverGoesWhoeverWritesIt() throws Exception {
    job =
        job(
            JOB.replace(
                "partitions: drop", "partitions: drop, where: \"page <> 'keep' OR page IS NULL\""));
    Writer writer = new Writer(1_000, "2019-07-07");
    RunResult result;
    try (JobSession session = job.session()) {
      result = run(session, new Listening(writer::start, () -> {}));
    }
    List<Long> kept = writer.end();

    assertThat(result.exitCode()).as(String.valueOf(result.messages())).isZero();
    assertThat(kept).isNotEmpty();
    assertThat(ids("SELECT id FROM visit WHERE page = 'keep'")).containsAll(kept);
    assertThat(count("SELECT COUNT(*) FROM visit WHERE page = 'p'")).isEqualTo(5);
    assertThat(deleted("drop partition") + deleted("delete")).isEqualTo(4L * EACH);
  }

  /** Writes rows that are kept, one after the other, until it is told to end. */
  private final class Writer {
    private final AtomicBoolean over = new AtomicBoolean();
    private final int first;
    private final String at;
    private CompletableFuture<List<Long>> written = CompletableFuture.completedFuture(List.of());

    Writer(int first, String at) {
      this.first = first;
      this.at = at;
    }

    void start() {
      written = CompletableFuture.supplyAsync(this::write, work -> new Thread(work).start());
    }

    private List<Long> write() {
      List<Long> kept = new ArrayList<>();
      try (Connection connection = engine().connect(SCHEMA);
          Statement statement = connection.createStatement()) {
        for (long id = first; !over.get() && id < first + 900; id++) {
          statement.execute("INSERT INTO visit VALUES (%d, '%s', 'keep')".formatted(id, at));
          kept.add(id);
          Thread.sleep(2);
        }
        return kept;
      } catch (SQLException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return kept;
      }
    }

    List<Long> end() {
      over.set(true);
      return written.join();
    }
  }

  @Test
  void nobodyComesBetweenTheCountAndTheDrop() throws Exception {
    assertThat(job.run().exitCode()).isZero(); // makes the control schema
    rows("visit", 1, 7, "2021-01-01 00:00:00");
    JobFile file = JobFiles.load(job.file(), job.environment());
    try (OpenDatabase database =
        OpenDatabase.open(file.databases().get("crm"), Clock.systemUTC())) {
      Step step = Planner.plan(file, database.catalog(), NOW).steps().get(0);
      StepPartitions partitions = database.partitions().of(step, (Selection.Due) step.selection());
      TransactionTemplate transaction =
          new TransactionTemplate(database.control().transactionManager());
      transaction.executeWithoutResult(
          status -> {
            try (StepPartitions.Locked locked = partitions.lock("visit_p2021")) {
              assertThat(locked.countDue(Holds.NONE)).isEqualTo(7);
              refused("INSERT INTO visit VALUES (8, '2021-01-01 00:00:00', 'p')");
              if (partitions.dropCommits()) {
                refused("UPDATE quietus.fence SET hold_epoch = hold_epoch + 1 WHERE id = 1");
                refused("UPDATE quietus.fence SET token = token + 1 WHERE id = 1");
              }
              assertThat(locked.countDue(Holds.NONE)).isEqualTo(7);
              status.setRollbackOnly();
            }
          });
      execute("INSERT INTO visit VALUES (8, '2021-01-01 00:00:00', 'p')");
      try (Connection other = engine().connect(SCHEMA);
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("INSERT INTO visit VALUES (9, '2021-01-01 00:00:00', 'p')");
        assertThatThrownBy(
                () ->
                    transaction.executeWithoutResult(
                        status -> partitions.lock("visit_p2021").close()))
            .isInstanceOfSatisfying(
                PartitionStays.class, stays -> assertThat(stays.isBusy()).isTrue());
        other.commit();
      }
    }
    assertThat(count("SELECT COUNT(*) FROM visit WHERE id < 10")).isEqualTo(9);
  }

  /** Somebody else may not, as long as it is locked. */
  private void refused(String sql) {
    try (Connection other = engine().connect(SCHEMA);
        Statement statement = other.createStatement()) {
      statement.execute(
          engine().isPostgres()
              ? "SET lock_timeout = '300ms'"
              : "SET SESSION lock_wait_timeout = 1");
      assertThatThrownBy(() -> statement.execute(sql)).as(sql).isInstanceOf(SQLException.class);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aRowWithoutADateKeepsItsPartition() throws Exception {
    execute("DROP TABLE visit");
    String moment = engine().columns().moment();
    if (engine().isPostgres()) {
      execute(
          "CREATE TABLE visit (id BIGINT NOT NULL, at "
              + moment
              + ", page VARCHAR(20), PRIMARY KEY (id)) PARTITION BY RANGE (id)");
      execute("CREATE TABLE visit_low PARTITION OF visit FOR VALUES FROM (0) TO (1000)");
      execute("CREATE TABLE visit_mid PARTITION OF visit FOR VALUES FROM (1000) TO (2000)");
      execute("CREATE TABLE visit_rest PARTITION OF visit DEFAULT");
    } else {
      execute(
          "CREATE TABLE visit (id BIGINT NOT NULL, at "
              + moment
              + ", page VARCHAR(20), PRIMARY KEY (id)) PARTITION BY RANGE (id) SUBPARTITION BY HASH"
              + " (id) SUBPARTITIONS 2 (PARTITION visit_low VALUES LESS THAN (1000), PARTITION"
              + " visit_mid VALUES LESS THAN (2000), PARTITION visit_rest VALUES LESS THAN"
              + " MAXVALUE)");
    }
    execute("CREATE INDEX visit_at ON visit (at)");
    rows("visit", 1, 10, "2019-01-01 00:00:00");
    rows("visit", 1_001, 10, "2019-01-01 00:00:00");
    execute("INSERT INTO visit VALUES (999, NULL, 'p')");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(ids("SELECT id FROM visit")).containsExactly(999L);
    assertThat(partitions()).containsExactly("visit_low", "visit_rest");
    assertThat(deleted("drop partition")).isEqualTo(10);
    assertThat(deleted("delete")).isEqualTo(10);
  }

  @Test
  void whatCannotGoWholeIsSaidBeforehand() throws Exception {
    said("", "the table has no partitions");
    said("PARTITION BY HASH (id)", 4, "which knows no time");
    if (engine().isPostgres()) {
      said(
          "PARTITION BY LIST (id)",
          List.of("visit_one PARTITION OF visit FOR VALUES IN (1, 2, 3)"),
          "visit_one: rows that come later and belong there would find no place");
      said(
          "PARTITION BY LIST (at)",
          List.of(
              "visit_then PARTITION OF visit FOR VALUES IN ('2019-05-05', '2025-02-28 23:59:59')",
              "visit_now PARTITION OF visit FOR VALUES IN ('2019-05-06', '2025-03-01')",
              "visit_ever PARTITION OF visit FOR VALUES IN ('2019-05-07', '-infinity')"),
          "visit_then would be dropped, with 3 rows",
          "visit_now, visit_ever: rows that come later and belong there would find no place");
      said(
          "PARTITION BY RANGE (at)",
          List.of(
              "visit_then PARTITION OF visit FOR VALUES FROM ('2019-01-01') TO ('2025-03-01')",
              "visit_now PARTITION OF visit FOR VALUES FROM ('2025-03-01') TO (MAXVALUE)"),
          "visit_then would be dropped, with 3 rows",
          "visit_now: rows that come later and belong there would find no place");
      said(
          "PARTITION BY RANGE (at)",
          List.of("visit_then PARTITION OF visit FOR VALUES FROM ('2019-01-01') TO ('2025-03-02')"),
          "visit_then: rows that come later and belong there would find no place");
      said(
          "PARTITION BY RANGE (at)",
          List.of(
              "visit_then PARTITION OF visit (CHECK (id > 0)) FOR VALUES FROM ('2019-01-01') TO"
                  + " ('2020-01-01')"),
          "visit_then: it has a check or foreign key of its own");
      said(
          "PARTITION BY RANGE (at)",
          List.of(
              "visit_then PARTITION OF visit FOR VALUES FROM ('2019-01-01') TO ('2020-01-01')"
                  + " PARTITION BY HASH (id)",
              "visit_all PARTITION OF visit_then FOR VALUES WITH (MODULUS 1, REMAINDER 0)"),
          "visit_then: it is divided itself");
    } else {
      said(
          "PARTITION BY LIST (id) (PARTITION one VALUES IN (1, 2, 3), PARTITION two VALUES IN (4))",
          "one, two: rows with its values that come later may find no place");
      said(
          "PARTITION BY LIST COLUMNS (at) (PARTITION one VALUES IN ('2019-05-05', '2025-02-28"
              + " 23:59:59'), PARTITION two VALUES IN ('2019-05-06', '2025-03-01'), PARTITION three"
              + " VALUES IN ('2019-05-07', NULL))",
          "one would be dropped, with 3 rows",
          "two, three: rows with its values that come later may find no place");
      said(
          "PARTITION BY RANGE (id) (PARTITION one VALUES LESS THAN (3), PARTITION two VALUES LESS"
              + " THAN (4))",
          "one would be dropped, with 2 rows",
          "two: it is the last one");
    }
  }

  @Test
  void aListOfDaysThatAreAllPastGoesWhole() throws Exception {
    String past = "IN ('2019-05-05', '2019-05-06')";
    String present = "IN ('2019-05-07', '2026-02-28')";
    if (engine().isPostgres()) {
      said(
          "PARTITION BY LIST (at)",
          List.of(
              "visit_past PARTITION OF visit FOR VALUES " + past,
              "visit_present PARTITION OF visit FOR VALUES " + present),
          "visit_past would be dropped, with 3 rows");
    } else {
      said(
          "PARTITION BY LIST COLUMNS (at) (PARTITION visit_past VALUES "
              + past
              + ", PARTITION visit_present VALUES "
              + present
              + ")",
          "visit_past would be dropped, with 3 rows");
    }
    execute("INSERT INTO visit VALUES (4, '2019-05-07'), (5, '2026-02-28')");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(partitions()).containsExactly("visit_present");
    assertThat(ids("SELECT id FROM visit")).containsExactly(5L);
    assertThat(deleted("drop partition")).isEqualTo(3);
    assertThat(deleted("delete")).isEqualTo(1);
    execute("INSERT INTO visit VALUES (6, '2026-02-28')");
  }

  private void said(String division, int parts, String line) throws SQLException {
    if (engine().isPostgres()) {
      said(
          division,
          IntStream.range(0, parts)
              .mapToObj(
                  "visit_%d PARTITION OF visit FOR VALUES WITH (MODULUS 4, REMAINDER %1$d)"
                      ::formatted)
              .toList(),
          line);
    } else {
      said(division + " PARTITIONS " + parts, line);
    }
  }

  private void said(String division, String... lines) throws SQLException {
    said(division, List.of(), lines);
  }

  private void said(String division, List<String> parts, String... lines) throws SQLException {
    execute("DROP TABLE visit");
    execute(
        "CREATE TABLE visit (id BIGINT NOT NULL, at "
            + engine().columns().moment()
            + " NOT NULL"
            + (engine().isPostgres()
                ? ")"
                : ", PRIMARY KEY (id%s))".formatted(division.contains("(at)") ? ", at" : ""))
            + division);
    for (String part : parts) {
      execute("CREATE TABLE " + part);
    }
    if (engine().isPostgres()) {
      execute(
          "ALTER TABLE visit ADD PRIMARY KEY (id" + (division.contains("(at)") ? ", at)" : ")"));
    }
    execute("CREATE INDEX visit_at ON visit (at)");
    execute(
        "INSERT INTO visit VALUES (1, '2019-05-05 00:00:00'), (2, '2019-05-05 00:00:00'), (3,"
            + " '2019-05-05 00:00:00')");
    CommandRun plan = job.command("plan");
    assertThat(plan.exitCode()).as(plan.out() + plan.err()).isZero();
    assertThat(plan.out()).contains(lines);
  }

  @Test
  void whatIsKilledBeforeTheDropIsCountedAnew() throws Exception {
    String run = interrupted();
    intended(run, 2019, EACH);
    rows("visit", 2_019_900, 3, "2019-12-12 00:00:00");

    assertThat(job.run().exitCode()).isZero();

    assertThat(deleted("drop partition") + deleted("delete")).isEqualTo(4L * EACH + 3);
    assertThat(count("SELECT COUNT(*) FROM quietus.partition_drop WHERE state = 'withdrawn'"))
        .isEqualTo(1);
    assertThat(certified()).isEqualTo(4L * EACH + 3);
  }

  @Test
  void whatIsKilledBeforeTheDropAndDividedAnewByThenIsCountedOnce() throws Exception {
    String run = interrupted();
    killedBeforeDropping(run, "visit_p2019", "visit_p2020");
    dividedAnew();

    CommandRun resumed = job.run();

    assertThat(resumed.exitCode()).as(resumed.out() + resumed.err()).isZero();
    assertThat(deleted("drop partition") + deleted("delete")).isEqualTo(4L * EACH);
    assertThat(certified()).isEqualTo(4L * EACH);
    assertThat(count("SELECT COUNT(row_key) FROM quietus.partition_drop")).isZero();
  }

  @Test
  @Tag("long")
  void aRunOfAnotherJobLeavesToItsOwnWhatOnlyThatCanTell() throws Exception {
    assumeFalse(engine().isPostgres(), "there the drop is part of the transaction");
    String run = interrupted();
    killedBeforeDropping(run, "visit_p2019", "visit_p2020");
    dividedAnew();
    OpenedJob other =
        new OpenedJob(
            Files.createDirectory(directory.resolve("other")),
            engine().server(),
            SCHEMA,
            JOB.replace("job: parted", "job: other").replace("keep: P1Y", "keep: P9Y"));
    assertThat(other.generateKeys().exitCode()).isZero();
    String plan = other.command("plan", "--json").json().get("fingerprint").asString();
    assertThat(other.command("approve", plan).exitCode()).isZero();
    assertThat(other.run().exitCode()).isZero();
    assertThat(count("SELECT COUNT(row_key) FROM quietus.partition_drop")).isEqualTo(2);

    assertThat(job.run().exitCode()).isZero();

    assertThat(deleted("drop partition") + deleted("delete")).isEqualTo(4L * EACH);
    assertThat(certified()).isEqualTo(4L * EACH);
  }

  /** Does what a run does before it drops partitions, and no more. */
  private void killedBeforeDropping(String run, String... partitions) throws Exception {
    JobFile file = JobFiles.load(job.file(), job.environment());
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    try (OpenDatabase database = OpenDatabase.open(file.databases().get("crm"), clock)) {
      Control control =
          Control.of(
              database.control(),
              new EvidenceHome(file.evidence(), clock),
              () -> EvidenceAccess.sealingKey(file),
              clock);
      Step step = Planner.plan(file, database.catalog(), NOW).steps().get(0);
      StepPartitions parts = database.partitions().of(step, (Selection.Due) step.selection());
      for (String one : partitions) {
        control
            .transaction()
            .executeWithoutResult(
                status -> {
                  try (StepPartitions.Locked locked = parts.lock(one)) {
                    long rows = locked.countDue(Holds.NONE);
                    control.partitionDrops().intend(run, step, SCHEMA, one, rows, locked.row());
                  }
                  if (!parts.dropCommits()) {
                    status.setRollbackOnly();
                  }
                });
      }
    }
  }

  /** 2019 has another name, and 2020 is one with 2021. */
  private void dividedAnew() throws SQLException {
    if (engine().isPostgres()) {
      execute("ALTER TABLE visit_p2019 RENAME TO visit_old");
      execute("ALTER TABLE visit DETACH PARTITION visit_p2021");
      execute("ALTER TABLE visit DETACH PARTITION visit_p2020");
      execute("INSERT INTO visit_p2021 SELECT * FROM visit_p2020");
      execute("DROP TABLE visit_p2020");
      execute(
          "ALTER TABLE visit ATTACH PARTITION visit_p2021 FOR VALUES FROM ('2020-01-01') TO"
              + " ('2022-01-01')");
      return;
    }
    execute(
        "ALTER TABLE visit REORGANIZE PARTITION visit_p2019 INTO"
            + " (PARTITION visit_old VALUES LESS THAN ('2020-01-01'))");
    execute(
        "ALTER TABLE visit REORGANIZE PARTITION visit_p2020, visit_p2021 INTO"
            + " (PARTITION visit_p2021 VALUES LESS THAN ('2022-01-01'))");
  }

  @Test
  void whatIsKilledAfterTheDropIsCountedOnce() throws Exception {
    String run = interrupted();
    intended(run, 2019, EACH);
    execute(dropping(2019));

    assertThat(job.run().exitCode()).isZero();

    assertThat(deleted("drop partition") + deleted("delete")).isEqualTo(4L * EACH);
    assertThat(certified()).isEqualTo(4L * EACH);
    assertThat(count("SELECT COUNT(*) FROM quietus.partition_drop WHERE state <> 'done'")).isZero();
    assertThat(job.run().exitCode()).isZero();
    assertThat(certified()).isEqualTo(4L * EACH);
  }

  @Test
  void aRunThatIsGivenUpIsCertifiedWithWhatItDropped() throws Exception {
    String run = interrupted();
    intended(run, 2019, EACH);
    execute(dropping(2019));

    CommandRun abandoned = job.command("abandon", run);

    assertThat(abandoned.exitCode()).as(abandoned.err()).isZero();
    assertThat(certified()).isEqualTo(2L * EACH);
  }

  @Test
  void aRunOfAnotherJobSeesWhatBecameOfIt() throws Exception {
    String run = interrupted();
    intended(run, 2019, EACH);
    execute(dropping(2019));
    OpenedJob other =
        new OpenedJob(
            Files.createDirectory(directory.resolve("other")),
            engine().server(),
            SCHEMA,
            JOB.replace("job: parted", "job: other").replace("partitions: drop", "because: x"));
    assertThat(other.generateKeys().exitCode()).isZero();

    String plan = other.command("plan", "--json").json().get("fingerprint").asString();
    assertThat(other.command("approve", plan).exitCode()).isZero();
    CommandRun first = other.run();
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(job.run().exitCode()).isZero();

    assertThat(count("SELECT SUM(deleted) FROM quietus.ledger_count WHERE run_id = '" + run + "'"))
        .isEqualTo(2L * EACH);
    assertThat(certified()).isEqualTo(2L * EACH);
    assertThat(deleted("drop partition") + deleted("delete")).isEqualTo(4L * EACH);
  }

  @Test
  void aTriggerThatWaitsForDeletedRowsHasThemGoOneByOne() throws Exception {
    execute("CREATE TABLE gone (id BIGINT NOT NULL PRIMARY KEY)");
    try (Connection connection = engine().connect(SCHEMA)) {
      trigger(connection);
    }
    job = job(JOB + "triggers: { acknowledged: { crm.visit: [] } }\n");
    assertThat(job.command("plan").out())
        .contains("row by row: it has a trigger that acts on each row that is deleted");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(deleted("drop partition")).isZero();
    assertThat(count("SELECT COUNT(*) FROM gone")).isEqualTo(4L * EACH);
    assertThat(partitions()).contains("visit_p2018");
  }

  private void trigger(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (engine().isPostgres()) {
        statement.execute(
            "CREATE FUNCTION note_it() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN INSERT INTO gone VALUES (OLD.id); RETURN OLD; END $$");
        statement.execute(
            "CREATE TRIGGER noted BEFORE DELETE ON visit FOR EACH ROW EXECUTE FUNCTION note_it()");
      } else {
        statement.execute(
            "CREATE TRIGGER noted BEFORE DELETE ON visit FOR EACH ROW INSERT INTO gone VALUES"
                + " (OLD.id)");
      }
    }
  }

  /** Begins a run, and ends it once its first partition is gone. */
  private String interrupted() throws Exception {
    try (JobSession session = job.session()) {
      RunResult result =
          run(
              session,
              new Listening(
                  () -> {},
                  () -> {
                    throw new IllegalStateException("stop here");
                  }));
      assertThat(result.exitCode()).isEqualTo(4);
    }
    assertThat(deleted("drop partition")).isEqualTo(EACH);
    return String.valueOf(texts("SELECT run_id FROM quietus.run WHERE state = 'open'").get(0));
  }

  private static RunResult run(JobSession session, RunListener listener) {
    return session.run(new RunOptions(EnumSet.of(Scope.RETENTION), Optional.empty(), 2), listener);
  }

  /** What a run notes before it drops a partition. */
  private void intended(String run, int year, int rows) throws SQLException {
    execute(
        "INSERT INTO quietus.partition_drop (run_id, range_no, step_no, schema_name, table_name,"
            + " ledger_table, partition_name, row_count, state, intended_at) VALUES ('"
            + run
            + "', 900000001, 1, '"
            + SCHEMA
            + "', 'visit', 'crm.visit', 'visit_p"
            + year
            + "', "
            + rows
            + ", 'intended', '2026-03-01 12:00:00')");
  }

  private String dropping(int year) {
    return engine().isPostgres()
        ? "DROP TABLE visit_p" + year
        : "ALTER TABLE visit DROP PARTITION visit_p" + year;
  }

  private String dropping() {
    return engine().isPostgres() ? "DROP TABLE …" : "DROP PARTITION …";
  }

  List<String> partitions() throws SQLException {
    return texts(
        engine().isPostgres()
            ? "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
                + " WHERE i.inhparent = 'visit'::regclass ORDER BY 1"
            : "SELECT DISTINCT partition_name FROM information_schema.partitions"
                + " WHERE table_schema = DATABASE() AND table_name = 'visit' ORDER BY 1");
  }

  long deleted(String method) throws SQLException {
    return count(COUNT_DELETED.formatted(method));
  }

  private long certified() {
    return job.certificates().stream()
        .flatMap(certificate -> certificate.targets().stream())
        .mapToLong(target -> target.counts().deleted())
        .sum();
  }

  private void execute(String sql) throws SQLException {
    engine().execute(SCHEMA, sql);
  }

  long count(String sql) throws SQLException {
    return Long.parseLong(texts(sql).get(0));
  }

  private List<Long> ids(String sql) throws SQLException {
    return texts(sql).stream().map(Long::valueOf).toList();
  }

  private List<String> texts(String sql) throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> texts = new ArrayList<>();
      while (row.next()) {
        texts.add(row.getString(1));
      }
      return texts;
    }
  }

  /** Does something when a run starts, and when it has changed rows. */
  private record Listening(Runnable starting, Runnable progressing) implements RunListener {
    @Override
    public void started(String runId, boolean resumed, long dueRows) {
      starting.run();
    }

    @Override
    public void progress(long rowsDone) {
      if (rowsDone > 0) {
        progressing.run();
      }
    }

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {}

    @Override
    public void note(String text) {
      System.out.println("note: " + text);
    }
  }
}
