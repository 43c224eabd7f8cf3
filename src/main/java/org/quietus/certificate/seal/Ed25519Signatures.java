package org.quietus.certificate.seal;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Checks Ed25519 signatures (RFC 8032 §5.1.7), which an audit does twice for each certificate:
 * Bouncy Castle's arithmetic takes a tenth of the time of the JDK's, and with the multiples of a
 * key that signed many of them a third of that.
 */
final class Ed25519Signatures {

  /** What stands before the key's own bytes in its encoding, RFC 8410; of no other kind of key. */
  private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");

  /** Few keys sign all certificates; one that is not of the full order is no key. */
  private static final FoundBefore<Optional<Key>> KEYS = new FoundBefore<>();

  /** As many signatures as it takes to make the multiples. */
  private static final int MANY = 1_000;

  /** Each takes half a megabyte. */
  private static final int MOST_MULTIPLES = 8;

  private static final AtomicInteger MULTIPLES = new AtomicInteger();

  private static final int HALF = Ed25519.SIGNATURE_SIZE / 2;

  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private Ed25519Signatures() {}

  /** A key that is one, with what is known of it. */
  private static final class Key {
    private final byte[] bare;
    private final Ed25519.PublicPoint point;
    private final AtomicInteger checks = new AtomicInteger();
    private volatile Optional<PointMultiples> negated = Optional.empty();

    Key(byte[] bare, Ed25519.PublicPoint point) {
      this.bare = bare;
      this.point = point;
    }

    /**
     * Bouncy Castle takes every other R that has a point of small order added to it, which no other
     * reader does: R, too, has to be of full order.
     */
    boolean signed(byte[] message, byte[] signature) {
      if (checks.incrementAndGet() == MANY && MULTIPLES.getAndIncrement() < MOST_MULTIPLES) {
        negated = PointMultiples.of(bare, true);
      }
      return negated
          .map(multiples -> verifies(bare, multiples, message, signature))
          .orElseGet(
              () ->
                  Ed25519.verify(signature, 0, point, message, 0, message.length)
                      && Ed25519.validatePublicKeyFull(signature, 0));
    }
  }

  /** Whether a signature is that of a message by an Ed25519 key. */
  static boolean verifies(PublicKey key, byte[] message, byte[] signature) {
    byte[] encoded = key.getEncoded();
    if (signature.length != Ed25519.SIGNATURE_SIZE
        || encoded.length != SPKI.length + Ed25519.PUBLIC_KEY_SIZE
        || !Arrays.equals(encoded, 0, SPKI.length, SPKI, 0, SPKI.length)) {
      return false;
    }
    byte[] bare = Arrays.copyOfRange(encoded, SPKI.length, encoded.length);
    return KEYS.orElse(
            () ->
                Optional.ofNullable(Ed25519.validatePublicKeyFullExport(bare, 0))
                    .map(point -> new Key(bare, point)),
            bare)
        .filter(known -> known.signed(message, signature))
        .isPresent();
  }

  /**
   * The same with the multiples of the negative of a key of full order: R has to be the encoding of
   * SB - kA, byte for byte.
   */
  static boolean verifies(byte[] key, PointMultiples negated, byte[] message, byte[] signature) {
    byte[] s = Arrays.copyOfRange(signature, HALF, signature.length);
    if (number(s).compareTo(ORDER) >= 0) {
      return false;
    }
    MessageDigest sha512 = sha512();
    sha512.update(signature, 0, HALF);
    sha512.update(key);
    byte[] k = bytes(number(sha512.digest(message)).mod(ORDER));
    byte[] r = PointMultiples.sum(PointMultiples.ofBase(), s, negated, k);
    return Arrays.equals(r, 0, HALF, signature, 0, HALF);
  }

  private static MessageDigest sha512() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java 17 platform has SHA-512", e);
    }
  }

  private static BigInteger number(byte[] leastFirst) {
    byte[] reversed = new byte[leastFirst.length];
    for (int i = 0; i < reversed.length; i++) {
      reversed[i] = leastFirst[reversed.length - 1 - i];
    }
    return new BigInteger(1, reversed);
  }

  private static byte[] bytes(BigInteger number) {
    byte[] big = number.toByteArray();
    byte[] leastFirst = new byte[HALF];
    for (int i = 0; i < Math.min(big.length, HALF); i++) {
      leastFirst[i] = big[big.length - 1 - i];
    }
    return leastFirst;
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
