package org.quietus.scenario;

import org.junit.jupiter.api.Tag;

@Tag("long")
class TwoYearsOddTest extends TwoYearsContract {

  @Override
  int share() {
    return 1;
  }
}
