package org.quietus.format.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Test;

/** Pages as Spark writes them, whose frames do not say how long they are. */
class PageCodecsTest {
  private static final byte[] PAGE = "a page with some text".repeat(100).getBytes(UTF_8);

  private static byte[] streamed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream zstd = new ZstdOutputStream(bytes)) {
      zstd.write(PAGE);
    }
    return bytes.toByteArray();
  }

  private static byte[] page(int size) throws IOException {
    return new PageCodecs()
        .getDecompressor(CompressionCodecName.ZSTD)
        .decompress(BytesInput.from(streamed()), size)
        .toByteArray();
  }

  @Test
  void aPageIsAsLongAsItsHeaderSays() throws Exception {
    assertThat(page(PAGE.length)).isEqualTo(PAGE);
    for (int size : new int[] {0, PAGE.length - 1, PAGE.length + 1}) {
      assertThatThrownBy(() -> page(size)).as("%d", size).isInstanceOf(IOException.class);
    }
  }

  /** A bit that flipped in a header would take all memory, and end the run with it. */
  @Test
  void memoryIsTakenForWhatIsThere() {
    assertThatThrownBy(() -> page(Integer.MAX_VALUE - 8)).isInstanceOf(IOException.class);
  }
}
