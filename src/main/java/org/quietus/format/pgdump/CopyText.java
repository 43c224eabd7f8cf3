package org.quietus.format.pgdump;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;

/** The text format of COPY, as <i>PostgreSQL, COPY, File Formats</i> has it. */
final class CopyText extends Values {
  private static final byte[] NULL = {'\\', 'N'};

  CopyText(Charset charset, ValueKind[] kinds) {
    super(charset, kinds);
  }

  @Override
  public @Nullable Literal read(byte[] bytes, int from, int to, int column) {
    return Arrays.equals(bytes, from, to, NULL, 0, NULL.length)
        ? nothing()
        : literal(plain(bytes, from, to), column);
  }

  @Override
  public boolean isDefault(byte[] bytes, int from, int to) {
    return false;
  }

  private static byte[] plain(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] != '\\') {
      i++;
    }
    if (i == to) {
      return Arrays.copyOfRange(bytes, from, to);
    }
    byte[] plain = new byte[to - from];
    int length = 0;
    for (i = from; i < to; i++) {
      byte b = bytes[i];
      if (b == '\\' && i + 1 < to) {
        b = bytes[++i];
        int digits = digits(bytes, b == 'x' ? i + 1 : i, to, b == 'x' ? 16 : 8);
        if (digits > 0) {
          int start = b == 'x' ? i + 1 : i;
          b = number(bytes, start, digits, b == 'x' ? 16 : 8);
          i = start + digits - 1;
        } else {
          b = meaning(b);
        }
      }
      plain[length++] = b;
    }
    return Arrays.copyOf(plain, length);
  }

  /** How many digits of a number follow: three of base 8 at most, two of base 16. */
  private static int digits(byte[] bytes, int from, int to, int base) {
    int most = base == 16 ? 2 : 3;
    int count = 0;
    while (count < most
        && from + count < to
        && Character.digit((char) (bytes[from + count] & 0x7f), base) >= 0
        && bytes[from + count] >= 0) {
      count++;
    }
    return count;
  }

  private static byte number(byte[] bytes, int from, int digits, int base) {
    int value = 0;
    for (int i = from; i < from + digits; i++) {
      value = value * base + Character.digit((char) bytes[i], base);
    }
    return (byte) value;
  }

  private static byte meaning(byte escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'v' -> 0x0b;
      default -> escaped;
    };
  }

  private static byte spelling(byte plain) {
    return switch (plain) {
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case 0x0b -> 'v';
      case '\\' -> '\\';
      default -> 0;
    };
  }

  @Override
  byte[] write(@Nullable Object value, int column) throws CharacterCodingException {
    if (value == null) {
      return NULL.clone();
    }
    ByteBuffer text = encoded(text(value, column));
    ByteArrayOutputStream spelled = new ByteArrayOutputStream(text.remaining() + 2);
    while (text.hasRemaining()) {
      byte b = text.get();
      byte escape = spelling(b);
      if (escape != 0) {
        spelled.write('\\');
      }
      spelled.write(escape == 0 ? b : escape);
    }
    return spelled.toByteArray();
  }
}
