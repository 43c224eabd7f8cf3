package org.quietus.database.engine;

import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
class DueSpansServerTest extends DueSpansContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String bytes() {
    return "BINARY(4)";
  }

  /** One that is not due: who waits for its lock with a span in hand waits for nothing. */
  @Override
  long lockedElsewhere() {
    return 3;
  }
}
