package org.quietus.format.parquet;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Objects;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.SeekableInputStream;
import org.quietus.format.ByteSource;
import org.quietus.format.ByteStore;
import org.quietus.format.Copying;

/** A file that is written from its start on, and read from any place. */
final class Spooled implements InputFile, OutputFile, Closeable {
  private static final int BLOCK = 1 << 16;

  private final Writing out;
  private final Pieces in;
  private final Closeable store;
  private final byte[] block = new byte[BLOCK];
  private int filled;
  private long length;

  /** Reads bytes from their place. */
  private interface Pieces {
    void read(long place, byte[] into, int length) throws IOException;
  }

  /** Puts bytes down. */
  private interface Writing {
    void append(byte[] bytes, int length) throws IOException;
  }

  Spooled(ByteStore store) {
    this.out = store::append;
    this.in = store::read;
    this.store = store;
  }

  /** One that is where it is, and is not written. */
  Spooled(ByteSource source) {
    this.out =
        (bytes, length) -> {
          throw new IllegalStateException("it is only read");
        };
    this.in = source::read;
    this.store = () -> {};
    this.length = source.length();
  }

  /** All of a stream, which stays open; it goes from where it is copied. */
  static Spooled of(InputStream in, ByteStore store, Copying from) throws IOException {
    Spooled file = new Spooled(store);
    try {
      int read = 0;
      while (read >= 0) {
        from.goes(file.block, file.filled, file.filled + read);
        file.add(read);
        read = in.read(file.block, file.filled, BLOCK - file.filled);
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** All of a stream, which is not copied. */
  static Spooled of(InputStream in, ByteStore store) throws IOException {
    return of(in, store, Copying.to(OutputStream.nullOutputStream()));
  }

  private void add(int more) throws IOException {
    filled += more;
    length += more;
    if (filled == BLOCK) {
      out.append(block, filled);
      filled = 0;
    }
  }

  private void write(byte[] bytes, int from, int count) throws IOException {
    for (int done = 0; done < count; ) {
      int some = Math.min(count - done, BLOCK - filled);
      System.arraycopy(bytes, from + done, block, filled, some);
      done += some;
      add(some);
    }
  }

  @Override
  public long getLength() {
    return length;
  }

  @Override
  public SeekableInputStream newStream() {
    Cursor cursor = new Cursor();
    return new DelegatingSeekableInputStream(cursor) {
      @Override
      public long getPos() {
        return cursor.position;
      }

      @Override
      public void seek(long position) {
        cursor.position = position;
      }
    };
  }

  /** Some of its bytes. */
  byte[] bytes(long from, int count) throws IOException {
    byte[] bytes = new byte[count];
    try (SeekableInputStream in = newStream()) {
      in.seek(from);
      in.readFully(bytes);
    }
    return bytes;
  }

  private final class Cursor extends InputStream {
    private final byte[] here = new byte[BLOCK];
    private final byte[] one = new byte[1];
    private long at = -1;
    private long position;

    @Override
    public int read() throws IOException {
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
      Objects.checkFromIndexSize(from, count, bytes.length);
      if (position < 0) {
        throw new EOFException("a place before the start of the file");
      }
      if (count == 0 || position >= length) {
        return count == 0 ? 0 : -1;
      }
      long start = position / BLOCK * BLOCK;
      int there = (int) Math.min(BLOCK, length - start);
      boolean last = start == length - filled;
      if (!last && start != at) {
        in.read(start, here, there);
        at = start;
      }
      int begin = (int) (position - start);
      int some = Math.min(count, there - begin);
      System.arraycopy(last ? block : here, begin, bytes, from, some);
      position += some;
      return some;
    }
  }

  @Override
  public PositionOutputStream create(long blockSizeHint) {
    return new PositionOutputStream() {
      @Override
      public long getPos() {
        return length;
      }

      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        Spooled.this.write(bytes, from, count);
      }
    };
  }

  @Override
  public PositionOutputStream createOrOverwrite(long blockSizeHint) {
    return create(blockSizeHint);
  }

  @Override
  public boolean supportsBlockSize() {
    return false;
  }

  @Override
  public long defaultBlockSize() {
    return 0;
  }

  /** Copies some of its bytes. */
  void copy(long from, long count, OutputStream to) throws IOException {
    byte[] piece = new byte[BLOCK];
    try (SeekableInputStream in = newStream()) {
      in.seek(from);
      for (long left = count; left > 0; ) {
        int read = in.read(piece, 0, (int) Math.min(left, BLOCK));
        if (read < 0) {
          throw new EOFException("it ends too early");
        }
        to.write(piece, 0, read);
        left -= read;
      }
    }
  }

  @Override
  public void close() throws IOException {
    store.close();
  }
}
