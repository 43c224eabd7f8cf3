package org.quietus.certificate.seal;

import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Checks Ed25519 signatures (RFC 8032 §5.1.7), which an audit does twice for each certificate:
 * Bouncy Castle's arithmetic takes a tenth of the time of the JDK's.
 */
final class Ed25519Signatures {

  /** What stands before the key's own bytes in its encoding, RFC 8410; of no other kind of key. */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  /** Few keys sign all certificates; one that is not of the full order is no key. */
  private static final FoundBefore<Optional<Ed25519.PublicPoint>> POINTS = new FoundBefore<>();

  private Ed25519Signatures() {}

  /** Whether a signature is that of a message by an Ed25519 key. */
  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    byte[] encoded = key.getEncoded();
    if (signature.length != Ed25519.SIGNATURE_SIZE
        || encoded.length != SPKI.length + Ed25519.PUBLIC_KEY_SIZE
        || !Arrays.equals(encoded, 0, SPKI.length, SPKI, 0, SPKI.length)) {
      return false;
    }
    byte[] bare = Arrays.copyOfRange(encoded, SPKI.length, encoded.length);
    return POINTS
        .orElse(() -> Optional.ofNullable(Ed25519.validatePublicKeyFullExport(bare, 0)), bare)
        .filter(point -> Ed25519.verify(signature, 0, point, message, 0, message.length))
        .isPresent();
  }

  /** The signature of a message, 64 bytes. */
  static byte[] sign(PrivateKey key, byte[] message) {
    byte[] seed = seed(key);
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** The encoding of the public key that follows from a private one. */
  static byte[] publicHalf(PrivateKey key) {
    byte[] encoded = Arrays.copyOf(SPKI, SPKI.length + Ed25519.PUBLIC_KEY_SIZE);
    Ed25519.generatePublicKey(seed(key), 0, encoded, SPKI.length);
    return encoded;
  }

  private static byte[] seed(PrivateKey key) {
    return ((EdECPrivateKey) key)
        .getBytes()
        .filter(bytes -> bytes.length == Ed25519.SECRET_KEY_SIZE)
        .orElseThrow(() -> new IllegalArgumentException("it holds no Ed25519 key"));
  }
}
