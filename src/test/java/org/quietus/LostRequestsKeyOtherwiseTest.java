package org.quietus;

import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

@Tag("long")
class LostRequestsKeyOtherwiseTest extends LostRequestsKeyContract {

  static Stream<Stage> locked() {
    return Stage.notInTurn(0);
  }

  static Stream<Stage> back() {
    return Stage.notInTurn(1);
  }

  static Stream<Stage> ended() {
    return Stage.notInTurn(2);
  }
}
