package org.quietus.scenario.pack;

class DeviceCloudInLifeTest extends PackLives {

  @Override
  Promises promises() {
    return new DeviceCloudInPromises();
  }
}
