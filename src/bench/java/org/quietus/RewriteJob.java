package org.quietus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.quietus.cli.CommandRun;
import org.quietus.testing.H2Server;

/** The job of a case in a database and a store of its own, with its requests. */
final class RewriteJob {
  private static final String SCHEMA = "shop";
  private final Path home;
  private final RewriteCase of;
  private int atOnce = 1;

  /** In an empty folder. */
  RewriteJob(Path home, RewriteCase of) {
    this.home = home;
    this.of = of;
  }

  /** The same with several objects worked on at the same time. */
  RewriteJob atOnce(int objects) {
    atOnce = objects;
    return this;
  }

  /** The first object of the store. */
  Path object() throws IOException {
    return Files.createDirectories(home.resolve("vault/nightly")).resolve("a" + of.ending());
  }

  /** Fills the database, makes keys and files the requests. */
  OpenedJob opened() throws Exception {
    H2Server server = new H2Server(home);
    server.createSchemaWithControl(SCHEMA);
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(SCHEMA), server.username(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(of.tables());
      for (int person = of.first(); person <= of.last(); person++) {
        statement.execute(
            "INSERT INTO customer (id, email) VALUES (%d, '%s')"
                .formatted(person, RewriteData.email(person)));
      }
    }
    OpenedJob job =
        new OpenedJob(
                home,
                server,
                SCHEMA,
                of.jobFile() + "limits: { objects-at-once: " + atOnce + " }\n")
            .with("VAULT", home.resolve("vault").toUri().toString());
    require(job.generateKeys());
    for (int person = of.first(); person <= of.last(); person++) {
      job.request("email: " + RewriteData.email(person));
    }
    return job;
  }

  static void require(CommandRun run) {
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.out() + run.err());
    }
  }
}
