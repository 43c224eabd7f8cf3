package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/** Limits and certificates count every row that changes, once, and where it belongs. */
abstract class CountsContract {
  private static final String SCHEMA = "counts";
  private static final int WAITS = 7;
  private static final int FAILED = 4;
  private static final int MORE_THAN_A_CHUNK = 1_100;
  private static final int ADDRESSES = 120;

  private static final String JOB =
      """
      quietus: 1
      job: counts
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email }, created: created_at }
      retention:
        old-orders: { records: crm.orders, keep: P1Y, from: placed_on, then: delete }
        old-visits: { records: crm.visit, keep: P1Y, from: visited_on, then: delete }
      erasure:
        clock: { settle: PT1S }
        records:
          crm.customer: { then: delete }
          crm.chat: { then: delete }
          crm.item: { then: delete }
      """;

  private static final String HOUSEHOLDS =
      JOB.substring(0, JOB.indexOf("subjects:"))
          + """
          subjects:
            person:
              records: crm.person
              identifiers: { email: email }
              created: created_at
              owns: [ "crm.person.address_id -> crm.address.id" ]
          retention:
            closed: { records: crm.person, keep: P1Y, from: closed_on, then: delete }
          erasure:
            records:
              crm.person: { then: delete }
              crm.address: { then: delete }
          """;

  private static final String BILLS =
      JOB.substring(0, JOB.indexOf("erasure:"))
          + """
          anonymise:
            crm.customer: { with: { email: set-null } }
          triggers: { acknowledged: { crm.customer: [] } }
          erasure:
            records:
              crm.customer: { then: anonymise }
              crm.chat: { then: delete }
              crm.bill: { keep: P10Y, from: issued_on, then: delete, because: bookkeeping }
              crm.item: { then: delete }
          """;

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  /** DDL of a trigger 'leak' that fails in a way that has nothing to do with a row. */
  abstract String refusing(String change, String table);

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), created_at "
                + engine().columns().moment()
                + ")",
            "CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,"
                + " FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, placed_on DATE)",
            "CREATE INDEX placed ON orders (placed_on)",
            "CREATE TABLE item (id INT NOT NULL PRIMARY KEY, order_id INT NOT NULL,"
                + " FOREIGN KEY (order_id) REFERENCES orders (id))",
            "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, visited_on DATE)",
            "CREATE INDEX visited ON visit (visited_on)",
            "INSERT INTO customer VALUES (1, 'ann@example.org', '2020-01-01 00:00:00'),"
                + " (2, 'bob@example.org', '2020-01-01 00:00:00')",
            "INSERT INTO chat VALUES (1, 1), (2, 1), (3, 1), (4, 2)");
  }

  @Test
  void limitsCountWhatHangsOnDueRecords() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO orders VALUES (1, '2020-01-01'), (2, '2026-01-01')",
            "INSERT INTO item VALUES " + rows(1, 20, "(%d, 1)") + ", (21, 2)");
    refuses("{ max-rows: 20 }", "21 rows would change, the limit is 20", "--max-rows 21");
    refuses("{ max-share: 90% }", "20 of about 21 rows of crm.item", "the limit is 90 %");
    assertThat(opened("{ max-rows: 21, max-share: 96% }").run().exitCode()).isZero();
    assertThat(engine().rows(SCHEMA).get("item")).hasSize(1);
  }

  @Test
  void limitsCountTheRowsOfPersonsWhoAsked() throws Exception {
    opened("{ max-rows: 3 }").request("email: ann@example.org");
    refuses("{ max-rows: 3 }", "4 rows would change, the limit is 3");
    refuses("{ max-share: 74% }", "3 of about 4 rows of crm.chat");
    assertThat(opened("{ max-rows: 4 }").run().exitCode()).isZero();
    assertThat(engine().rows(SCHEMA).get("chat")).hasSize(1);
  }

  @Test
  void whatARunDeletedItselfHasNotGoneMeanwhile() throws Exception {
    OpenedJob job = opened("{ max-rows: 100 }");
    String request = job.request("email: ann@example.org");
    assertThat(job.run().exitCode()).isZero();
    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isZero();
    List<Certificate> certificates = job.certificatesOf(request);
    assertThat(certificates).hasSize(2);
    assertThat(certificates.get(1).targets())
        .allSatisfy(target -> assertThat(target.counts().gone()).isZero());
  }

  @Test
  void eachTargetHasTheChunksThatTouchedItAndTheirRoot() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO orders VALUES (1, '2020-01-01')",
            "INSERT INTO visit VALUES " + rows(1, MORE_THAN_A_CHUNK, "(%d, '2020-01-01')"));
    CommandRun run = opened("{ max-rows: 10000 }").command("run", "--slots", "1", "--json");
    List<TargetRecord> targets =
        opened("{ max-rows: 10000 }")
            .certificatesOf(run.json().get("runId").asString())
            .get(0)
            .targets();
    assertThat(targets)
        .filteredOn(target -> target.counts().deleted() > 0)
        .extracting(TargetRecord::name, TargetRecord::chunks)
        .containsExactlyInAnyOrder(tuple("crm.orders", 1L), tuple("crm.visit", 2L));
    assertThat(targets.stream().map(TargetRecord::merkleRoot).distinct()).hasSize(3);
  }

  @Test
  void aRowThatDueRecordsOfSeveralChunksShareIsCountedOnce() throws Exception {
    households();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO address VALUES " + rows(1, ADDRESSES, "(%d)"),
            "INSERT INTO person SELECT id, NULL, id, '2020-01-01', '2020-01-01' FROM address",
            "INSERT INTO person SELECT 1000 + id, NULL, id, '2020-01-01', '2020-01-02'"
                + " FROM address",
            "INSERT INTO person VALUES (5000, NULL, 1, '2020-01-01', NULL)");
    CommandRun run = opened(HOUSEHOLDS, "{}").command("run", "--slots", "1", "--json");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("address")).hasSize(1);
    assertThat(run.json().get("byTable").get("crm.address").toString())
        .contains("\"deleted\":" + (ADDRESSES - 1), "\"kept\":1,");
    assertThat(targets(run.json().get("runId").asString(), "crm.address"))
        .containsExactlyInAnyOrder(tuple(ADDRESSES - 1L, 0L), tuple(0L, 1L));
  }

  @Test
  void aRowThatPersonsShareIsCountedOnceInARunAndForEachOfThem() throws Exception {
    households();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO address VALUES (1), (2)",
            "INSERT INTO person VALUES (1, 'ann@example.org', 1, '2020-01-01', NULL),"
                + " (2, 'bob@example.org', 1, '2020-01-01', NULL),"
                + " (3, 'cid@example.org', 2, '2020-01-01', NULL),"
                + " (4, 'dan@example.org', 2, '2020-01-01', NULL),"
                + " (5, 'eve@example.org', 2, '2020-01-01', NULL)");
    OpenedJob job = opened(HOUSEHOLDS, "{}");
    List<String> requests =
        Stream.of("ann", "bob", "cid", "dan")
            .map(name -> job.request("email: " + name + "@example.org"))
            .toList();

    CommandRun run = job.command("run", "--slots", "1", "--json");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("address")).hasSize(1);
    assertThat(targets(run.json().get("runId").asString(), "crm.address"))
        .containsExactlyInAnyOrder(tuple(1L, 0L), tuple(0L, 1L));
    assertThat(requests.subList(0, 2).stream().map(id -> targets(id, "crm.address")).toList())
        .containsExactlyInAnyOrder(List.of(tuple(0L, 0L)), List.of(tuple(1L, 0L)));
    assertThat(requests.subList(2, 4))
        .allSatisfy(id -> assertThat(targets(id, "crm.address")).containsExactly(tuple(0L, 1L)));
  }

  @Test
  void whatARuleDeletedBeforeItsTurnCameHasNotGoneMeanwhile() throws Exception {
    households();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO address VALUES (1)",
            "INSERT INTO person VALUES (1, 'ann@example.org', 1, '2020-01-01', '2020-01-01'),"
                + " (2, 'bob@example.org', NULL, '2020-01-01', NULL)");
    OpenedJob job = opened(HOUSEHOLDS, "{}");
    String request = job.request("email: ann@example.org");

    CommandRun run = job.command("run", "--slots", "1", "--json");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("person")).hasSize(1);
    assertThat(job.certificates())
        .flatExtracting(Certificate::targets)
        .allSatisfy(target -> assertThat(target.counts().gone()).isZero());
    assertThat(targets(run.json().get("runId").asString(), "crm.person"))
        .containsExactly(tuple(1L, 0L));
    assertThat(RefusedRowsContract.state(job, request)).isEqualTo("completed");
  }

  @Test
  void aRunThatWasInterruptedCountsAsOneThatWasNot() throws Exception {
    List<Map<String, String>> undisturbed = counts("undisturbed", false);

    fill();
    List<Map<String, String>> resumed = counts("resumed", true);

    assertThat(undisturbed.get(0).toString())
        .contains("\"kept\":2,", "\"held\":1", "\"deleted\":" + MORE_THAN_A_CHUNK);
    assertThat(resumed).isEqualTo(undisturbed);
  }

  /** What the terminal and each certificate say of the rows of each table. */
  private List<Map<String, String>> counts(String place, boolean interrupted) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL, issued_on"
                + " DATE, FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "INSERT INTO bill VALUES (1, 1, '2026-01-01'), (2, 1, '2025-01-01')",
            "DELETE FROM chat",
            "INSERT INTO chat VALUES " + rows(1, MORE_THAN_A_CHUNK, "(%d, 1)"),
            "INSERT INTO orders VALUES (1, '2020-01-01'), (2, '2020-01-01')");
    job =
        new OpenedJob(
            Files.createDirectory(directory.resolve(place)), engine().server(), SCHEMA, BILLS);
    job.generateKeys();
    String request = job.request("email: ann@example.org");
    CommandRun held =
        job.command(
            "hold add",
            "--reference",
            "case-7",
            "--basis",
            "litigation",
            "--review",
            "2027-01-01",
            "--records",
            "crm.orders",
            "--where",
            "id = 2");
    assertThat(held.exitCode()).as(held.err()).isZero();
    Optional<String> unfinished = Optional.empty();
    if (interrupted) {
      engine().execute(SCHEMA, refusing("UPDATE", "customer"));
      CommandRun failed = job.command("run", "--slots", "1", "--json");
      assertThat(failed.exitCode()).as(failed.out() + failed.err()).isEqualTo(FAILED);
      unfinished = Optional.of(failed.json().get("runId").asString());
      assertThat(engine().rows(SCHEMA).get("chat")).hasSizeLessThan(MORE_THAN_A_CHUNK).isNotEmpty();
      engine().execute(SCHEMA, "DROP TRIGGER leak");
    }
    CommandRun run = job.command("run", "--slots", "1", "--json");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    Map<String, String> terminal = new TreeMap<>();
    run.json()
        .get("byTable")
        .properties()
        .forEach(e -> terminal.put(e.getKey(), e.getValue().toString()));
    return List.of(
        terminal,
        certified(unfinished.orElse(run.json().get("runId").asString())),
        certified(request));
  }

  private Map<String, String> certified(String occasion) {
    Map<String, String> targets = new TreeMap<>();
    job.certificatesOf(occasion)
        .get(0)
        .targets()
        .forEach(
            target ->
                targets.put(target.name() + " " + target.method(), target.counts().toString()));
    return targets;
  }

  private void households() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE address (id INT NOT NULL PRIMARY KEY)",
            "CREATE TABLE person (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), address_id INT,"
                + " created_at "
                + engine().columns().moment()
                + ", closed_on DATE, FOREIGN KEY (address_id) REFERENCES address (id))",
            "CREATE INDEX closed ON person (closed_on)");
  }

  /** What became of a table's rows by what was done: how many were deleted, and kept. */
  private List<Tuple> targets(String occasion, String table) {
    return job.certificatesOf(occasion).get(0).targets().stream()
        .filter(target -> target.name().equals(table))
        .map(target -> tuple(target.counts().deleted(), target.counts().kept()))
        .toList();
  }

  private void refuses(String limits, String... words) throws Exception {
    CommandRun run = opened(limits).run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(WAITS);
    assertThat(run.err()).contains(words);
  }

  private OpenedJob opened(String limits) throws Exception {
    return opened(JOB, limits);
  }

  private OpenedJob opened(String text, String limits) throws Exception {
    job = new OpenedJob(directory, engine().server(), SCHEMA, text + "limits: " + limits + "\n");
    job.generateKeys();
    return job;
  }

  private static String rows(int first, int last, String format) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(format::formatted)
        .collect(Collectors.joining(", "));
  }
}
