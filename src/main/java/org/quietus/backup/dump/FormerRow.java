package org.quietus.backup.dump;

import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.format.Row;
import org.quietus.format.RowSource;
import org.quietus.format.UnsupportedDump;

/** A row whose table or columns were called otherwise, under their names of today. */
record FormerRow(Row then, RowSource source) implements Row {

  @Override
  public long offset() {
    return then.offset();
  }

  @Override
  public Optional<ZoneId> zone() {
    return then.zone();
  }

  @Override
  public Optional<byte[]> whole() throws IOException {
    return then.whole();
  }

  @Override
  public String place() {
    return then.place();
  }

  @Override
  public int size() {
    return then.size();
  }

  @Override
  public @Nullable String text(int column) throws UnsupportedDump {
    return then.text(column);
  }

  @Override
  public List<@Nullable Object> values(int column) throws UnsupportedDump {
    return then.values(column);
  }

  @Override
  public boolean spell(int column, Spelled taker) {
    return then.spell(column, taker);
  }

  @Override
  public byte @Nullable [] bytes(int column) throws UnsupportedDump {
    return then.bytes(column);
  }

  @Override
  public boolean isBits(int column) throws UnsupportedDump {
    return then.isBits(column);
  }

  @Override
  public boolean isDefault(int column) {
    return then.isDefault(column);
  }

  @Override
  public boolean isOdd(int column) {
    return then.isOdd(column);
  }

  @Override
  public boolean isOdd() {
    return then.isOdd();
  }
}
