package org.quietus.scenario.pack;

import org.junit.jupiter.api.Tag;

@Tag("long")
class DeviceCloudInLifeTest extends PackLives {

  @Override
  Promises promises() {
    return new DeviceCloudInPromises();
  }
}
