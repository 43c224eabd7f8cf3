package org.quietus;

import java.util.stream.Stream;

class LostRequestsKeyTest extends LostRequestsKeyContract {

  static Stream<Stage> locked() {
    return Stage.inTurn(0);
  }

  static Stream<Stage> back() {
    return Stage.inTurn(1);
  }

  static Stream<Stage> ended() {
    return Stage.inTurn(2);
  }
}
