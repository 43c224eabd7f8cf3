package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
  private static final int MORE_THAN_A_CHUNK = 1_100;

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

  @TempDir Path directory;

  abstract ShopEngine engine();

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

  private void refuses(String limits, String... words) throws Exception {
    CommandRun run = opened(limits).run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(WAITS);
    assertThat(run.err()).contains(words);
  }

  private OpenedJob opened(String limits) throws Exception {
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB + "limits: " + limits + "\n");
    job.generateKeys();
    return job;
  }

  private static String rows(int first, int last, String format) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(format::formatted)
        .collect(Collectors.joining(", "));
  }
}
