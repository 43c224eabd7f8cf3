package org.quietus.database;

import java.util.Arrays;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A user's JDBC URL, completed with the driver properties that counting and reading right depend
 * on. The user may set where and how the connection is made, nothing else.
 */
public final class DatabaseUrl {

  /**
   * Strict in every engine; backslash escapes; zero dates can be compared, and are never written.
   * The driver has to know it from the start: it asks once whether a backslash escapes, and where
   * not it sends text as binary, which no collation compares.
   */
  public static final String SQL_MODE =
      "STRICT_ALL_TABLES,ALLOW_INVALID_DATES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION";

  private static final Pattern MYSQL =
      Pattern.compile("(?<server>jdbc:mysql://[^/?#,@()&=]+/[^/?#@&=]+)(?:\\?(?<query>.*))?");

  private static final Pattern H2 = Pattern.compile("jdbc:h2:(?:file:|mem:|[./~]).+");

  /**
   * Not for the user to change: each would silently change counts, values or what is executed. What
   * the driver reads out of a statement's text is kept, see {@code mysql.ParsedStatements}.
   */
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

  private static final Pattern READ_LIMIT = Pattern.compile("[?&]socketTimeout=(?<millis>\\d+)");

  /** In milliseconds; none at all would let a silent server hold a run for ever. */
  private static final Set<String> LIMITS = Set.of("connectTimeout", "socketTimeout");

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

  /**
   * Nothing committed may be lost; no error, with its values, goes to a trace file; and the
   * shutdown of the JVM may not close the database under a chunk.
   */
  private static final Map<String, String> H2_FIXED =
      Map.of("WRITE_DELAY", "0", "TRACE_LEVEL_FILE", "0", "DB_CLOSE_ON_EXIT", "FALSE");

  private static final Set<String> H2_ALLOWED =
      Set.of("CASE_INSENSITIVE_IDENTIFIERS", "DATABASE_TO_LOWER", "DB_CLOSE_DELAY", "IFEXISTS");

  private DatabaseUrl() {}

  /**
   * The URL to connect with.
   *
   * @throws IllegalArgumentException if the URL cannot be used, saying how to mend it; the message
   *     never repeats the URL
   */
  public static String complete(String url) {
    if (url.startsWith("jdbc:h2:")) {
      return completeH2(url);
    }
    if (url.startsWith("jdbc:mariadb:")) {
      throw new IllegalArgumentException(
          "MariaDB is reached with MySQL's driver; write jdbc:mysql: in place of jdbc:mariadb:");
    }
    Matcher parts = MYSQL.matcher(url);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "not the URL of one MySQL or MariaDB server and a schema, without credentials in it;"
              + " write jdbc:mysql://host:3306/schema");
    }
    Map<String, String> properties = new TreeMap<>(DEFAULTS);
    String query = parts.group("query");
    if (query != null) {
      properties.putAll(settings(query.split("&"), FIXED, ALLOWED));
    }
    properties.putAll(FIXED);
    return parts.group("server") + "?" + joined(properties, "&");
  }

  /** How long a read may take, in milliseconds; empty where the database is a file. */
  static OptionalInt readLimitMillis(String complete) {
    Matcher limit = READ_LIMIT.matcher(complete);
    return limit.find()
        ? OptionalInt.of(Integer.parseInt(limit.group("millis")))
        : OptionalInt.empty();
  }

  private static String completeH2(String url) {
    String[] parts = url.split(";", -1);
    if (!H2.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException(
          "H2 is for trying out, embedded and on disk; write jdbc:h2:file:/path/to/database");
    }
    Map<String, String> properties =
        new TreeMap<>(settings(Arrays.copyOfRange(parts, 1, parts.length), H2_FIXED, H2_ALLOWED));
    properties.putAll(H2_FIXED);
    return parts[0] + ";" + joined(properties, ";");
  }

  private static Map<String, String> settings(
      String[] settings, Map<String, String> fixed, Set<String> allowed) {
    Map<String, String> chosen = new TreeMap<>();
    for (String setting : settings) {
      int equals = setting.indexOf('=');
      String name = equals < 0 ? setting : setting.substring(0, equals);
      String value = setting.substring(equals + 1);
      if (fixed.containsKey(name) && !fixed.get(name).equalsIgnoreCase(value)) {
        throw new IllegalArgumentException(
            "the URL may not set " + name + " to anything but " + fixed.get(name) + "; remove it");
      }
      if (!fixed.containsKey(name) && !allowed.contains(name)) {
        throw new IllegalArgumentException(
            "the URL may not set '"
                + name
                + "'; remove it, or use one of "
                + new TreeSet<>(allowed));
      }
      if (LIMITS.contains(name) && !value.matches("[1-9]\\d{0,7}")) {
        throw new IllegalArgumentException(
            name
                + " in the URL must be from 1 to 99999999 milliseconds; leave it out for "
                + DEFAULTS.get(name));
      }
      chosen.put(name, value);
    }
    return chosen;
  }

  private static String joined(Map<String, String> properties, String separator) {
    return properties.entrySet().stream()
        .map(property -> property.getKey() + "=" + property.getValue())
        .collect(Collectors.joining(separator));
  }
}
