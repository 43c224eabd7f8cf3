package org.quietus.format.parquet;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Sha256;

/** Digests a column as it reads: each value with its levels, in order. */
final class TripleDigest {
  private static final int PENDING = 8192;
  private static final int LEVELS = 2 * Integer.BYTES + Long.BYTES;

  private final MessageDigest digest = Sha256.begin();
  private final ByteBuffer pending = ByteBuffer.allocate(PENDING);

  void add(int repetition, int definition, @Nullable Object value) {
    if (value instanceof Binary binary) {
      ByteBuffer bytes = binary.toByteBuffer();
      levels(repetition, definition, bytes.remaining());
      if (bytes.remaining() > pending.remaining()) {
        pass();
      }
      if (bytes.remaining() > pending.remaining()) {
        digest.update(bytes);
      } else {
        pending.put(bytes);
      }
      return;
    }
    levels(
        repetition,
        definition,
        value instanceof Double number
            ? Double.doubleToRawLongBits(number)
            : value instanceof Float number
                ? Float.floatToRawIntBits(number)
                : value instanceof Boolean truth
                    ? (truth ? 1 : 0)
                    : value == null ? 0 : ((Number) value).longValue());
  }

  private void levels(int repetition, int definition, long value) {
    if (pending.remaining() < LEVELS) {
      pass();
    }
    pending.putInt(repetition).putInt(definition).putLong(value);
  }

  private void pass() {
    digest.update(pending.flip());
    pending.clear();
  }

  /** What was added since the last time. */
  byte[] next() {
    pass();
    return digest.digest();
  }

  String hex() {
    pass();
    return Sha256.hex(digest);
  }
}
