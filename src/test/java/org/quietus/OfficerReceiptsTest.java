package org.quietus;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.cli.CommandRun;
import org.quietus.request.SealingKey;
import org.quietus.testing.OpenedJwe;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The data protection officer, and nobody else, can tell for years whose a certificate is. */
class OfficerReceiptsTest {
  private static final String SCHEMA = "officer_receipts";
  private static final String PERSON = "email: ann@example.org\n";
  private static final String JOB =
      """
      quietus: 1
      job: claims
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}", dpo-key: OFFICER }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records:
          crm.customer: { then: delete }
      """;

  @TempDir static Path files;
  @TempDir Path directory;
  private Path officer;
  private OpenedJob job;

  @BeforeEach
  void open() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    try (Connection connection = engine.server().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customer (id INT PRIMARY KEY, email VARCHAR(80))");
      statement.execute("INSERT INTO customer VALUES (1, 'ann@example.org')");
    }
    officer = directory.resolve("dpo.pub.pem");
    job =
        new OpenedJob(
            directory, engine.server(), SCHEMA, JOB.replace("OFFICER", officer.toString()));
    job.generateKeys();
  }

  @Test
  void theReceiptBesideACertificateProvesWhoseItIs() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    officerIs(pair);
    JsonNode added = add();
    assertThat(receipts()).isEmpty();
    assertThat(job.run().exitCode()).isZero();

    Path sealed = receipt(added);
    JsonNode opened = json(OpenedJwe.of(Files.readString(sealed, US_ASCII), pair.getPrivate()));
    assertThat(opened.get("request").asString()).isEqualTo(added.get("id").asString());
    assertThat(opened.get("receipt").asString()).isEqualTo(added.get("receipt").asString());
    assertThat(opened.propertyNames()).containsExactlyInAnyOrder("request", "receipt");
    assertThat(claim(added, opened.get("receipt").asString()).out()).startsWith("Theirs");

    KeyPair other = KeyPairGenerator.getInstance("X25519").generateKeyPair();
    assertThatThrownBy(() -> OpenedJwe.of(Files.readString(sealed, US_ASCII), other.getPrivate()))
        .isInstanceOf(JOSEException.class);
  }

  @Test
  void whomALostKeySealedCanBeGivenUpWithoutAReceipt() throws Exception {
    officerIs(KeyPairGenerator.getInstance("X25519").generateKeyPair());
    JsonNode added = add();
    Files.delete(directory.resolve("keys/requests.key"));
    SealingKey.generate(directory.resolve("keys"));

    CommandRun cancelled = job.command("request cancel", added.get("id").asString());

    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
  }

  @Test
  void theReceiptOfARefusedRequestIsKeptThoughThePersonIsForgotten() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    officerIs(pair);
    JsonNode added = add();
    CommandRun refused =
        job.command(
            "request refuse",
            added.get("id").asString(),
            "--reason",
            "identity-not-verified",
            "--as",
            "dpo");
    assertThat(refused.exitCode()).as(refused.err()).isZero();

    JWEObject jwe = JWEObject.parse(Files.readString(receipt(added), US_ASCII));
    jwe.decrypt(new ECDHDecrypter((ECPrivateKey) pair.getPrivate()));
    assertThat(json(jwe.getPayload().toBytes()).get("receipt").asString())
        .isEqualTo(added.get("receipt").asString());
  }

  @Test
  void whatARunThatWasKilledSealedIsLeftAsItIs() throws Exception {
    officerIs(KeyPairGenerator.getInstance("X25519").generateKeyPair());
    JsonNode added = add();
    Path sealed = receipt(added);
    Files.createDirectories(sealed.getParent());
    Files.writeString(sealed, "sealed before the kill");

    assertThat(job.run().exitCode()).isZero();
    assertThat(sealed).hasContent("sealed before the kill");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "no key", "Ed25519"})
  void aRunBeginsNothingWithAKeyThatNothingCanBeSealedTo(String content) throws Exception {
    if (content.equals("Ed25519")) {
      officerIs(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    } else if (!content.isEmpty()) {
      Files.writeString(officer, content);
    }
    add();
    CommandRun run = job.run();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("the key of the data protection officer cannot be used")
        .contains("'evidence: dpo-key'");
    assertThat(job.evidence().resolve("certificates")).doesNotExist();
    officerIs(KeyPairGenerator.getInstance("X25519").generateKeyPair());
    assertThat(job.run().out()).contains("\"deleted\" : 1");
  }

  private void officerIs(KeyPair pair) throws Exception {
    Files.writeString(
        officer,
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
            + "\n-----END PUBLIC KEY-----\n");
  }

  private JsonNode add() {
    return job.typing(PERSON, "request add", "--identifiers-from", "-", "--json").json();
  }

  private CommandRun claim(JsonNode added, String receipt) {
    return CommandRun.onDatabases(Map.of())
        .typing(PERSON)
        .run(
            "certificate",
            "claim",
            job.evidence() + "/certificates/request-" + added.get("id").asString() + "-1.json",
            "--receipt",
            receipt,
            "--identifiers-from",
            "-");
  }

  private Path receipt(JsonNode added) {
    return job.evidence()
        .resolve("certificates/request-" + added.get("id").asString() + "-1.receipt.jwe");
  }

  private List<String> receipts() throws Exception {
    if (Files.notExists(job.evidence().resolve("certificates"))) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(job.evidence().resolve("certificates"))) {
      return all.map(Path::toString).filter(name -> name.endsWith(".jwe")).toList();
    }
  }

  private static JsonNode json(byte[] text) {
    return JsonMapper.shared().readTree(text);
  }
}
