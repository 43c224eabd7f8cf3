package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.quietus.database.BinaryLog;
import org.quietus.database.Objection;

/** What a MySQL or MariaDB server says of itself. */
final class MySqlServerState {

  private final Connection connection;
  private final Map<String, String> variables = new TreeMap<>();

  MySqlServerState(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SHOW VARIABLES WHERE Variable_name IN ('log_bin', 'binlog_format', 'read_only',"
                    + " 'super_read_only', 'binlog_expire_logs_seconds', 'expire_logs_days',"
                    + " 'binlog_expire_logs_auto_purge', 'slave_connections_needed_for_purge',"
                    + " 'server_uuid', 'server_id', 'hostname')")) {
      while (rows.next()) {
        variables.put(rows.getString(1).toLowerCase(Locale.ROOT), rows.getString(2));
      }
    }
  }

  List<Objection> objections(Set<String> touched) throws SQLException {
    List<Objection> objections = new ArrayList<>();
    if (isOn("log_bin") && "STATEMENT".equals(variables.get("binlog_format"))) {
      objections.add(
          new Objection(
              "BINLOG-STATEMENT",
              "the server's binlog_format is STATEMENT: replicas might delete other rows",
              "set binlog_format=ROW"));
    }
    if (isOn("read_only") || isOn("super_read_only")) {
      objections.add(
          new Objection(
              "READ-ONLY-SERVER",
              "the server is read-only, as a replica is",
              "name the server that takes writes in the job file's url"));
    }
    objections.addAll(hiddenTriggers(touched));
    objections.addAll(onlineSchemaChanges(touched));
    objections.addAll(systemVersioned(touched));
    return objections;
  }

  private List<Objection> hiddenTriggers(Set<String> touched) throws SQLException {
    String schema = connection.getCatalog();
    List<String> hidden = new VisibleTriggers(connection).hidden(schema, touched);
    return hidden.isEmpty()
        ? List.of()
        : List.of(
            new Objection(
                "TRIGGERS-HIDDEN",
                "the server does not show the user whether these tables have triggers, which may"
                    + " copy what is removed: "
                    + String.join(", ", hidden),
                "grant TRIGGER on them to the user of the job file"));
  }

  private List<Objection> onlineSchemaChanges(Set<String> touched) throws SQLException {
    return touched(
        """
        SELECT DISTINCT event_object_table FROM information_schema.triggers
        WHERE event_object_schema = DATABASE() AND trigger_name LIKE 'pt\\_osc\\_%'\
        """,
        touched,
        table ->
            new Objection(
                "SCHEMA-CHANGE-IN-FLIGHT",
                "table '" + table + "' has triggers of pt-online-schema-change",
                "wait until the schema change has finished, or drop what it left behind"));
  }

  private List<Objection> systemVersioned(Set<String> touched) throws SQLException {
    return touched(
        """
        SELECT table_name FROM information_schema.tables
        WHERE table_schema = DATABASE() AND table_type = 'SYSTEM VERSIONED'\
        """,
        touched,
        table ->
            new Objection(
                "SYSTEM-VERSIONED",
                "table '" + table + "' is system-versioned: what is deleted stays in its history",
                "drop system versioning from it"));
  }

  private List<Objection> touched(String query, Set<String> touched, Wording wording)
      throws SQLException {
    List<Objection> objections = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        if (touched.contains(rows.getString(1))) {
          objections.add(wording.of(rows.getString(1)));
        }
      }
    }
    return objections;
  }

  Optional<BinaryLog> binaryLog() throws SQLException {
    return isOn("log_bin")
        ? Optional.of(new BinaryLog(server(), expiry(), MySqlBinaryLog.currentFile(connection)))
        : Optional.empty();
  }

  /** MariaDB has no identity of its own; replicas must differ in their number. */
  private String server() {
    return Optional.ofNullable(variables.get("server_uuid"))
        .filter(uuid -> !uuid.isEmpty())
        .orElseGet(() -> variables.get("server_id") + "@" + variables.get("hostname"));
  }

  private Optional<Duration> expiry() throws SQLException {
    double seconds = number("binlog_expire_logs_seconds");
    double expiry = seconds > 0 ? seconds : number("expire_logs_days") * 86_400;
    return expiry > 0 && isOn("binlog_expire_logs_auto_purge", "ON") && !waitsForReplicas()
        ? Optional.of(Duration.ofSeconds((long) Math.ceil(expiry)))
        : Optional.empty();
  }

  /** MariaDB removes no file before as many replicas are connected as it is told. */
  private boolean waitsForReplicas() throws SQLException {
    double needed = number("slave_connections_needed_for_purge");
    return needed > 0 && connectedReplicas() < needed;
  }

  private double connectedReplicas() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SHOW GLOBAL STATUS LIKE 'Slaves_connected'")) {
      return row.next() ? Double.parseDouble(row.getString(2)) : 0;
    }
  }

  private boolean isOn(String variable) {
    return isOn(variable, "OFF");
  }

  /** {@code otherwise} is how it is on servers that do not know the variable. */
  private boolean isOn(String variable, String otherwise) {
    return !Set.of("OFF", "0").contains(variables.getOrDefault(variable, otherwise));
  }

  private double number(String variable) {
    return Double.parseDouble(variables.getOrDefault(variable, "0"));
  }

  private interface Wording {
    Objection of(String table);
  }
}
