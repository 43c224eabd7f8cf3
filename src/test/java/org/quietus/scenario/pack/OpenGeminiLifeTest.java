package org.quietus.scenario.pack;

class OpenGeminiLifeTest extends PackLives {

  @Override
  Promises promises() {
    return new OpenGeminiPromises();
  }
}
