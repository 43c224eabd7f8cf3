package org.quietus.subject;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * 256 bits of a keyed digest over an identifier: the same for the same one, and says nothing else.
 */
public record Token(long a, long b, long c, long d) {
  /** How many bytes it has. */
  public static final int BYTES = 32;

  /** The token with these bytes. */
  public static Token of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new Token(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /** Reads what {@link #hex} wrote. */
  public static Token ofHex(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException("a token has " + 2 * BYTES + " hexadecimal digits");
    }
    return of(bytes);
  }

  /** Its bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(BYTES).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** 64 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
