package org.quietus.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.quietus.database.ConnectionFailure.Cause;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;
import org.quietus.testing.ChildServer;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer({"mariadb", "mysql"})
class ServerConnectionsTest {
  private final DatabaseServer server = Servers.shared();

  @Test
  void limitsTheGreetingOnlyAndThenReadsForAsLongAsTheUrlSays() throws SQLException {
    String schema = server.freshSchema(getClass());
    try (Connection connection = connections(schema, server.password()).getConnection()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(3_600_000);
    }
    try (Connection connection = connections(schema, server.password()).getConnectionToLook()) {
      assertThat(connection.getNetworkTimeout()).isEqualTo(300_000);
    }
  }

  @Test
  void saysThatTheSchemaIsUnknownOrThePasswordIsWrong() throws SQLException {
    assertThat(failure("no_such_schema", server.password())).isEqualTo(Cause.UNKNOWN_SCHEMA);
    assertThat(failure(server.freshSchema(getClass()), "wrong")).isEqualTo(Cause.ACCESS_DENIED);
  }

  @Test
  void readsAllRowsWhateverTheServerLimits() throws SQLException {
    String schema = server.freshSchema(getClass());
    try (Connection admin = server.connect(schema);
        Statement setting = admin.createStatement()) {
      setting.execute("CREATE TABLE pair (id INT PRIMARY KEY)");
      setting.execute("INSERT INTO pair VALUES (1), (2)");
      setting.execute("SET GLOBAL sql_select_limit = 1");
      setting.execute("SET GLOBAL max_join_size = 1");
      try (Connection connection = connections(schema, server.password()).getConnection();
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT a.id FROM pair a, pair b")) {
        assertThat(rows.next() && rows.next()).isTrue();
      } finally {
        setting.execute("SET GLOBAL sql_select_limit = DEFAULT");
        setting.execute("SET GLOBAL max_join_size = DEFAULT");
      }
    }
  }

  @Test
  @EnabledIfServer("mysql")
  void speaksTlsWhereTheServerDoesWithThePasswordsOfMySql8() throws SQLException {
    ChildServer secure =
        Servers.toMeasure("--ssl", "--default-authentication-plugin=caching_sha2_password");
    try (Connection connection =
            connections(secure, secure.freshSchema(getClass()), secure.password()).getConnection();
        ResultSet cipher =
            connection.createStatement().executeQuery("SHOW STATUS LIKE 'Ssl_cipher'")) {
      assertThat(cipher.next()).isTrue();
      assertThat(cipher.getString(2)).isNotEmpty();
    } finally {
      secure.stop();
    }
  }

  private DatabaseConnections connections(String schema, String password) {
    return connections(server, schema, password);
  }

  private static DatabaseConnections connections(
      DatabaseServer server, String schema, String password) {
    return new DatabaseConnections(
        server.jdbcUrl(schema), new Credential(server.username(), new Secret(password)));
  }

  private Cause failure(String schema, String password) {
    SQLException[] seen = new SQLException[1];
    assertThatThrownBy(() -> connections(schema, password).getConnection())
        .isInstanceOfSatisfying(SQLException.class, e -> seen[0] = e);
    return ConnectionFailure.of(server.jdbcUrl(schema), seen[0]).cause();
  }
}
