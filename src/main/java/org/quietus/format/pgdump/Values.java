package org.quietus.format.pgdump;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;
import org.quietus.format.ValueSpelling;

/** How the values of one statement's rows are spelled: each as text of a type, in one charset. */
abstract class Values implements ValueSpelling {
  private final Charset charset;
  private final ValueKind[] kinds;

  Values(Charset charset, ValueKind[] kinds) {
    this.charset = charset;
    this.kinds = kinds;
  }

  /** The literal for a value. */
  abstract byte[] write(@Nullable Object value, int column) throws CharacterCodingException;

  /** Instants are shown in UTC. */
  @Override
  public Optional<ZoneId> zone() {
    return Optional.of(ZoneOffset.UTC);
  }

  ValueKind kind(int column) {
    return column < kinds.length ? kinds[column] : ValueKind.PLAIN;
  }

  /** The literal of a text in a column; null where it is none of the column's type. */
  @Nullable Literal literal(byte[] text, int column) {
    return switch (kind(column)) {
      case PLAIN, POINT -> new Literal(text, charset, false);
      case BYTES -> {
        byte[] bytes = Bytea.read(text);
        yield bytes == null ? null : new Literal(bytes, charset, false);
      }
      case TRUTH -> ascii(truth(latin(text)));
      case INSTANT -> ascii(instant(latin(text)));
    };
  }

  Literal nothing() {
    return new Literal(null, charset, false);
  }

  private static String latin(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }

  private static @Nullable Literal ascii(@Nullable String text) {
    return text == null
        ? null
        : new Literal(text.getBytes(StandardCharsets.US_ASCII), StandardCharsets.US_ASCII, false);
  }

  private static @Nullable String truth(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "t", "true" -> "1";
      case "f", "false" -> "0";
      default -> null;
    };
  }

  /**
   * Its date and time in UTC, infinity as it is; a moment without an offset is that of a session.
   */
  private static @Nullable String instant(String text) {
    if (text.equals("infinity") || text.equals("-infinity")) {
      return text;
    }
    try {
      OffsetDateTime moment = OffsetDateTime.parse(text, Moments.WITH_OFFSET);
      return Moments.WITHOUT_OFFSET.format(moment.withOffsetSameInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The text of a value in a column. */
  String text(Object value, int column) {
    if (value instanceof Boolean truth) {
      return kind(column) == ValueKind.TRUTH ? (truth ? "t" : "f") : (truth ? "1" : "0");
    }
    if (value instanceof BigDecimal exact) {
      return exact.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return kind(column) == ValueKind.POINT ? latin(bytes) : Bytea.write(bytes);
    }
    if (value instanceof LocalDateTime moment) {
      String text = Moments.WITHOUT_OFFSET.format(moment);
      return kind(column) == ValueKind.INSTANT ? text + "+00" : text;
    }
    return value instanceof LocalTime time
        ? DateTimeFormatter.ISO_LOCAL_TIME.format(time)
        : value.toString();
  }

  /** The bytes of a text. */
  ByteBuffer encoded(String text) throws CharacterCodingException {
    return charset.newEncoder().encode(CharBuffer.wrap(text));
  }
}
