package org.quietus.certificate.log;

import java.util.Base64;

/** Base64 with no bit to spare, so that no two texts stand for the same bytes. */
final class Strict {
  private Strict() {}

  /**
   * The bytes of padded, unbroken base64, RFC 4648 §4.
   *
   * @throws IllegalArgumentException if it is not, without quoting it
   */
  static byte[] base64(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(text);
    } catch (IllegalArgumentException e) { // its message quotes
      throw new IllegalArgumentException("it holds something that is not base64", null);
    }
    if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
      throw new IllegalArgumentException("it holds base64 that is not in its strict form");
    }
    return bytes;
  }
}
