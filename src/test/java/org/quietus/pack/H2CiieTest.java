package org.quietus.pack;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("long")
class H2CiieTest extends CiieContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.h2(directory);
  }
}
