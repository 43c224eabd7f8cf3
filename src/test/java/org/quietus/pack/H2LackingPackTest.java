package org.quietus.pack;

import java.nio.file.Path;

class H2LackingPackTest extends LackingPackContract {

  @Override
  PackPlace place(Path directory) {
    return PackPlace.h2(directory);
  }
}
