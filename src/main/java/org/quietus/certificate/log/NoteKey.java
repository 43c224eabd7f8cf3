package org.quietus.certificate.log;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import org.quietus.certificate.seal.PublicKeys;

/**
 * An Ed25519 key that signs notes, and its name; C2SP signed-note, type 1.
 *
 * @param name without spaces and plus signs
 */
public record NoteKey(String name, PublicKey key) {

  private static final int TYPE = 1;

  /**
   * Reads a verifier key, {@code name+id+key}.
   *
   * @throws IllegalArgumentException if it is not one of Ed25519, saying why
   */
  public static NoteKey parse(String vkey) {
    VerifierKey key = VerifierKey.parse(vkey);
    byte[] bare = key.bareKey();
    if (bare.length != Algorithm.ED25519.keyBytes() || key.type() != TYPE) {
      throw new IllegalArgumentException("the verifier key is not an Ed25519 key of type 1");
    }
    return new NoteKey(
        key.name(),
        Algorithm.ED25519
            .key(bare)
            .orElseThrow(
                () -> new IllegalArgumentException("the verifier key holds no Ed25519 key")));
  }

  VerifierKey verifier() {
    return VerifierKey.of(name, TYPE, Algorithm.ED25519.bare(key));
  }

  /** The key as a line of text without its end. */
  public String vkey() {
    return verifier().text();
  }

  boolean signed(String text, byte[] signature) {
    return PublicKeys.isSignedBy(key, text.getBytes(StandardCharsets.UTF_8), signature);
  }
}
