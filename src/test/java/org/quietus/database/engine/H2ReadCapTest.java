package org.quietus.database.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;

class H2ReadCapTest extends ReadCapContract {

  @TempDir static Path directory;

  @Override
  DatabaseServer server() {
    return new H2Server(directory);
  }
}
