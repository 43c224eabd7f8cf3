package org.quietus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quietus.control.ControlSchema;
import org.quietus.job.CannotRun;
import org.quietus.testing.DatabaseServer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The control schema is made whole, whenever the process or the server dies in the middle: DDL
 * commits by itself, so what a migration did and Flyway's note of it may part.
 */
abstract class ControlSchemaContract {
  private static final int SUPPRESSION = 7;
  private static final String HISTORY = "quietus.flyway_schema_history";

  private SingleConnectionDataSource dataSource;
  private JdbcTemplate jdbc;

  /** In ascending order; numbers may be left out. */
  private List<Integer> versions = List.of();

  abstract DatabaseServer server();

  abstract String engine();

  @BeforeEach
  void makeIt() throws SQLException {
    String schema = server().freshSchema(getClass());
    dataSource =
        new SingleConnectionDataSource(
            server().jdbcUrl(schema), server().username(), server().password(), true);
    jdbc = new JdbcTemplate(dataSource);
    dropIt();
    versions = versions();
    assertThat(migrate()).isEqualTo(versions.size());
  }

  @AfterEach
  void dropIt() {
    jdbc.execute("DROP SCHEMA IF EXISTS quietus" + (engine().equals("mysql") ? "" : " CASCADE"));
  }

  @Test
  void aMigrationThatRanButWasNotNotedRunsAgain() {
    List<Map<String, Object>> before = shape();
    for (int version : versions) {
      int forgotten = forgetFrom(version);
      assertThat(migrate()).as("from version " + version).isEqualTo(forgotten);
      assertThat(shape()).as("from version " + version).isEqualTo(before);
      assertThat(rows("fence") + rows("intake")).isEqualTo(2);
    }
  }

  @Test
  void aMigrationThatBrokeOffHalfWayIsFinished() {
    List<Map<String, Object>> before = shape();
    int forgotten = forgetFrom(SUPPRESSION);
    jdbc.execute("DROP TABLE quietus.screened");
    jdbc.execute("DROP TABLE quietus.suppression");
    assertThat(migrate()).isEqualTo(forgotten);
    assertThat(shape()).isEqualTo(before);
  }

  @Test
  void aMigrationThatWasNotedAsFailedIsTriedAgain() {
    int last = versions.get(versions.size() - 1);
    jdbc.update("UPDATE " + HISTORY + " SET success = FALSE WHERE version = '" + last + "'");
    assertThat(migrate()).isEqualTo(1);
  }

  @Test
  void flywayIsAskedOnlyWhereAMigrationIsDue() {
    jdbc.update("UPDATE " + HISTORY + " SET description = 'another' WHERE version = '1'");
    assertThat(migrate()).as("Flyway would refuse the description").isZero();
    jdbc.update("UPDATE " + HISTORY + " SET checksum = checksum + 1 WHERE version = '1'");
    assertThatThrownBy(this::migrate)
        .isInstanceOf(CannotRun.class)
        .hasMessageContaining("control schema");
  }

  /** Without it, each of many requests would be looked for among the rows of all of them. */
  @ParameterizedTest
  @ValueSource(strings = {"ledger", "verification", "left_row", "held_by"})
  void whatARunDidForARequestIsFoundAlongAnIndex(String table) throws SQLException {
    Map<String, List<String>> columns = new TreeMap<>();
    DatabaseMetaData meta = dataSource.getConnection().getMetaData();
    try (ResultSet indexes =
        engine().equals("mysql")
            ? meta.getIndexInfo("quietus", null, table, false, true)
            : meta.getIndexInfo(null, "quietus", table, false, true)) {
      while (indexes.next()) {
        columns
            .computeIfAbsent(indexes.getString("INDEX_NAME"), name -> new ArrayList<>())
            .add(indexes.getString("COLUMN_NAME"));
      }
    }
    assertThat(columns.values())
        .anySatisfy(
            index ->
                assertThat(index.subList(0, index.indexOf("request_id") + 1))
                    .isNotEmpty()
                    .isSubsetOf("run_id", "round_no", "request_id"));
  }

  private List<Integer> versions() {
    try (Stream<Path> files = Files.list(Path.of("sql/control", engine()))) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> Integer.valueOf(name.substring(1, name.indexOf("__"))))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int migrate() {
    return new ControlSchema(dataSource, jdbc, engine()).migrate();
  }

  private int forgetFrom(int version) {
    return jdbc.update("DELETE FROM " + HISTORY + " WHERE CAST(version AS DECIMAL) >= " + version);
  }

  private int rows(String table) {
    return jdbc.queryForObject("SELECT COUNT(*) FROM quietus." + table, Integer.class);
  }

  private List<Map<String, Object>> shape() {
    return jdbc.queryForList(
        "SELECT table_name, column_name, ordinal_position, data_type, is_nullable"
            + " FROM information_schema.columns WHERE table_schema = 'quietus'"
            + " ORDER BY table_name, ordinal_position");
  }
}
