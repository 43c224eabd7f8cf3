package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every field of a certificate is what rows of the control schema say, and there is no other. */
class CertifiedLedgerTest {
  private static final String SCHEMA = "certified_ledger";
  private static final String NOW = "2026-03-01T02:00:00Z";
  private static final String JOB =
      """
      quietus: 1
      job: walked
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email }
          owns: [ "crm.bill.customer_id -> crm.customer.id" ]
      anonymise:
        crm.customer: { with: { email: set-null } }
      retention:
        old-visits: { records: crm.visit, keep: P1Y, from: visited_on, then: delete }
      erasure:
        clock: { erase: P1M }
        records:
          crm.customer: { then: anonymise }
          crm.bill: { keep: P10Y, from: issued_on, then: delete, because: bookkeeping }
      """;

  @TempDir static Path files;
  @TempDir Path directory;
  private ShopEngine engine;
  private OpenedJob job;
  private String request;
  private String run;
  private LedgerFields ledger;

  @BeforeEach
  void runOnce() throws Exception {
    engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80))",
        "CREATE TABLE bill (id INT PRIMARY KEY, customer_id INT, issued_on DATE)",
        "CREATE TABLE visit (id INT PRIMARY KEY, visited_on DATE)",
        "INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'bob@example.org')",
        "INSERT INTO bill VALUES (1, 1, '2025-06-01'), (2, 1, '2024-06-01'), (3, 1, '2001-01-01')",
        "INSERT INTO visit SELECT \"X\", DATE '2020-01-01' FROM SYSTEM_RANGE(1, 2500)",
        "INSERT INTO visit VALUES (9001, '2026-02-01'), (9002, NULL)");
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB).at(NOW);
    job.generateKeys();
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "crm.visit",
            "--where",
            "id <= 7",
            "--reference",
            "case-1",
            "--basis",
            "claim",
            "--review",
            "2027-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    request = job.request("email: ann@example.org");
    CommandRun ran = job.run();
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    run = ran.json().get("runId").asString();
    ledger = new LedgerFields(engine, SCHEMA, run);
  }

  @Test
  void theCertificateOfARunIsItsRowsOfTheLedger() throws Exception {
    ledger.row(
        "SELECT r.*, h.reference, h.basis, h.review_on FROM quietus.run r JOIN quietus.held_by b"
            + " ON b.run_id = r.run_id JOIN quietus.legal_hold h ON h.hold_id = b.hold_id",
        run -> {
          ledger.head("run", this.run, "retention-run");
          ledger.expected.put(
              "/identity/issuedAt", LedgerFields.second(run.getTimestamp("ended_at")));
          ledger.expected.put("/result/outcome", run.getString("outcome"));
          ledger.expected.put("/notRemoved/holds/0/reference", run.getString("reference"));
          ledger.expected.put("/notRemoved/holds/0/basis", run.getString("basis"));
          ledger.expected.put("/notRemoved/holds/0/review", run.getString("review_on"));
          ledger.expected.put("/notRemoved/holds/0/target", "crm.visit");
        });
    ledger.rules("");
    ledger.targets("", LedgerFields::second);
    ledger.verification("", LedgerFields::second);
    ledger.kept("");

    Map<String, String> fields = fields("run-" + run + "-1");
    assertThat(fields.keySet().removeIf(field -> field.startsWith("/notRemoved/holds/0/details/")))
        .as("salted digests, as the tests of 'hold disclose' open them")
        .isTrue();
    assertThat(fields).isEqualTo(ledger.expected);
    assertThat(ledger.expected).containsEntry("/targets/0/chunks", "4");
  }

  @Test
  void theCertificateOfARequestIsItsRowsOfTheLedger() throws Exception {
    ledger.row(
        "SELECT q.*, f.actor approver FROM quietus.request q JOIN quietus.request_event f ON"
            + " f.request_id = q.request_id AND f.state = 'approved'",
        request -> {
          ledger.head("request", this.request, "erasure-request");
          ledger.expected.put(
              "/identity/issuedAt", LedgerFields.day(request.getTimestamp("completed_at")));
          ledger.expected.put("/subject", request.getString("commitment"));
          ledger.expected.put("/authority/ground", request.getString("ground"));
          ledger.expected.put("/authority/approver", request.getString("approver"));
          ledger.expected.put(
              "/authority/requester",
              request.getString("requester").equals("self") ? "data-subject" : "?");
          LocalDate received = request.getTimestamp("received_at").toLocalDateTime().toLocalDate();
          ledger.expected.put("/clock/received", received.toString());
          ledger.expected.put("/clock/due", received.plusMonths(1).toString());
          ledger.expected.put(
              "/clock/verified", LedgerFields.date(request.getTimestamp("verified_at")));
          ledger.expected.put(
              "/clock/completed", LedgerFields.date(request.getTimestamp("completed_at")));
          ledger.expected.put(
              "/result/outcome", request.getString("state").equals("completed") ? "COMPLETE" : "?");
        });
    ledger.rules(" AND of_requests = 1");
    ledger.targets(" AND l.request_id = '" + request + "'", LedgerFields::day);
    ledger.verification(" AND request_id = '" + request + "'", LedgerFields::day);
    ledger.kept(" AND l.request_id = '" + request + "'");

    assertThat(fields("request-" + request + "-1")).isEqualTo(ledger.expected);
  }

  private Map<String, String> fields(String certificate) throws Exception {
    JsonNode envelope =
        JsonMapper.shared()
            .readTree(
                Files.readAllBytes(
                    job.evidence().resolve("certificates/" + certificate + ".json")));
    Map<String, String> fields = new TreeMap<>();
    collect(
        "",
        JsonMapper.shared()
            .readTree(Base64.getDecoder().decode(envelope.get("payload").asString()))
            .get("predicate"),
        fields);
    return fields;
  }

  private static void collect(String at, JsonNode node, Map<String, String> fields) {
    if (node.isObject()) {
      node.properties().forEach(one -> collect(at + "/" + one.getKey(), one.getValue(), fields));
    } else if (node.isArray()) {
      for (int n = 0; n < node.size(); n++) {
        collect(at + "/" + n, node.get(n), fields);
      }
    } else {
      fields.put(at, node.asString());
    }
  }
}
