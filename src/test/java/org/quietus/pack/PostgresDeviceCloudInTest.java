package org.quietus.pack;

import java.nio.file.Path;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer("postgres")
class PostgresDeviceCloudInTest extends DeviceCloudInContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.postgres(directory);
  }
}
