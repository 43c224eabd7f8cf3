package org.quietus.database;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The dialect of whatever answers a connection. */
public final class Dialects {

  private static final List<DialectProvider> PROVIDERS =
      ServiceLoader.load(DialectProvider.class, Dialects.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

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

  /**
   * What the URL may say.
   *
   * @throws IllegalArgumentException if it is for no driver on board, saying what is
   */
  static UrlRules urlRules(String url) {
    return PROVIDERS.stream()
        .map(DialectProvider::urlRules)
        .filter(rules -> url.startsWith(rules.prefix()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "not the URL of a supported database; write "
                        + PROVIDERS.stream()
                            .map(provider -> provider.urlRules().prefix() + "…")
                            .collect(Collectors.joining(" or "))));
  }

  static Dialect of(String product, String version) throws SQLException {
    return PROVIDERS.stream()
        .flatMap(provider -> provider.dialect(product, version).stream())
        .findFirst()
        .orElseThrow(() -> new SQLException(refusal(product, version)));
  }

  private static String refusal(String product, String version) {
    return (version.contains("MariaDB") ? "MariaDB" : product)
        + " "
        + ServerVersion.in(version.replaceFirst("^5\\.5\\.5-", ""))
        + " is not supported; use "
        + PROVIDERS.stream().map(DialectProvider::supported).collect(Collectors.joining(", "));
  }
}
