package org.quietus.format.mysqldump;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Decision;
import org.quietus.format.DumpTableName;
import org.quietus.format.UnsupportedDump;

/**
 * Writes values as the dump tools do: in the dump's character set, escaped as its mode demands.
 * Text that this character set lacks is written in hexadecimal digits of UTF-8 with an introducer,
 * so that the server puts into the column whatever the column holds.
 */
final class LiteralWriter {
  private final Spelling spelling;
  private final long offset;
  private final DumpTableName table;

  /** For one row, whose place errors name. */
  LiteralWriter(Spelling spelling, long offset, DumpTableName table) {
    this.spelling = spelling;
    this.offset = offset;
    this.table = table;
  }

  /**
   * The literal for a value in a position of its row that a {@link Decision.Change} may hold.
   *
   * @throws UnsupportedDump if it is text that no character set has
   */
  byte[] write(@Nullable Object value, int column) throws UnsupportedDump {
    if (value == null) {
      return ascii("NULL");
    }
    if (value instanceof Boolean truth) {
      return ascii(truth ? "1" : "0");
    }
    if (value instanceof Number number) {
      return ascii(number instanceof BigDecimal exact ? exact.toPlainString() : number.toString());
    }
    if (value instanceof byte[] bytes) {
      return ascii(
          bytes.length == 0 ? "''" : "0x" + HexFormat.of().withUpperCase().formatHex(bytes));
    }
    if (value instanceof Temporal moment) {
      return string(
          moment instanceof LocalDateTime ? moment.toString().replace('T', ' ') : moment.toString(),
          column);
    }
    return string((String) value, column);
  }

  private byte[] string(String text, int column) throws UnsupportedDump {
    ByteBuffer encoded;
    try {
      encoded = encode(text, spelling.charset(column).orElse(StandardCharsets.US_ASCII));
    } catch (CharacterCodingException e) {
      return introduced(text);
    }
    ByteArrayOutputStream literal = new ByteArrayOutputStream(text.length() + 2);
    literal.write('\'');
    while (encoded.hasRemaining()) {
      byte b = encoded.get();
      byte escape = Escapes.spelling(b);
      if (!spelling.backslashEscapes()) {
        literal.write(b);
        if (b == '\'') {
          literal.write(b);
        }
      } else if (escape == 0) {
        literal.write(b);
      } else {
        literal.write('\\');
        literal.write(escape);
      }
    }
    literal.write('\'');
    return literal.toByteArray();
  }

  private byte[] introduced(String text) throws UnsupportedDump {
    try {
      ByteBuffer encoded = encode(text, StandardCharsets.UTF_8);
      String digits =
          HexFormat.of().withUpperCase().formatHex(encoded.array(), 0, encoded.remaining());
      return ascii("_utf8mb4 0x" + digits);
    } catch (CharacterCodingException e) {
      throw new UnsupportedDump("a new value has half a character", offset, table);
    }
  }

  private static ByteBuffer encode(String text, Charset charset) throws CharacterCodingException {
    return charset.newEncoder().encode(CharBuffer.wrap(text));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
