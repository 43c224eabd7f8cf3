package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A shop that has told others of its customers. */
abstract class NotifyingShop {
  static final String SCHEMA = "shop_recipients";
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final String ADA = "email: ada.lovelace@example.org";

  @TempDir Path directory;
  final Peer peer = new Peer();
  final Peer other = new Peer();

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    // what is kept would keep the person's keys, too
    engine().execute(SCHEMA, "DELETE FROM invoice WHERE customer_id = 1");
  }

  @AfterEach
  void hangUp() {
    peer.close();
    other.close();
  }

  OpenedJob job(String... recipients) throws Exception {
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            + "\nrecipients:\n  "
            + String.join("\n  ", recipients)
            + "\n";
    OpenedJob job =
        new OpenedJob(directory, engine().server(), SCHEMA, yaml)
            .with("PEER", peer.url())
            .with("OTHER", other.url());
    ok(job.generateKeys());
    return job;
  }

  static void answering(OpenedJob job) throws Exception {
    answering(job, "\"${PEER}\"");
  }

  static void answering(OpenedJob job, String where) throws Exception {
    Files.writeString(
        job.file(),
        Files.readString(job.file()) + "answers: { notify: " + where + ", received: [email] }\n");
  }

  static CommandRun erase(OpenedJob job) {
    return job.command("run", "--only", "erasure");
  }

  static CommandRun ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  static List<JsonNode> notices(OpenedJob job) {
    List<JsonNode> notices = new ArrayList<>();
    ok(job.command("recipient list", "--json")).json().forEach(notices::add);
    return notices;
  }

  static String state(JsonNode notice) {
    return notice.get("state").asString().toLowerCase(java.util.Locale.ROOT)
        + " "
        + notice.get("reason").asString();
  }

  static String keyOf(OpenedJob job) {
    return only(notices(job)).get("id").asString();
  }

  static <T> T only(List<T> list) {
    assertThat(list).hasSize(1);
    return list.get(0);
  }

  String row(String table, String start) {
    try {
      return engine().rows(SCHEMA).get(table).stream()
          .filter(row -> row.startsWith(start))
          .findFirst()
          .orElse("");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  List<String> sealed() throws SQLException {
    return engine().control(SCHEMA).get("request").stream()
        .map(row -> row.replaceAll("(?s).*(sealed=\\S*).*", "$1"))
        .toList();
  }

  /** Checked with nothing of the product. */
  boolean isSigned(byte[] envelope) throws Exception {
    JsonNode json = JSON.readTree(envelope);
    String type = json.get("payloadType").asString();
    byte[] payload = Base64.getDecoder().decode(json.get("payload").asString());
    byte[] sig = Base64.getDecoder().decode(json.get("signatures").get(0).get("sig").asString());
    String pem =
        Files.readString(directory.resolve("keys/signing.pub.pem"))
            .replaceAll("-----[A-Z ]+-----|\\s", "");
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(pem)));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key);
    signature.update(
        ("DSSEv1 " + type.length() + " " + type + " " + payload.length + " ")
            .getBytes(StandardCharsets.US_ASCII));
    signature.update(payload);
    return signature.verify(sig);
  }
}
