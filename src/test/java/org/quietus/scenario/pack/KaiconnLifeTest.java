package org.quietus.scenario.pack;

import org.junit.jupiter.api.Test;

class KaiconnLifeTest extends PackLives {
  private static final int THREE_WEEKS = 21;

  @Override
  Promises promises() {
    return new KaiconnPromises();
  }

  /** With what the two years begin with, in every build; for one pack, since all do the same. */
  @Test
  void everyPromiseIsKeptOnEveryDayOfThreeWeeks() throws Exception {
    live(THREE_WEEKS);
  }
}
