package org.quietus.format.csv;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Arrays;
import org.quietus.format.Copying;
import org.quietus.format.Damaged;
import org.quietus.format.UnsupportedDump;

/**
 * Content in UTF-16, read and copied as if it were UTF-8. Each character has one spelling in both,
 * so that what stays has its own bytes again.
 */
final class Utf16 {
  private static final int PIECE = 1 << 13;

  private final Charset order;
  private final PushbackInputStream in;

  private Utf16(Charset order, PushbackInputStream in) {
    this.order = order;
    this.in = in;
  }

  /**
   * Content in that charset.
   *
   * @throws UnsupportedDump if it does not begin with a byte order mark although the charset leaves
   *     the order open
   */
  static Utf16 of(Charset charset, InputStream content) throws IOException {
    PushbackInputStream in = new PushbackInputStream(content, 2);
    byte[] mark = in.readNBytes(2);
    in.unread(mark);
    if (charset.equals(UTF_16LE) || charset.equals(UTF_16BE)) {
      return new Utf16(charset, in);
    }
    boolean little = Arrays.equals(mark, "\uFEFF".getBytes(UTF_16LE));
    if (mark.length > 0 && !little && !Arrays.equals(mark, "\uFEFF".getBytes(UTF_16BE))) {
      throw new UnsupportedDump(
          "the object has no byte order mark; write 'charset: UTF-16LE' or 'UTF-16BE'", 0);
    }
    return new Utf16(little ? UTF_16LE : UTF_16BE, in);
  }

  /** The content in UTF-8; {@link Damaged} where it is not UTF-16. */
  InputStream content() {
    return new Content(in, order);
  }

  /** Takes content in UTF-8, and gives it on in UTF-16. */
  Copying copying(Copying out) {
    return new Copy(out, order);
  }

  private static final class Content extends InputStream {
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final ByteBuffer wide = ByteBuffer.allocate(PIECE).flip();
    private final CharBuffer chars = CharBuffer.allocate(PIECE);
    private byte[] bytes = {};
    private int at;
    private long read;
    private boolean ended;

    Content(InputStream in, Charset order) {
      this.in = in;
      this.decoder =
          order
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
      return isThere() ? bytes[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (!isThere()) {
        return -1;
      }
      int count = Math.min(length, bytes.length - at);
      System.arraycopy(bytes, at, target, offset, count);
      at += count;
      return count;
    }

    private boolean isThere() throws IOException {
      while (at == bytes.length && !ended) {
        wide.compact();
        int count = in.read(wide.array(), wide.position(), wide.remaining());
        ended = count < 0;
        wide.position(wide.position() + Math.max(0, count)).flip();
        read += Math.max(0, count);
        chars.clear();
        CoderResult result = decoder.decode(wide, chars, ended);
        if (result.isError()) {
          throw new Damaged("not UTF-16", read - wide.remaining());
        }
        bytes = chars.flip().toString().getBytes(UTF_8);
        at = 0;
      }
      return at < bytes.length;
    }
  }

  private static final class Copy implements Copying {
    private final Copying out;
    private final Charset order;

    /** The beginning of a character of which the rest comes next. */
    private byte[] begun = {};

    Copy(Copying out, Charset order) {
      this.out = out;
      this.order = order;
    }

    private interface To {
      void give(byte[] bytes, int from, int to) throws IOException;
    }

    @Override
    public void stays(byte[] bytes, int from, int to) throws IOException {
      widened(bytes, from, to, out::stays);
    }

    @Override
    public void goes(byte[] bytes, int from, int to) throws IOException {
      widened(bytes, from, to, out::goes);
    }

    @Override
    public void comes(byte[] bytes, int from, int to) throws IOException {
      widened(bytes, from, to, out::comes);
    }

    private void widened(byte[] bytes, int from, int to, To target) throws IOException {
      for (int at = from; at < to; at += PIECE) {
        byte[] piece = Arrays.copyOf(begun, begun.length + Math.min(PIECE, to - at));
        System.arraycopy(bytes, at, piece, begun.length, piece.length - begun.length);
        int whole = whole(piece);
        byte[] wide = new String(piece, 0, whole, UTF_8).getBytes(order);
        target.give(wide, 0, wide.length);
        begun = Arrays.copyOfRange(piece, whole, piece.length);
      }
    }

    /** How many bytes there are before a character that goes on behind the last one. */
    private static int whole(byte[] utf8) {
      int lead = utf8.length - 1;
      while (lead > 0 && lead > utf8.length - 4 && (utf8[lead] & 0xc0) == 0x80) {
        lead--;
      }
      if (lead < 0 || utf8[lead] >= 0) {
        return utf8.length;
      }
      int b = utf8[lead] & 0xff;
      int length = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2;
      return lead + length > utf8.length ? lead : utf8.length;
    }
  }
}
