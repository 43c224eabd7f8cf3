package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quietus.database.ConnectionFailure.Cause;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;

class ConnectionFailureTest {
  @AutoClose private final ServerSocket socket;

  ConnectionFailureTest() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Test
  void givesUpAServerThatAcceptsAConnectionAndSaysNothing() {
    String url = url("localhost", "");
    ConnectionFailure failure = assertTimeout(Duration.ofSeconds(20), () -> failure(url));
    assertThat(failure.cause()).isEqualTo(Cause.TIMEOUT);
    assertThat(failure.what("crm"))
        .isEqualTo(
            "database 'crm' at localhost:%d gave no answer within the time limit"
                .formatted(socket.getLocalPort()));
  }

  @Test
  void saysThatNobodyListens() throws IOException {
    socket.close();
    ConnectionFailure failure = failure(url("localhost", ""));
    assertThat(failure.cause()).isEqualTo(Cause.REFUSED);
    assertThat(failure.cause().passing()).isTrue();
  }

  @Test
  void saysThatAHostIsUnknown() {
    ConnectionFailure failure = failure("jdbc:mysql://no-such-host.invalid/shop");
    assertThat(failure.cause()).isEqualTo(Cause.UNKNOWN_HOST);
    assertThat(failure.what("crm")).contains("no-such-host.invalid:3306");
  }

  @Test
  void saysThatTheServerHangsUp() throws Exception {
    Thread hangingUp =
        new Thread(
            () -> {
              try (Socket accepted = socket.accept()) {
                accepted.setSoLinger(true, 0);
              } catch (IOException e) {
                // the test has ended
              }
            });
    hangingUp.start();
    assertThat(failure(url("localhost", "")).cause()).isEqualTo(Cause.CLOSED);
    hangingUp.join();
  }

  @ParameterizedTest
  @CsvSource({
    "08004, 1040, TOO_MANY_CONNECTIONS",
    "28000, 1045, ACCESS_DENIED",
    "28000, 1698, ACCESS_DENIED",
    "42000, 1044, SCHEMA_DENIED",
    "42000, 1049, UNKNOWN_SCHEMA",
    "HY000, 1130, HOST_REFUSED",
    "HY000, 1862, PASSWORD_EXPIRED",
    "HY000, 3118, ACCOUNT_LOCKED",
    "08S01, 1053, SHUTTING_DOWN",
    "90020, 90020, IN_USE",
    "HY000, 7777, OTHER"
  })
  void readsTheServersOwnCodes(String state, int code, Cause cause) {
    SQLException refused = new SQLException("jo@example.com", state, code);
    ConnectionFailure failure = ConnectionFailure.of("jdbc:mysql://[::1]:3307/s?x=y", refused);
    assertThat(failure.cause()).isEqualTo(cause);
    assertThat(failure.what("crm")).contains("[::1]:3307").doesNotContain("jo@example.com");
  }

  @Test
  void saysThatThePublicKeyMayNotBeFetched() {
    SQLException refused = new SQLException("Public Key Retrieval is not allowed", "08001");
    assertThat(ConnectionFailure.of("jdbc:mysql://db/s", refused).cause())
        .isEqualTo(Cause.PUBLIC_KEY);
  }

  private String url(String host, String query) {
    return "jdbc:mysql://" + host + ":" + socket.getLocalPort() + "/shop" + query;
  }

  private static ConnectionFailure failure(String url) {
    DatabaseConnections connections =
        new DatabaseConnections(
            url, new Credential("shop", new Secret("secret")), Duration.ofMillis(400));
    try (Connection connection = connections.getConnection()) {
      throw new AssertionError("connected to " + connection);
    } catch (SQLException e) {
      return ConnectionFailure.of(url, e);
    }
  }
}
