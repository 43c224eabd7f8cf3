package org.quietus.format;

import java.nio.charset.CharacterCodingException;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row whose values stand somewhere as the dump spells them; each is decoded when it is asked for.
 */
public abstract class LiteralRow implements Row {
  private final RowSource source;
  private final ValueSpelling spelling;

  protected LiteralRow(RowSource source, ValueSpelling spelling) {
    this.source = source;
    this.spelling = spelling;
  }

  /** What holds the values. */
  protected abstract byte[] text();

  /** Where the value in a position begins. */
  protected abstract int start(int column);

  /** Where it ends. */
  protected abstract int end(int column);

  final ValueSpelling spelling() {
    return spelling;
  }

  @Override
  public final RowSource source() {
    return source;
  }

  @Override
  public final Optional<ZoneId> zone() {
    return spelling.zone();
  }

  @Override
  public final @Nullable String text(int column) throws UnsupportedDump {
    try {
      return literal(column).text();
    } catch (CharacterCodingException e) {
      throw new UnsupportedDump(
          "the value in position " + (column + 1) + " is not text of the dump's character set",
          offset(),
          source.table());
    }
  }

  /** Numbers alone, since of everything else the character set has a say. */
  @Override
  public final boolean spell(int column, Spelled taker) {
    int start = start(column);
    byte first = start < end(column) ? text()[start] : 0;
    return first >= '0'
        && first <= '9'
        && spelling.hasBareNumbers()
        && taker.take(text(), start, end(column));
  }

  @Override
  public final boolean isBits(int column) throws UnsupportedDump {
    return literal(column).isBits();
  }

  @Override
  public final boolean isDefault(int column) {
    return spelling.isDefault(text(), start(column), end(column));
  }

  @Override
  public final byte @Nullable [] bytes(int column) throws UnsupportedDump {
    return literal(column).bytes();
  }

  private Literal literal(int column) throws UnsupportedDump {
    if (column < 0 || column >= size()) {
      throw new IndexOutOfBoundsException(
          "column " + column + " of a row of " + size() + " values");
    }
    Literal literal = spelling.read(text(), start(column), end(column), column);
    if (literal == null) {
      throw new UnsupportedDump(
          "the value in position " + (column + 1) + " is not a literal", offset(), source.table());
    }
    return literal;
  }
}
