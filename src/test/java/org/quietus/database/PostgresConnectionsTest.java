package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.quietus.database.ConnectionFailure.Cause;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer("postgres")
class PostgresConnectionsTest {
  private final DatabaseServer server = Servers.shared();

  @Test
  void limitsTheGreetingOnlyAndThenReadsForAsLongAsTheUrlSays() throws SQLException {
    String url = server.jdbcUrl(server.freshSchema(getClass()));
    try (Connection connection = connections(url, server.password()).getConnection()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(3_600_000);
    }
    try (Connection connection = connections(url, server.password()).getConnectionToLook()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(300_000);
    }
  }

  @Test
  void saysWhatIsUnknownOrThatThePasswordIsWrong() throws SQLException {
    String schema = server.freshSchema(getClass());
    String unknown = server.jdbcUrl(schema).replaceFirst("/[a-z]+\\?", "/no_such_database?");
    assertThat(failure(unknown, server.password()).cause()).isEqualTo(Cause.UNKNOWN_SCHEMA);
    assertThat(failure(server.jdbcUrl(schema), "wrong").cause()).isEqualTo(Cause.ACCESS_DENIED);
    ConnectionFailure nobody =
        failure("jdbc:postgresql://127.0.0.1:1/shop?currentSchema=crm", "any");
    assertThat(nobody.what("crm")).contains("127.0.0.1:1 refuses the connection");
    assertThat(
            ConnectionFailure.of("jdbc:postgresql://h/d", new SQLException("", "57P03")).what("d"))
        .contains("h:5432 is shutting down");
  }

  @Test
  void saysThatTheSchemaIsUnknown() throws SQLException {
    try (Connection connection =
        connections(server.jdbcUrl("no_such_schema"), server.password()).getConnection()) {
      Dialect dialect = Dialects.of(connection);
      assertThatThrownBy(() -> dialect.currentSchema(connection))
          .isInstanceOfSatisfying(
              SQLException.class,
              e ->
                  assertThat(ConnectionFailure.of(server.jdbcUrl("x"), e).cause())
                      .isEqualTo(Cause.UNKNOWN_SCHEMA));
    }
  }

  private DatabaseConnections connections(String url, String password) {
    return new DatabaseConnections(url, new Credential(server.username(), new Secret(password)));
  }

  private ConnectionFailure failure(String url, String password) {
    SQLException[] seen = new SQLException[1];
    assertThatThrownBy(() -> connections(url, password).getConnection())
        .isInstanceOfSatisfying(SQLException.class, e -> seen[0] = e);
    return ConnectionFailure.of(url, seen[0]);
  }
}
