package org.quietus.policy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Tells whether single characters can be found byte by byte in text of a charset. */
public final class ByteSigns {
  private ByteSigns() {}

  /**
   * Whether each of these characters is found wherever its bytes are, and nowhere else. In UTF-8
   * and in charsets of one byte a character that is true of all; in others for those of ASCII
   * alone, as long as no longer character has their byte.
   */
  public static boolean areFoundIn(Charset charset, String signs) {
    if (!charset.canEncode() || !signs.codePoints().allMatch(sign -> isWritable(charset, sign))) {
      return false;
    }
    if (charset.equals(StandardCharsets.UTF_8)) {
      return true;
    }
    boolean single = charset.newEncoder().maxBytesPerChar() <= 1;
    boolean ascii = signs.chars().allMatch(sign -> sign < 0x80 && isItself(charset, sign));
    return single ? isItself(charset, '\n') : ascii && !isHiding(charset, signs);
  }

  private static boolean isWritable(Charset charset, int sign) {
    return charset.newEncoder().canEncode(Character.toString(sign));
  }

  private static boolean isItself(Charset charset, int ascii) {
    byte[] bytes = Character.toString(ascii).getBytes(charset);
    return bytes.length == 1 && bytes[0] == ascii;
  }

  /** Whether a longer character has the byte of a sign, or one that changes how others are read. */
  private static boolean isHiding(Charset charset, String signs) {
    for (char c = 0x80; c < Character.MAX_VALUE; c++) {
      if (!Character.isSurrogate(c)) {
        for (byte b : Character.toString(c).getBytes(charset)) {
          if ((b >= 0 && b < ' ') || signs.indexOf(b) >= 0) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
