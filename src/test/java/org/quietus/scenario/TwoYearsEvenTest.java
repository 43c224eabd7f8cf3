package org.quietus.scenario;

import org.junit.jupiter.api.Tag;

@Tag("long")
class TwoYearsEvenTest extends TwoYearsContract {

  @Override
  int share() {
    return 0;
  }
}
