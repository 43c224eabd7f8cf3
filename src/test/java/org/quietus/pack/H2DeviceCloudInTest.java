package org.quietus.pack;

import java.nio.file.Path;

class H2DeviceCloudInTest extends DeviceCloudInContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.h2(directory);
  }
}
