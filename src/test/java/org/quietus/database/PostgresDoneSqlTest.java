package org.quietus.database;

import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer("postgres")
class PostgresDoneSqlTest extends DoneSqlContract {

  @Override
  DatabaseServer server() {
    return Servers.shared();
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
