package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a user of MySQL or MariaDB may do by what is granted to it, or to a role that it may take:
 * rights which no statement tries without doing something.
 */
final class GrantedRights {
  /** Who changes grants, or acts as others, can change everything. */
  private static final Set<String> CHANGING =
      Set.of(
          "ALL PRIVILEGES",
          "INSERT",
          "UPDATE",
          "DELETE",
          "DROP",
          "ALTER",
          "FILE",
          "SUPER",
          "CREATE USER",
          "ROLE_ADMIN",
          "SET_USER_ID",
          "SET_ANY_DEFINER",
          "SET USER",
          "REPLICATION_APPLIER",
          "BINLOG REPLAY",
          "DELETE HISTORY",
          "DELETE VERSIONING ROWS");

  private static final Pattern LINE =
      Pattern.compile(
          "GRANT (?<what>.*?) ON (?:TABLE )?(?<where>(?<schema>`(?:[^`]|``)*`|\\*)"
              + "\\.(?:`(?:[^`]|``)*`|\\*)) TO .*",
          Pattern.DOTALL);
  private static final Pattern COLUMNS = Pattern.compile("\\((?:[^)`]|`(?:[^`]|``)*`)*\\)");

  private GrantedRights() {}

  /** The first right by which tables of a schema, or what guards them, can be changed. */
  static Optional<String> toChange(Connection connection, String schema) throws SQLException {
    for (String grant : grants(connection)) {
      Optional<String> right = right(grant, schema);
      if (right.isPresent()) {
        return right;
      }
    }
    return Optional.empty();
  }

  /** The first right of a line of SHOW GRANTS. */
  static Optional<String> right(String grant, String schema) {
    Matcher line = LINE.matcher(COLUMNS.matcher(grant).replaceAll(""));
    return line.matches() && reaches(line.group("schema"), schema)
        ? Stream.of(line.group("what").split(","))
            .map(right -> right.strip().toUpperCase(Locale.ROOT))
            .filter(CHANGING::contains)
            .findFirst()
            .map(right -> "it has " + right + " on " + line.group("where"))
        : Optional.empty();
  }

  /** The schema of grants holds all others. */
  private static boolean reaches(String granted, String schema) {
    if (granted.equals("*")) {
      return true;
    }
    String name = granted.substring(1, granted.length() - 1).replace("``", "`");
    Pattern pattern = like(name);
    return Stream.of(schema, "quietus", "mysql").anyMatch(one -> pattern.matcher(one).matches());
  }

  /** Whether or not this server takes wildcards, and cases apart: too many rather than too few. */
  private static Pattern like(String name) {
    StringBuilder regex = new StringBuilder();
    for (int n = 0; n < name.length(); n++) {
      char c = name.charAt(n);
      if (c == '\\' && n + 1 < name.length()) {
        regex.append(Pattern.quote(name.substring(++n, n + 1)));
      } else if (c == '%' || c == '_') {
        regex.append(c == '%' ? ".*" : ".");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  }

  private static List<String> grants(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    if (connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")) {
      lines.addAll(column(connection, "SHOW GRANTS"));
      for (String role :
          column(
              connection, // what these have been granted in turn is shown with them
              "SELECT DISTINCT role_name FROM information_schema.applicable_roles"
                  + " WHERE grantee LIKE '%@%'")) {
        column(connection, "SET ROLE `" + role.replace("`", "``") + "`");
        lines.addAll(column(connection, "SHOW GRANTS"));
      }
      return lines;
    }
    column(connection, "SET ROLE ALL");
    String roles = String.join("", column(connection, "SELECT CURRENT_ROLE()"));
    lines.addAll(
        column(
            connection,
            roles.isEmpty() || roles.equals("NONE")
                ? "SHOW GRANTS"
                : "SHOW GRANTS FOR CURRENT_USER() USING " + roles));
    return lines;
  }

  /** The first column of what a statement returns, if it returns anything. */
  private static List<String> column(Connection connection, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          while (rows.next()) {
            values.add(rows.getString(1));
          }
        }
      }
    }
    return values;
  }
}
