package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.EnabledIfTestData;
import org.quietus.testing.Servers;
import org.quietus.testing.SqlScript;

/** What the sample job for Sakila leaves: staff and actors, and nothing else of persons. */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "the sample database is written for these")
@EnabledIfTestData
class SakilaCoverageTest {
  @TempDir private Path directory;

  @Test
  void leavesStaffAndActorsUntilTheyAreAcknowledged() throws Exception {
    DatabaseServer server = Servers.shared();
    String schema = server.freshSchema(getClass());
    try (Connection connection = server.connect(schema)) {
      SqlScript.loadSakila(connection);
    }
    String job = Files.readString(Path.of("jobs/sakila.yaml"));
    String acknowledged = job.substring(job.indexOf("ignored:"), job.indexOf("# Written by"));

    CommandRun coverage = coverage(server, schema, job.replace(acknowledged, ""));
    assertThat(coverage.exitCode()).isEqualTo(9);
    assertThat(CoverageContract.findings(coverage))
        .containsExactly(
            "certain sakila.actor.first_name",
            "certain sakila.actor.last_name",
            "certain sakila.staff.first_name",
            "certain sakila.staff.last_name",
            "certain sakila.staff.email",
            "likely sakila.staff.picture",
            "likely sakila.staff.username",
            "likely sakila.staff.password",
            "possible sakila.film_actor.actor_id",
            "possible sakila.store.manager_staff_id",
            "possible sakila.store.address_id");
    assertThat(coverage.json().get("unnamed").valueStream().map(table -> table.asString()))
        .containsExactly(
            "sakila.category",
            "sakila.city",
            "sakila.country",
            "sakila.film",
            "sakila.film_category",
            "sakila.film_text",
            "sakila.inventory",
            "sakila.language");
    assertThat(coverage.json().get("orphans")).isEmpty();
    assertThat(coverage.out()).doesNotContain("sakilastaff.com", "Mike", "Hillyer");

    CommandRun clean = coverage(server, schema, job);
    assertThat(clean.exitCode()).as(clean.out()).isZero();
    assertThat(clean.json().get("warnings")).isEmpty();
  }

  private CommandRun coverage(DatabaseServer server, String schema, String job) throws Exception {
    return new OpenedJob(directory, server, schema, job)
        .with("SAKILA_URL", server.jdbcUrl(schema))
        .with("SAKILA_USER", server.username())
        .with("SAKILA_PASSWORD", server.password())
        .with("SAKILA_EVIDENCE", directory.resolve("evidence").toUri().toString())
        .with("SAKILA_KEYS", directory.resolve("keys").toString())
        .with("SAKILA_VAULT", directory.resolve("vault").toUri().toString())
        .command("coverage", "--sample", "100", "--check", "--json");
  }
}
