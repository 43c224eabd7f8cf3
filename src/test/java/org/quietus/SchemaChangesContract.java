package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;

/** Tables that somebody changes while a run works on them. */
abstract class SchemaChangesContract {
  private static final String SCHEMA = "changing";
  private static final String HEAD =
      """
      quietus: 1
      job: changing
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      """;
  private static final String VISITS =
      """
      retention:
        visits: { records: crm.visit, keep: P1Y, from: visited_on, then: delete }
      """;
  private static final String PERSONS =
      """
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records:
          crm.customer: { then: delete }
      """;
  private static final List<String> CASCADING =
      List.of(
          "CREATE TABLE note (id INT NOT NULL PRIMARY KEY, of_id INT NOT NULL, FOREIGN KEY (of_id)"
              + " REFERENCES %s (id) ON DELETE CASCADE)",
          "INSERT INTO note VALUES (1, 1), (2, 2)");

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))",
            "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, visited_on DATE)",
            "INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
            "INSERT INTO visit VALUES (1, '2020-01-01'), (2, '2026-02-01')");
  }

  @Test
  void whatComesToHangOnADueRowIsNotTakenAlongUnseen() throws Exception {
    open(HEAD + VISITS);
    RunResult run = run(new Meanwhile(() -> notesOn("visit"), () -> {}));

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.messages().toString()).contains("crm.visit was changed");
    assertThat(rows("note")).hasSize(2);
    assertThat(rows("visit")).hasSize(2);
    assertThat(run.certificates()).isEmpty();
  }

  @Test
  void whatComesToHangOnAPersonIsNotTakenAlongUnseen() throws Exception {
    open(HEAD + PERSONS);
    String ann = job.request("email: ann@example.org");
    RunResult run = run(new Meanwhile(() -> notesOn("customer"), () -> {}));

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(rows("note")).hasSize(2);
    assertThat(rows("customer")).hasSize(2);
    assertThat(job.certificatesOf(ann)).isEmpty();

    engine().execute(SCHEMA, "DROP TABLE note");
    ok(job.run());
    assertThat(rows("customer")).hasSize(1);
  }

  @Test
  void nothingIsCertifiedOfTablesThatAreOthersByThen() throws Exception {
    open(HEAD + VISITS);
    RunResult run =
        run(
            new Meanwhile(
                () -> {},
                () ->
                    execute(
                        "ALTER TABLE visit ADD COLUMN visitor VARCHAR(80)",
                        "INSERT INTO visit VALUES (3, '2020-01-01', 'Eve')")));

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.messages().toString()).contains("crm.visit was changed");
    assertThat(run.certificates()).isEmpty();
    CommandRun next = job.run();
    assertThat(next.exitCode()).isEqualTo(7);
    assertThat(next.err()).contains("the schema has changed", "quietus abandon");
  }

  @Test
  void anIndexThatIsAddedMeanwhileDisturbsNobody() throws Exception {
    open(HEAD + VISITS);
    RunResult run =
        run(
            new Meanwhile(
                () -> execute("CREATE INDEX visit_day ON visit (visited_on)"),
                () -> execute("CREATE TABLE unrelated (id INT NOT NULL PRIMARY KEY)")));

    assertThat(run.exitCode()).isZero();
    assertThat(rows("visit")).hasSize(1);
  }

  private void open(String yaml) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    ok(job.generateKeys());
  }

  private RunResult run(Meanwhile meanwhile) {
    try (JobSession session = job.session()) {
      return session.run(
          new RunOptions(EnumSet.allOf(Scope.class), Optional.empty(), 1), meanwhile);
    }
  }

  private void notesOn(String table) {
    execute(CASCADING.stream().map(statement -> statement.formatted(table)).toArray(String[]::new));
  }

  private void execute(String... statements) {
    try {
      engine().execute(SCHEMA, statements);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> rows(String table) throws SQLException {
    return engine().rows(SCHEMA).getOrDefault(table, List.of());
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  /** Does something once a run has been planned, and something else once it has changed rows. */
  private record Meanwhile(Runnable planned, Runnable changed, AtomicBoolean once)
      implements RunListener {
    Meanwhile(Runnable planned, Runnable changed) {
      this(planned, changed, new AtomicBoolean());
    }

    @Override
    public void started(String runId, boolean resumed, long dueRows) {
      planned.run();
    }

    @Override
    public void progress(long rowsDone) {
      if (rowsDone > 0 && once.compareAndSet(false, true)) {
        changed.run();
      }
    }

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {}

    @Override
    public void note(String text) {}
  }
}
