package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;

/** Who asks again, or is held, by a UUID is the person of the first request, however spelled. */
class AskedAgainByUuidTest {
  private static final String SCHEMA = "asked_again";
  private static final String ANN = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  private static final String JOB =
      """
      quietus: 1
      job: kept
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email, uid: id } }
      anonymise:
        crm.customer: { with: { email: set-null, uid: set-null } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.invoice: { keep: P10Y, from: paid_on, then: delete, because: bookkeeping }
      """;

  @TempDir Path directory;
  @TempDir static Path files;
  private final ShopEngine engine = ShopEngine.h2(files);
  private OpenedJob job;

  private void erased(String first) throws Exception {
    engine.fresh(SCHEMA);
    engine.execute(
        SCHEMA,
        "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80), uid VARCHAR(45))",
        "CREATE TABLE invoice (id INT PRIMARY KEY, customer INT NOT NULL, paid_on DATE,"
            + " FOREIGN KEY (customer) REFERENCES customer (id))",
        "INSERT INTO customer VALUES (1, 'ann@example.org', '" + ANN + "')",
        "INSERT INTO invoice VALUES (1, 1, NULL)");
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    assertThat(job.generateKeys().exitCode()).isZero();
    job.request(first);
    run("2026-03-01T12:00:00Z");
  }

  private void run(String at) throws Exception {
    CommandRun run = job.at(at).run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {ANN, "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}"})
  void isToldWhatIsKeptOfWhomTheirRowAloneToldThen(String uid) throws Exception {
    erased("email: ann@example.org");
    String again = job.request("id: " + uid);
    run("2026-03-02T12:00:00Z");
    assertThat(kept(again)).contains("crm.invoice 1 bookkeeping");
  }

  @Test
  void isToldSoStillWhenNothingButTokensIsLeftOfTheirRequest() throws Exception {
    erased("email: ann@example.org");
    String again = job.request("id: " + ANN);
    String nobody = job.request("id: 3f2504e0-4f89-41d3-9a0c-0305e82c3302");
    run("2026-03-02T12:00:00Z");
    engine.execute(SCHEMA, "UPDATE invoice SET paid_on = '2020-01-01'");
    run("2027-03-03T12:00:00Z");
    assertThat(kept(again)).contains("crm.invoice 1 bookkeeping");
    assertThat(kept(nobody)).isEmpty();
    assertThat(job.certificatesOf(nobody)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {ANN, "{3F2504E0-4F89-41D3-9A0C-0305E82C3301}"})
  void aHoldBindsWhatIsKeptOfThem(String uid) throws Exception {
    erased("email: ann@example.org");
    CommandRun hold =
        job.typing(
            "id: " + uid + "\n",
            "hold add",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2027-01-31",
            "--identifiers-from",
            "-");
    assertThat(hold.exitCode()).as(hold.err()).isZero();
    engine.execute(SCHEMA, "UPDATE invoice SET paid_on = '2010-01-01'");
    job.at("2026-03-02T12:00:00Z").run();
    job.at("2026-03-03T12:00:00Z").run();
    assertThat(engine.rows(SCHEMA).get("invoice")).hasSize(1);
  }

  private List<String> kept(String of) {
    List<Certificate> all = job.certificatesOf(of);
    return all.get(all.size() - 1).notRemoved().kept().stream()
        .map(one -> one.target() + " " + one.records() + " " + one.basis())
        .toList();
  }
}
