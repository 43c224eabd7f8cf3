package org.quietus.scenario.pack;

class KaiconnLifeTest extends PackLives {

  @Override
  Promises promises() {
    return new KaiconnPromises();
  }
}
