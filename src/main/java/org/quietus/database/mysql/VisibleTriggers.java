package org.quietus.database.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whether the user of a MySQL or MariaDB connection is shown the triggers of tables: the
 * information schema lists none of a table on which the user lacks the privilege TRIGGER.
 */
final class VisibleTriggers {
  private static final Pattern GRANT =
      Pattern.compile(
          "GRANT (?:ALL PRIVILEGES|.*\\bTRIGGER\\b.*) ON (?:TABLE )?(?<schema>`(?:[^`]|``)*`|\\*)"
              + "\\.(?<table>`(?:[^`]|``)*`|\\*) TO .*");

  private final List<Pattern> schemas = new ArrayList<>();
  private final List<Pattern> tables = new ArrayList<>();

  VisibleTriggers(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet grants = statement.executeQuery("SHOW GRANTS" + using(connection))) {
      while (grants.next()) {
        Matcher grant = GRANT.matcher(grants.getString(1));
        if (grant.matches()) {
          boolean whole = grant.group("table").equals("*");
          schemas.add(pattern(grant.group("schema"), whole));
          tables.add(pattern(grant.group("table"), false));
        }
      }
    }
  }

  /** MySQL tells what an active role may do only if it is asked for. */
  private static String using(Connection connection) throws SQLException {
    if (connection.getMetaData().getDatabaseProductVersion().contains("MariaDB")) {
      return "";
    }
    try (Statement statement = connection.createStatement();
        ResultSet role = statement.executeQuery("SELECT CURRENT_ROLE()")) {
      return Optional.ofNullable(role.next() ? role.getString(1) : null)
          .filter(roles -> !roles.equals("NONE"))
          .map(roles -> " FOR CURRENT_USER() USING " + roles)
          .orElse("");
    }
  }

  /** Those of a schema's tables whose triggers are hidden, in order. */
  List<String> hidden(String schema, Collection<String> touched) {
    return touched.stream().filter(table -> !sees(schema, table)).sorted().toList();
  }

  private boolean sees(String schema, String table) {
    for (int n = 0; n < schemas.size(); n++) {
      if (schemas.get(n).matcher(schema).matches() && tables.get(n).matcher(table).matches()) {
        return true;
      }
    }
    return false;
  }

  /** The name of a schema may stand for several in a grant on all of its tables. */
  private static Pattern pattern(String granted, boolean wild) {
    if (granted.equals("*")) {
      return Pattern.compile(".*", Pattern.DOTALL);
    }
    String name = granted.substring(1, granted.length() - 1).replace("``", "`");
    StringBuilder regex = new StringBuilder();
    for (int n = 0; n < name.length(); n++) {
      char c = name.charAt(n);
      if (wild && c == '\\' && n + 1 < name.length()) {
        regex.append(Pattern.quote(name.substring(++n, n + 1)));
      } else if (wild && (c == '%' || c == '_')) {
        regex.append(c == '%' ? ".*" : ".");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL | Pattern.CASE_INSENSITIVE);
  }
}
