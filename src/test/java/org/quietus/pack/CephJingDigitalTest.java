package org.quietus.pack;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIf;
import org.quietus.testing.CephServer;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@EnabledIf(
    value = "org.quietus.testing.CephServer#isInstalled",
    disabledReason = CephServer.NOT_INSTALLED)
@Tag("long")
class CephJingDigitalTest extends JingDigitalCopiesContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.ceph();
  }
}
