package org.quietus.control;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;

class H2WorkQueueTest extends WorkQueueContract {
  @TempDir private static Path files;

  @Override
  DatabaseServer server() {
    return new H2Server(files);
  }

  @Override
  String engine() {
    return "h2";
  }
}
