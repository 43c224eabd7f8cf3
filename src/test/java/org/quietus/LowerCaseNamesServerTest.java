package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.Servers;
import org.quietus.testing.TableRows;

/** A server on which a URL may spell a schema in any case, as on Windows and in some clouds. */
@EnabledIfServer(value = "mariadb", because = "it is a MariaDB whatever was chosen")
class LowerCaseNamesServerTest {
  private static final String SCHEMA = "names";
  private static final String JOB =
      """
      quietus: 1
      job: %s
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      retention:
        left: { records: crm.customer, keep: P1Y, from: left_on, then: delete }
      """;

  @TempDir Path directory;
  private DatabaseServer server;

  @BeforeEach
  void start() throws SQLException {
    server = Servers.mariaDb("--lower-case-table-names=1");
    server.createSchema(SCHEMA);
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customer (id INT PRIMARY KEY, left_on DATE)");
      statement.execute("INSERT INTO customer VALUES (1, '2020-01-01'), (2, '2020-01-01')");
    }
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void aHoldBindsEachJobHoweverItSpellsTheSchema() throws Exception {
    OpenedJob holding = opened("Names", "holding");
    String[] order =
        """
        --records crm.customer --where id=1 --reference A-1 --basis litigation --review 2027-01-01\
        """
            .split(" ");
    CommandRun held = holding.command("hold add", order);
    assertThat(held.exitCode()).as(held.err()).isZero();

    CommandRun run = opened("NAMES", "deleting").run();

    assertThat(run.exitCode()).as(run.err()).isZero();
    try (Connection connection = server.connect(SCHEMA)) {
      assertThat(TableRows.of(connection, SCHEMA).get("customer"))
          .containsExactly("id=1 | left_on=2020-01-01");
    }
  }

  private OpenedJob opened(String spelled, String name) throws Exception {
    Path folder = Files.createDirectory(directory.resolve(name));
    OpenedJob job = new OpenedJob(folder, server, spelled, JOB.formatted(name));
    CommandRun keys = job.generateKeys();
    assertThat(keys.exitCode()).as(keys.err()).isZero();
    return job;
  }
}
