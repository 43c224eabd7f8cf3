package org.quietus.anonymise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrategyTest {
  private static final long SEED = 20_240_229;
  private final Random random = new Random(SEED);

  static List<Strategy> all() {
    return List.of(
        new SetNull(),
        new Fixed("gone"),
        new Truncate(DateUnit.DAY),
        new Truncate(DateUnit.YEAR),
        new Truncate(DateUnit.MONTH),
        new Truncate(DateUnit.DECADE),
        new Network(8),
        new Network(16),
        new Network(24),
        new Redact(),
        new Template("a.b[c]-^\\", "@example.invalid"),
        new RandomShape(Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void leavesNullAsItIs(Strategy strategy) {
    assertThat(strategy.apply(null, random)).isNull();
    assertThat(strategy.done().map(done -> done.test(null))).isNotEqualTo(Optional.of(false));
  }

  @ParameterizedTest
  @MethodSource("all")
  void isDoneAfterItWasAppliedAndThenChangesNothing(Strategy strategy) {
    Optional<Done> done = strategy.done();
    for (int i = 0; i < 1_000 && done.isPresent(); i++) {
      Object value = strategy instanceof Truncate ? date(i) : text(i);
      Object once = strategy.apply(value, random);
      assertThat(done.get().test(once)).as("seed %d, round %d: %s", SEED, i, once).isTrue();
      assertThat(strategy.apply(once, random)).isEqualTo(once);
    }
  }

  /** A done predicate that accepts more than the outputs would leave real values where they are. */
  @ParameterizedTest
  @MethodSource("all")
  void takesNothingForDoneThatItWouldStillChange(Strategy strategy) {
    Optional<Done> done = strategy.done();
    for (int i = 0; i < 6_000 && done.isPresent(); i++) {
      Object value = strategy instanceof Truncate ? date(i) : text(i);
      boolean changes = !value.equals(strategy.apply(value, random));
      assertThat(done.get().test(value))
          .as("seed %d, round %d: %s", SEED, i, value)
          .isEqualTo(!changes);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "8,  192.168.7.9,           192.0.0.0",
    "16, 192.168.7.9,           192.168.0.0",
    "24, 192.168.7.9,           192.168.7.0",
    "24, ' 10.0.0.1 ',          10.0.0.0",
    "24, 256.1.1.1,             0.0.0.0",
    "24, 010.1.1.1,             0.0.0.0",
    "24, 10.1.1.1:8080,         0.0.0.0",
    "24, no address,            0.0.0.0",
    "24, '',                    0.0.0.0",
    "8,  2001:DB8:ABCD:12::1,   2001::",
    "16, 2001:DB8:ABCD:12::1,   2001:db8::",
    "24, 2001:DB8:ABCD:12::1,   2001:db8:abcd::",
    "24, 2001:0:abcd::,         2001:0:abcd::",
    "24, 2001:db8:0:1::,        2001:db8::",
    "24, 0:0:12::1,             0:0:12::",
    "24, ::1,                   ::",
    "24, 1:2:3:4:5:6:7:8,       1:2:3::",
    "24, 1:2:3:4:5:6:7:8:9,     0.0.0.0",
    "24, 1::2::3,               0.0.0.0",
    "24, :1:2:3:4:5:6:7,        0.0.0.0",
    "16, ::ffff:192.168.7.9,    192.168.0.0",
    "16, ::FFFF:c0a8:0709,      192.168.0.0",
    "24, 64:ff9b::192.168.7.9,  64:ff9b::",
    "24, 2002:c0a8:0709::1,     192.168.7.0",
    "24, fe80::1%eth0,          0.0.0.0"
  })
  void keepsTheNetworkOfAnAddress(int bits, String address, String network) {
    assertThat(new Network(bits).apply(address, random)).isEqualTo(network);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0\n", "10.0.0.0 ", "2001:DB8::", "2002:c0a8:700::", "01.0.0.0", "0::"})
  void takesNoUnusualSpellingForANetwork(String text) {
    assertThat(new Network(24).done().orElseThrow().test(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"李雷,**", "Ann,***", "'',''", "a-b c@d.example,********", "😀😀,**", "*x,**"})
  void redactsEveryCodePointAndAtMostEight(String value, String redacted) {
    assertThat(new Redact().apply(value, random)).isEqualTo(redacted);
  }

  @Test
  void coarsensDatesToTheFirstDayOfTheirUnit() {
    LocalDateTime moment = LocalDateTime.of(1987, 6, 5, 4, 3, 2);
    assertThat(new Truncate(DateUnit.MONTH).apply(moment, random))
        .isEqualTo(LocalDateTime.of(1987, 6, 1, 0, 0));
    assertThat(new Truncate(DateUnit.YEAR).apply(moment.toLocalDate(), random))
        .isEqualTo(LocalDate.of(1987, 1, 1));
    assertThat(new Truncate(DateUnit.DECADE).apply(moment.toLocalDate(), random))
        .isEqualTo(LocalDate.of(1980, 1, 1));
    assertThat(new Done.TruncatedTo(DateUnit.YEAR).test(LocalDateTime.of(1987, 1, 1, 0, 0, 1)))
        .isFalse();
  }

  @Test
  void fillsATemplateWithSomethingElseEachTime() {
    Template template = new Template("x-", "");
    Set<Object> values = new HashSet<>();
    IntStream.range(0, 1_000).forEach(i -> values.add(template.apply("same", random)));
    assertThat(values).hasSize(1_000).allMatch(v -> v.toString().matches("x-[0-9a-f]{24}"));
    assertThat(template.done().orElseThrow().test("x-men")).isFalse();
    assertThat(template.width()).isEqualTo(26);
  }

  @Test
  void readsTheTemplateLiterally() {
    Done done = new Template("a.c", "").done().orElseThrow();
    assertThat(done.test("a.c" + "0".repeat(24))).isTrue();
    assertThat(done.test("abc" + "0".repeat(24))).isFalse();
    assertThat(done.test("a.c" + "0".repeat(24) + "\n")).isFalse();
  }

  @Test
  void keepsTheShapeOfWhatItRandomises() {
    RandomShape shape = new RandomShape(Optional.empty());
    assertThat(shape.apply("Ann-Mary 7, 李é", random).toString())
        .matches("[A-Z][a-z]{2}-[A-Z][a-z]{3} [0-9], [\\u4e00-\\u9fa5][a-z]");
    for (int i = 0; i < 1_000; i++) {
      assertThat(shape.apply(-4711L, random).toString()).matches("-[1-9][0-9]{3}");
      assertThat(shape.apply(new BigDecimal("12.30"), random).toString())
          .matches("[1-9][0-9][.][0-9]{2}");
      assertThat(shape.apply(Long.MAX_VALUE, random)).matches(v -> (Long) v > 0);
    }
    assertThat((byte[]) shape.apply(new byte[] {1, 2, 3}, random)).hasSize(3);
  }

  @Test
  void staysWithinWhatAnIntegerColumnHolds() {
    RandomShape tiny = new RandomShape(Optional.of(BigInteger.valueOf(127)));
    Set<Object> seen = new HashSet<>();
    IntStream.range(0, 2_000).forEach(i -> seen.add(tiny.apply(100L, random)));
    assertThat(seen).hasSize(28).allMatch(v -> (Long) v >= 100 && (Long) v <= 127);
  }

  @Test
  void namesTheTypeButNeverTheValueItDoesNotTake() {
    assertThatThrownBy(() -> new Truncate(DateUnit.YEAR).apply("secret", random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("strategy 'year' does not take a String");
  }

  @Test
  void comparesNumbersByValue() {
    Done zero = new Done.EqualsExactly(new BigDecimal("0.00"));
    assertThat(zero.test(0L)).isTrue();
    assertThat(zero.test(1L)).isFalse();
    assertThat(new Done.EqualsExactly("gone").test("Gone")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0-9]+", "^é$", "^(?:a)$", "^\\d$"})
  void refusesAnExpressionThatEnginesReadDifferently(String regex) {
    assertThatThrownBy(() -> new Done.Matches(regex)).isInstanceOf(IllegalArgumentException.class);
  }

  private Object date(int i) {
    LocalDate date = LocalDate.of(1900, 1, 1).plusDays(random.nextInt(60_000));
    LocalDate often = i % 3 == 0 ? date.withDayOfMonth(1).withMonth(1) : date;
    return i % 2 == 0 ? often : often.atTime(random.nextInt(2), 0);
  }

  /** Addresses, stars, templates and whatever else, often almost anonymised. */
  private String text(int i) {
    int[] few = {0, 0, 0, 1, 0x2002, 0xdb8, 10, 255};
    return switch (i % 6) {
      case 0 -> pick(few) % 256 + "." + pick(few) % 256 + "." + pick(few) % 256 + ".0";
      case 1 ->
          Integer.toHexString(pick(few))
              + ":"
              + Integer.toHexString(pick(few))
              + ":"
              + Integer.toHexString(pick(few))
              + "::";
      case 2 -> "*".repeat(random.nextInt(10));
      case 3 ->
          random.nextBoolean() ? "gone" : "a.b[c]-^\\0123456789abcdef01234567@example.invalid";
      case 4 -> Integer.toHexString(pick(few)) + "::" + (random.nextBoolean() ? "" : "1");
      default ->
          random.ints(5, ' ', 0x3000).mapToObj(Character::toString).reduce("", String::concat);
    };
  }

  private int pick(int[] few) {
    return few[random.nextInt(few.length)];
  }

  @Test
  void infinityIsDoneAndANumberThatIsNoneIsNoFixedOne() {
    for (DateUnit unit : DateUnit.values()) {
      Done done = new Truncate(unit).done().orElseThrow();
      for (Object endless :
          List.of(LocalDate.MIN, LocalDate.MAX, LocalDateTime.MIN, LocalDateTime.MAX)) {
        assertThat(new Truncate(unit).apply(endless, random)).isEqualTo(endless);
        assertThat(done.test(endless)).isTrue();
      }
    }
    assertThat(new Done.EqualsExactly(0L).test(Double.NaN)).isFalse();
    assertThat(new Done.EqualsExactly(0L).test(0.0)).isTrue();
  }

  @Test
  void makesEqualIdsOfOnePersonEqualInOneChunkAndNowhereElse() {
    RandomShape shape = new RandomShape(Optional.empty());
    Whose ann = Whose.of(List.of());
    Whose bo = Whose.of(List.of());
    Object first = shape.apply("device-8f3a", ann, random);

    assertThat(shape.apply("device-8f3a", ann, random)).isEqualTo(first);
    assertThat(shape.apply("device-8f3b", ann, random)).isNotEqualTo(first);
    assertThat(shape.apply("device-8f3a", bo, random)).isNotEqualTo(first);
    assertThat(shape.apply("device-8f3a", Whose.of(List.of()), random)).isNotEqualTo(first);
    assertThat(shape.apply("device-8f3a", Whose.nobody(), random))
        .isNotEqualTo(shape.apply("device-8f3a", Whose.nobody(), random));
  }

  @Test
  void randomGivesANarrowColumnANumberThatItHoldsAndOthersTheSame() {
    RandomShape wide = new RandomShape(Optional.of(BigInteger.valueOf(Integer.MAX_VALUE)));
    RandomShape narrow = new RandomShape(Optional.of(BigInteger.valueOf(Byte.MAX_VALUE)));
    int same = 0;
    for (int i = 0; i < 500; i++) {
      Whose person = Whose.of(List.of());
      long one = (long) wide.apply(100L, person, random);
      long other = (long) narrow.apply(100L, person, random);
      assertThat(other).isBetween(100L, 127L);
      assertThat(wide.apply(100L, person, random)).isIn(one, other);
      same += one == other ? 1 : 0;
      assertThat(one <= 127 && one != other).isFalse();
    }
    assertThat(same).isPositive();
  }
}
