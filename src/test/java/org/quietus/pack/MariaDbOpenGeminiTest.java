package org.quietus.pack;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIf;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@DisabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = "tried on the same MariaDB with a bucket on Ceph")
@Tag("long")
class MariaDbOpenGeminiTest extends OpenGeminiContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.mariaDb(directory);
  }
}
