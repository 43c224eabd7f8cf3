package org.quietus.certificate.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.certificate.seal.SigningKeys.Use;

class EncryptedKeyTest {
  private static final String SECRET = "kühl 密码 & more";

  @TempDir Path directory;
  private Path plain;
  private Path keys;

  @BeforeEach
  void makeAKey() throws IOException {
    plain = directory.resolve("plain");
    keys = directory.resolve("keys");
    SigningKeys.generate(plain, Use.CERTIFICATES);
    Files.createDirectories(keys);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v2 aes-256-cbc",
        "-v2 aes-128-cbc -v2prf hmacWithSHA512",
        "-v2 aes-192-cbc -v2prf hmacWithSHA1 -iter 10000",
      })
  void opensWhatOpensslEncrypted(String options) throws Exception {
    encrypt(options);
    SigningKeys opened = SigningKeys.load(keys, Use.CERTIFICATES, Passphrase.of(SECRET));
    assertThat(opened.keyId()).isEqualTo(SigningKeys.load(plain, Use.CERTIFICATES).keyId());
    assertThat(keys.resolve("signing.pub.pem"))
        .hasSameBinaryContentAs(plain.resolve("signing.pub.pem"));
  }

  @Test
  void opensslOpensWhatIsGenerated() throws Exception {
    SigningKeys made =
        SigningKeys.generateMissing(keys, List.of(Use.values()), Passphrase.of(SECRET)).get(0);
    assertThat(Files.readString(keys.resolve("signing.pem")))
        .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
    openssl("pkey", "-in", keys.resolve("signing.pem"), "-out", directory.resolve("opened.pem"));
    Files.setPosixFilePermissions(
        directory.resolve("opened.pem"), PosixFilePermissions.fromString("rw-------"));
    assertThat(SigningKeys.load(directory.resolve("opened.pem"), "opened key").keyId())
        .isEqualTo(made.keyId());
  }

  @Test
  void anotherPassphraseIsRefusedAndNotQuoted() throws Exception {
    encrypt("-v2 aes-256-cbc");
    for (int n = 0; n < 600; n++) { // once in 256 times what comes out is padded as it should be
      String wrong = "wrong" + n;
      assertThatThrownBy(
              () -> SigningKeys.load(keys, Use.CERTIFICATES, Passphrase.of(wrong)), wrong)
          .isInstanceOf(KeyRefused.class)
          .hasMessageContaining("signing.pem is not an Ed25519 private key")
          .hasMessageContaining("the passphrase is not its own")
          .hasMessageNotContaining(wrong);
    }
  }

  @Test
  void aKeyIsEncryptedIfThereIsAPassphraseAndNotIfThereIsNone() throws Exception {
    encrypt("-v2 aes-256-cbc");
    refused(keys, Passphrase.NONE, "name its passphrase in the job file");
    refused(plain, Passphrase.of(SECRET), "it is not encrypted");
    refused(keys, Passphrase.of(""), "the passphrase of the keys is empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-scrypt", "-v2 des3", "-v1 PBE-SHA1-3DES"})
  void whatIsEncryptedInAnotherWayIsRefusedWithAWayThatIsKnown(String options) throws Exception {
    encrypt(options);
    refused(keys, Passphrase.of(SECRET), "-v2 aes-256-cbc");
  }

  @Test
  void aDamagedFileIsRefused() throws Exception {
    encrypt("-v2 aes-256-cbc");
    Path file = keys.resolve("signing.pem");
    byte[] right = Files.readAllBytes(file);
    for (int place = 0; place < right.length; place += 3) {
      byte[] wrong = right.clone();
      wrong[place] ^= 4;
      Files.write(file, wrong);
      try {
        SigningKeys.load(keys, Use.CERTIFICATES, Passphrase.of(SECRET));
      } catch (KeyRefused e) {
        assertThat(e).hasMessageContaining("signing.pem");
      }
    }
  }

  @Test
  void thePassphraseIsTheFirstLineOfAFileThatNobodyElseReads() throws Exception {
    encrypt("-v2 aes-256-cbc");
    Path file = directory.resolve("passphrase");
    Passphrase inFile = Passphrase.in(file);
    refused(keys, inFile, "cannot be read from " + file);
    Files.writeString(file, SECRET + "\r\na note\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    refused(keys, inFile, "chmod 600 " + file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThat(SigningKeys.load(keys, Use.CERTIFICATES, inFile).keyId()).isNotEmpty();
  }

  @Test
  void aFileThatHoldsNoPassphraseIsRefused() throws Exception {
    encrypt("-v2 aes-256-cbc");
    Path file = directory.resolve("passphrase");
    for (byte[] content :
        List.of(
            new byte[0],
            "\nsecond".getBytes(UTF_8),
            new byte[] {(byte) 0xc3, 0x28},
            new byte[9999])) {
      Files.write(file, content);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      assertThatThrownBy(() -> SigningKeys.load(keys, Use.CERTIFICATES, Passphrase.in(file)))
          .isInstanceOf(KeyRefused.class);
    }
  }

  private void refused(Path directory, Passphrase passphrase, String why) {
    assertThatThrownBy(() -> SigningKeys.load(directory, Use.CERTIFICATES, passphrase))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining(why);
  }

  private void encrypt(String options) throws Exception {
    Path file = keys.resolve("signing.pem");
    openssl("pkcs8 -topk8 " + options, "-in", plain.resolve("signing.pem"), "-out", file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  private void openssl(String command, Object... arguments) throws Exception {
    StringBuilder line = new StringBuilder("openssl ").append(command);
    for (Object argument : arguments) {
      line.append(' ').append(argument);
    }
    String option = command.startsWith("pkcs8") ? " -passout" : " -passin";
    ProcessBuilder shell = new ProcessBuilder("sh", "-c", line + option + " env:SECRET");
    shell.environment().put("SECRET", SECRET);
    shell.environment().put("LC_ALL", "C.UTF-8");
    assertThat(shell.inheritIO().start().waitFor()).isZero();
  }
}
