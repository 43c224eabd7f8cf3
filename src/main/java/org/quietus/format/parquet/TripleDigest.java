package org.quietus.format.parquet;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Sha256;

/** Digests a column as it reads: each value with its levels, in order. */
final class TripleDigest {
  private final MessageDigest digest = Sha256.begin();
  private final ByteBuffer levels = ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES);

  void add(int repetition, int definition, @Nullable Object value) {
    levels.clear().putInt(repetition).putInt(definition);
    if (value instanceof Binary binary) {
      ByteBuffer bytes = binary.toByteBuffer();
      levels.putLong(bytes.remaining()).flip();
      digest.update(levels);
      digest.update(bytes);
      return;
    }
    levels.putLong(
        value instanceof Double number
            ? Double.doubleToRawLongBits(number)
            : value instanceof Float number
                ? Float.floatToRawIntBits(number)
                : value instanceof Boolean truth
                    ? (truth ? 1 : 0)
                    : value == null ? 0 : ((Number) value).longValue());
    levels.flip();
    digest.update(levels);
  }

  /** What was added since the last time. */
  byte[] next() {
    return digest.digest();
  }

  String hex() {
    return Sha256.hex(digest);
  }
}
