package org.quietus.certificate.seal;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/** Ed25519 private keys as PKCS#8 PEM files, RFC 8410, perhaps encrypted. */
final class Ed25519Keys {

  private static final String LABEL = "PRIVATE KEY";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  private Ed25519Keys() {}

  /** The file of a new key, encrypted if there is a passphrase. */
  static byte[] newPrivateFile(Passphrase passphrase) {
    byte[] key;
    try {
      key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate().getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java 17 platform has Ed25519", e);
    }
    return passphrase.isNone()
        ? Pem.write(LABEL, key)
        : Pem.write(ENCRYPTED, EncryptedKey.encrypt(key, passphrase));
  }

  /** The private key in a file; messages quote nothing. */
  static PrivateKey readPrivateFile(byte[] pem, Passphrase passphrase) {
    boolean encrypted = Pem.isOf(ENCRYPTED, pem);
    if (encrypted == passphrase.isNone()) {
      throw new IllegalArgumentException(
          encrypted
              ? "it is encrypted; name its passphrase in the job file, under 'evidence: passphrase'"
                  + " or 'passphrase-file'"
              : "it is not encrypted, and the job file names a passphrase; encrypt it with 'openssl"
                  + " pkcs8 -topk8 -v2 aes-256-cbc'",
          null);
    }
    byte[] key =
        encrypted
            ? EncryptedKey.decrypt(Pem.read(ENCRYPTED, pem), passphrase)
            : Pem.read(LABEL, pem);
    try {
      return KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(key));
    } catch (GeneralSecurityException e) {
      throw encrypted
          ? EncryptedKey.wrongPassphrase()
          : new IllegalArgumentException("its " + LABEL + " block holds no Ed25519 key", null);
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
