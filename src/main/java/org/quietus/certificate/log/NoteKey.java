package org.quietus.certificate.log;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.Digest;

/**
 * An Ed25519 key that signs notes, and its name; C2SP signed-note, type 1.
 *
 * @param name without spaces and plus signs
 */
public record NoteKey(String name, PublicKey key) {

  private static final byte TYPE = 1;
  private static final int ID_BYTES = 4;
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int KEY_BYTES = 32;
  private static final Pattern VKEY =
      Pattern.compile("([^+\\s]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]+=*)\\n?");

  /**
   * Reads a verifier key, {@code name+id+key}.
   *
   * @throws IllegalArgumentException if it is not one of Ed25519, saying why
   */
  public static NoteKey parse(String vkey) {
    Matcher parts = VKEY.matcher(vkey);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a verifier key is NAME+ID+KEY, in one line");
    }
    byte[] typed = Strict.base64(parts.group(3));
    if (typed.length != KEY_BYTES + 1 || typed[0] != TYPE) {
      throw new IllegalArgumentException("the verifier key is not an Ed25519 key of type 1");
    }
    NoteKey key = new NoteKey(parts.group(1), publicKey(typed));
    if (!HexFormat.of().formatHex(key.id()).equals(parts.group(2))) {
      throw new IllegalArgumentException("the verifier key's id does not belong to its key");
    }
    return key;
  }

  private static PublicKey publicKey(byte[] typed) {
    byte[] der = Arrays.copyOf(PREFIX, PREFIX.length + KEY_BYTES);
    System.arraycopy(typed, 1, der, PREFIX.length, KEY_BYTES);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("the verifier key holds no Ed25519 key", null);
    }
  }

  /** The first four bytes of the digest over name, type and key. */
  byte[] id() {
    byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] whole = Arrays.copyOf(named, named.length + 1 + KEY_BYTES);
    System.arraycopy(typed(), 0, whole, named.length, 1 + KEY_BYTES);
    return Arrays.copyOf(Digest.of(whole).bytes(), ID_BYTES);
  }

  private byte[] typed() {
    byte[] der = key.getEncoded();
    byte[] typed = new byte[1 + KEY_BYTES];
    typed[0] = TYPE;
    System.arraycopy(der, der.length - KEY_BYTES, typed, 1, KEY_BYTES);
    return typed;
  }

  /** The key as a line of text without its end. */
  public String vkey() {
    return name
        + "+"
        + HexFormat.of().formatHex(id())
        + "+"
        + Base64.getEncoder().encodeToString(typed());
  }

  boolean signed(String text, byte[] signature) {
    return PublicKeys.isSignedBy(key, text.getBytes(StandardCharsets.UTF_8), signature);
  }
}
