package org.quietus.format.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.quietus.format.Codec;
import org.quietus.format.UnsupportedDump;

/**
 * zstd: reads one or several frames, writes one that ends with a checksum, at the level that the
 * tool {@code zstd} takes by itself.
 */
public final class ZstdCodec implements Codec {

  @Override
  public InputStream decode(InputStream compressed) throws IOException {
    try {
      return new ZstdReader(compressed);
    } catch (LinkageError e) {
      throw new UnsupportedDump(
          "zstd is not available: its native library cannot be loaded from the directory for"
              + " temporary files; mount that directory without noexec, or name another one with"
              + " -DZstdTempFolder=DIR",
          0);
    }
  }

  @Override
  public OutputStream encode(OutputStream compressed) throws IOException {
    return new ZstdOutputStreamNoFinalizer(compressed, Zstd.defaultCompressionLevel())
        .setChecksum(true)
        .setWorkers(1); // on a thread of its own
  }
}
