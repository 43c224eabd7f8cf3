package org.quietus.format.mysqldump;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Decision;
import org.quietus.format.DumpTableName;
import org.quietus.format.UnsupportedDump;

/** Writes values as the dump tools do: in the dump's character set, escaped as its mode demands. */
final class LiteralWriter {
  private final Session session;
  private final long offset;
  private final DumpTableName table;

  /** For one row, whose place errors name. */
  LiteralWriter(Session session, long offset, DumpTableName table) {
    this.session = session;
    this.offset = offset;
    this.table = table;
  }

  /**
   * The literal for a value that a {@link Decision.Change} may hold.
   *
   * @throws UnsupportedDump if the dump's character set lacks a character of it
   */
  byte[] write(@Nullable Object value) throws UnsupportedDump {
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
          moment instanceof LocalDateTime
              ? moment.toString().replace('T', ' ')
              : moment.toString());
    }
    return string((String) value);
  }

  private byte[] string(String text) throws UnsupportedDump {
    ByteArrayOutputStream literal = new ByteArrayOutputStream(text.length() + 2);
    literal.write('\'');
    ByteBuffer encoded = encode(text);
    while (encoded.hasRemaining()) {
      byte b = encoded.get();
      byte escape = Escapes.spelling(b);
      if (!session.backslashEscapes()) {
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

  private ByteBuffer encode(String text) throws UnsupportedDump {
    try {
      return session.charset().newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new UnsupportedDump(
          "a new value has a character that " + session.charset() + " lacks", offset, table);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
