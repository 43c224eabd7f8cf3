package org.quietus.control;

import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.quietus.job.CannotRun;
import org.quietus.job.RunFailure;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The schema {@code quietus} beside the data: made and brought up to date by Flyway before the
 * first write.
 */
public final class ControlSchema {
  private final DataSource dataSource;
  private final JdbcTemplate jdbc;
  private final Migrations migrations;
  private boolean migrated;
  private volatile Optional<String> identity = Optional.empty();

  /** {@code engine} is the folder below {@code sql/control}. */
  public ControlSchema(DataSource dataSource, JdbcTemplate jdbc, String engine) {
    this.dataSource = dataSource;
    this.jdbc = jdbc;
    this.migrations = new Migrations(engine);
  }

  /** Whether the schema is there at all; reading commands then find nothing rather than fail. */
  public boolean exists() {
    return has("fence");
  }

  /** Whether it is there and knows of holds. */
  public boolean hasHolds() {
    return has("legal_hold");
  }

  /**
   * Whether one of its tables is there; those of later versions come with {@link #migrate}.
   *
   * @throws DataAccessException if the database did not say
   */
  public boolean has(String table) {
    try {
      jdbc.queryForList("SELECT 1 FROM quietus." + table + " WHERE 1 = 0");
      return true;
    } catch (BadSqlGrammarException | PermissionDeniedDataAccessException e) {
      return false;
    }
  }

  /** Tells it from the control schemas of other databases; empty as long as it is not there. */
  Optional<String> identity() {
    if (identity.isEmpty() && has("place")) {
      identity =
          jdbc.queryForList("SELECT name FROM quietus.place", String.class).stream().findFirst();
    }
    return identity;
  }

  /** Makes the schema or brings it up to date; returns how many migrations ran. */
  public int migrate() {
    migrated |= migrations.areIn(jdbc);
    if (migrated) {
      return 0;
    }
    try {
      Flyway flyway =
          Flyway.configure()
              .dataSource(dataSource)
              .schemas("quietus")
              .defaultSchema("quietus")
              .createSchemas(true)
              .locations(migrations.location())
              .placeholderReplacement(false)
              .failOnMissingLocations(true)
              .outOfOrder(true) // a number that was left free may be taken later
              .load();
      int executed = migrate(flyway);
      migrated = true;
      return executed;
    } catch (FlywayException e) {
      throw new CannotRun(
          CannotRun.REFUSED,
          "the control schema 'quietus' can be neither made nor brought up to date ("
              + RunFailure.stripped("migration", e).getMessage()
              + "); have it made once with: CREATE SCHEMA quietus, and grant the job file's user"
              + " all privileges on it");
    }
  }

  /**
   * DDL commits statement by statement, so a migration may have broken off half-way. Each of its
   * statements may run twice; only Flyway's note of the failure stands in the way.
   */
  private static int migrate(Flyway flyway) {
    try {
      return flyway.migrate().migrationsExecuted;
    } catch (FlywayException e) {
      if (Arrays.stream(flyway.info().applied()).noneMatch(one -> one.getState().isFailed())) {
        throw e;
      }
      flyway.repair();
      return flyway.migrate().migrationsExecuted;
    }
  }
}
