package org.quietus.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.backup.dump.Codecs;
import org.quietus.format.zstd.ZstdCodec;
import org.quietus.testing.ZstdTool;

class ZstdCodecTest {
  private static final Codec ZSTD = new ZstdCodec();
  private static final byte[] DUMP = DumpText.mariaDb(FormatContract.PEOPLE);

  @Test
  void readsWhatItWrote() throws IOException {
    for (int size : new int[] {0, 1, 1 << 16, (1 << 17) - 1, 1 << 17, (1 << 17) + 1, 1 << 19}) {
      byte[] content = random(size);
      assertThat(decode(zstd(content))).as("%d bytes", size).isEqualTo(content);
      assertThat(decode(zstd(new byte[size]))).as("%d zeros", size).isEqualTo(new byte[size]);
    }
    assertThat(decode(zstd(DUMP))).isEqualTo(DUMP);
  }

  @Test
  void writesTheSameBytesForTheSameDump() throws IOException {
    assertThat(zstd(DUMP)).isEqualTo(zstd(DUMP));
  }

  @Test
  void readsEveryFrameHoweverSlowlyTheyCome() throws IOException {
    byte[] large = random(300_000);
    byte[] skipped = {0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'};
    byte[] frames =
        concat(skipped, zstd(DUMP), zstd(new byte[0]), skipped, zstd(large), zstd(DUMP), skipped);
    byte[] expected = concat(DUMP, large, DUMP);
    assertThat(decode(frames)).isEqualTo(expected);
    for (int most : new int[] {1, 7, 100_000}) {
      try (InputStream in = ZSTD.decode(new Drip(frames, new Random(2), most))) {
        assertThat(in.readAllBytes()).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesWhatIsNoZstdFile() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    assertThatThrownBy(() -> decode(png)).isInstanceOf(NotADump.class);
    assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(NotADump.class);
    assertThatThrownBy(() -> decode(DUMP)).isInstanceOf(NotADump.class);
  }

  @Test
  void allowsNothingElseBehindTheLastFrame() throws IOException {
    for (String rest : new String[] {"x", "\0\0\0\0", "something else"}) {
      assertThatThrownBy(() -> decode(concat(zstd(DUMP), DumpText.bytes(rest))))
          .as(rest)
          .isInstanceOf(Damaged.class);
    }
  }

  @Test
  void aFileCutAnywhereIsDamaged() throws IOException {
    byte[] zstd = concat(zstd(DUMP), zstd(DUMP));
    int boundary = zstd.length / 2;
    for (int length = 4; length < zstd.length; length++) {
      byte[] cut = Arrays.copyOf(zstd, length);
      if (length == boundary) {
        assertThat(decode(cut)).as("between two frames").isEqualTo(DUMP);
      } else {
        assertThatThrownBy(() -> decode(cut)).as("cut at %d", length).isInstanceOf(Damaged.class);
      }
    }
  }

  @Test
  void aFlippedBitNeverChangesTheDumpUnseen() throws IOException {
    byte[] zstd = zstd(DUMP);
    int harmless = 0;
    for (int bit = 0; bit < zstd.length * 8; bit++) {
      byte[] flipped = zstd.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(decode(flipped)).as("bit %d", bit).isEqualTo(DUMP);
        harmless++;
      } catch (BadDump seen) {
        assertThat(seen).as("bit %d", bit).hasMessageContaining("zstd");
      }
    }
    assertThat(harmless).as("the size of the window, unused bits; no more").isLessThan(32);
  }

  @Test
  void readsWhateverTheRealToolWritesAndIsReadByIt() throws IOException {
    ZstdTool.required();
    byte[] large = concat(random(1 << 18), new byte[1 << 20], random(1 << 18), DUMP);
    for (List<String> options :
        List.of(
            List.<String>of(),
            List.of("-1", "--no-check"),
            List.of("--ultra", "-22"),
            List.of("-T2", "-B524288", "--rsyncable"),
            List.of("--long=27"))) {
      byte[] written = ZstdTool.compressed(large, options.toArray(String[]::new));
      assertThat(decode(written)).as("%s", options).isEqualTo(large);
      assertThat(decode(concat(written, written))).as("%s", options).hasSize(2 * large.length);
    }
    assertThat(ZstdTool.decompressed(zstd(large))).isEqualTo(large);
    assertThat(ZstdTool.decompressed(zstd(new byte[0]))).isEmpty();
  }

  @Test
  void refusesAWindowThatTheRealToolRefusesToo() {
    ZstdTool.required();
    byte[] wide = ZstdTool.compressed(random(5_000), "--long=28");
    assertThat(ZstdTool.run(wide, "-d").exitCode()).as("the real tool").isNotZero();
    assertThatThrownBy(() -> decode(wide))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("window of more than 128 MiB");
    byte[] claims = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) 0xf8, 1, 0, 0};
    assertThatThrownBy(() -> decode(claims)).isInstanceOf(UnsupportedDump.class);
    byte[] one = {
      0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0, 0, 0, 0, 16, 1, 0, 0
    };
    assertThatThrownBy(() -> decode(one))
        .as("one segment of an exbibyte")
        .isInstanceOf(UnsupportedDump.class);
  }

  /** Windows are outside the heap, so that nothing else bounds them. */
  @Test
  void aFrameWithAWideWindowIsReadByWhoHasNobodyBeside() throws IOException {
    byte[] large = concat(random(1 << 18), new byte[20 << 20], random(1 << 18));
    byte[] usual = zstd(large);
    List<byte[]> wide =
        List.of(
            frames(large, 27),
            frames(large, 24),
            oneSegment(large),
            concat(usual, frames(large, 25)));
    List<byte[]> narrow = List.of(usual, frames(large, 23), zstd(new byte[0]), oneSegment(DUMP));
    for (byte[] frame : wide) {
      assertThat(decode(frame).length % large.length).as("by itself").isZero();
    }
    new Share(1 << 20, new Share.Room(0))
        .within(
            () -> {
              for (byte[] frame : wide) {
                assertThatThrownBy(() -> decode(frame)).isInstanceOf(OutOfShare.class);
                assertThatThrownBy(() -> dripped(frame)).isInstanceOf(OutOfShare.class);
              }
              for (byte[] frame : narrow) {
                assertThatCode(() -> decode(frame)).doesNotThrowAnyException();
                assertThatCode(() -> dripped(frame)).doesNotThrowAnyException();
              }
            });
  }

  private static byte[] dripped(byte[] zstd) throws IOException {
    try (InputStream in = ZSTD.decode(new Drip(zstd, new Random(2), 3))) {
      return in.readAllBytes();
    }
  }

  /** One that says how long it is, as of a file whose length was known. */
  private static byte[] oneSegment(byte[] plain) {
    return Zstd.compress(plain, 20);
  }

  private static byte[] frames(byte[] plain, int window) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZstdOutputStreamNoFinalizer zstd = new ZstdOutputStreamNoFinalizer(out)) {
      zstd.setLong(window);
      zstd.write(plain);
    }
    return out.toByteArray();
  }

  @Test
  void refusesADictionaryByName(@TempDir Path directory) throws IOException {
    ZstdTool.required();
    Path dictionary = Files.write(directory.resolve("d"), random(4_000));
    byte[] raw = ZstdTool.compressed(Files.readAllBytes(dictionary), "-D", dictionary.toString());
    assertThatThrownBy(() -> decode(raw)).as("a raw dictionary").isInstanceOf(Damaged.class);
    byte[] named = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0x21, 7, 1, 9, 0, 0, 'x'};
    assertThatThrownBy(() -> decode(named))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("needs a dictionary");
  }

  @Test
  void readsMoreThanTheMemoryHolds() throws IOException {
    byte[] member = zstd(new byte[64 << 20]);
    assertThat(member.length).isLessThan(10_000);
    long length = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in =
        ZSTD.decode(
            new SequenceInputStream(
                Collections.enumeration(
                    Collections.nCopies(40, member).stream()
                        .map(ByteArrayInputStream::new)
                        .toList())))) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        length += count;
      }
    }
    assertThat(length).isEqualTo(40L * (64 << 20)).isGreaterThan(Runtime.getRuntime().maxMemory());
  }

  @Test
  void saysHowToMendItWhereTheLibraryCannotBeLoaded(@TempDir Path directory) throws Exception {
    Path main =
        Files.writeString(
            directory.resolve("Main.java"),
            """
            class Main {
              public static void main(String[] none) throws Exception {
                for (int n = 0; n < 2; n++) {
                  try {
                    new org.quietus.format.zstd.ZstdCodec()
                        .decode(new java.io.ByteArrayInputStream(new byte[] {1}));
                  } catch (org.quietus.format.UnsupportedDump e) {
                    System.out.println(e.getMessage());
                  }
                }
              }
            }
            """);
    Process java =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-DZstdTempFolder=" + directory.resolve("missing"),
                "-cp",
                System.getProperty("java.class.path"),
                main.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(new String(java.getInputStream().readAllBytes(), UTF_8).lines())
        .hasSize(2)
        .allMatch(line -> line.contains("zstd is not available") && line.contains("noexec"));
  }

  @Test
  void choosesByTheNamesEnding() {
    assertThat(Codecs.of("nightly/2026.sql.zst")).isInstanceOf(ZstdCodec.class);
    assertThat(Codecs.of("nightly/2026.zst.sql")).isInstanceOf(PlainCodec.class);
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] zstd(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream zstd = ZSTD.encode(out)) {
      zstd.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] decode(byte[] zstd) throws IOException {
    try (InputStream in = ZSTD.decode(new ByteArrayInputStream(zstd))) {
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
