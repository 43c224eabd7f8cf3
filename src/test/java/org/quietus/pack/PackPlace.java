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
import org.quietus.testing.PostgresDdl;
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

  /** The shared PostgreSQL, and a directory. */
  static PackPlace postgres(Path directory) {
    return new PackPlace(Servers.shared(), new DirectoryVault(directory.resolve("vault")));
  }

  boolean isH2() {
    return server.product().equals("h2");
  }

  private boolean isPostgres() {
    return server.product().equals("postgres");
  }

  /** A pack's job file, whose dumps are the product's. */
  String job(String yaml) {
    return isPostgres() ? yaml.replace("format: mysqldump", "format: pg_dump") : yaml;
  }

  /** A statement as the product spells it. */
  String spelled(String sql) {
    return isPostgres() ? PostgresDdl.spelled(sql) : sql;
  }

  /** A value as one that can be compared with others. */
  String comparable(String point) {
    return isPostgres() ? "CAST(" + point + " AS TEXT)" : point;
  }

  /** A connection on which a pack's moments are those of its zone. */
  Connection connect(String schema, String zone) throws SQLException {
    Connection connection = server.connect(schema);
    if (isPostgres()) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SET TIME ZONE '" + zone + "'");
      }
    }
    return connection;
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
        List<String> statements =
            List.of(
                "DROP USER IF EXISTS auditor",
                "CREATE USER auditor IDENTIFIED BY 'look'",
                "GRANT SELECT ON " + schema + ".* TO auditor");
        for (String each : statements) {
          statement.execute(spelled(each));
        }
      }
    }
  }

  /** A dump of the whole schema; on MariaDB by its own program. */
  byte[] dump(String schema, List<String> tables, ZonedDateTime at)
      throws SQLException, IOException {
    if (isPostgres()) {
      try (Connection connection = server.connect(schema)) {
        return PgCopyDump.of(connection, schema, tables);
      }
    }
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
