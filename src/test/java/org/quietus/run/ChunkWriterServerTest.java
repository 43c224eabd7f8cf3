package org.quietus.run;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.quietus.database.DatabaseConnections;
import org.quietus.policy.DatabaseSettings.Credential;
import org.quietus.policy.Secret;
import org.quietus.testing.ControlSchemaRows;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;

@EnabledIfServer
class ChunkWriterServerTest extends ChunkWriterContract {

  @Override
  DataSource database() throws SQLException {
    DatabaseServer server = Servers.shared();
    String schema = server.freshSchema(getClass());
    try (Connection connection = server.connect("")) {
      ControlSchemaRows.reset(connection);
    }
    return new DatabaseConnections(
        server.jdbcUrl(schema), new Credential(server.username(), new Secret(server.password())));
  }

  @Override
  String folder() {
    return Servers.shared().product().equals("postgres") ? "postgres" : "mysql";
  }
}
