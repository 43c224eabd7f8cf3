package org.quietus.pack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZonedDateTime;
import java.util.List;
import org.quietus.backup.BucketVault;
import org.quietus.backup.DirectoryVault;
import org.quietus.backup.Vault;
import org.quietus.cli.demo.DemoDump;
import org.quietus.testing.CephServer;
import org.quietus.testing.ControlSchemaRows;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.H2Server;
import org.quietus.testing.MariaDbPrograms;
import org.quietus.testing.Servers;

/** A database product and a kind of object store that a pack can be tried on. */
record PackPlace(DatabaseServer server, Vault vault) {

  /** H2, and a directory. */
  static PackPlace h2(Path directory) {
    return new PackPlace(new H2Server(directory), new DirectoryVault(directory.resolve("vault")));
  }

  /** The shared MariaDB, and a directory. */
  static PackPlace mariaDb(Path directory) {
    return new PackPlace(Servers.mariaDb(), new DirectoryVault(directory.resolve("vault")));
  }

  /** The shared MariaDB, and a bucket with versions and Object Lock on Ceph. */
  static PackPlace ceph() {
    return new PackPlace(Servers.mariaDb(), BucketVault.locking(CephServer.shared()));
  }

  boolean isH2() {
    return server.product().equals("h2");
  }

  /** An empty schema in place of what there was, and a server that knows of no earlier run. */
  void fresh(String schema) throws SQLException {
    if (server instanceof H2Server h2) { // each database has a control schema of its own
      h2.createSchemaWithControl(schema);
      return;
    }
    server.createSchema(schema);
    try (Connection connection = server.connect("")) {
      ControlSchemaRows.reset(connection);
    }
  }

  /** Makes the user that can only read. */
  void admitAuditor(Connection connection, String schema) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (isH2()) {
        // H2 lets nobody else set how it writes
        statement.execute("CREATE USER IF NOT EXISTS auditor PASSWORD 'look' ADMIN");
      } else {
        statement.execute("CREATE USER IF NOT EXISTS auditor IDENTIFIED BY 'look'");
        statement.execute("GRANT SELECT ON " + schema + ".* TO auditor");
      }
    }
  }

  /** A dump of the whole schema; on MariaDB by its own program. */
  byte[] dump(String schema, List<String> tables, ZonedDateTime at)
      throws SQLException, IOException {
    if (!isH2()) {
      return MariaDbPrograms.dump("--single-transaction", schema);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Connection connection = server.connect(schema);
        Writer out = new OutputStreamWriter(bytes, StandardCharsets.UTF_8)) {
      new DemoDump(connection, out).write(schema, tables, at);
    }
    return bytes.toByteArray();
  }
}
