package org.quietus.database;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection could not be made, without the values that drivers quote.
 *
 * @param server host and port; empty where the database is a file
 */
public record ConnectionFailure(Cause cause, Optional<String> server, String state, int code) {
  private static final Pattern SERVER =
      Pattern.compile(
          "jdbc:(?<kind>mysql|postgresql)://(?<host>\\[[^]]*]|[^:/?]+)(?::(?<port>\\d+))?.*");

  /** What happened; a passing one may be over when the same command is started again. */
  public enum Cause {
    REFUSED(
        true,
        "refuses the connection",
        "check that the server runs, and host and port of the 'url'"),
    UNKNOWN_HOST(
        true, "has a host name that is unknown here", "check the host in the 'url', and the DNS"),
    NO_ROUTE(true, "cannot be reached over the network", "check the network and its firewall"),
    TIMEOUT(
        true,
        "gave no answer within the time limit",
        "check host and port of the 'url', and that no firewall drops the connection"),
    CLOSED(
        true,
        "closed the connection before it was made",
        "check that it is a server of the kind that the 'url' names, and not starting or shutting"
            + " down"),
    TOO_MANY_CONNECTIONS(
        true, "has no connection left for this user", "raise the limit, or close other clients"),
    SHUTTING_DOWN(true, "is shutting down", "wait until it has started again"),
    IN_USE(false, "is open in another process", "wait until that has ended"),
    TLS(
        false,
        "and this program cannot agree on TLS",
        "check 'sslMode' in the 'url', and the certificates of both sides"),
    ACCESS_DENIED(
        false,
        "refuses the user name or the password",
        "check 'username' and 'password', and the variables that they are taken from"),
    ACCOUNT_LOCKED(false, "has locked this account", "unlock the account with ALTER USER"),
    PASSWORD_EXPIRED(false, "says that the password has expired", "set a new password"),
    HOST_REFUSED(
        false,
        "does not accept connections from this machine",
        "grant the account for this machine; after many failed attempts also FLUSH HOSTS"),
    SCHEMA_DENIED(false, "does not let this user into the schema", "grant the user that schema"),
    UNKNOWN_SCHEMA(false, "has no such schema", "check the end of its 'url'"),
    PUBLIC_KEY(
        false,
        "wants the password encrypted, and its public key may not be fetched",
        "use TLS (sslMode=REQUIRED), or name the key with serverRSAPublicKeyFile in the 'url'"),
    PLUGIN(
        false,
        "asks for a kind of authentication that this program does not have",
        "give the account another, e.g. caching_sha2_password"),
    OTHER(false, "cannot be used", "check its 'url', and the log of the server");

    private final boolean passing;
    private final String what;
    private final String mend;

    Cause(boolean passing, String what, String mend) {
      this.passing = passing;
      this.what = what;
      this.mend = mend;
    }

    /** Returns whether time alone may mend it. */
    public boolean passing() {
      return passing;
    }
  }

  /** Reads the cause from the types and codes of an exception that the driver threw. */
  public static ConnectionFailure of(String url, SQLException failure) {
    return new ConnectionFailure(
        cause(failure), server(url), String.valueOf(failure.getSQLState()), failure.getErrorCode());
  }

  /** Stable, upper case with hyphens. */
  public String id() {
    return cause.name().replace('_', '-');
  }

  /** What happened, with the database's name, host and port. */
  public String what(String database) {
    String codes =
        cause == Cause.OTHER ? " (SQL state %s, vendor code %d)".formatted(state, code) : "";
    return "database '"
        + database
        + "'"
        + server.map(at -> " at " + at).orElse("")
        + " "
        + cause.what
        + codes;
  }

  /** How to mend it. */
  public String mend() {
    return cause.mend;
  }

  /** Host and port of a URL; empty where the database is a file. */
  static Optional<String> server(String url) {
    Matcher parts = SERVER.matcher(url);
    return parts.matches()
        ? Optional.of(
            parts.group("host")
                + ":"
                + Objects.requireNonNullElse(
                    parts.group("port"), parts.group("kind").equals("mysql") ? "3306" : "5432"))
        : Optional.empty();
  }

  private static Cause cause(SQLException failure) {
    return byCode(failure)
        .or(() -> byType(failure))
        .orElse(state(failure).startsWith("08") ? Cause.CLOSED : Cause.OTHER);
  }

  private static Optional<Cause> byCode(SQLException failure) {
    return Optional.ofNullable(
        switch (failure.getErrorCode()) {
          case 1040, 1203, 1226 -> Cause.TOO_MANY_CONNECTIONS;
          case 1044 -> Cause.SCHEMA_DENIED;
          case 1049 -> Cause.UNKNOWN_SCHEMA;
          case 1053, 1077, 1079, 3169 -> Cause.SHUTTING_DOWN;
          case 1129, 1130 -> Cause.HOST_REFUSED;
          case 1251 -> Cause.PLUGIN;
          case 1820, 1862 -> Cause.PASSWORD_EXPIRED;
          case 3118, 4151 -> Cause.ACCOUNT_LOCKED;
          case 90020 -> Cause.IN_USE;
          default -> byState(state(failure));
        });
  }

  private static @Nullable Cause byState(String state) {
    return switch (state) {
      case "3D000", "3F000" -> Cause.UNKNOWN_SCHEMA;
      case "42501" -> Cause.SCHEMA_DENIED;
      case "53300" -> Cause.TOO_MANY_CONNECTIONS;
      case "57P01", "57P02", "57P03" -> Cause.SHUTTING_DOWN;
      default -> state.startsWith("28") ? Cause.ACCESS_DENIED : null;
    };
  }

  private static Optional<Cause> byType(SQLException failure) {
    record Sign(Predicate<Throwable> seen, Cause cause) {}
    return Stream.of(
            new Sign(UnknownHostException.class::isInstance, Cause.UNKNOWN_HOST),
            new Sign(NoRouteToHostException.class::isInstance, Cause.NO_ROUTE),
            new Sign(SocketTimeoutException.class::isInstance, Cause.TIMEOUT),
            new Sign(ConnectException.class::isInstance, Cause.REFUSED),
            new Sign(SSLException.class::isInstance, Cause.TLS),
            new Sign(says("SSL"), Cause.TLS),
            new Sign(says("Public Key Retrieval"), Cause.PUBLIC_KEY),
            new Sign(says("authentication plugin"), Cause.PLUGIN))
        .filter(sign -> causes(failure).stream().anyMatch(sign.seen()))
        .map(Sign::cause)
        .findFirst();
  }

  private static Predicate<Throwable> says(String words) {
    return failure -> String.valueOf(failure.getMessage()).contains(words);
  }

  private static List<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(20).toList();
  }

  private static String state(SQLException failure) {
    return String.valueOf(failure.getSQLState());
  }
}
