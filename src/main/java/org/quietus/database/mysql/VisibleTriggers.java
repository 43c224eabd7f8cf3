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
 * information schema lists none of a table on which the user lacks the privilege TRIGGER. What is
 * not proved by a grant counts as hidden.
 */
final class VisibleTriggers {
  private static final Pattern LINE =
      Pattern.compile(
          "(?<verb>[A-Z]+) (?<what>.*?) ON (?:TABLE )?(?<schema>`(?:[^`]|``)*`|\\*)"
              + "\\.(?<table>`(?:[^`]|``)*`|\\*) (?:TO|FROM) .*",
          Pattern.DOTALL);
  private static final Pattern COLUMNS = Pattern.compile("\\((?:[^)`]|`(?:[^`]|``)*`)*\\)");
  private static final Pattern TRIGGER = Pattern.compile("ALL PRIVILEGES|.*\\bTRIGGER\\b.*");

  /**
   * How a server reads the names of schemas in grants.
   *
   * @param wild whether {@code %} and {@code _} stand for other characters; not where privileges
   *     may be revoked in part
   * @param caseless whether schemas and tables are one in any case
   */
  record Names(boolean wild, boolean caseless) {}

  /** One line of what a user may do, or may not. */
  private record Line(
      boolean taken, boolean trigger, Pattern schema, Pattern table, boolean named, boolean whole) {
    boolean isGlobal() {
      return whole && !named;
    }
  }

  private final Names names;
  private final List<Line> lines = new ArrayList<>();

  VisibleTriggers(Connection connection) throws SQLException {
    this(names(connection), grants(connection));
  }

  /** {@code grants} as SHOW GRANTS lists them, with the privileges of active roles. */
  VisibleTriggers(Names names, List<String> grants) {
    this.names = names;
    grants.forEach(this::read);
  }

  private static Names names(Connection connection) throws SQLException {
    boolean wild = true;
    boolean caseless = false;
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('partial_revokes',"
                    + " 'lower_case_table_names')")) {
      while (rows.next()) {
        if (rows.getString(1).equalsIgnoreCase("partial_revokes")) {
          wild = rows.getString(2).equals("OFF");
        } else {
          caseless = !rows.getString(2).equals("0");
        }
      }
    }
    return new Names(wild, caseless);
  }

  private static List<String> grants(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet grants = statement.executeQuery("SHOW GRANTS" + using(connection))) {
      while (grants.next()) {
        lines.add(grants.getString(1));
      }
    }
    return lines;
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

  /** A privilege on columns is none on the table, and a column may be called TRIGGER. */
  private void read(String grant) {
    Matcher line = LINE.matcher(COLUMNS.matcher(grant).replaceAll(""));
    if (line.matches()) {
      boolean whole = line.group("table").equals("*");
      lines.add(
          new Line(
              !line.group("verb").equals("GRANT"),
              TRIGGER.matcher(line.group("what")).matches(),
              pattern(line.group("schema"), whole),
              pattern(line.group("table"), false),
              !line.group("schema").equals("*"),
              whole));
    }
  }

  /** Those of a schema's tables whose triggers are hidden, in order. */
  List<String> hidden(String schema, Collection<String> touched) {
    return touched.stream().filter(table -> !sees(schema, table)).sorted().toList();
  }

  /** A privilege on everything that was revoked for a schema is left where it was granted again. */
  private boolean sees(String schema, String table) {
    boolean taken = lines.stream().anyMatch(line -> line.taken() && isOf(line, schema));
    return lines.stream()
            .filter(line -> !line.taken() && line.trigger())
            .filter(line -> line.isGlobal() ? !taken : !line.whole())
            .anyMatch(
                line ->
                    line.schema().matcher(schema).matches()
                        && line.table().matcher(table).matches())
        || seesWhole(schema);
  }

  /** Of several grants that fit a schema by wildcards the server goes by one alone. */
  private boolean seesWhole(String schema) {
    List<Line> fitting =
        lines.stream()
            .filter(line -> !line.taken() && line.named() && line.whole())
            .filter(line -> line.schema().matcher(schema).matches())
            .toList();
    return !fitting.isEmpty() && fitting.stream().allMatch(Line::trigger);
  }

  private static boolean isOf(Line line, String schema) {
    return line.trigger() && line.schema().matcher(schema).matches();
  }

  /** The name of a schema in a grant on all of its tables has escapes, and may have wildcards. */
  private Pattern pattern(String granted, boolean whole) {
    if (granted.equals("*")) {
      return Pattern.compile(".*", Pattern.DOTALL);
    }
    String name = granted.substring(1, granted.length() - 1).replace("``", "`");
    StringBuilder regex = new StringBuilder();
    for (int n = 0; n < name.length(); n++) {
      char c = name.charAt(n);
      if (whole && c == '\\' && n + 1 < name.length()) {
        regex.append(Pattern.quote(name.substring(++n, n + 1)));
      } else if (whole && names.wild() && (c == '%' || c == '_')) {
        regex.append(c == '%' ? ".*" : ".");
      } else {
        regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.compile(
        regex.toString(),
        names.caseless() ? Pattern.DOTALL | Pattern.CASE_INSENSITIVE : Pattern.DOTALL);
  }
}
