package org.quietus.database;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;

class H2DialectTest extends DialectContract {

  @TempDir static Path directory;

  @Override
  DatabaseServer server() {
    return new H2Server(directory);
  }

  @Override
  String shortLockWait() {
    return "SET LOCK_TIMEOUT 100";
  }
}
