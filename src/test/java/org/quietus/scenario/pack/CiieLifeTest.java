package org.quietus.scenario.pack;

import org.junit.jupiter.api.Tag;

@Tag("long")
class CiieLifeTest extends PackLives {

  @Override
  Promises promises() {
    return new CiiePromises();
  }
}
