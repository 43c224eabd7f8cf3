package org.quietus.format.jsonl;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "7",
        "-7",
        "999999999999999999",
        "-999999999999999999",
        "1000000000000000000",
        "9223372036854775807",
        "-9223372036854775808"
      })
  void anIntegerThatALongHoldsIsOne(String number) {
    assertThat(value(number)).isEqualTo(Long.valueOf(number));
  }

  @Test
  void anyIntegerIsWhatItSays() {
    long seed = System.nanoTime();
    System.out.println("TextsTest: seed " + seed);
    Random random = new Random(seed);
    for (int n = 0; n < 20_000; n++) {
      BigInteger number = new BigInteger(1 + random.nextInt(80), random);
      BigInteger signed = random.nextBoolean() ? number : number.negate();
      assertThat(String.valueOf(value(signed.toString()))).isEqualTo(signed.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.5", "-0.25", "1e3", "1E-3", "10.0"})
  void anyOtherNumberIsADecimal(String number) {
    assertThat(value(number)).isEqualTo(new BigDecimal(number));
  }

  private static Object value(String number) {
    byte[] line = ("{\"a\":" + number + "}").getBytes(US_ASCII);
    return Texts.value(line, 5, line.length - 1);
  }
}
