package org.quietus.certificate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.seal.KeyRefused;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.certificate.seal.SigningKeys.Use;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;

class SigningKeysTest {

  @TempDir Path directory;

  @Test
  void areTheSameWhenLoadedAgain() {
    SigningKeys made = SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES);

    SigningKeys loaded = SigningKeys.load(directory.resolve("keys"), Use.CERTIFICATES);

    assertThat(loaded.keyId()).isEqualTo(made.keyId()).matches("[0-9a-f]{32}");
    assertThat(PublicKeys.load(loaded.publicFile())).isEqualTo(made.publicKeys());
  }

  @Test
  void areNeverOverwritten() throws IOException {
    SigningKeys.generate(directory, Use.CERTIFICATES);
    byte[] before = Files.readAllBytes(directory.resolve("signing.pem"));

    assertThatExceptionOfType(KeyRefused.class)
        .isThrownBy(() -> SigningKeys.generate(directory, Use.CERTIFICATES))
        .withMessageContaining("never overwritten");
    assertThat(directory.resolve("signing.pem")).hasBinaryContent(before);
  }

  @Test
  void areFinishedAfterACrashBetweenTheTwoFiles() throws IOException {
    String id = SigningKeys.generate(directory, Use.CERTIFICATES).keyId();
    Files.delete(directory.resolve("signing.pub.pem"));

    assertThat(SigningKeys.generate(directory, Use.CERTIFICATES).keyId()).isEqualTo(id);
    assertThat(directory.resolve("signing.pub.pem")).exists();
  }

  @Test
  void areMadeAfterACrashBeforeTheFirstFile() throws IOException {
    Path draft = directory.resolve(".signing.pem.dead.draft");
    Files.writeString(draft, "-----BEGIN PRI");

    SigningKeys.generate(directory, Use.CERTIFICATES);

    assertThat(draft).doesNotExist();
  }

  @Test
  void theirPrivateHalfIsForItsOwnerAlone() throws IOException {
    SigningKeys.generate(directory, Use.CERTIFICATES);

    assertThat(permissions("signing.pem")).isEqualTo("rw-------");
    assertThat(permissions("signing.pub.pem")).isEqualTo("rw-r--r--");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----"})
  void areRefusedWhenOthersMayUseThem(String permissions) throws IOException {
    SigningKeys.generate(directory, Use.CERTIFICATES);
    Files.setPosixFilePermissions(
        directory.resolve("signing.pem"), PosixFilePermissions.fromString(permissions));

    assertThatExceptionOfType(KeyRefused.class)
        .isThrownBy(() -> SigningKeys.load(directory, Use.CERTIFICATES))
        .withMessageContaining("chmod 600");
  }

  @Test
  void areRefusedWhenTheirHalvesDoNotMatch() throws IOException {
    SigningKeys.generate(directory, Use.CERTIFICATES);
    SigningKeys.generate(directory.resolve("other"), Use.CERTIFICATES);
    Files.delete(directory.resolve("signing.pub.pem"));
    Files.copy(directory.resolve("other/signing.pub.pem"), directory.resolve("signing.pub.pem"));

    assertThatExceptionOfType(KeyRefused.class)
        .isThrownBy(() -> SigningKeys.load(directory, Use.CERTIFICATES))
        .withMessageContaining("not the public half");
  }

  @Test
  void areCheckedAnewWhenTheirPrivateHalfHasBecomeAnother() throws IOException {
    SigningKeys.generate(directory, Use.CERTIFICATES);
    SigningKeys.generate(directory.resolve("other"), Use.CERTIFICATES);
    Files.delete(directory.resolve("signing.pem"));
    Files.move(directory.resolve("other/signing.pem"), directory.resolve("signing.pem"));

    assertThatExceptionOfType(KeyRefused.class)
        .isThrownBy(() -> SigningKeys.load(directory, Use.CERTIFICATES))
        .withMessageContaining("not the public half");
  }

  @Test
  void aLonePublicHalfIsNotPairedWithANewPrivateOne() throws IOException {
    SigningKeys.generate(directory, Use.CERTIFICATES);
    Files.delete(directory.resolve("signing.pem"));

    assertThatExceptionOfType(KeyRefused.class)
        .isThrownBy(() -> SigningKeys.generate(directory, Use.CERTIFICATES))
        .withMessageContaining("lost its private key");
    assertThatExceptionOfType(KeyRefused.class)
        .isThrownBy(() -> SigningKeys.load(directory, Use.CERTIFICATES))
        .withMessageContaining("key generate");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SECRET",
        "-----BEGIN PRIVATE KEY-----\nSECRET==\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
      })
  void areRefusedWithoutQuotingWhenTheyAreNoKey(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("signing.pem"), content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

    assertThatExceptionOfType(KeyRefused.class)
        .isThrownBy(() -> SigningKeys.load(directory, Use.CERTIFICATES))
        .withMessageContaining("signing.pem")
        .withMessageNotContaining("SECRET")
        .withNoCause();
  }

  @Test
  void opensslReadsBothFiles() throws Exception {
    SigningKeys keys = SigningKeys.generate(directory, Use.CERTIFICATES);

    String derived = Shell.run(directory, "openssl pkey -in signing.pem -pubout").output();

    assertThat(derived).isEqualTo(Files.readString(keys.publicFile()));
  }

  @Test
  void worksWithAKeyThatOpensslMade() throws Exception {
    Shell.run(
        directory, "openssl genpkey -algorithm ed25519 -out signing.pem; chmod 600 signing.pem");

    SigningKeys keys = SigningKeys.load(directory, Use.CERTIFICATES);

    assertThat(
            PublicKeys.isSignedBy(
                PublicKeys.read(Files.readAllBytes(keys.publicFile())),
                "x".getBytes(UTF_8),
                keys.sign("x".getBytes(UTF_8))))
        .isTrue();
  }

  @Test
  void arePublishedBesideTheEvidence() {
    SigningKeys keys = SigningKeys.generate(directory.resolve("keys"), Use.CERTIFICATES);
    EvidenceStore store = EvidenceStores.at(directory.resolve("evidence"));

    keys.publish(store);
    keys.publish(store);

    assertThat(PublicKeys.in(store)).isEqualTo(keys.publicKeys());
    EvidenceName certificate = EvidenceName.certificate("run-1-1");
    assertThat(PublicKeys.beside(Path.of(store.locate(certificate)))).isEqualTo(keys.publicKeys());
    assertThat(PublicKeys.beside(directory.resolve("run-1-1.json"))).isEqualTo(PublicKeys.NONE);
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(file)));
  }
}
