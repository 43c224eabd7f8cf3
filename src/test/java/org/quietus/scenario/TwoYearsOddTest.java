package org.quietus.scenario;

class TwoYearsOddTest extends TwoYearsContract {

  @Override
  int share() {
    return 1;
  }
}
