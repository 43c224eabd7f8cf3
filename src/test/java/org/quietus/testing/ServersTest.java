package org.quietus.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

@EnabledIfServer
class ServersTest {

  @Test
  void startsTheServerThatWasChosen() throws SQLException {
    DatabaseServer server = Servers.shared();
    try (Connection connection = server.connect(server.freshSchema(getClass()))) {
      String version = connection.getMetaData().getDatabaseProductVersion();
      assertThat(version.contains("MariaDB")).isEqualTo(server.product().equals("mariadb"));
      assertThat(version)
          .startsWith(
              Map.of("mariadb", "11.4", "mysql", "8.0", "postgres", "18.").get(server.product()));
    }
  }

  @Test
  void keepsWhatWasCommittedWhenItIsKilled() throws SQLException {
    DatabaseServer server = Servers.start();
    try {
      String schema = server.freshSchema(getClass());
      Connection broken = server.connect(schema);
      try (Statement statement = broken.createStatement()) {
        statement.execute("CREATE TABLE kept (n INT PRIMARY KEY)");
        statement.execute("INSERT INTO kept VALUES (1)");
        broken.setAutoCommit(false);
        statement.execute("INSERT INTO kept VALUES (2)");
        server.kill9();
        assertThatThrownBy(() -> statement.execute("COMMIT")).isInstanceOf(SQLException.class);
      }
      server.restart();
      try (Connection connection = server.connect(schema);
          ResultSet rows = connection.createStatement().executeQuery("SELECT SUM(n) FROM kept")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getLong(1)).isOne();
      }
    } finally {
      server.stop();
    }
  }

  @Test
  void bringsTheDumpProgramAndTheClient() {
    assertThat(Files.isExecutable(MariaDbServer.dump())).isTrue();
    assertThat(Files.isExecutable(MariaDbServer.client())).isTrue();
  }
}
