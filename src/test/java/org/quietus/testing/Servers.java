package org.quietus.testing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one server that all server tests of this JVM share; chosen by {@code
 * -Ddb=mariadb|mysql|postgres}.
 */
public final class Servers {

  private static @Nullable DatabaseServer shared;
  private static @Nullable MariaDbServer mariaDb;

  private Servers() {}

  /** The shared server, started at the first call and stopped when the JVM ends. */
  public static synchronized DatabaseServer shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** A shared MariaDB, whatever was chosen: it alone brings its dump program. */
  public static synchronized MariaDbServer mariaDb() {
    if (mariaDb == null) {
      mariaDb = shared() instanceof MariaDbServer chosen ? chosen : new MariaDbServer();
    }
    return mariaDb;
  }

  /** A further MariaDB with options of its own; the caller stops it. */
  public static MariaDbServer mariaDb(String option) {
    return new MariaDbServer(option);
  }

  /** A further server of the chosen kind, for a test that kills it; the caller stops it. */
  public static DatabaseServer start() {
    unavailable()
        .ifPresent(
            reason -> {
              throw new IllegalStateException(reason);
            });
    return switch (chosen()) {
      case "mysql" -> new MySqlServer();
      case "postgres" -> new PostgresServer();
      default -> new MariaDbServer();
    };
  }

  /** A further server of another product than the chosen one; the caller stops it. */
  public static DatabaseServer ofAnotherProduct() {
    return chosen().equals("postgres") ? new MariaDbServer() : new PostgresServer();
  }

  /**
   * A MySQL or MariaDB, whichever is chosen, that is measured; the caller stops it.
   *
   * @param options which count more than those that tests start servers with
   */
  public static ChildServer toMeasure(String... options) {
    return chosen().equals("mysql") ? new MySqlServer(options) : new MariaDbServer(options);
  }

  /** A PostgreSQL that is measured, in the same way. */
  public static ChildServer postgresToMeasure(String... options) {
    return new PostgresServer(options);
  }

  /** Why the chosen server cannot run here; empty if it can. */
  static Optional<String> unavailable() {
    boolean available =
        switch (chosen()) {
          case "mariadb" -> MariaDbServer.available();
          case "mysql" -> MySqlServer.available();
          case "postgres" -> PostgresServer.available();
          default ->
              throw new IllegalStateException(
                  "-Ddb is mariadb, mysql or postgres, not " + chosen());
        };
    return available
        ? Optional.empty()
        : Optional.of("no " + chosen() + " binaries for this platform on the class path");
  }

  /** The name of the kind that was chosen. */
  static String chosen() {
    return System.getProperty("db", "mariadb");
  }
}
