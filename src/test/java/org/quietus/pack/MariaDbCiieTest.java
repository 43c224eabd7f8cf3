package org.quietus.pack;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIfEnvironmentVariable;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
@DisabledIfEnvironmentVariable(
    named = "QUIETUS_CEPH",
    matches = "required",
    disabledReason = "the same runs on MariaDB and Ceph")
class MariaDbCiieTest extends CiieContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.mariaDb(directory);
  }
}
