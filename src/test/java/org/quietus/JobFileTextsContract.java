package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.cli.CommandRun;

/** What a job file may say fits wherever a run stores it, and on its certificates. */
abstract class JobFileTextsContract {
  private static final String SCHEMA = "job_texts";
  private static final int COLUMNS = 60;
  private static final int KEY_COLUMNS = 16;
  private static final int MORE_THAN_A_CHUNK = 1_200;
  private static final String BILLS = "bookkeeping law ".repeat(25).strip();
  private static final String WARRANTY = "warranty and liability ".repeat(17).strip();

  private static final String JOB =
      """
      quietus: 1
      job: texts
      controller: |
        Example GmbH,
        Berlin
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email }, created: created_at }
      anonymise:
        crm.customer: { with: { email: set-null, $redacted } }
      retention:
        old-orders: { records: crm.orders, keep: P1Y, from: placed_on, then: delete }
        old-bills: { records: crm.bill, keep: P20Y, from: issued_on, then: delete }
        old-warranties: { records: crm.warranty, keep: P20Y, from: sold_on, then: delete }
        old-reads: { records: crm.reading, keep: P1Y, from: read_on, then: delete }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.orders: { then: delete }
          crm.bill:
            keep: P10Y
            from: issued_on
            then: delete
            because: |
              $bills,
              	ten years from the end of the year
          crm.warranty: { keep: P10Y, from: sold_on, then: delete, because: "$warranty" }
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    String keys = columns("key_", KEY_COLUMNS, "%s");
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80), created_at "
                + engine().columns().moment()
                + ", "
                + columns("characteristic_number_", COLUMNS, "%s VARCHAR(20)")
                + ")",
            "CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL, placed_on"
                + " DATE, FOREIGN KEY (customer_id) REFERENCES customer (id))",
            "CREATE INDEX placed ON orders (placed_on)",
            "CREATE TABLE bill (id INT NOT NULL PRIMARY KEY, order_id INT, issued_on DATE,"
                + " FOREIGN KEY (order_id) REFERENCES orders (id))",
            "CREATE TABLE warranty (id INT NOT NULL PRIMARY KEY, order_id INT, sold_on"
                + " DATE, FOREIGN KEY (order_id) REFERENCES orders (id))",
            "CREATE TABLE reading ("
                + columns("key_", KEY_COLUMNS, "%s BIGINT NOT NULL")
                + ", read_on DATE, PRIMARY KEY ("
                + keys
                + "))",
            "CREATE INDEX read_on ON reading (read_on)",
            "INSERT INTO customer (id, email, created_at, characteristic_number_1) VALUES"
                + " (1, 'ann@example.org', '2020-01-01 00:00:00', 'tall'),"
                + " (2, 'bob@example.org', '2020-01-01 00:00:00', 'small')",
            "INSERT INTO orders VALUES (1, 1, '2020-01-01'), (2, 2, '2020-01-01')",
            "INSERT INTO bill VALUES (1, 1, '2020-01-01'), (2, 2, '2020-01-01')",
            "INSERT INTO warranty VALUES (1, 1, '2020-01-01')",
            "INSERT INTO reading VALUES "
                + IntStream.range(0, MORE_THAN_A_CHUNK)
                    .mapToObj(n -> "(" + readingKey(n) + ", '2020-01-01')")
                    .collect(Collectors.joining(", ")));
  }

  @Test
  void aRunThatHasMuchToSayEndsWithItsCertificates() throws Exception {
    OpenedJob job = opened(JOB.replace("$bills", BILLS.substring(0, 360)));
    String request = job.request("email: ann@example.org");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("reading")).isEmpty();
    Certificate ofRun = job.certificatesOf(run.json().get("runId").asString()).get(0);
    assertThat(ofRun.authority().controller()).isEqualTo("Example GmbH, Berlin");
    String bills = BILLS.substring(0, 360) + ", ten years from the end of the year";
    assertThat(ofRun.notRemoved().kept())
        .extracting(NotRemoved.Kept::basis)
        .contains(bills + "; " + WARRANTY);
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .extracting(NotRemoved.Kept::basis)
        .containsExactlyInAnyOrder(bills, WARRANTY);
    assertThat(engine().rows(SCHEMA).get("customer").get(0)).doesNotContain("tall");
  }

  @Test
  void ciie_4_7_theTextOfTheJobFileThatACertificateWasIssuedUnderCanBeProduced() throws Exception {
    OpenedJob job = opened(JOB.replace("$bills", "bookkeeping"));
    String before = Files.readString(job.file());
    job.run();
    String certificate = job.certificates().get(0).identity().id();
    Files.writeString(job.file(), before + "# a later policy\n");

    CommandRun shown = job.command("certificate job", certificate);

    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.out()).isEqualTo(before).doesNotContain(engine().server().jdbcUrl("x"));
    CommandRun json = job.command("certificate job", certificate, "--json");
    assertThat(json.json().get("text").asString()).isEqualTo(before);
    Path archived;
    try (Stream<Path> texts = Files.walk(job.evidence())) {
      String digest = json.json().get("sha256").asString();
      archived = texts.filter(path -> path.toString().contains(digest)).findFirst().orElseThrow();
    }
    Files.delete(archived);
    assertThat(job.command("certificate job", certificate).exitCode()).isEqualTo(2);
  }

  @Test
  void theMomentOfRecordsMayLieAnyLengthBelow() throws Exception {
    Path disk = Files.createDirectories(directory.resolve("disk/log"));
    Files.writeString(disk.resolve("a.jsonl"), "{\"at\": \"2020-01-01\"}\n");
    OpenedJob job =
        opened(
            JOB.replace("$bills", "law")
                + """
                object-stores: { disk: { url: "$disk" } }
                files:
                  log: { of: crm, in: disk, objects: "log/*", format: jsonl, from: $path, records: { keep: P1Y, then: delete } }
                """
                    .replace("$path", "event.".repeat(50) + "at")
                    .replace("$disk", disk.getParent().toUri().toString()));
    CommandRun valid = job.command("validate");
    assertThat(valid.exitCode()).as(valid.out() + valid.err()).isZero();

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isIn(0, 8);
    assertThat(engine().rows(SCHEMA).get("reading")).isEmpty();
  }

  @Test
  void validateRefusesWhatNoCertificateCanShow() throws Exception {
    opened(JOB.replace("$bills", "law"));
    OpenedJob job = opened(JOB.replace("$bills", BILLS + WARRANTY));
    for (String command : List.of("validate", "plan", "run")) {
      CommandRun refused = job.command(command);
      assertThat(refused.exitCode()).isEqualTo(2);
      assertThat(refused.out() + refused.err())
          .contains("job.yaml:27:", "because' has 8", "LONG-TEXT");
    }
  }

  private OpenedJob opened(String text) throws Exception {
    OpenedJob job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            text.replace("$redacted", columns("characteristic_number_", COLUMNS, "%s: redact"))
                .replace("$warranty", WARRANTY));
    job.generateKeys();
    return job;
  }

  private static String columns(String prefix, int most, String format) {
    return IntStream.rangeClosed(1, most)
        .mapToObj(n -> format.formatted(prefix + n))
        .collect(Collectors.joining(", "));
  }

  private static String readingKey(int n) {
    return IntStream.range(0, KEY_COLUMNS)
        .mapToObj(part -> String.valueOf(Long.MAX_VALUE - (part < KEY_COLUMNS - 1 ? 0 : n)))
        .collect(Collectors.joining(", "));
  }
}
