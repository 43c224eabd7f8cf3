package org.quietus.format.mysqldump;

/**
 * The backslash escapes of string literals, as <i>MySQL Reference Manual, String Literals</i> lists
 * them and {@code mysql_real_escape_string} writes them.
 */
final class Escapes {

  private Escapes() {}

  /** The byte that a backslash and this one stand for. */
  static byte meaning(byte escaped) {
    return switch (escaped) {
      case '0' -> 0;
      case 'b' -> '\b';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'Z' -> 0x1a;
      default -> escaped;
    };
  }

  /** The letter that stands for this one behind a backslash; 0 when none does. */
  static byte letter(byte plain) {
    return switch (plain) {
      case 0 -> '0';
      case '\b' -> 'b';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case 0x1a -> 'Z';
      default -> 0;
    };
  }

  /** The byte to write behind a backslash for this one; 0 when it needs no escape. */
  static byte spelling(byte plain) {
    return switch (plain) {
      case 0 -> '0';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case 0x1a -> 'Z';
      case '\\', '\'', '"' -> plain;
      default -> 0;
    };
  }
}
