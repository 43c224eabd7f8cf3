package org.quietus.database.mysql;

import java.util.Optional;
import org.quietus.database.Dialect;
import org.quietus.database.DialectProvider;
import org.quietus.database.ServerVersion;
import org.quietus.database.UrlRules;

/** MySQL and MariaDB, which answer Connector/J alike. */
public final class MySqlProvider implements DialectProvider {

  @Override
  public Optional<Dialect> dialect(String product, String version) {
    if (version.contains("MariaDB")) {
      // MariaDB before 11 says 5.5.5 first, for the sake of old MySQL replicas
      ServerVersion mariaDb = ServerVersion.in(version.replaceFirst("^5\\.5\\.5-", ""));
      return mariaDb.atLeast(10, 6, 0)
          ? Optional.of(new MariaDbDialect(mariaDb))
          : Optional.empty();
    }
    if (!product.equals("MySQL")) {
      return Optional.empty();
    }
    ServerVersion mySql = ServerVersion.in(version);
    return mySql.atLeast(8, 0, 13) ? Optional.of(new MySqlDialect(mySql)) : Optional.empty();
  }

  @Override
  public UrlRules urlRules() {
    return MySqlUrl.RULES;
  }

  @Override
  public String supported() {
    return "MySQL from 8.0.13, MariaDB from 10.6";
  }
}
