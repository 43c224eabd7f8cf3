package org.quietus.certificate.seal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

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
    try {
      byte[] seed = ((EdECPrivateKey) key).getBytes().orElseThrow();
      KeyPairGenerator again = KeyPairGenerator.getInstance("Ed25519");
      again.initialize(NamedParameterSpec.ED25519, new Fixed(seed));
      return again.generateKeyPair().getPublic();
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("it holds no Ed25519 key", null);
    }
  }

  /**
   * The JDK derives the public key from the private one only while it generates a pair; so it is
   * given the private key's own bytes to generate from. The pair is tried before it is used.
   */
  private static final class Fixed extends SecureRandom {
    private static final long serialVersionUID = 1;
    private final transient byte[] seed;

    Fixed(byte[] seed) {
      this.seed = seed.clone();
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(seed, 0, bytes, 0, bytes.length);
    }
  }
}
