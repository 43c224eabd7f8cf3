package org.quietus.backup;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.dump.DumpValues;

/** Makes tokens with HMAC-SHA-256 under one run's key; not for several threads at once. */
public final class KeyTokens {
  private static final int REMEMBERED = 1 << 12;

  private final Mac mac;
  private final @Nullable Made[] last = new Made[REMEMBERED];

  private record Made(Relation relation, List<String> values, KeyToken token) {
    boolean isOf(Relation other, List<String> others) {
      return values.equals(others) && relation.equals(other);
    }
  }

  public KeyTokens(byte[] key) {
    try {
      this.mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HMAC-SHA-256", e);
    }
  }

  /**
   * The token of the values that some columns of a table hold, as {@link DumpValues#canonical}.
   * Keys come again, in other tables and in the next reading, so the last ones are remembered.
   */
  public KeyToken of(Relation relation, List<String> values) {
    int place = (31 * relation.hashCode() + values.hashCode()) & (REMEMBERED - 1);
    @Nullable Made there = last[place];
    if (there == null || !there.isOf(relation, values)) {
      there = new Made(relation, values, make(relation, values));
      last[place] = there;
    }
    return there.token();
  }

  private KeyToken make(Relation relation, List<String> values) {
    update(relation.name());
    values.forEach(this::update);
    ByteBuffer digest = ByteBuffer.wrap(mac.doFinal());
    return new KeyToken(digest.getLong(), digest.getLong());
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
