package org.quietus.database.mysql;

import org.quietus.database.CatalogQueries;
import org.quietus.database.LoadQueries;
import org.quietus.database.ServerVersion;

/** MariaDB from 10.6 on, where it differs from MySQL. */
public final class MariaDbDialect extends MySqlDialect {

  private final ServerVersion version;

  public MariaDbDialect(ServerVersion version) {
    super(version);
    this.version = version;
  }

  @Override
  public LoadQueries loadQueries() {
    return MySqlLoad.mariaDb();
  }

  @Override
  public String product() {
    return "MariaDB " + version;
  }

  @Override
  EngineKeys engineKeys() {
    return new EngineKeys("information_schema.innodb_sys_foreign", true);
  }

  @Override
  String noTimeLimit() {
    return "SET SESSION max_statement_time = 0, idle_transaction_timeout = 0";
  }

  @Override
  public CatalogQueries catalogQueries() {
    return MySqlCatalog.queries("s.ignored = 'NO'", "NULL", MySqlCatalog.MARIADB_CHECKS);
  }
}
