package org.quietus.scenario.pack;

class JingDigitalLifeTest extends PackLives {

  @Override
  Promises promises() {
    return new JingDigitalPromises();
  }
}
