package org.quietus.certificate.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.seal.SigningKeys.Use;

class SignerProgramTest {
  private static final byte[] MESSAGE = "to be signed".getBytes(UTF_8);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String SIGN =
      "cat > \"$0.in\"; openssl pkeyutl -sign -rawin -inkey KEY -in \"$0.in\"";

  @TempDir Path directory;
  private Path keys;
  private Path elsewhere;

  @BeforeEach
  void moveThePrivateKeyAway() throws IOException {
    keys = directory.resolve("keys");
    elsewhere = directory.resolve("module.pem");
    SigningKeys.generate(keys, Use.CERTIFICATES);
    Files.move(keys.resolve("signing.pem"), elsewhere);
  }

  @Test
  void signsWithAKeyThatItNeverSees() throws IOException {
    for (String output : List.of("", " | base64 -w0", " | base64 -w20")) {
      SigningKeys external = external(SIGN + output, PATIENCE);
      byte[] signature = external.sign(MESSAGE);
      assertThat(PublicKeys.isSignedBy(external.publicKey(), MESSAGE, signature)).isTrue();
      assertThat(signature).isEqualTo(SigningKeys.load(elsewhere, "key of a module").sign(MESSAGE));
    }
    assertThat(Files.exists(keys.resolve("signing.pem"))).isFalse();
  }

  @Test
  void signsWhatIsLargerThanAPipeHolds() throws IOException {
    SigningKeys external = external(SIGN, PATIENCE);
    byte[] large = new byte[1 << 20];
    assertThat(PublicKeys.isSignedBy(external.publicKey(), large, external.sign(large))).isTrue();
  }

  @Test
  void theSignatureOfAnotherKeyIsRefused() throws IOException {
    Path other = directory.resolve("other/signing.pem");
    SigningKeys.generate(other.getParent(), Use.CERTIFICATES);
    assertRefused(SIGN.replace("KEY", other.toString()), "is not the signature of the key");
  }

  @Test
  void aProgramThatTurnsAwayLaterIsFoundThen() throws IOException {
    Path other = directory.resolve("other/signing.pem");
    SigningKeys.generate(other.getParent(), Use.CERTIFICATES);
    SigningKeys external =
        external(
            "k=KEY; [ -e \"$0.in\" ] && k="
                + other
                + "; cat > \"$0.in\"; openssl pkeyutl -sign -rawin -inkey $k -in \"$0.in\"",
            PATIENCE);
    assertThatThrownBy(() -> external.sign(MESSAGE))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining("is not the signature of the key");
  }

  @Test
  void aProgramThatHangsIsNotWaitedForLonger() throws IOException {
    assertThatThrownBy(() -> external("cat > /dev/null; sleep 600", Duration.ofSeconds(1)))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining("did not answer within 1 s");
  }

  @Test
  void aProgramThatSignsAndDoesNotEndIsRefused() {
    assertThatThrownBy(() -> external(SIGN + "; exec >&-; sleep 600", Duration.ofSeconds(2)))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining("does not end");
  }

  @Test
  void aProgramThatDoesNotSignIsRefused() throws IOException {
    assertRefused("exit 3", "ended with exit code 3");
    assertRefused("echo 'a stack trace' >&2; exit 1", "ended with exit code 1");
    assertRefused("true", "did not print a signature");
    assertRefused("echo no signature", "did not print a signature");
    assertRefused("head -c 63 /dev/zero", "did not print a signature");
    assertRefused("head -c 64 /dev/zero", "is not the signature of the key");
    assertRefused("yes", "printed more than a signature");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    List<String> nobody = List.of(directory.resolve("nobody").toString());
    assertThatThrownBy(() -> SigningKeys.external(keys, Use.CERTIFICATES, nobody))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining("cannot be started")
        .hasMessageContaining("nobody");
  }

  @Test
  void withoutAPublicHalfNobodyKnowsWhoSigns() throws IOException {
    Files.delete(keys.resolve("signing.pub.pem"));
    assertRefused(SIGN, "put the public half of the signer's key there");
  }

  @Test
  void aKeyFileBesideTheProgramIsRefused() throws IOException {
    Files.move(elsewhere, keys.resolve("signing.pem"));
    assertRefused("true", "move signing.pem away");
  }

  private void assertRefused(String script, String why) throws IOException {
    assertThatThrownBy(() -> external(script, PATIENCE))
        .isInstanceOf(KeyRefused.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("stack trace");
  }

  private SigningKeys external(String script, Duration patience) throws IOException {
    Path program = Files.createTempFile(directory, "sign", "");
    Files.writeString(program, "#!/bin/sh\n" + script.replace("KEY", elsewhere.toString()) + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return SigningKeys.external(
        keys, Use.CERTIFICATES, new SignerProgram(List.of(program.toString()), patience));
  }
}
