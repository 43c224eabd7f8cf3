package org.quietus.scenario;

class TwoYearsEvenTest extends TwoYearsContract {

  @Override
  int share() {
    return 0;
  }
}
