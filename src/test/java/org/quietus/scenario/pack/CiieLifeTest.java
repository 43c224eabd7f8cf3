package org.quietus.scenario.pack;

class CiieLifeTest extends PackLives {

  @Override
  Promises promises() {
    return new CiiePromises();
  }
}
