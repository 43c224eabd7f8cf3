package org.quietus.format.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.quietus.format.Damaged;
import org.quietus.format.NotADump;

/**
 * Reads gzip members (RFC 1952) to the last byte of the file. The JDK's own stream takes a pause of
 * the source for its end and passes over what it cannot read behind a member; here both would lose
 * rows, so every member's checksum and length must agree and only zero padding may follow.
 */
final class GzipReader extends InputStream {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CHECKSUM = 2;
  private static final int RESERVED = 0xe0;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private final byte[] buffer = new byte[1 << 16];
  private int at;
  private int end;
  private long consumed;
  private boolean finished;

  GzipReader(InputStream in) throws IOException {
    this.in = in;
    if (!more()) {
      throw new NotADump("the object is empty", 0);
    }
    if (next() != 0x1f || next() != 0x8b) {
      throw new NotADump("the object is not a gzip file", 0);
    }
    header();
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
    while (!finished) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        checksum.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        at = end - inflater.getRemaining();
        trailer();
        nextMember();
      }
    }
    return -1;
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      if (inflater.needsInput() && !inflater.finished()) {
        if (at == end && !more()) {
          throw new Damaged("the gzip file ends too early", place());
        }
        inflater.setInput(buffer, at, end - at);
        at = end;
      }
      int count = inflater.inflate(target, offset, length);
      if (inflater.needsDictionary()) {
        throw new Damaged("the gzip file asks for a dictionary", place());
      }
      return count;
    } catch (DataFormatException e) {
      throw new Damaged("the gzip file does not decompress", place());
    }
  }

  private void header() throws IOException {
    int method = next();
    int flags = next();
    if (method != 8 || (flags & RESERVED) != 0) {
      throw new Damaged("the gzip header is invalid", place());
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    for (int names = Integer.bitCount(flags & (NAME | COMMENT)); names > 0; names--) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.reset();
    checksum.reset();
  }

  private void trailer() throws IOException {
    if (littleEndian() != (int) checksum.getValue()
        || littleEndian() != (int) inflater.getBytesWritten()) {
      throw new Damaged("the gzip checksum does not agree", place());
    }
  }

  private void nextMember() throws IOException {
    if (more() && buffer[at] == 0x1f) {
      at++;
      if (next() != 0x8b) {
        throw new Damaged("something else follows the gzip data", place());
      }
      header();
      return;
    }
    while (more()) {
      if (next() != 0) {
        throw new Damaged("something else follows the gzip data", place());
      }
    }
    finished = true;
  }

  private int littleEndian() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    int character;
    do {
      character = next();
    } while (character != 0);
  }

  private int next() throws IOException {
    if (!more()) {
      throw new Damaged("the gzip file ends too early", place());
    }
    return buffer[at++] & 0xff;
  }

  private boolean more() throws IOException {
    while (at == end) {
      int count = in.read(buffer, 0, buffer.length);
      if (count < 0) {
        return false;
      }
      consumed += count;
      at = 0;
      end = count;
    }
    return true;
  }

  private long place() {
    return consumed - (end - at);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
