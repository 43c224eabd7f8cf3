package org.quietus.backup.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.quietus.format.Codec;
import org.quietus.format.PlainCodec;
import org.quietus.format.UnsupportedDump;
import org.quietus.format.gzip.GzipCodec;
import org.quietus.policy.ObjectSet;

@Timeout(60)
class PipedCodecTest {
  private static final List<String> SWAP =
      List.of("tr", "\\000-\\177\\200-\\377", "\\200-\\377\\000-\\177");
  private static final List<String> FAIL = List.of("sh", "-c", "cat > /dev/null; exit 3");

  private static Codec codec(List<String> decrypt, List<String> encrypt, Codec inside) {
    return new PipedCodec(new ObjectSet.Encryption(decrypt, encrypt), inside);
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(1).nextBytes(bytes);
    return bytes;
  }

  private static byte[] encrypted(Codec codec, byte[] content) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out = codec.encode(stored)) {
      out.write(content);
    }
    return stored.toByteArray();
  }

  @Test
  void whatIsEncryptedIsTheSameAfterDecryption() throws Exception {
    byte[] content = random(5_000_000);
    for (Codec inside : List.of(new PlainCodec(), new GzipCodec())) {
      Codec codec = codec(SWAP, SWAP, inside);
      byte[] stored = encrypted(codec, content);
      assertThat(stored).isNotEqualTo(content);
      try (InputStream in = codec.decode(new ByteArrayInputStream(stored))) {
        assertThat(in.readAllBytes()).isEqualTo(content);
      }
    }
  }

  @Test
  void aReaderThatHasSeenEnoughWaitsForNothing() throws Exception {
    Codec codec = codec(SWAP, SWAP, new PlainCodec());
    try (InputStream in = codec.decode(new ByteArrayInputStream(random(20_000_000)))) {
      assertThat(in.readNBytes(10)).hasSize(10);
    }
  }

  @Test
  void anExitCodeIsAFailureAtTheEndOfReadingAndOfWriting() {
    Codec codec = codec(FAIL, FAIL, new PlainCodec());
    assertThatThrownBy(
            () -> {
              try (InputStream in = codec.decode(new ByteArrayInputStream(random(1_000_000)))) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("'sh' ended with exit code 3");
    assertThatThrownBy(() -> encrypted(codec, random(1_000_000)))
        .isInstanceOf(UnsupportedDump.class)
        .hasMessageContaining("'sh' ended with exit code 3");
  }

  @Test
  void whatFailsAtTheOtherEndOfThePipeIsToldRatherThanTheCommand() {
    Codec codec = codec(SWAP, SWAP, new PlainCodec());
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("the store is gone");
          }
        };
    assertThatThrownBy(
            () -> {
              try (InputStream in = codec.decode(broken)) {
                in.readAllBytes();
              }
            })
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the store is gone");
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    assertThatThrownBy(
            () -> {
              try (OutputStream out = codec.encode(full)) {
                out.write(random(5_000_000));
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessage("the disk is full");
  }

  @Test
  void noCommandIsLeftBehindWhatIsNotOfItsCompression() throws Exception {
    List<ProcessHandle> before = ProcessHandle.current().children().toList();
    Codec codec = codec(SWAP, SWAP, new GzipCodec());
    assertThatThrownBy(() -> codec.decode(new ByteArrayInputStream(random(1_000_000))))
        .isInstanceOf(IOException.class);
    try (InputStream in =
        codec(SWAP, SWAP, new PlainCodec()).decode(new ByteArrayInputStream(random(5_000_000)))) {
      assertThat(in.read()).isNotNegative();
    }
    for (int n = 0; n < 100 && !begunSince(before).isEmpty(); n++) {
      Thread.sleep(50);
    }
    assertThat(begunSince(before)).isEmpty();
  }

  /** Without those of tests before, which may end meanwhile. */
  private static List<ProcessHandle> begunSince(List<ProcessHandle> before) {
    return ProcessHandle.current().children().filter(child -> !before.contains(child)).toList();
  }

  @Test
  void furtherEndingsOfEncryptionHideNoCompression() {
    assertThat(Codecs.within("a.sql.gz.gpg")).isSameAs(Codecs.of("a.sql.gz"));
    assertThat(Codecs.within("a.sql.zst.age")).isSameAs(Codecs.of("a.sql.zst"));
    assertThat(Codecs.within("a.sql.gz")).isSameAs(Codecs.of("a.sql.gz"));
    assertThat(Codecs.within("a.sql.enc")).isSameAs(Codecs.of("a.sql"));
  }
}
