package org.quietus.database.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quietus.database.LoadQueries;
import org.quietus.database.Objection;

/** What speaks against changing anything on a server, or these tables, as they are now. */
final class PostgresServerState {
  /** Who may not see the others' sessions gets NULL or no row, which is not known. */
  static final LoadQueries LOAD =
      new LoadQueries(
          Optional.of("SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS \"Value\""),
          Optional.of(
              "SELECT COUNT(*) AS \"Value\" FROM pg_stat_activity"
                  + " WHERE backend_type = 'client backend' AND state = 'active'"
                  + " HAVING pg_has_role('pg_read_all_stats', 'USAGE')"),
          Optional.empty(),
          Optional.empty(),
          "",
          Optional.of(
              "SELECT COALESCE(NULLIF(application_name, ''), client_addr::text, 'a standby') AS"
                  + " place, CASE WHEN state IS NULL THEN NULL WHEN replay_lsn ="
                  + " pg_current_wal_lsn() THEN 0 ELSE EXTRACT(EPOCH FROM replay_lag) END AS behind"
                  + " FROM pg_stat_replication"),
          Optional.of(
              "SELECT COALESCE(SUM(seq_tup_read + COALESCE(idx_tup_fetch, 0)), 0)::bigint AS"
                  + " \"Value\" FROM pg_stat_xact_user_tables"),
          Optional.of("SET LOCAL max_parallel_workers_per_gather = 0"),
          Optional.of("SELECT clock_timestamp() AS now, NULL::bigint AS server"));

  private final Connection connection;
  private final String schema;

  PostgresServerState(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
  }

  List<Objection> objections(Set<String> touchedTables) throws SQLException {
    List<Objection> objections = new ArrayList<>();
    ask(
        objections,
        "SELECT 'x' WHERE pg_is_in_recovery() OR current_setting('transaction_read_only') = 'on'",
        found ->
            new Objection(
                "READ-ONLY-SERVER",
                "the server takes no changes at the moment",
                "connect to the primary, or let it take changes again"));
    ask(
        objections,
        "SELECT current_setting('session_replication_role') WHERE"
            + " current_setting('session_replication_role') <> 'origin'",
        found ->
            new Objection(
                "TRIGGERS-OFF",
                "session_replication_role is '"
                    + found
                    + "', so that foreign keys are not looked after",
                "set session_replication_role to origin for the user of the job file"));
    ask(
        objections,
        "SELECT current_setting('server_encoding') WHERE current_setting('server_encoding') <>"
            + " 'UTF8'",
        found ->
            new Objection(
                "DATABASE-ENCODING",
                "the database's encoding is " + found + ", in which texts cannot be compared",
                "move the data to a database with ENCODING 'UTF8'"));
    SortedSet<String> tables = new TreeSet<>(touchedTables);
    about(objections, tables);
    if (ForeignTypes.areCompared(connection)) {
      for (String table : tables) {
        aboutTypes(objections, table);
      }
    }
    return objections;
  }

  /** Of the whole schema at once: a query for each table would take longer than all the others. */
  private void about(List<Objection> objections, SortedSet<String> tables) throws SQLException {
    askOf(
        tables,
        objections,
        "SELECT t.relname, o.relname FROM pg_inherits h JOIN pg_class p ON p.oid = h.inhparent"
            + " JOIN pg_class t ON t.oid IN (h.inhparent, h.inhrelid)"
            + " JOIN pg_class o ON o.oid IN (h.inhparent, h.inhrelid) AND o.oid <> t.oid"
            + " JOIN pg_namespace n ON n.oid = t.relnamespace"
            + " WHERE n.nspname = ? AND p.relkind = 'r' ORDER BY 1, 2",
        (table, found) ->
            new Objection(
                "INHERITANCE",
                "table '"
                    + table
                    + "' shares its rows with '"
                    + found
                    + "' by inheritance, so that a statement on one changes both",
                "detach it with ALTER TABLE … NO INHERIT, or use partitions"));
    askOf(
        tables,
        objections,
        "SELECT tablename, rulename FROM pg_rules WHERE schemaname = ? ORDER BY 1, 2",
        (table, found) ->
            new Objection(
                "REWRITE-RULE",
                "rule '" + found + "' turns statements on table '" + table + "' into others",
                "drop the rule; a trigger can do the same"));
    askOf(
        tables,
        objections,
        "SELECT c.relname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname = ? AND c.relkind IN ('r', 'p') AND row_security_active(c.oid)"
            + " ORDER BY 1",
        (table, found) ->
            new Objection(
                "ROW-SECURITY",
                "row-level security keeps rows of table '" + table + "' from this user",
                "ALTER ROLE … BYPASSRLS for the user of the job file"));
  }

  private void aboutTypes(List<Objection> objections, String table) throws SQLException {
    ask(
        objections,
        ForeignTypes.OF_TABLE,
        found ->
            new Objection(
                "TYPE-UNSEEN",
                "table '"
                    + table
                    + "' has column "
                    + found
                    + ", which this connection cannot compare as the server does, and which has"
                    + " tables of the same names",
                "move the extension to a schema of its own: ALTER EXTENSION … SET SCHEMA"),
        schema,
        table);
  }

  private void ask(List<Objection> objections, String query, Answer answer, String... binds)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int n = 0; n < binds.length; n++) {
        statement.setString(n + 1, binds[n]);
      }
      try (ResultSet row = statement.executeQuery()) {
        if (row.next()) {
          objections.add(answer.about(row.getString(1)));
        }
      }
    }
  }

  /** The first that is found of each of these tables. */
  private void askOf(
      SortedSet<String> tables, List<Objection> objections, String query, AnswerOfTable answer)
      throws SQLException {
    Map<String, String> first = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, schema);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          first.putIfAbsent(row.getString(1), row.getString(2));
        }
      }
    }
    for (String table : tables) {
      String found = first.get(table);
      if (found != null) {
        objections.add(answer.about(table, found));
      }
    }
  }

  private interface AnswerOfTable {
    Objection about(String table, String found);
  }

  private interface Answer {
    Objection about(String found);
  }

  /** Fails if the schema, or a table in it, may be created, and leaves nothing behind. */
  static String failingCreation(String schema) {
    return """
    DO $probe$ BEGIN
      IF EXISTS (SELECT FROM pg_namespace WHERE nspname = '%1$s') THEN
        CREATE TABLE %1$s.probe ();
      ELSE
        CREATE SCHEMA %1$s;
      END IF;
      RAISE EXCEPTION 'undone';
    END $probe$\
    """
        .formatted(schema);
  }
}
