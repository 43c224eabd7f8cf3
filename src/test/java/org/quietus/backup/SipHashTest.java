package org.quietus.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SipHashTest {

  /** Of the reference implementation: the key, and the input, are bytes that count up from 0. */
  @Test
  void givesWhatTheReferenceGives() {
    byte[] counting = new byte[32];
    for (int n = 0; n < counting.length; n++) {
      counting[n] = (byte) n;
    }
    SipHash hash = new SipHash(java.util.Arrays.copyOf(counting, 16));
    Map.of(0, "a3817f04ba25a8e66df67214c7550293", 1, "da87c1d86b99af44347659119b22fc45")
        .forEach(
            (length, expected) -> {
              KeyToken token = hash.of(counting, length);
              byte[] bytes =
                  ByteBuffer.allocate(16)
                      .order(ByteOrder.LITTLE_ENDIAN)
                      .putLong(token.high())
                      .putLong(token.low())
                      .array();
              assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(expected);
            });
  }
}
