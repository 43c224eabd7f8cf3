package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;
import org.quietus.format.ValueSpelling;

/**
 * How a dump spells the values of its rows, from one SET statement to the next.
 *
 * @param zone of TIMESTAMP values; empty while the dump has not set one
 * @param columns the character set of each value of a row, empty where text cannot be read in it;
 *     none if all are in that of the dump
 */
record Spelling(
    boolean backslashEscapes,
    boolean ansiQuotes,
    Charset charset,
    Optional<ZoneId> zone,
    List<Optional<Charset>> columns)
    implements ValueSpelling {

  @Override
  public @Nullable Literal read(byte[] bytes, int from, int to, int column) {
    Optional<Charset> of = charset(column);
    Literal literal = LiteralReader.read(bytes, from, to, this, of.orElse(charset));
    return literal == null || of.isPresent() || literal.bytes() == null ? literal : null;
  }

  @Override
  public boolean hasBareNumbers() {
    return true;
  }

  @Override
  public boolean isDefault(byte[] bytes, int from, int to) {
    return LiteralReader.isDefault(bytes, from, to);
  }

  /** The same for rows whose values are each in a character set of their own. */
  Spelling in(List<Optional<Charset>> charsets) {
    return new Spelling(backslashEscapes, ansiQuotes, charset, zone, charsets);
  }

  /** Of the value in a position; empty where text cannot be read in it. */
  Optional<Charset> charset(int column) {
    return column < columns.size() ? columns.get(column) : Optional.of(charset);
  }
}
