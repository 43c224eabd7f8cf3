package org.quietus.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Makes tokens under one run's key, which an HMAC-SHA-256 derives for them; not for several threads
 * at once but for {@link #hex}.
 */
public final class KeyTokens {
  /** So many digits are a long, whatever they are. */
  private static final int SURELY_LONG = 18;

  private static final String OF_KEYS = "keys of rows";

  private final SecretKeySpec key;
  private final Mac mac;
  private final SipHash hash;
  private byte[] framed = new byte[256];
  private @Nullable Relation relation;
  private int relationEnd;
  private int length;

  public KeyTokens(byte[] key) {
    this(new SecretKeySpec(key, "HmacSHA256"));
  }

  private KeyTokens(SecretKeySpec key) {
    this.key = key;
    try {
      this.mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
    this.hash =
        new SipHash(
            Arrays.copyOf(
                mac.doFinal(OF_KEYS.getBytes(StandardCharsets.UTF_8)), SipHash.KEY_BYTES));
  }

  /** The same for another thread. */
  public KeyTokens copy() {
    return new KeyTokens(key);
  }

  /**
   * The token of the values that some columns of a table hold, as {@code DumpValues} gives them.
   */
  public KeyToken of(Relation relation, List<String> values) {
    begin(relation);
    for (int n = 0; n < values.size(); n++) {
      frame(values.get(n));
    }
    return hash.of(framed, length);
  }

  /**
   * The token of an integer whose digits stand between two positions, which is that of the same
   * value in {@link #of}; null where it is spelled in another way.
   */
  public @Nullable KeyToken ofInteger(Relation relation, byte[] bytes, int from, int to) {
    if (!isInteger(bytes, from, to)) {
      return null;
    }
    begin(relation);
    frame(bytes, from, to);
    return hash.of(framed, length);
  }

  /** The name of a relation stays at the beginning for the next token. */
  private void begin(Relation of) {
    if (of == relation) {
      length = relationEnd;
      return;
    }
    length = 0;
    frame(of.name());
    relation = of;
    relationEnd = length;
  }

  private static boolean isInteger(byte[] bytes, int from, int to) {
    int count = to - from;
    if (count < 1 || count > SURELY_LONG || (bytes[from] == '0' && count > 1)) {
      return false;
    }
    for (int n = from; n < to; n++) {
      if (bytes[n] < '0' || bytes[n] > '9') {
        return false;
      }
    }
    return true;
  }

  private void frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    frame(bytes, 0, bytes.length);
  }

  private void frame(byte[] bytes, int from, int to) {
    int count = to - from;
    int end = length + 4 + count;
    if (end + 8 > framed.length) {
      framed = Arrays.copyOf(framed, 2 * (end + 8));
    }
    for (int n = 0; n < 4; n++) {
      framed[length + n] = (byte) (count >>> (24 - 8 * n));
    }
    System.arraycopy(bytes, from, framed, length + 4, count);
    length = end;
  }

  /** A token of texts as 64 hexadecimal digits. */
  public synchronized String hex(String... texts) {
    for (String text : texts) {
      update(text);
    }
    return HexFormat.of().formatHex(mac.doFinal());
  }

  /** Framed by its length, so that no two lists of texts read the same. */
  private void update(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mac.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    mac.update(bytes);
  }
}
