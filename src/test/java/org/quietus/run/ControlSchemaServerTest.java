package org.quietus.run;

import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
class ControlSchemaServerTest extends ControlSchemaContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
  }

  @Override
  String engine() {
    return server().product().equals("postgres") ? "postgres" : "mysql";
  }
}
