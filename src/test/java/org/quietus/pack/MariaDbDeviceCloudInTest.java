package org.quietus.pack;

import java.nio.file.Path;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
class MariaDbDeviceCloudInTest extends DeviceCloudInContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.mariaDb(directory);
  }
}
