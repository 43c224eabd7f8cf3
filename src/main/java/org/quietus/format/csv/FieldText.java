package org.quietus.format.csv;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Row;
import org.quietus.policy.RowLayout;

/** What fields say, and how it is written. */
final class FieldText {
  /** What a letter behind a backslash means, as MySQL, PostgreSQL and ClickHouse have it. */
  private static final String LETTERS = "0bfnrtvZ";

  private static final String MEANT = "\0\b\f\n\r\t\u000b\u001a";

  /** Only they spell what they have of ASCII like it. */
  private static final Set<Charset> AS_ASCII =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

  private final Charset charset;

  /** Whatever text ends with it may make one of the delimiter behind it, and one character less. */
  private final char delimiterBegins;

  private final Optional<Character> quote;
  private final boolean backslash;
  private final String nullText;
  private final byte[] nullBytes;
  private final CharsetDecoder decoder;
  private final CharsetEncoder encoder;
  private final CharBuffer chars = CharBuffer.allocate(1 << 12);

  FieldText(RowLayout layout) {
    this.charset = layout.charset();
    this.delimiterBegins = layout.delimiter().charAt(0);
    this.quote = layout.quote();
    this.backslash = layout.backslash();
    this.nullText = layout.nullText();
    this.nullBytes = nullText.getBytes(charset);
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    this.encoder = charset.newEncoder();
  }

  /** Whether bytes are text of the charset. */
  boolean isText(byte[] bytes, int from, int to) {
    ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
    decoder.reset();
    CoderResult result;
    do {
      chars.clear();
      result = decoder.decode(in, chars, true);
    } while (result.isOverflow());
    return !result.isError();
  }

  /** The value of a field of text, which may be in quotes; null if it has none. */
  @Nullable String value(byte[] bytes, int from, int to, boolean quoted) {
    if (Arrays.equals(bytes, from, to, nullBytes, 0, nullBytes.length)) {
      return null;
    }
    int inner = quoted ? 1 : 0;
    String text = new String(bytes, from + inner, to - from - 2 * inner, charset);
    return isPlain(text) ? text : plain(text, quoted);
  }

  /** Shows the spelling of a field unless there is none, or quotes are in it. */
  boolean spell(byte[] bytes, int from, int to, boolean quoted, Row.Spelled taker) {
    if (Arrays.equals(bytes, from, to, nullBytes, 0, nullBytes.length)) {
      return true;
    }
    int inner = quoted ? 1 : 0;
    for (int n = from + inner; n < to - inner; n++) {
      if (quote.isPresent() && (char) bytes[n] == quote.get()) {
        return false;
      }
    }
    return AS_ASCII.contains(charset) && taker.take(bytes, from + inner, to - inner);
  }

  private boolean isPlain(String text) {
    return (!backslash || text.indexOf('\\') < 0)
        && (quote.isEmpty() || text.indexOf(quote.get()) < 0);
  }

  private String plain(String text, boolean quoted) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      if (backslash && c == '\\') {
        char next = text.charAt(++n);
        int letter = LETTERS.indexOf(next);
        plain.append(letter < 0 ? next : MEANT.charAt(letter));
      } else {
        plain.append(c);
        n += quoted && c == quote.orElseThrow() ? 1 : 0; // it is written twice
      }
    }
    return plain.toString();
  }

  /** A text in the charset. */
  byte[] bytes(String value) {
    return value.getBytes(charset);
  }

  /**
   * Writes a value.
   *
   * @param quoted whether the field had quotes, which a text keeps
   * @return empty if it cannot be written
   */
  Optional<byte[]> written(@Nullable Object value, boolean quoted) {
    if (value == null) {
      return Optional.of(nullBytes.clone());
    }
    String text = text(value);
    if (!encoder.canEncode(text)) {
      return Optional.empty();
    }
    boolean inQuotes = quote.isPresent() && (quoted || text.equals(nullText) || isBroken(text));
    if (!inQuotes && !backslash && isBroken(text)) {
      return Optional.empty();
    }
    return Optional.of((inQuotes ? inQuotes(text) : bare(text)).getBytes(charset));
  }

  private String text(Object value) {
    return value instanceof BigDecimal number
        ? number.toPlainString()
        : value instanceof byte[] bytes ? new String(bytes, charset) : value.toString();
  }

  /** Whether a text would not be read as one field without quotes and backslashes. */
  private boolean isBroken(String text) {
    return text.indexOf(delimiterBegins) >= 0
        || text.indexOf('\n') >= 0
        || text.indexOf('\r') >= 0
        || quote.filter(sign -> text.indexOf(sign) >= 0).isPresent();
  }

  private String inQuotes(String text) {
    String sign = quote.orElseThrow().toString();
    String inner =
        backslash
            ? text.replace("\\", "\\\\").replace(sign, "\\" + sign)
            : text.replace(sign, sign + sign);
    return sign + inner + sign;
  }

  private String bare(String text) {
    if (!backslash) {
      return text;
    }
    StringBuilder written = new StringBuilder(text.length());
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      int letter = MEANT.indexOf(c);
      if (letter >= 0) {
        written.append('\\').append(LETTERS.charAt(letter));
      } else {
        written.append(c == '\\' || c == delimiterBegins ? "\\" : "").append(c);
      }
    }
    return written.toString();
  }
}
