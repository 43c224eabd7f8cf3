package org.quietus.format.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.quietus.format.Damaged;
import org.quietus.format.NotADump;
import org.quietus.format.OutOfShare;
import org.quietus.format.Share;
import org.quietus.format.UnsupportedDump;

/**
 * Reads zstd frames (RFC 8878) to the last byte of the file; skippable frames are skipped. The
 * library's own stream takes a later frame that was cut short for the end of the file; here that
 * would lose rows, so the file has to end where a frame ends. A frame that asks for a window above
 * 128 MiB is refused, as the tool {@code zstd} does; windows are not of the heap, so that one above
 * 8 MiB, which only {@code --ultra} and {@code --long} make, is not for who has others beside.
 */
final class ZstdReader extends InputStream {
  private static final int IN = 1 << 16;
  private static final int OUT = 1 << 17;
  private static final long WINDOW_OF_SHARE = 8 << 20;

  private final InputStream in;
  private final ZstdDecompressCtx frames = new ZstdDecompressCtx();
  private final byte[] read = new byte[IN];
  private final ByteBuffer compressed = ByteBuffer.allocateDirect(IN).flip();
  private final ByteBuffer plain = ByteBuffer.allocateDirect(OUT).flip();
  private long consumed;
  private boolean hasFrame;
  private boolean inFrame;
  private boolean isFull;
  private boolean closed;

  ZstdReader(InputStream in) throws IOException {
    this.in = in;
    try {
      if (!more()) {
        throw new NotADump("the object is empty", 0);
      }
      fill();
    } catch (IOException | RuntimeException e) {
      frames.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (!plain.hasRemaining()) {
      if (!compressed.hasRemaining() && !isFull && !more()) {
        if (inFrame) {
          throw new Damaged("the zstd file ends too early", consumed);
        }
        return -1;
      }
      fill();
    }
    int count = Math.min(length, plain.remaining());
    plain.get(target, offset, count);
    return count;
  }

  /** Decompresses what has been read, as far as there is room. */
  private void fill() throws IOException {
    long from = consumed - compressed.remaining();
    if (!inFrame && Share.ofThread().isPresent()) {
      requireWindow();
    }
    plain.clear();
    try {
      boolean frameEnded = frames.decompressDirectByteBufferStream(plain, compressed);
      hasFrame |= frameEnded || plain.position() > 0;
      inFrame = !frameEnded;
    } catch (ZstdException e) {
      throw refusal(Zstd.getErrorCode(e.getErrorCode()), from);
    }
    isFull = inFrame && !plain.hasRemaining();
    plain.flip();
  }

  private IOException refusal(long code, long place) {
    if (code == Zstd.errPrefixUnknown()) {
      return hasFrame
          ? new Damaged("something else follows the zstd data", place)
          : new NotADump("the object is not a zstd file", place);
    }
    if (code == Zstd.errFrameParameterWindowTooLarge()) {
      return new UnsupportedDump(
          "the zstd frame needs a window of more than 128 MiB; compress it again with --long=27"
              + " or less",
          place);
    }
    if (code == Zstd.errMemoryAllocation()) {
      throw new OutOfMemoryError("zstd has no room for its window");
    }
    if (code == Zstd.errDictionaryWrong()) {
      return new UnsupportedDump(
          "the zstd frame needs a dictionary; compress it again without one", place);
    }
    return code == Zstd.errChecksumWrong()
        ? new Damaged("the zstd checksum does not agree", place)
        : new Damaged("the zstd file does not decompress", place);
  }

  /** The header of a frame has to be read as a whole for it. */
  private void requireWindow() throws IOException {
    while (compressed.remaining() < FrameWindow.MOST_BYTES) {
      int count = in.read(read, 0, IN - compressed.remaining());
      if (count < 0) {
        break;
      }
      consumed += count;
      compressed.compact().put(read, 0, count).flip();
    }
    long window = FrameWindow.of(compressed.slice());
    if (window < 0 || window > WINDOW_OF_SHARE) {
      throw new OutOfShare();
    }
  }

  private boolean more() throws IOException {
    int count = in.read(read, 0, read.length);
    if (count < 0) {
      return false;
    }
    consumed += count;
    compressed.clear().put(read, 0, count).flip();
    return true;
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      frames.close();
      in.close();
    }
  }
}
