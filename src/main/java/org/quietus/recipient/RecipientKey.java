package org.quietus.recipient;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A recipient's public key: PEM, SubjectPublicKeyInfo (RFC 7468 §13), X25519 or EC P-256. */
public final class RecipientKey {
  private static final int P256_BITS = 256;
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private RecipientKey() {}

  /**
   * The key of a file.
   *
   * @throws IOException if there is none that notices can be encrypted to
   */
  public static PublicKey read(Path file) throws IOException {
    Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
    if (pem.find()) {
      for (String algorithm : List.of("X25519", "EC")) {
        try {
          X509EncodedKeySpec encoded =
              new X509EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
          PublicKey key = KeyFactory.getInstance(algorithm).generatePublic(encoded);
          if (isUsable(key)) {
            return key;
          }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          // told below
        }
      }
    }
    throw new IOException("not a public key of X25519 or EC P-256");
  }

  private static boolean isUsable(PublicKey key) {
    if (key instanceof XECPublicKey x) {
      return x.getParams() instanceof NamedParameterSpec named && named.getName().equals("X25519");
    }
    return key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS
        && ec.getParams().toString().contains("secp256r1");
  }
}
