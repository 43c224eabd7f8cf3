package org.quietus.certificate.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.evidence.Digest;

/**
 * The public half of a key that signs notes, with its name, as text; C2SP signed-note.
 *
 * @param name without spaces and plus signs
 * @param typed base64 of one byte for the type of the signatures, then the bare key
 */
record VerifierKey(String name, String typed) {

  private static final int ID_BYTES = 4;
  private static final Pattern NAME = Pattern.compile("(?U)[^+\\s\\p{Cntrl}]+");
  private static final Pattern TEXT =
      Pattern.compile("([^+]+)\\+([0-9a-f]{8})\\+([A-Za-z0-9+/]+=*)\\n?");

  VerifierKey {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("the name of a key has neither spaces nor plus signs");
    }
  }

  static VerifierKey of(String name, int type, byte[] bareKey) {
    byte[] typed = new byte[1 + bareKey.length];
    typed[0] = (byte) type;
    System.arraycopy(bareKey, 0, typed, 1, bareKey.length);
    return new VerifierKey(name, Base64.getEncoder().encodeToString(typed));
  }

  /**
   * Reads {@code name+id+key}.
   *
   * @throws IllegalArgumentException if it is not one, saying why
   */
  static VerifierKey parse(String vkey) {
    Matcher parts = TEXT.matcher(vkey);
    if (!parts.matches()) {
      throw new IllegalArgumentException("a verifier key is NAME+ID+KEY, in one line");
    }
    Strict.base64(parts.group(3));
    VerifierKey key = new VerifierKey(parts.group(1), parts.group(3));
    if (!HexFormat.of().formatHex(key.id()).equals(parts.group(2))) {
      throw new IllegalArgumentException("the verifier key's id does not belong to its key");
    }
    return key;
  }

  int type() {
    return bytes()[0] & 0xff;
  }

  byte[] bareKey() {
    byte[] typed = bytes();
    return Arrays.copyOfRange(typed, 1, typed.length);
  }

  private byte[] bytes() {
    return Base64.getDecoder().decode(typed);
  }

  /** The first four bytes of the digest over name, type and key. */
  byte[] id() {
    byte[] named = (name + "\n").getBytes(StandardCharsets.UTF_8);
    byte[] typed = bytes();
    byte[] whole = Arrays.copyOf(named, named.length + typed.length);
    System.arraycopy(typed, 0, whole, named.length, typed.length);
    return Arrays.copyOf(Digest.of(whole).bytes(), ID_BYTES);
  }

  /** The key as a line of text without its end. */
  String text() {
    return name + "+" + HexFormat.of().formatHex(id()) + "+" + typed;
  }
}
