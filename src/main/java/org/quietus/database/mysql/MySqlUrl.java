package org.quietus.database.mysql;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.database.UrlRules;

/** What URLs of Connector/J may say. */
final class MySqlUrl {

  /**
   * Strict in every engine; backslash escapes; zero dates can be compared, and are never written.
   * The driver has to know it from the start: it asks once whether a backslash escapes, and where
   * not it sends text as binary, which no collation compares.
   */
  static final String SQL_MODE =
      "STRICT_ALL_TABLES,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

  private static final Pattern FORM =
      Pattern.compile("(?<server>jdbc:mysql://[^/?#,@()&=]+/[^/?#@&=]+)(?:\\?(?<query>.*))?");

  /** What the driver reads out of a statement's text is kept, see {@link ParsedStatements}. */
  private static final Map<String, String> FIXED =
      Map.ofEntries(
          Map.entry("useAffectedRows", "false"),
          Map.entry("allowMultiQueries", "false"),
          Map.entry("allowLoadLocalInfile", "false"),
          Map.entry("autoReconnect", "false"),
          Map.entry("cachePrepStmts", "true"),
          Map.entry("characterEncoding", "UTF-8"),
          Map.entry("connectionTimeZone", "UTC"),
          Map.entry("forceConnectionTimeZoneToSession", "true"),
          Map.entry("jdbcCompliantTruncation", "true"),
          Map.entry("prepStmtCacheSize", "300"),
          Map.entry("prepStmtCacheSqlLimit", "8000"),
          Map.entry("queryInfoCacheFactory", "org.quietus.database.mysql.ParsedStatements"),
          Map.entry("rewriteBatchedStatements", "true"),
          Map.entry("sessionVariables", "sql_mode='" + SQL_MODE + "'"),
          Map.entry("tinyInt1isBit", "false"),
          Map.entry("useServerPrepStmts", "false"),
          Map.entry("yearIsDateType", "false"),
          Map.entry("zeroDateTimeBehavior", "EXCEPTION"));

  /** A dead peer is noticed in the end, and a long scan is not taken for one. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "connectTimeout", "10000",
          "socketTimeout", "3600000",
          "tcpKeepAlive", "true",
          "sslMode", "PREFERRED");

  private static final Set<String> ALLOWED =
      Set.of(
          "allowPublicKeyRetrieval",
          "connectTimeout",
          "defaultAuthenticationPlugin",
          "localSocketAddress",
          "serverRSAPublicKeyFile",
          "socketTimeout",
          "socksProxyHost",
          "socksProxyPort",
          "sslMode",
          "tcpKeepAlive",
          "tlsCiphersuites",
          "tlsVersions",
          "trustCertificateKeyStorePassword",
          "trustCertificateKeyStoreType",
          "trustCertificateKeyStoreUrl",
          "clientCertificateKeyStorePassword",
          "clientCertificateKeyStoreType",
          "clientCertificateKeyStoreUrl",
          "useCompression");

  static final UrlRules RULES =
      new UrlRules(
          "jdbc:mysql:",
          FORM,
          "not the URL of one MySQL or MariaDB server and a schema, without credentials in it;"
              + " write jdbc:mysql://host:3306/schema",
          "?",
          "&",
          FIXED,
          DEFAULTS,
          ALLOWED,
          Set.of("connectTimeout", "socketTimeout"),
          UrlRules.Unit.MILLISECONDS);

  private MySqlUrl() {}
}
