package org.quietus.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** The dialect of whatever answers a connection. */
public final class Dialects {

  private Dialects() {}

  /**
   * Asks the connection; Connector/J talks to MySQL and MariaDB alike, and only the version tells
   * them apart.
   *
   * @throws SQLException also if the product, or this version of it, is not supported
   */
  public static Dialect of(Connection connection) throws SQLException {
    DatabaseMetaData metaData = connection.getMetaData();
    return of(metaData.getDatabaseProductName(), metaData.getDatabaseProductVersion());
  }

  static Dialect of(String product, String spelledVersion) throws SQLException {
    boolean mariaDb = spelledVersion.contains("MariaDB");
    // MariaDB before 11 says 5.5.5 first, for the sake of old MySQL replicas
    Version version =
        Version.in(mariaDb ? spelledVersion.replaceFirst("^5\\.5\\.5-", "") : spelledVersion);
    if (mariaDb && version.atLeast(10, 6, 0)) {
      return new MariaDbDialect(version);
    }
    if (!mariaDb && product.equals("MySQL") && version.atLeast(8, 0, 13)) {
      return new MySqlDialect(version);
    }
    if (product.equals("H2") && version.atLeast(2, 0, 0)) {
      return new H2Dialect(version);
    }
    throw new SQLException(
        (mariaDb ? "MariaDB" : product)
            + " "
            + version
            + " is not supported; MySQL is from 8.0.13 on, MariaDB from 10.6, H2 from 2.0");
  }
}
