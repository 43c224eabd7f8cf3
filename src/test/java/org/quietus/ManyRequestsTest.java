package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A run for many requests is about the rows of all of them: its limits count each once, and its
 * certificate is as long with a thousand as with two.
 */
class ManyRequestsTest {
  private static final String SCHEMA = "many_requests";
  private static final String NOW = "2026-03-01T02:00:00Z";
  private static final int PERSONS = 12;
  private static final String JOB =
      """
      quietus: 1
      job: many
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email }
          owns: [ "crm.bill.customer_id -> crm.customer.id", "crm.visit.customer_id -> crm.customer.id" ]
      anonymise:
        crm.customer: { with: { email: set-null } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.visit: { then: delete }
          crm.bill: { keep: P10Y, from: issued_on, then: delete, because: bookkeeping }
      limits: { max-share: 100%, max-rows: 121 }
      """;

  @TempDir static Path files;
  @TempDir Path directory;
  private OpenedJob job;

  @BeforeEach
  void twelveAskOfWhomOneIsHeld() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80))",
        "CREATE TABLE bill (id INT PRIMARY KEY, customer_id INT, issued_on DATE)",
        "CREATE TABLE visit (id INT PRIMARY KEY, customer_id INT)",
        "INSERT INTO customer SELECT \"X\", CONCAT('c', \"X\", '@example.org')"
            + " FROM SYSTEM_RANGE(1, 12)",
        "INSERT INTO bill SELECT \"X\", \"X\", DATEADD(DAY, \"X\", DATE '2025-06-01')"
            + " FROM SYSTEM_RANGE(1, 12)",
        "INSERT INTO visit SELECT \"X\", 1 + MOD(\"X\", 12) FROM SYSTEM_RANGE(1, 120)");
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB).at(NOW);
    job.generateKeys();
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "crm.customer",
            "--where",
            "id = 12",
            "--reference",
            "case-1",
            "--basis",
            "claim",
            "--review",
            "2027-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    for (int person = 1; person <= PERSONS; person++) {
      job.request("email: c" + person + "@example.org");
    }
  }

  private JsonNode certificateOfRun() throws Exception {
    CommandRun ran = job.run();
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    Path file =
        job.evidence()
            .resolve("certificates/run-" + ran.json().get("runId").asString() + "-1.json");
    JsonNode envelope = JsonMapper.shared().readTree(Files.readAllBytes(file));
    return JsonMapper.shared()
        .readTree(Base64.getDecoder().decode(envelope.get("payload").asString()))
        .get("predicate");
  }

  /** Of eleven persons with ten visits each; the twelfth is held. */
  @Test
  void theLimitCountsTheRowsOfAllWhoAreNotHeld() throws Exception {
    Files.writeString(
        job.file(), Files.readString(job.file()).replace("max-rows: 121", "max-rows: 120"));

    CommandRun stopped = job.run();

    assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(7);
    assertThat(stopped.err()).contains("121 rows");
  }

  @Test
  void eachTableAndMethodStandsThereOnceWithTheRowsOfAllRequests() throws Exception {
    JsonNode certificate = certificateOfRun();
    assertThat(of(certificate, "targets"))
        .extracting(target -> target.get("name").asString() + " " + target.get("method"))
        .as(certificate.toPrettyString())
        .doesNotHaveDuplicates();
    assertThat(of(certificate, "targets"))
        .filteredOn(target -> target.get("name").asString().equals("crm.visit"))
        .filteredOn(target -> target.get("method").get("kind").asString().equals("delete"))
        .singleElement()
        .satisfies(
            visits -> assertThat(visits.get("counts").get("deleted").asInt()).isEqualTo(110));
    assertThat(of(certificate, "verification", "checks"))
        .as("one for each query on a table")
        .hasSizeBetween(3, 5);
  }

  @Test
  void whatIsKeptStandsThereOncePerBasisWithItsLastDay() throws Exception {
    JsonNode certificate = certificateOfRun();
    assertThat(of(certificate, "notRemoved", "kept"))
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.get("records").asInt()).isEqualTo(PERSONS - 1);
              assertThat(kept.get("until").asString()).isEqualTo("2035-06-13");
            });
  }

  @Test
  void aHoldOnOnePersonStandsOnTheTablesThatTheirRowsAreIn() throws Exception {
    JsonNode certificate = certificateOfRun();
    assertThat(of(certificate, "notRemoved", "holds"))
        .extracting(hold -> hold.get("target").asString())
        .containsExactlyInAnyOrder("crm.customer", "crm.bill", "crm.visit");
  }

  private static Stream<JsonNode> of(JsonNode certificate, String... path) {
    JsonNode node = certificate;
    for (String name : path) {
      node = node.get(name);
    }
    JsonNode list = node;
    return IntStream.range(0, list.size()).mapToObj(list::get);
  }
}
