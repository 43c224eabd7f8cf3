package org.quietus.format.gzip;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import org.quietus.format.Damaged;
import org.quietus.format.NotADump;

/**
 * Reads gzip members as {@link GzipReader} does, with the places where their compressed bits can be
 * cut.
 */
final class GzipContent extends InputStream {
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int HEADER_CHECKSUM = 2;
  private static final int RESERVED = 0xe0;

  private final InputStream compressed;
  private final BitSource in;
  private final DeflateReader member;
  private final CRC32 checksum = new CRC32();
  private long length;
  private boolean finished;

  GzipContent(InputStream compressed, BitSource in, DeflateReader.Marks marks) throws IOException {
    this.compressed = compressed;
    this.in = in;
    this.member = new DeflateReader(in, marks);
    if (!in.hasMore()) {
      throw new NotADump("the object is empty", 0);
    }
    if (in.bits(8) != 0x1f || !in.hasMore() || in.bits(8) != 0x8b) {
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
  public int read(byte[] target, int offset, int wanted) throws IOException {
    if (wanted == 0) {
      return 0;
    }
    while (!finished) {
      int count = member.read(target, offset, wanted);
      if (count > 0) {
        checksum.update(target, offset, count);
        length += count;
        return count;
      }
      trailer();
      nextMember();
    }
    return -1;
  }

  private void header() throws IOException {
    int method = in.bits(8);
    int flags = in.bits(8);
    if (method != 8 || (flags & RESERVED) != 0) {
      throw new Damaged("the gzip header is invalid", in.place() >>> 3);
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip(in.bits(16));
    }
    for (int names = Integer.bitCount(flags & (NAME | COMMENT)); names > 0; names--) {
      int character;
      do {
        character = in.bits(8);
      } while (character != 0);
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    checksum.reset();
    length = 0;
    member.begin();
  }

  private void skip(int count) throws IOException {
    for (int n = 0; n < count; n++) {
      in.bits(8);
    }
  }

  private void trailer() throws IOException {
    in.align();
    if (in.bits(32) != (int) checksum.getValue() || in.bits(32) != (int) length) {
      throw new Damaged("the gzip checksum does not agree", in.place() >>> 3);
    }
  }

  private void nextMember() throws IOException {
    boolean first = true;
    while (in.hasMore()) {
      int next = in.bits(8);
      if (first && next == 0x1f) {
        if (!in.hasMore() || in.bits(8) != 0x8b) {
          throw behind();
        }
        header();
        return;
      }
      if (next != 0) {
        throw behind();
      }
      first = false;
    }
    finished = true;
  }

  private Damaged behind() {
    return new Damaged("something else follows the gzip data", in.place() >>> 3);
  }

  @Override
  public void close() throws IOException {
    compressed.close();
  }
}
