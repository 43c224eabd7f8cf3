package org.quietus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.testing.DatabaseServer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * The control schema is made whole, whenever the process or the server dies in the middle: DDL
 * commits by itself, so what a migration did and Flyway's note of it may part.
 */
abstract class ControlSchemaContract {
  private static final int VERSIONS = 8;
  private static final String HISTORY = "quietus.flyway_schema_history";

  private SingleConnectionDataSource dataSource;
  private JdbcTemplate jdbc;

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
    assertThat(migrate()).isEqualTo(VERSIONS);
  }

  @AfterEach
  void dropIt() {
    jdbc.execute("DROP SCHEMA IF EXISTS quietus" + (engine().equals("h2") ? " CASCADE" : ""));
  }

  @Test
  void aMigrationThatRanButWasNotNotedRunsAgain() {
    List<Map<String, Object>> before = shape();
    for (int version = 1; version <= VERSIONS; version++) {
      int forgotten = forgetFrom(version);
      assertThat(migrate()).as("from version " + version).isEqualTo(forgotten);
      assertThat(shape()).as("from version " + version).isEqualTo(before);
      assertThat(rows("fence") + rows("intake")).isEqualTo(2);
    }
  }

  @Test
  void aMigrationThatBrokeOffHalfWayIsFinished() {
    List<Map<String, Object>> before = shape();
    forgetFrom(VERSIONS - 1);
    jdbc.execute("DROP TABLE quietus.screened");
    jdbc.execute("DROP TABLE quietus.suppression");
    assertThat(migrate()).isEqualTo(2);
    assertThat(shape()).isEqualTo(before);
  }

  @Test
  void aMigrationThatWasNotedAsFailedIsTriedAgain() {
    jdbc.execute("DROP TABLE quietus.screened");
    jdbc.update("UPDATE " + HISTORY + " SET success = FALSE WHERE version = '" + VERSIONS + "'");
    assertThat(migrate()).isEqualTo(1);
    assertThat(rows("screened")).isZero();
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
