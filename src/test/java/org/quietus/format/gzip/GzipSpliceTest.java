package org.quietus.format.gzip;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.quietus.format.BadDump;
import org.quietus.format.Copying;
import org.quietus.format.Recoding;
import org.quietus.testing.Seeds;

class GzipSpliceTest {

  /** Text that compresses, with places that do not. */
  private static byte[] content(Random random, int length) {
    byte[] content = new byte[length];
    int at = 0;
    while (at < length) {
      int some = Math.min(length - at, 1 + random.nextInt(20_000));
      int kind = random.nextInt(5);
      for (int n = at; n < at + some; n++) {
        content[n] =
            (byte)
                switch (kind) {
                  case 0 -> random.nextInt();
                  case 1 -> 'a';
                  case 2 -> n > 40_000 ? content[n - 1 - random.nextInt(32_700)] : n;
                  default -> "abcdefgh ,;'(".charAt(random.nextInt(13));
                };
      }
      at += some;
    }
    return content;
  }

  /** Members of any level and strategy, some with flushes in them. */
  private static byte[] gzip(Random random, byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = 0;
    do {
      int some =
          random.nextBoolean() ? content.length - at : random.nextInt(content.length - at + 1);
      member(random, Arrays.copyOfRange(content, at, at + some), out);
      at += some;
    } while (at < content.length);
    return out.toByteArray();
  }

  private static void member(Random random, byte[] content, ByteArrayOutputStream out)
      throws IOException {
    out.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 3});
    Deflater deflater = new Deflater(random.nextInt(10), true);
    deflater.setStrategy(
        random.nextInt(4) == 0 ? Deflater.HUFFMAN_ONLY : Deflater.DEFAULT_STRATEGY);
    DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater, 1 << 16, true);
    int at = 0;
    while (at < content.length) {
      int some = Math.min(content.length - at, 1 + random.nextInt(300_000));
      deflated.write(content, at, some);
      at += some;
      if (random.nextBoolean()) {
        deflated.flush();
      }
    }
    deflated.finish();
    CRC32 checksum = new CRC32();
    checksum.update(content);
    for (long word : new long[] {checksum.getValue(), content.length}) {
      for (int n = 0; n < 32; n += 8) {
        out.write((int) (word >>> n));
      }
    }
    deflater.end();
  }

  private static byte[] expanded(byte[] gzip) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  /** Copies, with about that many changes, and gives what should come out to {@code expected}. */
  private static byte[] changed(
      Random random, byte[] gzip, int changes, int length, ByteArrayOutputStream expected)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Recoding recoding = new GzipCodec().recode(new ByteArrayInputStream(gzip), out)) {
      Copying copy = recoding.copy();
      byte[] buffer = new byte[70_000];
      int count;
      while ((count = recoding.content().read(buffer, 0, 1 + random.nextInt(buffer.length))) > 0) {
        int at = 0;
        while (at < count) {
          int some =
              random.nextInt(length + 1) < (long) changes * (count - at)
                  ? random.nextInt(Math.min(2_000, count - at) + 1)
                  : count - at;
          switch (some == count - at ? 3 : random.nextInt(4)) {
            case 0 -> copy.goes(buffer, at, at + some);
            case 1 -> {
              byte[] fresh = new byte[random.nextInt(300)];
              random.nextBytes(fresh);
              copy.goes(buffer, at, at + some);
              copy.comes(fresh, 0, fresh.length);
              expected.writeBytes(fresh);
            }
            case 2 -> { // gone and come again
              copy.goes(buffer, at, at + some);
              copy.comes(buffer, at, at + some / 2);
              expected.write(buffer, at, some / 2);
            }
            default -> {
              copy.stays(buffer, at, at + some);
              expected.write(buffer, at, some);
            }
          }
          at += some;
        }
      }
      recoding.finish();
    }
    return out.toByteArray();
  }

  @Test
  void holdsWhatStaysAndWhatIsNewWhateverItWasCompressedWith() throws Exception {
    for (long seed : Seeds.few(60).toArray()) {
      Random random = new Random(seed);
      byte[] content =
          content(random, 1 + random.nextInt(random.nextInt(4) == 0 ? 2_000_000 : 200_000));
      byte[] gzip = gzip(random, content);
      assertThat(expanded(gzip)).as("seed %d", seed).isEqualTo(content);
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      byte[] changed = changed(random, gzip, random.nextInt(20), content.length, expected);
      assertThat(expanded(changed)).as("seed %d", seed).isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void holdsLittleHoweverMuchGoesOrIsReplaced() throws Exception {
    byte[] content = new byte[8_000_000];
    new Random(5).nextBytes(content);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    member(new Random(4), content, gzip);
    for (boolean replaced : new boolean[] {false, true}) {
      InputStream compressed = new ByteArrayInputStream(gzip.toByteArray());
      try (GzipSplice splice = new GzipSplice(compressed, OutputStream.nullOutputStream())) {
        byte[] buffer = new byte[1 << 16];
        int count;
        while ((count = splice.content().read(buffer)) > 0) {
          splice.copy().goes(buffer, 0, count);
          if (replaced) {
            splice.copy().comes(buffer, 1, count);
          }
        }
        splice.finish();
        assertThat(splice.held()).isLessThan(4_000_000);
      }
    }
  }

  @Test
  void leavesWhatIsFarFromAChangeAsItWasCompressed() throws Exception {
    Random random = new Random(3);
    byte[] content = content(random, 3_000_000);
    ByteArrayOutputStream fast = new ByteArrayOutputStream();
    member(new Random(4), content, fast);
    byte[] gzip = fast.toByteArray();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Recoding recoding = new GzipCodec().recode(new ByteArrayInputStream(gzip), out)) {
      byte[] all = recoding.content().readAllBytes();
      recoding.copy().stays(all, 0, 1_500_000);
      recoding.copy().goes(all, 1_500_000, 1_500_100);
      recoding.copy().stays(all, 1_500_100, all.length);
      recoding.finish();
    }
    byte[] changed = out.toByteArray();
    int same = Arrays.mismatch(gzip, 10, gzip.length, changed, 10, changed.length);
    assertThat(same).isGreaterThan(gzip.length / 3);
    assertThat(changed.length).isBetween(gzip.length - 40_000, gzip.length + 40_000);
  }

  @Test
  void neverTakesADamagedFileForAGoodOne() throws Exception {
    Random random = new Random(5);
    byte[] content = content(random, 60_000);
    byte[] good = gzip(new Random(8), content);
    for (int n = 0; n < 600; n++) {
      byte[] bad = n % 3 == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
      if (n % 3 != 0) {
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
      }
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      try {
        changed(random, bad, 0, content.length, expected);
        assertThat(expected.toByteArray()).as("%d", n).isEqualTo(content); // in its header
      } catch (BadDump e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
