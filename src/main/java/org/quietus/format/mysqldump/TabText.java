package org.quietus.format.mysqldump;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;
import org.quietus.format.ValueSpelling;

/**
 * How {@code SELECT … INTO OUTFILE} spells values unless it is told otherwise, and {@code LOAD
 * DATA} reads them.
 *
 * @param columns the character set of each value, empty where text cannot be read in it
 */
record TabText(List<Optional<Charset>> columns, Optional<ZoneId> zone) implements ValueSpelling {
  static final byte[] NULL = {'\\', 'N'};

  @Override
  public @Nullable Literal read(byte[] bytes, int from, int to, int column) {
    Optional<Charset> charset = columns.get(column);
    if (Arrays.equals(bytes, from, to, NULL, 0, NULL.length)) {
      return new Literal(null, StandardCharsets.US_ASCII, false);
    }
    return charset.map(of -> new Literal(plain(bytes, from, to), of, false)).orElse(null);
  }

  @Override
  public boolean isDefault(byte[] bytes, int from, int to) {
    return false;
  }

  private static byte[] plain(byte[] bytes, int from, int to) {
    byte[] plain = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\\' && i + 1 < to) {
        b = Escapes.meaning(bytes[++i]);
      }
      plain[length++] = b;
    }
    return Arrays.copyOf(plain, length);
  }

  /**
   * Spells a value that a change may hold.
   *
   * @throws CharacterCodingException if its column may not have it
   */
  byte[] write(@Nullable Object value, int column) throws CharacterCodingException {
    if (value == null) {
      return NULL.clone();
    }
    if (value instanceof byte[] bytes) {
      return escaped(ByteBuffer.wrap(bytes));
    }
    String text =
        value instanceof Boolean truth
            ? (truth ? "1" : "0")
            : value instanceof BigDecimal exact
                ? exact.toPlainString()
                : value instanceof LocalDateTime moment
                    ? moment.toString().replace('T', ' ')
                    : value.toString();
    Charset charset = columns.get(column).orElse(StandardCharsets.US_ASCII);
    return escaped(charset.newEncoder().encode(CharBuffer.wrap(text)));
  }

  private static byte[] escaped(ByteBuffer plain) {
    ByteArrayOutputStream spelled = new ByteArrayOutputStream(plain.remaining() + 2);
    while (plain.hasRemaining()) {
      byte b = plain.get();
      if (b == 0) {
        spelled.write('\\');
        spelled.write('0');
        continue;
      }
      if (b == '\\' || b == '\t' || b == '\n') {
        spelled.write('\\');
      }
      spelled.write(b);
    }
    return spelled.toByteArray();
  }
}
