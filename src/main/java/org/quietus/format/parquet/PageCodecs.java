package org.quietus.format.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStream;
import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** The compressions of pages, without Hadoop's. */
final class PageCodecs implements CompressionCodecFactory {

  /** One of them, on whole pages. */
  private interface Codec {
    byte[] compressed(byte[] page) throws IOException;

    byte[] decompressed(byte[] page, int size) throws IOException;
  }

  private static Codec of(CompressionCodecName name) {
    return switch (name) {
      case UNCOMPRESSED -> new Plain();
      case SNAPPY -> new SnappyPages();
      case GZIP -> new Gzip();
      case ZSTD -> new ZstdPages();
      case LZ4_RAW -> new Lz4Raw();
      default -> throw new IllegalArgumentException("pages in " + name);
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    Codec codec = of(name);
    return new BytesInputCompressor() {
      @Override
      public BytesInput compress(BytesInput bytes) throws IOException {
        return BytesInput.from(codec.compressed(bytes(bytes)));
      }

      @Override
      public CompressionCodecName getCodecName() {
        return name;
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    Codec codec = of(name);
    return new BytesInputDecompressor() {
      @Override
      public BytesInput decompress(BytesInput bytes, int size) throws IOException {
        byte[] page = codec.decompressed(bytes(bytes), size);
        if (page.length != size) {
          throw new IOException("a page has another size than its header says");
        }
        return BytesInput.from(page);
      }

      @Override
      public void decompress(ByteBuffer input, int compressed, ByteBuffer output, int size)
          throws IOException {
        byte[] bytes = new byte[compressed];
        input.get(bytes);
        output.put(bytes(decompress(BytesInput.from(bytes), size)));
      }

      @Override
      public void release() {}
    };
  }

  @Override
  public void release() {}

  private static byte[] bytes(BytesInput input) throws IOException {
    try (InputStream in = input.toInputStream()) {
      return in.readAllBytes();
    }
  }

  private static final class Plain implements Codec {
    @Override
    public byte[] compressed(byte[] page) {
      return page;
    }

    @Override
    public byte[] decompressed(byte[] page, int size) {
      return page;
    }
  }

  private static final class SnappyPages implements Codec {
    @Override
    public byte[] compressed(byte[] page) throws IOException {
      return Snappy.compress(page);
    }

    @Override
    public byte[] decompressed(byte[] page, int size) throws IOException {
      if (Snappy.uncompressedLength(page) != size) {
        throw new IOException("a page has another size than its header says");
      }
      return Snappy.uncompress(page);
    }
  }

  /** A page may be several members one behind the other. */
  private static final class Gzip implements Codec {
    @Override
    public byte[] compressed(byte[] page) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
        gzip.write(page);
      }
      return bytes.toByteArray();
    }

    @Override
    public byte[] decompressed(byte[] page, int size) throws IOException {
      try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(page))) {
        return whole(gzip, size);
      }
    }
  }

  private static final class ZstdPages implements Codec {
    @Override
    public byte[] compressed(byte[] page) {
      return Zstd.compress(page);
    }

    @Override
    public byte[] decompressed(byte[] page, int size) throws IOException {
      long promised = Zstd.getFrameContentSize(page);
      if (promised <= 0) {
        return streamed(page, size);
      }
      if (promised != size) {
        throw new IOException("a page has another size than its header says");
      }
      byte[] bytes = new byte[size];
      long length = Zstd.decompressByteArray(bytes, 0, size, page, 0, page.length);
      if (Zstd.isError(length)) {
        throw new IOException("a page is no good zstd frame");
      }
      return Arrays.copyOf(bytes, (int) length);
    }

    /** Of a page that does not say how long it is: memory is taken for what is there. */
    private static byte[] streamed(byte[] page, int size) throws IOException {
      try (ZstdInputStream zstd = new ZstdInputStream(new ByteArrayInputStream(page))) {
        return whole(zstd, size);
      }
    }
  }

  private static byte[] whole(InputStream page, int size) throws IOException {
    byte[] bytes = page.readNBytes(size);
    if (page.read() >= 0) {
      throw new IOException("a page has another size than its header says");
    }
    return bytes;
  }

  private static final class Lz4Raw implements Codec {
    /** No byte stands for more than that. */
    private static final long MOST_OF_LZ4 = 256;

    @Override
    public byte[] compressed(byte[] page) {
      Lz4Compressor lz4 = new Lz4Compressor();
      byte[] bytes = new byte[lz4.maxCompressedLength(page.length)];
      int length = lz4.compress(page, 0, page.length, bytes, 0, bytes.length);
      return Arrays.copyOf(bytes, length);
    }

    @Override
    public byte[] decompressed(byte[] page, int size) throws IOException {
      if (size > MOST_OF_LZ4 * page.length) {
        throw new IOException("a page has another size than its header says");
      }
      byte[] bytes = new byte[size];
      int length = new Lz4Decompressor().decompress(page, 0, page.length, bytes, 0, size);
      return Arrays.copyOf(bytes, length);
    }
  }
}
