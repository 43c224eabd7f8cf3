package org.quietus.database.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;

class H2DueSpansTest extends DueSpansContract {

  @TempDir static Path directory;

  @Override
  DatabaseServer server() {
    return new H2Server(directory);
  }

  @Override
  String moment() {
    return "TIMESTAMP";
  }

  @Override
  String bytes() {
    return "VARBINARY(4)";
  }

  /** H2 locks what is due alone. */
  @Override
  long lockedElsewhere() {
    return 1;
  }
}
