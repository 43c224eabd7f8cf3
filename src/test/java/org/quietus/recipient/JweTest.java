package org.quietus.recipient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.crypto.ECDHDecrypter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.OpenedJwe;

/** What we encrypt is opened by somebody else's library. */
class JweTest {
  private static final byte[] PLAIN = "[{\"value\":\"花子 😀\"}]".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void opensWithAnEllipticCurveKey() throws Exception {
    for (int n = 0; n < 50; n++) { // coordinates with leading zeros among them
      KeyPair pair = pair("EC", "secp256r1");
      JWEObject jwe = JWEObject.parse(Jwe.encrypt(PLAIN, read(pair.getPublic())));
      jwe.decrypt(new ECDHDecrypter((ECPrivateKey) pair.getPrivate()));
      assertThat(jwe.getPayload().toBytes()).isEqualTo(PLAIN);
      assertThatThrownBy(
              () ->
                  JWEObject.parse(jwe.serialize())
                      .decrypt(
                          new ECDHDecrypter((ECPrivateKey) pair("EC", "secp256r1").getPrivate())))
          .isNotNull();
    }
  }

  @Test
  void opensWithACurve25519Key() throws Exception {
    for (int n = 0; n < 50; n++) {
      KeyPair pair = pair("X25519", "X25519");
      byte[] plain = OpenedJwe.of(Jwe.encrypt(PLAIN, read(pair.getPublic())), pair.getPrivate());
      assertThat(plain).isEqualTo(PLAIN);
    }
  }

  @Test
  void refusesOtherKeys() throws Exception {
    for (PublicKey other :
        new PublicKey[] {
          pair("EC", "secp384r1").getPublic(),
          pair("X448", "X448").getPublic(),
          pair("Ed25519", "Ed25519").getPublic()
        }) {
      assertThatThrownBy(() -> read(other)).isInstanceOf(IOException.class);
    }
    Path nothing = Files.writeString(directory.resolve("nothing.pem"), "");
    assertThatThrownBy(() -> RecipientKey.read(nothing)).isInstanceOf(IOException.class);
  }

  private static KeyPair pair(String algorithm, String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    return generator.generateKeyPair();
  }

  private PublicKey read(PublicKey key) throws IOException {
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(key.getEncoded())
            + "\n-----END PUBLIC KEY-----\n";
    return RecipientKey.read(Files.writeString(directory.resolve("key.pem"), pem));
  }
}
