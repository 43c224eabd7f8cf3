package org.quietus.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes tokens under one run's key, which an HMAC-SHA-256 derives for them; not for several threads
 * at once.
 */
public final class KeyTokens {
  private static final String OF_KEYS = "keys of rows";

  private final Mac mac;
  private final SipHash hash;
  private byte[] framed = new byte[256];
  private int length;

  public KeyTokens(byte[] key) {
    try {
      this.mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
    this.hash =
        new SipHash(
            Arrays.copyOf(
                mac.doFinal(OF_KEYS.getBytes(StandardCharsets.UTF_8)), SipHash.KEY_BYTES));
  }

  /**
   * The token of the values that some columns of a table hold, as {@code DumpValues} gives them.
   */
  public KeyToken of(Relation relation, List<String> values) {
    length = 0;
    frame(relation.name());
    for (int n = 0; n < values.size(); n++) {
      frame(values.get(n));
    }
    return hash.of(framed, length);
  }

  private void frame(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int end = length + 4 + bytes.length;
    if (end + 8 > framed.length) {
      framed = Arrays.copyOf(framed, 2 * (end + 8));
    }
    for (int n = 0; n < 4; n++) {
      framed[length + n] = (byte) (bytes.length >>> (24 - 8 * n));
    }
    System.arraycopy(bytes, 0, framed, length + 4, bytes.length);
    length = end;
  }

  /** A token of texts as 64 hexadecimal digits. */
  public String hex(String... texts) {
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
