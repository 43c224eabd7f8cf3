package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Tries what a run has to do in the control schema, by statements that cannot change anything: a
 * server looks for the right before it looks for the table.
 */
public final class ControlRights {
  private static final String TABLE = "quietus.fence";

  private ControlRights() {}

  /** What the user may not do there, each as a word that can be granted. */
  public static List<Objection> objections(Connection connection, Dialect dialect) {
    List<String> missing = new ArrayList<>();
    if (isDenied(dialect, connection, dialect.failingCreation("quietus"))) {
      missing.add("CREATE");
    }
    if (isDenied(dialect, connection, "SELECT token FROM " + TABLE + " WHERE 1=0")) {
      missing.add("SELECT");
    }
    if (isDenied(
        dialect, connection, "INSERT INTO " + TABLE + " SELECT * FROM " + TABLE + " WHERE 1=0")) {
      missing.add("INSERT");
    }
    if (isDenied(dialect, connection, "UPDATE " + TABLE + " SET token = token WHERE 1=0")) {
      missing.add("UPDATE");
    }
    if (isDenied(dialect, connection, "DELETE FROM " + TABLE + " WHERE 1=0")) {
      missing.add("DELETE");
    }
    return missing.isEmpty()
        ? List.of()
        : List.of(
            new Objection(
                "CONTROL-SCHEMA",
                "this user lacks "
                    + String.join(", ", missing)
                    + " on the control schema 'quietus', where a run keeps its ledger",
                "grant all privileges on that schema and its tables to the user of the job file"));
  }

  private static boolean isDenied(Dialect dialect, Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return false;
    } catch (SQLException e) {
      return dialect.failure(e).filter(StatementFailure.DENIED::equals).isPresent();
    }
  }
}
