package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.seal.CanonicalJson;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.testing.Seeds;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Whatever is left out of a certificate or put in its place, the answer is a verdict. */
class MutatedCertificatesTest {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int ROUNDS = Seeds.rounds(400);
  private static final List<String> ANYTHING =
      List.of("null", "\"\"", "\"x\"", "-1", "1e400", "[]", "{}", "[null]", "true", "\"\\u0000\"");

  @TempDir Path directory;
  private SigningKeys keys;
  private CertificateVerifier verifier;

  @BeforeEach
  void generateKeys() {
    keys = SigningKeys.generate(directory, Use.CERTIFICATES);
    verifier = new CertificateVerifier(keys.publicKeys());
  }

  @Test
  void findsACertificateGoodWhoseSignatureNamesNoKey() {
    assertThat(verify(unnamed())).isEqualTo(new Verdict.Good(Examples.aRun(), keys.keyId()));
    assertThat(verify(envelope().replaceFirst("(\"keyid\": )\"[^\"]*\"", "$1\"\"")).isGood())
        .isTrue();
  }

  @Test
  void findsNoCertificateGoodThatAnotherKeySignedWithoutItsName() {
    SigningKeys others = SigningKeys.generate(directory.resolve("others"), Use.CERTIFICATES);
    assertThat(new CertificateVerifier(others.publicKeys()).verify(unnamed().getBytes(UTF_8)))
        .isInstanceOf(Verdict.NotSignedByThese.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ",\n *\"sig\": \"[^\"]*\"",
        "\n *\"payload\": \"[^\"]*\",",
        "\n *\"payloadType\": \"[^\"]*\",",
        "(?s),\n *\"signatures\": \\[.*?\\]"
      })
  void namesTheMemberThatIsMissing(String member) {
    String cut = envelope().replaceFirst(member, "");
    assertThat(cut).isNotEqualTo(envelope());
    assertThat(verify(cut).describe())
        .startsWith("Not good: this is not a certificate file: ")
        .contains("has no ");
  }

  @Test
  void answersWithAVerdictWhateverTheEnvelopeHolds() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    JsonNode whole = JSON.readTree(envelope());
    for (int round = 0; round < ROUNDS; round++) {
      byte[] changed = CanonicalJson.write(plain(mutated(whole, random)));
      assertThatCode(() -> verifier.verify(changed).describe())
          .as("seed %d: %s", seed, new String(changed, UTF_8))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void answersWithAVerdictWhateverASignedPayloadHolds() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<JsonNode> wholes =
        List.of(
            JSON.readTree(Statement.of(Examples.aRun()).bytes()),
            JSON.readTree(Statement.of(Examples.aRequest()).bytes()));
    for (int round = 0; round < ROUNDS; round++) {
      byte[] payload =
          CanonicalJson.write(plain(mutated(wholes.get(round % wholes.size()), random)));
      byte[] changed = DsseEnvelope.sign(payload, keys).bytes();
      assertThatCode(() -> verifier.verify(changed).describe())
          .as("seed %d: %s", seed, new String(payload, UTF_8))
          .doesNotThrowAnyException();
    }
  }

  /** As maps, lists, texts, numbers and truth values. */
  private static Object plain(JsonNode node) {
    return JSON.convertValue(node, Object.class);
  }

  private static JsonNode mutated(JsonNode whole, Random random) {
    JsonNode copy = whole.deepCopy();
    List<Runnable> changes = new ArrayList<>();
    collect(copy, changes, random);
    changes.get(random.nextInt(changes.size())).run();
    return copy;
  }

  private static void collect(JsonNode node, List<Runnable> changes, Random random) {
    if (node instanceof ObjectNode object) {
      for (String name : List.copyOf(object.propertyNames())) {
        changes.add(() -> object.remove(name));
        changes.add(() -> object.set(name, anything(random)));
        collect(object.get(name), changes, random);
      }
    } else if (node instanceof ArrayNode array) {
      changes.add(array::removeAll);
      changes.add(() -> array.add(anything(random)));
      for (int at = 0; at < array.size(); at++) {
        int place = at;
        changes.add(() -> array.set(place, anything(random)));
        collect(array.get(at), changes, random);
      }
    }
  }

  private static JsonNode anything(Random random) {
    return JSON.readTree(ANYTHING.get(random.nextInt(ANYTHING.size())));
  }

  private String unnamed() {
    String unnamed = envelope().replaceFirst(" *\"keyid\": \"[^\"]*\",\n", "");
    assertThat(unnamed).doesNotContain("keyid");
    return unnamed;
  }

  private String envelope() {
    return new String(
        DsseEnvelope.sign(Statement.of(Examples.aRun()).bytes(), keys).bytes(), UTF_8);
  }

  private Verdict verify(String envelope) {
    return verifier.verify(envelope.getBytes(UTF_8));
  }
}
