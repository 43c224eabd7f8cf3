package org.quietus.database;

import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer("postgres")
class PostgresDialectTest extends DialectContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String shortLockWait() {
    return "SET lock_timeout = '1s'";
  }
}
