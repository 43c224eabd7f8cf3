package org.quietus.certificate.log;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.quietus.certificate.seal.PublicKeys;

/** How notes are signed. ML-DSA-44 is there where the Java platform has it: from Java 24 on. */
enum Algorithm {
  ED25519("Ed25519", "302a300506032b6570032100", 32, 64),
  ML_DSA_44("ML-DSA-44", "30820532300b06096086480165030403110382052100", 1312, 2420);

  private final String called;
  private final byte[] prefix;
  private final int keyBytes;
  private final int signatureBytes;

  /** {@code prefix} is what comes before the bare key in its SubjectPublicKeyInfo. */
  Algorithm(String called, String prefix, int keyBytes, int signatureBytes) {
    this.called = called;
    this.prefix = HexFormat.of().parseHex(prefix);
    this.keyBytes = keyBytes;
    this.signatureBytes = signatureBytes;
  }

  /** Bytes of a bare public key. */
  int keyBytes() {
    return keyBytes;
  }

  int signatureBytes() {
    return signatureBytes;
  }

  /** Whether this Java platform can check such signatures. */
  boolean isAvailable() {
    try {
      KeyFactory.getInstance(called);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** The bare bytes as a key; empty if they are not one. */
  Optional<PublicKey> key(byte[] bare) {
    byte[] der = Arrays.copyOf(prefix, prefix.length + keyBytes);
    System.arraycopy(bare, 0, der, prefix.length, keyBytes);
    try {
      return Optional.of(
          KeyFactory.getInstance(called).generatePublic(new X509EncodedKeySpec(der)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }

  /** The bare bytes of a key. */
  byte[] bare(PublicKey key) {
    byte[] der = key.getEncoded();
    return Arrays.copyOfRange(der, der.length - keyBytes, der.length);
  }

  boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    return signature.length == signatureBytes
        && PublicKeys.isSignedBy(called, key, message, signature);
  }

  @Override
  public String toString() {
    return called;
  }
}
