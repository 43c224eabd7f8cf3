package org.quietus.certificate.seal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Ed25519 private keys as PKCS#8 PEM files, RFC 8410. */
final class Ed25519Keys {

  private static final String LABEL = "PRIVATE KEY";

  private Ed25519Keys() {}

  static byte[] newPrivateFile() {
    try {
      KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return Pem.write(LABEL, pair.getPrivate().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 17 platform has Ed25519", e);
    }
  }

  /** The private key in a file; messages quote nothing. */
  static PrivateKey readPrivateFile(byte[] pem) {
    try {
      return KeyFactory.getInstance("Ed25519")
          .generatePrivate(new PKCS8EncodedKeySpec(Pem.read(LABEL, pem)));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("its " + LABEL + " block holds no Ed25519 key", null);
    }
  }

  /** The public key that follows from a private one. */
  static PublicKey publicHalf(PrivateKey key) {
    byte[] encoded = Ed25519Signatures.publicHalf(key);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 17 platform has Ed25519", e);
    }
  }
}
