package org.quietus.database.engine;

import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
class ReadCapServerTest extends ReadCapContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }
}
