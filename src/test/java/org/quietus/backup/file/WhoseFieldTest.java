package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.catalog.Column;

/** How keys in records are held against those of the database, which are integers. */
class WhoseFieldTest {
  private static final WhoseField KEY =
      new WhoseField(
          new Column("id", Column.Type.INTEGER, "bigint", 0, false, false, false, false, List.of()),
          WhoseField.Kind.KEY,
          Optional.empty(),
          List.of(0));

  @Test
  void numbersAreTheSameHoweverTheyAreHeld() {
    for (Object one :
        List.of(1L, 1, 1.0, 1.0f, new BigDecimal("1.00"), BigInteger.ONE, "1", " 1 ", "1.0")) {
      assertThat(KEY.normalised(one)).as("%s", one).contains("1");
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {9007199254740992.0, 1.2345678901234568E18, -9007199254740994.0})
  void aRoundedNumberIsNoKey(double rounded) {
    assertThat(KEY.normalised(rounded)).isEmpty();
    assertThat(WhoseField.isRounded(rounded)).isTrue();
    assertThat(WhoseField.isRounded(Double.toString(rounded))).isTrue();
  }

  @Test
  void aNumberThatIsWrittenInFullIsNotRounded() {
    for (Object exact :
        List.of("1234567890123456789", 1234567890123456789L, new BigDecimal("1E18"), "x", "1.5")) {
      assertThat(WhoseField.isRounded(exact)).as("%s", exact).isFalse();
    }
    assertThat(KEY.normalised("1234567890123456789")).contains("1234567890123456789");
  }
}
