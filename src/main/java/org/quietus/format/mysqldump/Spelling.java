package org.quietus.format.mysqldump;

import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Literal;
import org.quietus.format.ValueSpelling;

/**
 * How a dump spells the values of its rows, from one SET statement to the next.
 *
 * @param zone of TIMESTAMP values; empty while the dump has not set one
 */
record Spelling(
    boolean backslashEscapes, boolean ansiQuotes, Charset charset, Optional<ZoneId> zone)
    implements ValueSpelling {

  @Override
  public @Nullable Literal read(byte[] bytes, int from, int to, int column) {
    return LiteralReader.read(bytes, from, to, this);
  }

  @Override
  public boolean isDefault(byte[] bytes, int from, int to) {
    return LiteralReader.isDefault(bytes, from, to);
  }
}
