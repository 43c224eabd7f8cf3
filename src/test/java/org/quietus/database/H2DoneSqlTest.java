package org.quietus.database;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;

class H2DoneSqlTest extends DoneSqlContract {

  @TempDir static Path directory;

  @Override
  DatabaseServer server() {
    return new H2Server(directory);
  }

  @Override
  String caseIgnoring() {
    return "";
  }

  @Override
  String moment() {
    return "TIMESTAMP(6)";
  }

  @Override
  String instant() {
    return "TIMESTAMP(6) WITH TIME ZONE";
  }
}
