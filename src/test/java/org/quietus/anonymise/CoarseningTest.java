package org.quietus.anonymise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CoarseningTest {
  private static final long SEED = 52_520_008;
  private final Random random = new Random(SEED);

  @ParameterizedTest
  @CsvSource({
    "0.01, 52.520008, 52.520000",
    "0.01, -52.520008, -52.520000",
    "0.01, 0.009, 0.000",
    "0.01, 0.3, 0.30",
    "10, 1999, 1990",
    "10, -128, -120",
    "2.5, 7.4, 5.0"
  })
  void roundsTowardsZeroToAMultiple(BigDecimal size, BigDecimal value, BigDecimal expected) {
    Object becomes = new Bucket(size).apply(value, random);

    assertThat((BigDecimal) becomes).isEqualByComparingTo(expected);
    assertThat(new Bucket(size).done().orElseThrow().test(becomes)).isTrue();
    assertThat(new Grid(size).apply(value, random)).isEqualTo(becomes);
  }

  @Test
  void takesEachKindOfNumberForWhatItIs() {
    Bucket tens = new Bucket(BigDecimal.TEN);
    BigInteger large = new BigInteger("18446744073709551615");

    assertThat(tens.apply(-128L, random)).isEqualTo(-120L);
    assertThat(tens.apply(large, random)).isEqualTo(new BigInteger("18446744073709551610"));
    assertThat(tens.apply(-29.999, random)).isEqualTo(-20.0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.1", "0.01", "0.000001", "0.05", "0.07", "3", "1000"})
  void aFloatingPointNumberIsDoneAfterOnceAndNoOtherIsTakenForDone(BigDecimal size) {
    Grid grid = new Grid(size);
    Done done = grid.done().orElseThrow();
    for (int round = 0; round < 20_000; round++) {
      double value = (random.nextDouble() - 0.5) * (round % 2 == 0 ? 360 : 1e7);
      double once = (double) Objects.requireNonNull(grid.apply(value, random));
      assertThat(done.test(once)).as("seed %d: %s to %s", SEED, value, once).isTrue();
      assertThat(grid.apply(once, random)).isEqualTo(once);
      assertThat(done.test(value)).isEqualTo(once == value);
      assertThat(Math.abs(value - once)).isLessThan(size.doubleValue() * 1.000001);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e300, -1e16, Double.POSITIVE_INFINITY, Double.NaN})
  void aNumberWithoutMultiplesBecomesZero(double value) {
    Grid grid = new Grid(new BigDecimal("0.1"));

    assertThat(grid.done().orElseThrow().test(value)).isFalse();
    assertThat(grid.apply(value, random)).isEqualTo(0.0);
  }

  @Test
  void manyPlacesBecomeTheSame() {
    Grid grid = new Grid(new BigDecimal("0.01"));
    Set<Object> cells =
        IntStream.range(0, 10_000)
            .mapToObj(
                n -> grid.apply(new BigDecimal("52.52").add(BigDecimal.valueOf(n, 6)), random))
            .map(cell -> ((BigDecimal) cell).stripTrailingZeros())
            .collect(Collectors.toSet());

    assertThat(cells).hasSize(1);
  }

  @Test
  void manyMomentsBecomeTheSameDay() {
    Truncate day = new Truncate(DateUnit.DAY);
    LocalDateTime midnight = LocalDateTime.of(2024, 2, 29, 0, 0);
    Set<Object> days =
        IntStream.range(0, 86_400)
            .mapToObj(second -> day.apply(midnight.plusSeconds(second).plusNanos(second), random))
            .collect(Collectors.toSet());

    assertThat(days).containsExactly(midnight);
    assertThat(day.done().orElseThrow().test(midnight.plusNanos(1_000))).isFalse();
  }

  @Test
  void readsPointsAsEachDatabaseStoresThem() {
    Grid grid = new Grid(new BigDecimal("0.5"));
    for (byte[] point : points(13.404954, -52.520008)) {
      byte[] becomes = (byte[]) Objects.requireNonNull(grid.apply(point, random));

      assertThat(points(13.0, -52.5)).anyMatch(expected -> same(expected, becomes));
      assertThat(becomes).hasSameSizeAs(point);
      assertThat(grid.done().orElseThrow().test(point)).isFalse();
      assertThat(grid.done().orElseThrow().test(becomes)).isTrue();
    }
  }

  @Test
  void readsPointsThatAreSpelled() {
    Grid grid = new Grid(new BigDecimal("0.5"));
    byte[] point = "(13.404954,-52.520008)".getBytes(StandardCharsets.US_ASCII);

    byte[] becomes = (byte[]) Objects.requireNonNull(grid.apply(point, random));

    assertThat(becomes).asString(StandardCharsets.US_ASCII).isEqualTo("(13.0,-52.5)");
    assertThat(grid.done().orElseThrow().test(point)).isFalse();
    assertThat(grid.done().orElseThrow().test(becomes)).isTrue();
  }

  private static boolean same(byte[] one, byte[] other) {
    return HexFormat.of().formatHex(one).equals(HexFormat.of().formatHex(other));
  }

  /** MySQL's with its system before, in both byte orders; H2's alone, and with a system inside. */
  private static List<byte[]> points(double x, double y) {
    return List.of(
            buffer(25, ByteOrder.LITTLE_ENDIAN).putInt(4326).put((byte) 1).putInt(1),
            buffer(25, ByteOrder.LITTLE_ENDIAN).putInt(0).put((byte) 1).putInt(1),
            buffer(21, ByteOrder.BIG_ENDIAN).put((byte) 0).putInt(1),
            buffer(25, ByteOrder.BIG_ENDIAN).put((byte) 0).putInt(0x2000_0001).putInt(4326))
        .stream()
        .map(buffer -> buffer.putDouble(x).putDouble(y).array())
        .toList();
  }

  private static ByteBuffer buffer(int size, ByteOrder order) {
    return ByteBuffer.allocate(size).order(order);
  }

  @Test
  void refusesWhatIsNotAPointWithoutAValue() {
    Grid grid = new Grid(BigDecimal.ONE);
    byte[] line = new byte[41];
    line[4] = 1;
    line[5] = 2;

    assertThatThrownBy(() -> grid.apply(line, random)).hasMessageContaining("a point was expected");
    assertThatThrownBy(() -> grid.apply("52.5", random))
        .hasMessage("strategy 'grid' does not take a String");
  }

  /** As files hold it: 0.7 in 32 bits is less than that in 64. */
  @ParameterizedTest
  @ValueSource(floats = {0.1f, 0.7f, -52.7f, 13.4f, 7.0f})
  void aNumberOf32BitsStaysOnceItIsDone(float done) {
    assertThat(JsonScalar.apply(new Grid(new BigDecimal("0.1")), done, Whose.nobody(), random))
        .isEqualTo(Double.valueOf(Float.toString(done)));
  }
}
