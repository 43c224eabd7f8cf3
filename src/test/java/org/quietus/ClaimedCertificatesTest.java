package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** Whoever has the receipt of a request can show whose certificate it is, and nobody else. */
class ClaimedCertificatesTest {
  private static final String SCHEMA = "claimed_certificates";
  private static final String JOB =
      """
      quietus: 1
      job: claims
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email, phone: phone } }
      erasure:
        records:
          crm.customer: { then: delete }
      """;
  private static final String PERSON = "email: ann@example.org\nphone: +49 30 1000\n";

  @TempDir static Path files;
  @TempDir Path directory;
  private OpenedJob job;
  private String receipt;
  private Path certificate;

  @BeforeEach
  void erase() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    try (Connection connection = engine.server().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80), phone VARCHAR(40))");
      statement.execute("INSERT INTO customer VALUES (1, 'ann@example.org', '+49 30 1000')");
    }
    job = new OpenedJob(directory, engine.server(), SCHEMA, JOB);
    job.generateKeys();
    CommandRun added = job.typing(PERSON, "request add", "--identifiers-from", "-", "--json");
    receipt = added.json().get("receipt").asString();
    assertThat(job.run().exitCode()).isZero();
    certificate =
        job.evidence()
            .resolve("certificates/request-" + added.json().get("id").asString() + "-1.json");
  }

  private CommandRun claim(Path file, String by, String person) {
    return CommandRun.onDatabases(Map.of())
        .typing(person)
        .run("certificate", "claim", file.toString(), "--receipt", by, "--identifiers-from", "-");
  }

  @Test
  void itIsTheirsWhoHasTheReceiptAndTheIdentifiersHoweverTheyAreWritten() {
    CommandRun claimed =
        claim(certificate, receipt, "phone: 0049 (30) 1000\nemail: ANN@example.org\n");
    assertThat(claimed.exitCode()).as(claimed.err()).isZero();
    assertThat(claimed.out()).startsWith("Theirs").doesNotContain("ann").doesNotContain("ANN");
  }

  @Test
  void itIsNobodyElses() {
    for (String other :
        new String[] {
          "email: bob@example.org\n",
          "email: ann@example.org\n",
          PERSON + "id: 1\n",
          "text: ann@example.org\nphone: +49 30 1000\n"
        }) {
      CommandRun claimed = claim(certificate, receipt, other);
      assertThat(claimed.exitCode()).isEqualTo(6);
      assertThat(claimed.out()).startsWith("Not shown to be theirs");
    }
    String flipped = (receipt.startsWith("0") ? "1" : "0") + receipt.substring(1);
    assertThat(claim(certificate, flipped, PERSON).exitCode()).isEqualTo(6);
  }

  @Test
  void aRunIsAboutNobody() throws Exception {
    try (Stream<Path> all = Files.list(certificate.getParent())) {
      Path run =
          all.filter(file -> file.getFileName().toString().matches("run-.*json"))
              .findFirst()
              .orElseThrow();
      CommandRun claimed = claim(run, receipt, PERSON);
      assertThat(claimed.exitCode()).isEqualTo(6);
      assertThat(claimed.out()).contains("about a run");
    }
  }

  @Test
  void aForgedCertificateIsNobodys() throws Exception {
    Files.writeString(
        certificate, Files.readString(certificate).replaceFirst("\"sig\": \"..", "\"sig\": \"AA"));
    CommandRun claimed = claim(certificate, receipt, PERSON);
    assertThat(claimed.exitCode()).isEqualTo(6);
    assertThat(claimed.out()).startsWith("Not good");
  }

  @Test
  void whatIsNoReceiptIsSaidWithoutQuotingIt() {
    for (String wrong : new String[] {"", "zz", receipt.substring(2)}) {
      CommandRun claimed = claim(certificate, wrong, PERSON);
      assertThat(claimed.exitCode()).isEqualTo(2);
      assertThat(claimed.err()).contains("--receipt is not 64 hexadecimal digits");
    }
  }
}
