package org.quietus.format.mysqldump;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.HashMap;
import java.util.Map;

/**
 * A character set of one byte a character, as the server has it rather than Java. Every byte is a
 * character, so that what is read can be written again: one that means nothing to the server is
 * U+F780 to U+F7FF here, by its number.
 */
final class ServerCharset extends Charset {
  private static final int UNDEFINED = 0xF700;
  private static final char UNKNOWN = '\uFFFD';
  private final char[] characters = new char[256];
  private final Map<Character, Byte> bytes = new HashMap<>();

  /**
   * {@code differing} lists, separated by spaces, bytes that the server takes for something else
   * than Java does ({@code fd=00b2}) or for nothing ({@code aa}).
   */
  ServerCharset(String name, Charset java, String differing) {
    super("x-server-" + name, null);
    for (int b = 0; b < characters.length; b++) {
      char there = new String(new byte[] {(byte) b}, java).charAt(0);
      characters[b] = there == UNKNOWN ? (char) (UNDEFINED + b) : there;
    }
    for (String one : differing.isEmpty() ? new String[0] : differing.split(" ")) {
      int b = Integer.parseInt(one.substring(0, 2), 16);
      characters[b] =
          (char) (one.length() == 2 ? UNDEFINED + b : Integer.parseInt(one.substring(3), 16));
    }
    for (int b = 0; b < characters.length; b++) {
      bytes.put(characters[b], (byte) b);
    }
  }

  @Override
  public boolean contains(Charset other) {
    return other.name().equals("US-ASCII");
  }

  @Override
  public CharsetDecoder newDecoder() {
    return new CharsetDecoder(this, 1, 1) {
      @Override
      protected CoderResult decodeLoop(ByteBuffer in, CharBuffer out) {
        while (in.hasRemaining()) {
          if (!out.hasRemaining()) {
            return CoderResult.OVERFLOW;
          }
          out.put(characters[in.get() & 0xff]);
        }
        return CoderResult.UNDERFLOW;
      }
    };
  }

  @Override
  public CharsetEncoder newEncoder() {
    CharsetEncoder encoder =
        new CharsetEncoder(this, 1, 1) {
          @Override
          protected CoderResult encodeLoop(CharBuffer in, ByteBuffer out) {
            while (in.hasRemaining()) {
              Byte there = bytes.get(in.get(in.position()));
              if (there == null) {
                return CoderResult.unmappableForLength(1);
              }
              if (!out.hasRemaining()) {
                return CoderResult.OVERFLOW;
              }
              in.get();
              out.put(there);
            }
            return CoderResult.UNDERFLOW;
          }
        };
    return encoder.onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
