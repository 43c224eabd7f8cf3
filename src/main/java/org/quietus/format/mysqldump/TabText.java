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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;
import org.quietus.format.ValueSpelling;

/**
 * How {@code SELECT … INTO OUTFILE} spells values unless it is told otherwise, or MySQL Shell does,
 * and {@code LOAD DATA} reads them.
 *
 * @param columns the character set of each value, empty where text cannot be read in it
 * @param codings those of MySQL Shell by position; empty where the server has written the file
 */
record TabText(
    List<Optional<Charset>> columns,
    Optional<ZoneId> zone,
    Optional<Map<Integer, ByteCoding>> codings)
    implements ValueSpelling {
  static final byte[] NULL = {'\\', 'N'};

  /** Of a file that the server has written. */
  TabText(List<Optional<Charset>> columns, Optional<ZoneId> zone) {
    this(columns, zone, Optional.empty());
  }

  @Override
  public @Nullable Literal read(byte[] bytes, int from, int to, int column) {
    Optional<Charset> charset = columns.get(column);
    if (Arrays.equals(bytes, from, to, NULL, 0, NULL.length)) {
      return new Literal(null, StandardCharsets.US_ASCII, false);
    }
    Optional<ByteCoding> coding = coding(column);
    if (coding.isPresent() && charset.isPresent()) {
      byte[] decoded = coding.get().decoded(plain(bytes, from, to));
      return decoded == null ? null : new Literal(decoded, charset.get(), true);
    }
    return charset.map(of -> new Literal(plain(bytes, from, to), of, false)).orElse(null);
  }

  private Optional<ByteCoding> coding(int column) {
    return codings.map(of -> of.get(column));
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
    Optional<ByteCoding> coding = coding(column);
    if (value instanceof byte[] bytes) {
      return coding.isPresent() ? coding.get().encoded(bytes) : escaped(ByteBuffer.wrap(bytes));
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
    ByteBuffer encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
    if (coding.isEmpty()) {
      return escaped(encoded);
    }
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return coding.get().encoded(coding.get().bits(text).orElse(bytes));
  }

  /**
   * No byte of a newline may be left to MySQL Shell, which divides a large file behind any. Source
   * of the rule: {@code find_last_row_boundary_before_impl_default} in
   * modules/util/import_table/load_data.cc.
   */
  private byte[] escaped(ByteBuffer plain) {
    ByteArrayOutputStream spelled = new ByteArrayOutputStream(plain.remaining() + 2);
    while (plain.hasRemaining()) {
      byte b = plain.get();
      byte letter = b == 0 || codings.isPresent() ? Escapes.letter(b) : 0;
      if (letter != 0) {
        spelled.write('\\');
        spelled.write(letter);
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
