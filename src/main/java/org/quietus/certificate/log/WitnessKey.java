package org.quietus.certificate.log;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The key of a witness, who says that a log only ever grew; C2SP tlog-cosignature: Ed25519 (type 4)
 * or ML-DSA-44 (type 6).
 */
public final class WitnessKey {

  private static final int ED25519 = 4;
  private static final int ML_DSA_44 = 6;
  private static final byte[] SUBTREE = "subtree/v1\n\0".getBytes(StandardCharsets.US_ASCII);
  private static final int LONGEST = 255;

  /** How far clocks may be apart. */
  private static final Duration SKEW = Duration.ofHours(1);

  private final VerifierKey key;
  private final Algorithm algorithm;

  private WitnessKey(VerifierKey key, Algorithm algorithm) {
    this.key = key;
    this.algorithm = algorithm;
  }

  /** An Ed25519 key under a name without spaces and plus signs. */
  public static WitnessKey of(String name, PublicKey ed25519) {
    byte[] bare = Algorithm.ED25519.bare(ed25519);
    return new WitnessKey(VerifierKey.of(name, ED25519, bare), Algorithm.ED25519);
  }

  /**
   * Reads a verifier key, {@code name+id+key}.
   *
   * @throws IllegalArgumentException if it is not that of a witness, saying why
   */
  public static WitnessKey parse(String vkey) {
    VerifierKey key = VerifierKey.parse(vkey);
    Algorithm algorithm =
        switch (key.type()) {
          case ED25519 -> Algorithm.ED25519;
          case ML_DSA_44 -> Algorithm.ML_DSA_44;
          default ->
              throw new IllegalArgumentException(
                  "the verifier key is not that of a witness: its type is %d, not 4 (Ed25519) or 6"
                          .formatted(key.type())
                      + " (ML-DSA-44)");
        };
    if (key.bareKey().length != algorithm.keyBytes()
        || (algorithm.isAvailable() && algorithm.key(key.bareKey()).isEmpty())) {
      throw new IllegalArgumentException("the verifier key holds no " + algorithm + " key");
    }
    return new WitnessKey(key, algorithm);
  }

  /** The key as a line of text without its end. */
  public String vkey() {
    return key.text();
  }

  /** What it is called in its cosignatures. */
  public String name() {
    return key.name();
  }

  boolean isSameKeyAs(WitnessKey other) {
    return key.typed().equals(other.key.typed());
  }

  VerifierKey verifier() {
    return key;
  }

  /** What a witness says of a checkpoint. */
  Cosigning of(SignedNote note, Instant now) {
    List<SignedNote.Signature> claims = note.of(key);
    Cosigning best = Cosigning.MISSING;
    for (SignedNote.Signature claim : claims) {
      Cosigning found = of(claim, note.text(), now);
      if (found == Cosigning.FORGED) {
        return found;
      }
      best = best == Cosigning.GOOD ? best : found;
    }
    return best;
  }

  /** What one signature that claims this key is worth. */
  Cosigning of(SignedNote.Signature claim, String text, Instant now) {
    byte[] timed = claim.signature();
    if (timed.length != Long.BYTES + algorithm.signatureBytes()) {
      return Cosigning.FORGED;
    }
    if (!algorithm.isAvailable()) {
      return Cosigning.UNCHECKED;
    }
    long time = ByteBuffer.wrap(timed).getLong();
    byte[] signature = new byte[algorithm.signatureBytes()];
    System.arraycopy(timed, Long.BYTES, signature, 0, signature.length);
    if (time < 0
        || !algorithm.verifies(
            algorithm.key(key.bareKey()).orElseThrow(), message(text, time), signature)) {
      return Cosigning.FORGED;
    }
    if (time == 0) { // says nothing of how far the log had come
      return Cosigning.UNTIMED;
    }
    return time > now.plus(SKEW).getEpochSecond() ? Cosigning.FUTURE : Cosigning.GOOD;
  }

  /** The seconds since 1970 that a signature gives. */
  static long time(SignedNote.Signature cosignature) {
    return ByteBuffer.wrap(cosignature.signature()).getLong();
  }

  /** What a witness signs; {@code text} is that of a checkpoint. */
  byte[] message(String text, long time) {
    return algorithm == Algorithm.ED25519
        ? ("cosignature/v1\ntime " + time + "\n" + text).getBytes(StandardCharsets.UTF_8)
        : subtree(Checkpoint.read(text), time);
  }

  private byte[] subtree(Checkpoint checkpoint, long time) {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.writeBytes(SUBTREE);
    write(key.name(), message);
    message.writeBytes(number(time));
    write(checkpoint.origin(), message);
    message.writeBytes(number(0));
    message.writeBytes(number(checkpoint.size()));
    message.writeBytes(checkpoint.root().bytes());
    return message.toByteArray();
  }

  private static byte[] number(long number) {
    return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
  }

  private static void write(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > LONGEST) {
      throw new IllegalArgumentException("a name is longer than ML-DSA-44 cosignatures can say");
    }
    out.write(bytes.length);
    out.writeBytes(bytes);
  }
}
