package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.Table;
import org.quietus.database.ConnectionFailure;
import org.quietus.database.DatabaseConnections;
import org.quietus.database.DatabaseTrouble;
import org.quietus.database.Dialect;
import org.quietus.database.Objection;
import org.quietus.database.StatementFailure;
import org.quietus.policy.DatabaseSettings;

/** Tries the credential that verification reads with; changes nothing. */
final class VerifyLogin {
  private final DatabaseSettings settings;
  private final Dialect dialect;

  VerifyLogin(DatabaseSettings settings, Dialect dialect) {
    this.settings = settings;
    this.dialect = dialect;
  }

  /** What keeps it from reading the tables; nothing if the job file names no such credential. */
  List<Objection> objections(Collection<Touched> touched) {
    List<Objection> objections = new ArrayList<>();
    if (settings.verify().isEmpty()) {
      return objections;
    }
    try (Connection connection = connect()) {
      for (Touched each : touched) {
        if (!can(connection, "SELECT 1 FROM " + dialect.quote(each.table()) + " WHERE 1=0")) {
          objections.add(
              new Objection(
                  "VERIFY-CANNOT-READ",
                  "the 'verify' user may not read table '" + each.table() + "'",
                  "grant SELECT on it to that user"));
        }
      }
    } catch (SQLException e) {
      ConnectionFailure why = ConnectionFailure.of(settings.url(), e);
      objections.add(
          new Objection(
              "VERIFY-LOGIN",
              "the 'verify' user cannot connect: " + why.what(settings.name()),
              why.mend().replace("'username' and 'password'", "'verify'")));
    }
    return objections;
  }

  /** What it may do beside reading, in words; empty if it is a read-only credential. */
  Optional<String> mayWrite(Collection<Table> tables) {
    try (Connection connection = connect()) {
      Optional<String> table =
          tables.stream()
              .filter(one -> !one.columns().isEmpty())
              .filter(one -> mayWrite(connection, one))
              .map(one -> "may change table '" + one.name() + "'")
              .findFirst();
      return table.isPresent() ? table : mayOtherwise(connection);
    } catch (SQLException e) {
      throw DatabaseTrouble.stripped("connecting as the 'verify' user", e);
    }
  }

  private Optional<String> mayOtherwise(Connection connection) {
    try {
      return dialect
          .rightToChange(connection, dialect.currentSchema(connection))
          .map(right -> "may do more than read: " + right);
    } catch (SQLException e) {
      return Optional.of("may do more than read, for the server does not say what it may do");
    }
  }

  private boolean mayWrite(Connection connection, Table table) {
    String name = dialect.quote(table.name());
    return mayAny(connection, "DELETE FROM " + name)
        || table.columns().values().stream()
            .filter(column -> !column.generated())
            .map(column -> dialect.quote(column.name()))
            .anyMatch(column -> mayWrite(connection, name, column));
  }

  /** Rights may be granted on single columns. */
  private boolean mayWrite(Connection connection, String table, String column) {
    return mayAny(connection, "UPDATE %s SET %s = %2$s".formatted(table, column))
        || mayAny(connection, "INSERT INTO %s (%s) SELECT %2$s FROM %1$s".formatted(table, column));
  }

  /** Whether a statement is not refused for want of a right, whatever else speaks against it. */
  private boolean mayAny(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(dialect.withoutEffect(sql));
      return true;
    } catch (SQLException refused) {
      return dialect.failure(refused).filter(StatementFailure.DENIED::equals).isEmpty();
    }
  }

  private static boolean can(Connection connection, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException refused) {
      return false;
    }
  }

  private Connection connect() throws SQLException {
    return new DatabaseConnections(settings.url(), settings.verify().orElseThrow())
        .getConnectionToLook();
  }
}
