package org.quietus.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.format.mysqldump.Mysqldump;
import org.quietus.testing.Seeds;

class RowKeeperTest {

  /** Holds pieces in memory. */
  private static final class Pieces implements ByteStore {
    private final List<byte[]> pieces = new ArrayList<>();

    @Override
    public long append(byte[] bytes, int length) {
      pieces.add(Arrays.copyOf(bytes, length));
      return pieces.size() - 1;
    }

    @Override
    public void read(long place, byte[] into, int length) {
      System.arraycopy(pieces.get((int) place), 0, into, 0, length);
    }

    @Override
    public void close() {}
  }

  /** What a row is from, and its values; no columns that were not asked for. */
  private record Seen(RowSource source, List<@Nullable List<Byte>> values, List<Boolean> bits) {
    static Seen of(Row row, int[] columns) throws IOException {
      List<@Nullable List<Byte>> values = new ArrayList<>();
      List<Boolean> bits = new ArrayList<>();
      for (int column : columns) {
        byte @Nullable [] bytes = row.bytes(column);
        values.add(
            bytes == null
                ? null
                : IntStream.range(0, bytes.length).mapToObj(n -> bytes[n]).toList());
        bits.add(row.isBits(column));
      }
      return new Seen(row.source(), values, bits);
    }
  }

  private static int[] some(long seed, RowSource source) {
    return IntStream.range(0, source.columns().size())
        .filter(column -> Math.floorMod(seed + source.columns().size() + column, 3L) > 0)
        .toArray();
  }

  @Test
  void showsWhatItWasGivenInItsOrder() throws Exception {
    for (long seed : Seeds.few(40).toArray()) {
      byte[] dump = new RandomDump(seed).without(Set.of());
      Mysqldump format = new Mysqldump();
      RowKeeper keeper = format.keeper(new Pieces());
      List<Seen> given = new ArrayList<>();
      format.scan(
          new ByteArrayInputStream(dump),
          new EveryRow(
              row -> {
                int[] columns = some(seed, row.source());
                keeper.keep(row, columns);
                given.add(Seen.of(row, columns));
              }));
      List<Seen> shown = new ArrayList<>();
      keeper.show(new EveryRow(row -> shown.add(Seen.of(row, some(seed, row.source())))));
      assertThat(shown).as("seed %d", seed).isEqualTo(given);
    }
  }

  /** As in an export that writes each order with its items. */
  @Test
  void putsRowsOfTablesThatTakeTurnsDownTogether() throws Exception {
    StringBuilder dump = new StringBuilder("-- MySQL dump 10.13\n");
    dump.append("CREATE TABLE a (id int, name text);\nCREATE TABLE b (id int, name text);\n");
    for (int n = 0; n < 20_000; n++) {
      dump.append("INSERT INTO %s VALUES (%d,'name');\n".formatted(n % 2 == 0 ? "a" : "b", n));
    }
    byte[] bytes = dump.append("-- Dump completed\n").toString().getBytes(StandardCharsets.UTF_8);
    Mysqldump format = new Mysqldump();
    Pieces pieces = new Pieces();
    RowKeeper keeper = format.keeper(pieces);
    format.scan(
        new ByteArrayInputStream(bytes), new EveryRow(row -> keeper.keep(row, new int[] {0})));
    List<String> shown = new ArrayList<>();
    keeper.show(
        new RowVisitor() {
          @Override
          public boolean wants(RowSource source) {
            return source.table().table().equals("b");
          }

          @Override
          public void visit(Row row) throws IOException {
            shown.add(row.text(0));
          }
        });
    assertThat(shown)
        .isEqualTo(IntStream.range(0, 10_000).mapToObj(n -> String.valueOf(2 * n + 1)).toList());
    assertThat(pieces.pieces).hasSizeLessThan(10);
  }
}
