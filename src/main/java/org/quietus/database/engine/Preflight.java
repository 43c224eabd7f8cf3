package org.quietus.database.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.Dialects;
import org.quietus.database.Objection;
import org.quietus.database.StatementFailure;
import org.quietus.target.Target;

/**
 * Looks, before anything is touched, for whatever would let a run lose count or fail half-way.
 * Privileges are tried out by statements that match no row; nothing is changed.
 */
public final class Preflight {
  private final Connection connection;
  private final Dialect dialect;
  private final Catalog catalog;
  private final List<Objection> objections = new ArrayList<>();

  private Preflight(Connection connection, Dialect dialect, Catalog catalog) {
    this.connection = connection;
    this.dialect = dialect;
    this.catalog = catalog;
  }

  /**
   * Everything that speaks against a run, all at once; empty if nothing does.
   *
   * @param touched every table that the run reads or changes
   */
  public static List<Objection> check(
      Connection connection, Catalog catalog, Collection<Touched> touched) throws SQLException {
    Dialect dialect = Dialects.of(connection);
    Preflight preflight = new Preflight(connection, dialect, catalog);
    preflight.objections.addAll(
        dialect.serverObjections(
            connection,
            touched.stream()
                .filter(Touched::isChanged)
                .map(Touched::table)
                .collect(Collectors.toSet())));
    for (Touched each : touched) {
      Table table = catalog.tables().get(each.table());
      if (table == null) {
        throw new IllegalArgumentException("table " + each.table() + " is not in the catalog");
      }
      preflight.check(table, each);
    }
    return List.copyOf(preflight.objections);
  }

  private void check(Table table, Touched touched) throws SQLException {
    if (touched.isChanged()) {
      refuseEngineWithoutTransactions(table);
      refuseSchemaChangeInFlight(table);
    }
    if (touched.isChanged()) {
      refuseKeysFromOutside(table, touched);
      refuseUnseenKeys(table, touched);
    }
    probes(table, touched).forEach((privilege, sql) -> probe(table, privilege, sql));
  }

  private void refuseEngineWithoutTransactions(Table table) {
    if (!table.transactional()) {
      objections.add(
          new Objection(
              "NOT-TRANSACTIONAL",
              "table '" + table.name() + "' has an engine that cannot roll back",
              "convert it: ALTER TABLE " + dialect.quote(table.name()) + " ENGINE=InnoDB"));
    }
  }

  /** The names that pt-online-schema-change and gh-ost give to the copy that they fill. */
  private void refuseSchemaChangeInFlight(Table table) {
    for (String suffix : List.of("_new", "_gho", "_ghc")) {
      String shadow = "_" + table.name() + suffix;
      if (catalog.tables().containsKey(shadow)) {
        objections.add(
            new Objection(
                "SCHEMA-CHANGE-IN-FLIGHT",
                "table '" + shadow + "' is a copy of '" + table.name() + "' being filled",
                "wait until the schema change has finished, or drop what it left behind"));
      }
    }
  }

  private void refuseKeysFromOutside(Table table, Touched touched) {
    for (ForeignKey key : catalog.fromOutside()) {
      if (key.referencedTable().equals(table.name())
          && (touched.deleted()
              || key.referencedColumns().stream().anyMatch(touched.updated()::contains))) {
        objections.add(
            new Objection(
                "FOREIGN-KEY-FROM-OUTSIDE",
                "table '"
                    + key.table()
                    + "' in another schema points at '"
                    + table.name()
                    + "' by foreign key '"
                    + key.name()
                    + "', and no plan covers its rows",
                "drop the foreign key, or move the table into this schema"));
      }
    }
  }

  /** Rows that the database would delete or change by itself, and no plan covers. */
  private void refuseUnseenKeys(Table table, Touched touched) throws SQLException {
    String schema = dialect.currentSchema(connection);
    Optional<Map<String, Set<String>>> pointing =
        dialect.referencingTables(connection, schema, table.name());
    if (pointing.isEmpty()) {
      refuseToGuess(touched);
      return;
    }
    Set<String> known =
        Stream.concat(
                catalog.referencing(table.name()).stream().map(key -> schema + "." + key.table()),
                catalog.fromOutside().stream().map(ForeignKey::table))
            .collect(Collectors.toSet());
    pointing.get().entrySet().stream()
        .filter(holder -> !known.contains(holder.getKey()))
        .filter(
            holder ->
                touched.deleted()
                    || holder.getValue().stream().anyMatch(touched.updated()::contains))
        .map(Map.Entry::getKey)
        .forEach(
            holder ->
                objections.add(
                    new Objection(
                        "UNSEEN-CHILD",
                        "table '"
                            + holder
                            + "', which this user cannot see, points at '"
                            + table.name()
                            + "', whose rows are "
                            + (touched.deleted() ? "deleted" : "changed")
                            + ", so that the server may delete or change"
                            + " rows of it too",
                        "grant SELECT and REFERENCES on it to the user of the job file, so that a"
                            + " plan can cover it, or drop its foreign key")));
  }

  private void refuseToGuess(Touched touched) {
    if (touched.deleted()) {
      Objection unseen =
          new Objection(
              "KEYS-UNSEEN",
              "rows are deleted, and this user may not ask whether the server then deletes or"
                  + " changes rows of tables that the user cannot see (ON DELETE CASCADE, SET"
                  + " NULL)",
              "GRANT PROCESS ON *.* to the user of the job file, so that the server can be asked");
      if (!objections.contains(unseen)) {
        objections.add(unseen);
      }
    }
  }

  private Map<String, String> probes(Table table, Touched touched) {
    String name = dialect.quote(table.name());
    String columns = listed(table.primaryKey(), "%s");
    String select =
        "SELECT " + (columns.isEmpty() ? "1" : columns) + " FROM " + name + " WHERE 1=0";
    Map<String, String> probes = new LinkedHashMap<>();
    probes.put("SELECT", select);
    if (touched.deleted()) {
      probes.put("DELETE", dialect.withoutEffect("DELETE FROM " + name));
    }
    if (!touched.updated().isEmpty()) {
      String assignments = listed(touched.updated().stream().sorted().toList(), "%1$s = %1$s");
      probes.put("UPDATE", dialect.withoutEffect("UPDATE " + name + " SET " + assignments));
    }
    if (touched.isChanged()) {
      probes.put("SELECT … FOR UPDATE", select + dialect.forUpdate());
    }
    return probes;
  }

  private boolean isReadOnly() {
    return objections.stream().anyMatch(objection -> objection.id().equals(Target.READ_ONLY));
  }

  private String listed(List<String> columns, String format) {
    return columns.stream()
        .map(column -> format.formatted(dialect.quote(column)))
        .collect(Collectors.joining(", "));
  }

  private Objection notReplicable(Table table, String change) {
    return new Objection(
        "NO-REPLICA-IDENTITY",
        "the server refuses each "
            + change
            + " on table '"
            + table.name()
            + "', for a publication sends it on and the table's replica identity does not say"
            + " enough of a row",
        "ALTER TABLE "
            + dialect.quote(table.name())
            + " REPLICA IDENTITY USING INDEX …, or FULL, or take it out of the publication");
  }

  private void probe(Table table, String privilege, String sql) {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      Optional<StatementFailure> failure = dialect.failure(e);
      if (isReadOnly() && failure.filter(StatementFailure.READ_ONLY::equals).isPresent()) {
        return; // said once for the server, and no grant would help
      }
      if (failure.filter(StatementFailure.NOT_REPLICABLE::equals).isPresent()) {
        objections.add(notReplicable(table, privilege));
        return;
      }
      objections.add(
          new Objection(
              "NO-PRIVILEGE",
              privilege
                  + " is refused on table '"
                  + table.name()
                  + "' (error "
                  + e.getErrorCode()
                  + ", SQL state "
                  + e.getSQLState()
                  + ")",
              "grant "
                  + privilege.replace("SELECT … FOR UPDATE", "SELECT and UPDATE or DELETE")
                  + " on it to the user of the job file"));
    }
  }
}
