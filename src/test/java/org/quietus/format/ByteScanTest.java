package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is found eight bytes at a time is what is found one by one. */
class ByteScanTest {
  private static final byte[] TELLING = {
    0, 1, 0x1f, ' ', '!', '"', '#', '[', '\\', ']', 0x7f, -128, -1
  };
  private final Random random = new Random(14);

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(40)];
    for (int n = 0; n < bytes.length; n++) {
      bytes[n] = random.nextInt(6) == 0 ? TELLING[random.nextInt(TELLING.length)] : (byte) 'a';
    }
    return bytes;
  }

  @Test
  void theFirstOfTwoBytesIsFound() {
    for (int n = 0; n < 20_000; n++) {
      byte[] bytes = bytes();
      int from = random.nextInt(bytes.length + 1);
      byte one = TELLING[random.nextInt(TELLING.length)];
      byte other = TELLING[random.nextInt(TELLING.length)];
      int first = from;
      while (first < bytes.length && bytes[first] != one && bytes[first] != other) {
        first++;
      }
      assertThat(ByteScan.either(bytes, from, bytes.length, one, other)).isEqualTo(first);
    }
  }

  @Test
  void whatDoesNotStandForItselfIsFound() {
    for (int n = 0; n < 20_000; n++) {
      byte[] bytes = bytes();
      int from = random.nextInt(bytes.length + 1);
      int first = from;
      while (first < bytes.length
          && bytes[first] >= ' '
          && bytes[first] != '"'
          && bytes[first] != '\\') {
        first++;
      }
      assertThat(ByteScan.notPlain(bytes, from, bytes.length)).isEqualTo(first);
    }
  }
}
