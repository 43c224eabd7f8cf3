package org.quietus.database;

import java.util.OptionalInt;

/**
 * A user's JDBC URL, completed with the driver properties that counting and reading right depend
 * on, which each engine's {@link UrlRules} name.
 */
public final class DatabaseUrl {

  private DatabaseUrl() {}

  /**
   * The URL to connect with.
   *
   * @throws IllegalArgumentException if the URL cannot be used, saying how to mend it; the message
   *     never repeats the URL
   */
  public static String complete(String url) {
    if (url.startsWith("jdbc:mariadb:")) {
      throw new IllegalArgumentException(
          "MariaDB is reached with MySQL's driver; write jdbc:mysql: in place of jdbc:mariadb:");
    }
    return Dialects.urlRules(url).complete(url);
  }

  /** Host and port, or a word for a database that is a file. */
  public static String place(String url) {
    return ConnectionFailure.server(url).orElse("the file");
  }

  /** How long a read may take, in milliseconds; empty where the database is a file. */
  static OptionalInt readLimitMillis(String complete) {
    return Dialects.urlRules(complete).readLimitMillis(complete);
  }

  /** Milliseconds in the unit of the URL's driver. */
  static int inUnits(String url, long millis) {
    return Dialects.urlRules(url).unit().of(millis);
  }
}
