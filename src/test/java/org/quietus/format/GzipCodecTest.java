package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.quietus.backup.dump.Codecs;
import org.quietus.format.gzip.GzipCodec;

class GzipCodecTest {

  private static final Codec GZIP = new GzipCodec();
  private static final byte[] DUMP = DumpText.mariaDb(FormatContract.PEOPLE);

  @Test
  void readsWhatItWrote() throws IOException {
    assertThat(decode(gzip(DUMP))).isEqualTo(DUMP);
    assertThat(decode(gzip(new byte[0]))).isEmpty();
  }

  @Test
  void writesTheSameBytesForTheSameDump() throws IOException {
    byte[] gzip = gzip(DUMP);
    assertThat(gzip(DUMP)).isEqualTo(gzip);
    assertThat(Arrays.copyOfRange(gzip, 3, 8)).as("no flags, no time").containsOnly(0);
  }

  @Test
  void readsEveryMemberHoweverSlowlyTheyCome() throws IOException {
    byte[] large = new byte[300_000];
    new Random(1).nextBytes(large);
    byte[] members = concat(gzip(DUMP), gzip(new byte[0]), gzip(large), gzip(DUMP));
    byte[] expected = concat(DUMP, large, DUMP);
    assertThat(decode(members)).isEqualTo(expected);
    for (int most : new int[] {1, 7, 100_000}) {
      try (InputStream in = GZIP.decode(new Drip(members, new Random(2), most))) {
        assertThat(in.readAllBytes()).isEqualTo(expected);
      }
    }
  }

  @Test
  void readsHeadersWithAllOptionalFields() throws IOException {
    byte[] gzip = gzip(DUMP);
    byte[] head = {0x1f, (byte) 0x8b, 8, 0x1e, 1, 2, 3, 4, 0, 3};
    byte[] fields = {2, 0, 'e', 'x', 'n', 'a', 'm', 'e', 0, 'c', 0, 9, 9};
    byte[] all = concat(head, fields, Arrays.copyOfRange(gzip, 10, gzip.length));
    assertThat(decode(all)).isEqualTo(DUMP);
  }

  @Test
  void allowsZerosBehindTheLastMemberAndNothingElse() throws IOException {
    assertThat(decode(concat(gzip(DUMP), new byte[512]))).isEqualTo(DUMP);
    for (String rest : new String[] {"x", "\0\0x", "\u001f", "\u001fx"}) {
      assertThatThrownBy(() -> decode(concat(gzip(DUMP), DumpText.bytes(rest))))
          .isInstanceOf(Damaged.class);
    }
  }

  @Test
  void refusesWhatIsNoGzipFile() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    assertThatThrownBy(() -> decode(png)).isInstanceOf(NotADump.class);
    assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(NotADump.class);
    assertThatThrownBy(() -> decode(DUMP)).isInstanceOf(NotADump.class);
  }

  @Test
  void aFileCutAnywhereIsDamaged() throws IOException {
    byte[] gzip = concat(gzip(DUMP), gzip(DUMP));
    int boundary = gzip.length / 2;
    for (int length = 2; length < gzip.length; length++) {
      byte[] cut = Arrays.copyOf(gzip, length);
      if (length == boundary) {
        assertThat(decode(cut)).as("between two members").isEqualTo(DUMP);
      } else {
        assertThatThrownBy(() -> decode(cut)).as("cut at %d", length).isInstanceOf(Damaged.class);
      }
    }
  }

  @Test
  void aFlippedBitNeverChangesTheDumpUnseen() throws IOException {
    byte[] gzip = gzip(DUMP);
    int harmless = 0;
    for (int bit = 0; bit < gzip.length * 8; bit++) {
      byte[] flipped = gzip.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(decode(flipped)).as("bit %d", bit).isEqualTo(DUMP);
        harmless++;
      } catch (BadDump seen) {
        assertThat(seen).as("bit %d", bit).isInstanceOfAny(Damaged.class, NotADump.class);
      }
    }
    assertThat(harmless)
        .as("time, extra flags, system, text flag; no more")
        .isLessThanOrEqualTo(50);
  }

  @Test
  void choosesByTheNamesEnding() {
    assertThat(Codecs.of("nightly/2026.sql.gz")).isInstanceOf(GzipCodec.class);
    assertThat(Codecs.of("nightly/2026.sql")).isInstanceOf(PlainCodec.class);
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream gzip = GZIP.encode(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] decode(byte[] gzip) throws IOException {
    try (InputStream in = GZIP.decode(new ByteArrayInputStream(gzip))) {
      return in.readAllBytes();
    }
  }

  private static byte[] concat(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
