package org.quietus.subject;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenFilterTest {
  private static final int MANY = 200_000;

  @Test
  void holdsEverythingThatWasAddedAndLittleElse() {
    Random random = new Random(4711);
    TokenFilter filter = new TokenFilter(MANY);
    for (int n = 0; n < MANY; n++) {
      filter.add(token(random));
    }
    Random same = new Random(4711);
    for (int n = 0; n < MANY; n++) {
      assertThat(filter.mayHold(token(same))).isTrue();
    }
    int wrong = 0;
    for (int n = 0; n < MANY; n++) {
      wrong += filter.mayHold(token(same)) ? 1 : 0;
    }
    assertThat(wrong).isLessThan(MANY / 1_000);
  }

  @Test
  void holdsNothingAtFirst() {
    assertThat(new TokenFilter(0).mayHold(token(new Random(1)))).isFalse();
  }

  private static Token token(Random random) {
    return new Token(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }
}
