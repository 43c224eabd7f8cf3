package org.quietus.pack;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.quietus.testing.EnabledIfServer;

@EnabledIfServer
@Tag("long")
class MariaDbKaiconnTest extends KaiconnContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.mariaDb(directory);
  }
}
