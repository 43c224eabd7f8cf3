package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.EnabledIfServer;
import org.quietus.testing.EnabledIfTestData;
import org.quietus.testing.Servers;
import org.quietus.testing.SqlScript;
import org.quietus.testing.TableRows;

/** {@code jobs/sakila.yaml} on Sakila, compared with what SQL by hand makes of a second copy. */
@EnabledIfServer(
    value = {"mariadb", "mysql"},
    because = "the sample database is written for these")
@EnabledIfTestData
class SakilaEndToEndTest {
  /** Patricia's address, which is a store's too. */
  private static final String SHARED_ADDRESS =
      "UPDATE store SET address_id = (SELECT address_id FROM customer WHERE customer_id = 2),"
          + " last_update = last_update WHERE store_id = 1";

  private static final long INACTIVE = 15;

  /** As of 2006-08-01; customer 16 is inactive and asks as well. */
  private static final List<String> BY_HAND =
      List.of(
          "DELETE FROM payment WHERE payment_date < '2005-08-01 00:00:00'",
          "UPDATE customer SET first_name = LEFT('********', CHAR_LENGTH(first_name)),"
              + " last_name = LEFT('********', CHAR_LENGTH(last_name)), email = NULL,"
              + " last_update = last_update WHERE active = 0 AND create_date < '2006-03-01'",
          "DELETE FROM payment WHERE customer_id IN (2, 16)",
          "DELETE FROM rental WHERE customer_id IN (2, 16)",
          "SET @lived = (SELECT address_id FROM customer WHERE customer_id = 16)",
          "DELETE FROM customer WHERE customer_id IN (2, 16)",
          "DELETE FROM address WHERE address_id = @lived");

  @TempDir Path directory;
  private final DatabaseServer server = Servers.shared();

  @Test
  void leavesExactlyWhatSqlByHandLeaves() throws Exception {
    load("sakila_live");
    load("sakila_by_hand");
    execute("", List.of("DROP DATABASE IF EXISTS quietus"));
    Map<String, List<String>> before = rows("sakila_live");
    assertThat(rows("sakila_by_hand")).isEqualTo(before);
    assertThat(before.get("staff").toString()).contains("picture=89504e47"); // a PNG
    assertThat(before.get("address").get(0).contains("location="))
        .isEqualTo(server.product().equals("mysql"));

    OpenedJob job = job();
    String patricia = job.request("email: patricia.johnson@sakilacustomer.org");
    String sandra = job.request("email: SANDRA.MARTIN@sakilacustomer.org");
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.err()).isZero();
    execute("sakila_by_hand", BY_HAND);

    Map<String, List<String>> after = rows("sakila_live");
    Map<String, List<String>> expected = rows("sakila_by_hand");
    expected.forEach((table, rows) -> assertThat(after.get(table)).as(table).isEqualTo(rows));
    assertThat(after.keySet()).isEqualTo(expected.keySet());
    assertThat(after.get("address")).hasSize(before.get("address").size() - 1);
    certifies(job, run, before, after);
    assertThat(kept(job.certificatesOf(patricia).get(0))).isOne();
    assertThat(kept(job.certificatesOf(sandra).get(0))).isZero();

    CommandRun again = job.run();
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(rows("sakila_live")).isEqualTo(after);
  }

  private static void certifies(
      OpenedJob job,
      CommandRun run,
      Map<String, List<String>> before,
      Map<String, List<String>> after) {
    Certificate certificate = job.certificatesOf(run.json().get("runId").asString()).get(0);
    for (String table : List.of("payment", "rental", "customer", "address")) {
      assertThat(
              certificate.targets().stream()
                  .filter(target -> target.name().equals("sakila." + table))
                  .mapToLong(target -> target.counts().deleted())
                  .sum())
          .as(table)
          .isEqualTo(before.get(table).size() - after.get(table).size())
          .isPositive();
    }
    assertThat(
            certificate.targets().stream()
                .mapToLong(target -> target.counts().anonymised() + target.counts().masked())
                .sum())
        .isEqualTo(INACTIVE);
  }

  private static long kept(Certificate certificate) {
    return certificate.notRemoved().kept().stream().mapToLong(kept -> kept.records()).sum();
  }

  private OpenedJob job() throws Exception {
    OpenedJob job =
        new OpenedJob(
                directory, server, "sakila_live", Files.readString(Path.of("jobs/sakila.yaml")))
            .at("2006-08-01T12:00:00Z");
    job.with("SAKILA_URL", server.jdbcUrl("sakila_live"))
        .with("SAKILA_USER", server.username())
        .with("SAKILA_PASSWORD", server.password())
        .with("SAKILA_EVIDENCE", job.evidence().toUri().toString())
        .with("SAKILA_KEYS", directory.resolve("keys").toString())
        .with("SAKILA_VAULT", Files.createDirectory(directory.resolve("vault")).toUri().toString());
    assertThat(job.generateKeys().exitCode()).isZero();
    return job;
  }

  private void load(String schema) throws Exception {
    server.createSchema(schema);
    try (Connection connection = server.connect(schema)) {
      SqlScript.loadSakila(connection);
    }
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement()) {
      statement.execute(SHARED_ADDRESS);
      for (String table : tables(statement)) {
        // rows that were touched on loading tell when that was; both copies shall be alike
        statement.execute(
            "UPDATE " + table + " SET last_update = '2006-01-01' WHERE last_update > '2020-01-01'");
      }
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    List<String> tables = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            "SELECT c.table_name FROM information_schema.columns c JOIN information_schema.tables t"
                + " ON t.table_schema = c.table_schema AND t.table_name = c.table_name"
                + " WHERE c.table_schema = DATABASE() AND c.column_name = 'last_update'"
                + " AND t.table_type = 'BASE TABLE'")) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables;
  }

  private Map<String, List<String>> rows(String schema) throws SQLException {
    try (Connection connection = server.connect(schema)) {
      return TableRows.of(connection, schema);
    }
  }

  private void execute(String schema, List<String> statements) throws SQLException {
    try (Connection connection = server.connect(schema);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
