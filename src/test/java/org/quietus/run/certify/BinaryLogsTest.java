package org.quietus.run.certify;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.control.Control;
import org.quietus.job.EvidenceHome;
import org.quietus.policy.EvidenceSettings;
import org.quietus.policy.ObjectStoreSettings;
import org.quietus.run.certify.BinaryLogs.Left;
import org.quietus.run.certify.BinaryLogs.Sight;
import org.quietus.target.BeforeImages;
import org.quietus.target.ControlAccess;
import org.quietus.target.ControlSpelling;
import org.quietus.target.Target;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** What runs wrote into a binary log counts as there until its file is seen gone. */
class BinaryLogsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration WEEK = Duration.ofDays(7);

  private Optional<BeforeImages> log = on("a", "binlog.000005");
  private Optional<List<String>> files = Optional.of(List.of("binlog.000004", "binlog.000005"));
  private Control control;
  private JdbcTemplate jdbc;

  @BeforeEach
  void migrate() {
    JdbcDataSource database = new JdbcDataSource();
    database.setUrl(
        "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE");
    Flyway.configure()
        .dataSource(database)
        .schemas("quietus")
        .createSchemas(true)
        .locations("classpath:sql/control/h2")
        .placeholderReplacement(false)
        .load()
        .migrate();
    ControlAccess access =
        new ControlAccess(
            database,
            new DataSourceTransactionManager(database),
            "h2",
            new ControlSpelling("", "", "", ""),
            () -> {
              throw new AssertionError("nobody asks for a lock");
            });
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    EvidenceSettings nowhere =
        new EvidenceSettings(
            new ObjectStoreSettings(
                "evidence",
                URI.create("file:///nowhere/"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            Path.of("/nowhere"),
            Optional.empty());
    control =
        Control.of(
            access,
            new EvidenceHome(nowhere, clock),
            () -> {
              throw new AssertionError("nothing is sealed");
            },
            clock);
    jdbc = control.jdbc();
  }

  private static Optional<BeforeImages> on(String server, String file) {
    return Optional.of(new BeforeImages(server, Optional.of(WEEK), Optional.of(file)));
  }

  /** As a start of the program has it. */
  private BinaryLogs logs() {
    Target target =
        (Target)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {Target.class},
                (proxy, method, arguments) ->
                    switch (method.getName()) {
                      case "beforeImages" -> log;
                      case "beforeImageFiles" -> files;
                      default -> throw new AssertionError(method.getName());
                    });
    return new BinaryLogs("job", target, control);
  }

  private void began(String run) {
    LocalDateTime now = LocalDateTime.ofInstant(NOW, ZoneOffset.UTC);
    jdbc.update(
        "INSERT INTO quietus.run (run_id, job, sequence_no, state, scope, as_of, job_digest,"
            + " job_text, fingerprint, started_at) VALUES (?, 'job', (SELECT COUNT(*) FROM"
            + " quietus.run) + 1, 'completed', 'all', ?, 'd', 't', 'f', ?)",
        run,
        now,
        now);
    logs().begin(run, false);
  }

  private void changed(String run, String request) {
    LocalDateTime now = LocalDateTime.ofInstant(NOW, ZoneOffset.UTC);
    jdbc.update(
        "INSERT INTO quietus.ledger (run_id, range_no, sequence_no, step_no, request_id, token,"
            + " committed_at, digest) VALUES (?, (SELECT COUNT(*) FROM quietus.ledger), 1, 0, ?,"
            + " 1, ?, ?)",
        run,
        request,
        now,
        new byte[32]);
    jdbc.update(
        "INSERT INTO quietus.ledger_count (run_id, range_no, sequence_no, line_no, table_name,"
            + " method, deleted, anonymised, unlinked, kept, gone, ambiguous)"
            + " SELECT run_id, range_no, 1, 1, 'crm.orders', 'delete', 1, 0, 0, 0, 0, 0"
            + " FROM quietus.ledger ORDER BY range_no DESC LIMIT 1");
  }

  private BinaryLogs ended(String run) {
    BinaryLogs logs = logs();
    logs.end(run);
    logs.certified(NOW);
    return logs;
  }

  private void erased(String run, String request) {
    began(run);
    changed(run, request);
    ended(run);
  }

  /** What a run that changes nothing sees. */
  private BinaryLogs seen() {
    BinaryLogs logs = logs();
    logs.end("idle");
    return logs;
  }

  private Optional<Sight> sight(String... runs) {
    return seen().left(Set.of(runs)).map(Left::sight);
  }

  @Test
  void lapsesWhenTheFileOfTheLastRunThatChangedSomethingIsSeenGone() {
    erased("r1", "ada");
    log = on("a", "binlog.000007");
    files = Optional.of(List.of("binlog.000005", "binlog.000007"));
    erased("r2", "ada");
    assertThat(seen().left(Set.of("r1", "r2")))
        .contains(new Left(Sight.ACCESS_CONTROLLED, Optional.of(WEEK)));

    log = on("a", "binlog.000009");
    files = Optional.of(List.of("binlog.000006", "binlog.000007", "binlog.000009"));
    assertThat(sight("r1")).isEmpty();
    assertThat(sight("r1", "r2")).contains(Sight.ACCESS_CONTROLLED);
    assertThat(seen().requestsGone()).isEmpty();
    seen().certified(NOW);

    files = Optional.of(List.of("binlog.000008", "binlog.000009"));
    BinaryLogs gone = seen();
    assertThat(gone.requestsGone()).containsExactly("ada");
    gone.certified(NOW);
    assertThat(seen().requestsGone()).as("told once").isEmpty();
    files = Optional.empty();
    assertThat(sight("r1", "r2")).as("once gone it does not come back").isEmpty();
  }

  @Test
  void aRunThatChangedNothingOrHadNoLogLeavesNothing() {
    began("r1");
    ended("r1");
    log = Optional.empty();
    erased("r2", "ada");
    assertThat(jdbc.queryForList("SELECT run_id FROM quietus.binary_log")).isEmpty();
    log = on("a", "binlog.000001");
    assertThat(sight("r1", "r2")).isEmpty();
  }

  @Test
  void staysWhereTheLogIsSwitchedOffMeanwhile() {
    erased("r1", "ada");
    began("r2");
    changed("r2", "bo");
    log = Optional.empty();
    files = Optional.empty();
    ended("r2"); // its first attempt wrote into the log
    assertThat(sight("r1")).contains(Sight.SWITCHED_OFF);
    assertThat(sight("r2")).contains(Sight.SWITCHED_OFF);
    log = on("a", "binlog.000006");
    files = Optional.of(List.of("binlog.000005", "binlog.000006"));
    assertThat(sight("r1", "r2")).contains(Sight.ACCESS_CONTROLLED);
    files = Optional.of(List.of("binlog.000006"));
    assertThat(sight("r1")).isEmpty();
    assertThat(sight("r2")).as("noted when somebody could ask").contains(Sight.ACCESS_CONTROLLED);
  }

  @Test
  void staysOnAServerThatIsNotTheOneInUse() {
    erased("r1", "ada");
    began("r2");
    changed("r2", "ada");
    log = on("b", "binlog.000009");
    files = Optional.of(List.of("binlog.000009"));
    ended("r2"); // the server was another one before its last attempt
    assertThat(sight("r1")).contains(Sight.OTHER_SERVER);
    assertThat(sight("r2")).contains(Sight.OTHER_SERVER);
    assertThat(seen().requestsGone()).isEmpty();
    log = on("a", "binlog.000009");
    assertThat(sight("r1")).isEmpty();
    assertThat(sight("r2")).contains(Sight.OTHER_SERVER);
  }

  private void replayed(String run) {
    logs().begin(run, true);
    changed(run, "ada");
    ended(run);
  }

  @Test
  void afterARestoreOnAnotherServerNobodySeesGoWhatWasLostOfTheNotes() {
    replayed("unknown");
    assertThat(sight("unknown")).contains(Sight.OTHER_SERVER);
    jdbc.update("DELETE FROM quietus.binary_log");
    erased("r0", "bo");
    jdbc.update("UPDATE quietus.binary_log SET server = NULL, file_name = NULL");
    replayed("unknown");
    assertThat(sight("r0")).as("nor where an earlier version wrote").contains(Sight.OTHER_SERVER);
    jdbc.update("DELETE FROM quietus.binary_log");
    erased("r1", "ada");
    replayed("here");
    assertThat(sight("here")).contains(Sight.ACCESS_CONTROLLED);
    log = on("b", "binlog.000001");
    replayed("there");
    files = Optional.of(List.of("binlog.000009"));
    assertThat(sight("there")).contains(Sight.OTHER_SERVER);
  }

  @Test
  void aUserWhoMayNotAskSeesNothingGo() {
    log = Optional.of(new BeforeImages("a", Optional.empty(), Optional.empty()));
    files = Optional.empty();
    erased("r1", "ada");
    assertThat(sight("r1")).contains(Sight.NOT_LISTABLE);
    log = on("a", "binlog.000008");
    files = Optional.of(List.of("binlog.000008"));
    assertThat(sight("r1")).contains(Sight.ACCESS_CONTROLLED);
    files = Optional.of(List.of("binlog.000009"));
    assertThat(sight("r1")).isEmpty();
  }

  @Test
  void whatAnEarlierVersionRanCountsOnceThereIsALog() {
    erased("r1", "ada");
    jdbc.update("UPDATE quietus.binary_log SET server = NULL, file_name = NULL");
    log = Optional.empty();
    assertThat(sight("r1")).isEmpty();
    log = Optional.of(new BeforeImages("a", Optional.empty(), Optional.empty()));
    assertThat(sight("r1")).contains(Sight.NOT_LISTABLE);
    log = on("a", "binlog.000008");
    files = Optional.of(List.of("binlog.000008"));
    assertThat(sight("r1")).contains(Sight.ACCESS_CONTROLLED);
  }

  @Test
  void aRunThatGoesOnAfterItsFileWasNotedIsNotedAgain() {
    erased("r1", "ada");
    log = on("a", "binlog.000007");
    files = Optional.of(List.of("binlog.000007"));
    seen().certified(NOW);
    changed("r1", "ada");
    ended("r1");
    assertThat(sight("r1")).contains(Sight.ACCESS_CONTROLLED);
  }
}
