package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.catalog.RowValues;
import org.quietus.cli.CommandRun;
import org.quietus.database.engine.OpenDatabase;
import org.quietus.plan.Step;
import org.quietus.plan.make.Planner;
import org.quietus.policy.JobFile;
import org.quietus.policy.read.JobFiles;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowAges;

/** A creation column that holds a date alone leaves the day of the erasure open. */
abstract class DayOfErasureContract {
  private static final String SCHEMA = "day_of_erasure";
  private static final String JOB =
      """
      quietus: 1
      job: days
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_on
      erasure:
        clock: { settle: PT6H }
        records:
          crm.customer: { then: delete }
      """;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** What an application may have written for none. */
  String noDate() {
    return "NULL";
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    execute(
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80),"
            + " phone VARCHAR(40), created_on DATE)",
        "INSERT INTO customer VALUES (1, 'ann@example.org', '+49 30 1000', '2020-01-01'),"
            + " (2, 'bob@example.org', '+49 30 2000', '2020-01-01')");
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void aRowOfThatDayIsNeitherOlderNorUndated() throws Exception {
    execute(
        "INSERT INTO customer VALUES (3, 'c', 'c', '2026-02-28'), (4, 'd', 'd', '2026-03-01'),"
            + " (5, 'e', 'e', '2026-03-02'), (6, 'f', 'f', NULL), (7, 'g', 'g', "
            + noDate()
            + ")");
    assertThat(ages("2026-03-01T12:00:00Z", 3, 4, 5, 6, 7))
        .isEqualTo(new RowAges(keys(3), keys(6, 7), keys(4)));
    assertThat(ages("2026-03-01T23:59:59.5Z", 3, 4, 5))
        .isEqualTo(new RowAges(keys(3), List.of(), keys(4)));
  }

  @Test
  void aRowOfTheHourThatClocksShowTwiceMayBeOlderOrNot() throws Exception {
    String moment = engine().columns().moment();
    execute(
        "DROP TABLE customer",
        "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), phone VARCHAR(40),"
            + " created_on "
            + moment
            + ")",
        "INSERT INTO customer VALUES (1, 'a', 'a', '2026-10-25 01:59:00'), (2, 'b', 'b',"
            + " '2026-10-25 02:15:00'), (3, 'c', 'c', '2026-10-25 02:45:00'), (4, 'd', 'd',"
            + " '2026-10-25 03:01:00')");
    job =
        new OpenedJob(
            directory, engine().server(), SCHEMA, JOB.replace("zone: UTC", "zone: Europe/Berlin"));
    assertThat(ages("2026-10-25T00:30:00Z", 1, 2, 3, 4))
        .isEqualTo(new RowAges(keys(1), List.of(), keys(2)));
    assertThat(ages("2026-10-25T01:30:00Z", 1, 2, 3, 4))
        .isEqualTo(new RowAges(keys(1, 2), List.of(), keys(3)));
    assertThat(ages("2026-10-25T02:30:00Z", 1, 2, 3, 4))
        .isEqualTo(new RowAges(keys(1, 2, 3, 4), List.of(), List.of()));
  }

  private static List<RowValues> keys(long... ids) {
    return LongStream.of(ids).mapToObj(id -> new RowValues(List.of(id))).toList();
  }

  private RowAges ages(String erasedAt, long... ids) throws Exception {
    JobFile file = JobFiles.load(job.file(), job.environment());
    Instant erased = Instant.parse(erasedAt);
    try (OpenDatabase database =
        OpenDatabase.open(file.databases().values().iterator().next(), Clock.systemUTC())) {
      Step step = Planner.plan(file, database.catalog(), erased).steps().get(0);
      return database
          .persons(step, file.subjects().values().iterator().next())
          .ages(new PersonKeys(keys(ids), erased));
    }
  }

  @Test
  void whoTurnsUpOnThatDayIsLeftForReview() throws Exception {
    CommandRun review = afterALateRowOf("");
    assertThat(rows()).anyMatch(row -> row.contains("ann@example.org"));
    assertThat(review.out()).containsPattern("email +9");
  }

  @Test
  void whoTurnsUpFromTheDayBeforeIsErased() throws Exception {
    afterALateRowOf(" - INTERVAL '1' DAY");
    assertThat(rows()).singleElement().asString().contains("bob@example.org");
  }

  @Test
  void aKeyThatIsGivenToSomebodyElseOnThatDayLeadsToNothingOfTheirs() throws Exception {
    String ann = erasedAnn();
    insertOfThatDay(1, "new@example.org");
    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows()).hasSize(2).anyMatch(row -> row.contains("new@example.org"));
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void whoComesBackUnderTheSameKeyOnThatDayIsLeftForReview() throws Exception {
    String ann = erasedAnn();
    insertOfThatDay(1, "ann@example.org");
    job.at("2026-03-02T12:00:00Z");
    CommandRun partial = job.run();
    assertThat(partial.exitCode()).as(partial.out() + partial.err()).isEqualTo(8);
    assertThat(rows()).hasSize(2);

    decide(ann, "--nobody");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows()).hasSize(2).anyMatch(row -> row.contains("ann@example.org"));
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void whomSomebodyTakesForThePersonOfThatDayIsErased() throws Exception {
    String ann = erasedAnn();
    insertOfThatDay(1, "ann@example.org");
    job.at("2026-03-02T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(8);

    decide(ann, "--choose", "1");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows()).singleElement().asString().contains("bob@example.org");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void aKeyThatIsGivenToSomebodyWhoDoesNotTellWhenLeadsToNothingOfTheirs() throws Exception {
    String ann = erasedAnn();
    execute("INSERT INTO customer VALUES (1, 'new@example.org', '+49 30 7777', NULL)");
    leavesTheNewOne(ann);
  }

  @Test
  void aDeletedRowThatIsBackWithAllThatItWasKnownByIsErasedOnceMore() throws Exception {
    String ann = erasedAnn();
    execute("INSERT INTO customer VALUES (1, 'ann@example.org', '+49 30 1000', NULL)");
    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows()).singleElement().asString().contains("bob@example.org");
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void whereNobodyTellsWhenTheyCameAKeyThatIsGivenAgainLeadsToNothing() throws Exception {
    execute(
        "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, customer_id INT, visited_on DATE)",
        "CREATE INDEX visit_customer ON visit (customer_id)",
        "INSERT INTO visit VALUES (1, 1, '2025-10-01'), (2, 2, '2025-10-01')");
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            JOB.replace(
                        "created: created_on",
                        "owns: [ \"crm.visit.customer_id -> crm.customer.id\" ]")
                    .replace("  clock: { settle: PT6H }\n", "")
                + "    crm.visit: { keep: P1Y, from: visited_on, then: delete, because: law }\n");
    erasedAnn();
    execute(
        "INSERT INTO customer VALUES (1, 'new@example.org', '+49 30 7777', '2020-01-01')",
        "INSERT INTO visit VALUES (3, 1, '2025-10-01')");
    job.at("2026-11-01T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(8);
    assertThat(run.out()).contains("2 rows of crm.visit hang on a key");
    assertThat(rows()).hasSize(2).anyMatch(row -> row.contains("new@example.org"));
    assertThat(engine().rows(SCHEMA).get("visit")).hasSize(3);
  }

  @Test
  void withoutASettlingTimeARowUnderADeletedKeyIsNamedBeforeTheRequestIsCompleted()
      throws Exception {
    Path dump = partialWithoutSettling();
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isEqualTo(8);
    assertThat(rows()).hasSize(1);
    assertThat(state(ann)).isEqualTo("running");
    execute(
        "INSERT INTO customer VALUES (1, 'ann@example.org', '+49 30 9999', NULL),"
            + " (7, 'ann@example.org', '+49 30 9999', '2020-01-01')");
    Files.delete(dump);

    CommandRun named = job.at("2026-03-02T12:00:00Z").run();
    assertThat(named.exitCode()).as(named.out() + named.err()).isEqualTo(8);
    assertThat(named.out()).contains("2 rows of crm.customer may be the person's", "review");
    assertThat(rows()).hasSize(3);
    assertThat(state(ann)).isEqualTo("running");

    decide(ann, "--choose", "1");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows()).hasSize(2).noneMatch(row -> row.startsWith("id=1 "));
    assertThat(state(ann)).isEqualTo("completed");
  }

  @Test
  void withoutASettlingTimeARowThatIsBackWithAllThatItWasKnownByIsErasedOnceMore()
      throws Exception {
    Path dump = partialWithoutSettling();
    String ann = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isEqualTo(8);
    execute("INSERT INTO customer VALUES (1, 'ann@example.org', '+49 30 1000', NULL)");
    Files.delete(dump);

    CommandRun run = job.at("2026-03-02T12:00:00Z").run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows()).singleElement().asString().contains("bob@example.org");
    assertThat(state(ann)).isEqualTo("completed");
  }

  /** A job whose only dump cannot be read. */
  private Path partialWithoutSettling() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                new ProductDumps(engine().server(), SCHEMA)
                    .job(
                        JOB.replace("  clock: { settle: PT6H }\n", "")
                            + """
                            object-stores:
                              disk: { url: "${DISK}" }
                            backups:
                              nightly: { of: crm, in: disk, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
                            """))
            .with("DISK", disk.toUri().toString());
    return Files.writeString(disk.resolve("monday.sql"), "no dump at all");
  }

  private void leavesTheNewOne(String request) throws Exception {
    job.at("2026-03-02T12:00:00Z");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(rows()).hasSize(2).anyMatch(row -> row.contains("new@example.org"));
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void whoRegisteredOnTheDayOfTheErasureIsErased() throws Exception {
    execute(
        "UPDATE customer SET created_on = "
            + (engine().isH2() ? "DATE '2026-03-01'" : "UTC_DATE()")
            + " WHERE id = 1");
    erasedAnn();
  }

  private void decide(String request, String... chosen) {
    CommandRun listed = job.command("request review", request, "--json");
    assertThat(listed.exitCode()).as(listed.out() + listed.err()).isZero();
    String list = listed.json().get("list").asString();
    List<String> arguments = new ArrayList<>(List.of(request, "--of", list));
    arguments.addAll(List.of(chosen));
    CommandRun decided = job.command("request review", arguments.toArray(String[]::new));
    assertThat(decided.exitCode()).as(decided.out() + decided.err()).isZero();
  }

  private String erasedAnn() throws Exception {
    String ann = job.request("email: ann@example.org");
    CommandRun first = job.run();
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(rows()).singleElement().asString().contains("bob@example.org");
    return ann;
  }

  private void insertOfThatDay(int id, String email) throws SQLException {
    execute(
        "INSERT INTO customer SELECT "
            + id
            + ", '"
            + email
            + "', '+49 30 1000', CAST(resolved_at AS DATE) FROM quietus.request");
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  /** Ann is erased, and the day after a row is there that has all that she was known by. */
  private CommandRun afterALateRowOf(String fromTheErasure) throws Exception {
    String ann = job.request("email: ann@example.org");
    CommandRun first = job.run();
    assertThat(first.exitCode()).as(first.out() + first.err()).isZero();
    assertThat(rows()).hasSize(1);
    execute(
        "INSERT INTO customer SELECT 9, 'ann@example.org', '+49 30 1000', CAST(resolved_at AS DATE)"
            + fromTheErasure
            + " FROM quietus.request");
    job.at("2026-03-02T12:00:00Z");
    job.run();
    return job.command("request review", ann);
  }

  private List<String> rows() throws SQLException {
    return engine().rows(SCHEMA).getOrDefault("customer", List.of());
  }

  private void execute(String... statements) throws SQLException {
    engine().execute(SCHEMA, statements);
  }
}
