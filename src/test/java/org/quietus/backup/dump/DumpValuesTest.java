package org.quietus.backup.dump;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.quietus.catalog.Column;
import org.quietus.format.DumpTableName;
import org.quietus.format.Row;
import org.quietus.format.RowSource;

/** Values of dumps as the database would give them. */
class DumpValuesTest {
  private record OneValue(String value) implements Row {
    @Override
    public RowSource source() {
      return new RowSource(new DumpTableName(null, "t"), List.of("c"), Optional.empty());
    }

    @Override
    public long offset() {
      return 0;
    }

    @Override
    public int size() {
      return 1;
    }

    @Override
    public String text(int column) {
      return value;
    }

    @Override
    public byte[] bytes(int column) {
      return value.getBytes(ISO_8859_1);
    }

    @Override
    public boolean isBits(int column) {
      return false;
    }

    @Override
    public boolean isDefault(int column) {
      return false;
    }
  }

  private static @Nullable Object read(String value, Column.Type type) throws IOException {
    return DumpValues.read(new OneValue(value), 0, column(type));
  }

  private static Column column(Column.Type type) {
    return new Column("c", type, "x", 0, true, false, false, false, List.of());
  }

  @Test
  void bitsAreTheNumberThatTheySpell() throws Exception {
    assertThat(read("\u0001", Column.Type.BOOLEAN)).isEqualTo(true);
    assertThat(read("\u0000", Column.Type.BOOLEAN)).isEqualTo(false);
    assertThat(read("1", Column.Type.BOOLEAN)).isEqualTo(true);
    assertThat(read("\u0001\u0000", Column.Type.INTEGER)).isEqualTo(256L);
  }

  @Test
  void aTimeBelowZeroOrOfMoreThanADayStaysText() throws Exception {
    assertThat(read("10:00:00", Column.Type.TIME)).isEqualTo(LocalTime.of(10, 0));
    for (String time : List.of("-10:00:00", "24:00:00", "838:59:59", "100:00:00.5")) {
      assertThat(read(time, Column.Type.TIME)).isEqualTo(time);
    }
  }

  @Test
  void aDateOfZerosIsNone() throws Exception {
    assertThat(read("0000-00-00", Column.Type.DATE)).isNull();
    assertThat(read("0000-00-00 00:00:00", Column.Type.TIMESTAMP)).isNull();
    assertThat(read("2020-02-29", Column.Type.DATE)).isEqualTo(LocalDate.of(2020, 2, 29));
  }

  @Test
  void whatPostgresCallsInfinityIsReadAsDriversGiveIt() throws Exception {
    assertThat(read("infinity", Column.Type.DATE)).isEqualTo(LocalDate.MAX);
    assertThat(read("-infinity", Column.Type.DATETIME)).isEqualTo(LocalDateTime.MIN);
    assertThat(read("infinity", Column.Type.TIMESTAMP)).isEqualTo(LocalDateTime.MAX);
    assertThat(read("NaN", Column.Type.FLOAT)).isEqualTo(Double.NaN);
    assertThat(read("-Infinity", Column.Type.DECIMAL)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(DumpValues.canonical(Double.NaN, column(Column.Type.DECIMAL))).isEqualTo("NaN");
  }

  @Test
  void whatIsNotOfItsTypeIsKeptApart() throws Exception {
    assertThat(read("2020-00-15", Column.Type.DATE)).isEqualTo(new UnreadValue("c"));
    assertThat(read("abc", Column.Type.INTEGER)).isEqualTo(new UnreadValue("c"));
    assertThat(read("infinity", Column.Type.TIME)).isEqualTo(new UnreadValue("c"));
    assertThat(read("1e999999999", Column.Type.DECIMAL)).isEqualTo(new UnreadValue("c"));
    assertThat(read("1e308", Column.Type.FLOAT)).isEqualTo(1e308);
  }
}
