package org.quietus.backup.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingsTest {
  private static final String LETTERS = "aZ09@@@.._-+:;,<>'\"= \t()[]|\u00e9\u200b\u00a0";
  private static final int TEXTS = 200_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whatIsAnAddressAloneHasNoOtherReading(long seed) {
    Random random = new Random(seed);
    int alone = 0;
    for (int n = 0; n < TEXTS; n++) {
      StringBuilder made = new StringBuilder();
      for (int length = random.nextInt(8); length >= 0; length--) {
        made.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      String text = made.toString();
      if (Readings.isAnAddressAlone(text)) {
        alone++;
        assertThat(Readings.bare(text)).isEqualTo(text);
        assertThat(Readings.addresses(text)).as(text).isEmpty();
        assertThat(Readings.words(text)).as(text).isEmpty();
      }
    }
    assertThat(alone).as("addresses of seed " + seed).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @CsvSource({
    "jo@x.test, true",
    "Jo.Ann+news_1-2@x.test, true",
    "jo, false",
    "jo@x@test, false",
    "<jo@x.test>, false",
    "mailto:jo@x.test, false",
    "jö@x.test, false",
  })
  void ordinaryAddressesAreAlone(String text, boolean alone) {
    assertThat(Readings.isAnAddressAlone(text)).isEqualTo(alone);
  }
}
