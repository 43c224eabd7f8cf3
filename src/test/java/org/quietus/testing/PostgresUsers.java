package org.quietus.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Users and grants of MySQL as PostgreSQL spells them. */
final class PostgresUsers {
  private static final Pattern CREATE =
      Pattern.compile("(?i)(CREATE|ALTER) USER (\\w+) IDENTIFIED BY '(\\w+)'");
  private static final Pattern DROP = Pattern.compile("(?i)DROP USER (?:IF EXISTS )?(\\w+)");
  private static final Pattern GRANT =
      Pattern.compile(
          "(?is)GRANT (?<what>.+) ON (?:(?<schema>\\w+|\\*)\\.)?(?<table>\\w+|\\*)"
              + " TO (?<user>\\w+)");

  /** Rights that are about a whole server there, and about nothing here. */
  private static final List<String> OTHERS = List.of("PROCESS", "REPLICATION CLIENT");

  private PostgresUsers() {}

  static String spelled(String statement) {
    Matcher create = CREATE.matcher(statement);
    if (create.matches()) {
      return "%s USER %s PASSWORD '%s'"
          .formatted(create.group(1), create.group(2), create.group(3));
    }
    Matcher drop = DROP.matcher(statement);
    if (drop.matches()) {
      return """
      DO $do$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = '%1$s') THEN
        DROP OWNED BY %1$s; DROP USER %1$s; END IF; END $do$
      """
          .formatted(drop.group(1));
    }
    Matcher grant = GRANT.matcher(statement);
    return grant.matches() ? grant(grant) : statement;
  }

  private static String grant(Matcher grant) {
    List<String> rights = new ArrayList<>(List.of(grant.group("what").split(", ?(?![^(]*\\))")));
    rights.removeAll(OTHERS);
    String schema = grant.group("schema");
    if (rights.isEmpty() || "*".equals(schema)) {
      return "SELECT 1";
    }
    String user = grant.group("user");
    String what = String.join(", ", rights);
    String table = grant.group("table");
    if (schema == null) {
      return """
      DO $do$ BEGIN EXECUTE format('GRANT USAGE ON SCHEMA %%I TO %3$s', current_schema()); END $do$;
      GRANT %1$s ON %2$s TO %3$s
      """
          .formatted(what, table, user);
    }
    String usage = "GRANT USAGE ON SCHEMA %s TO %s; ".formatted(schema, user);
    return table.equals("*")
        ? usage + "GRANT %s ON ALL TABLES IN SCHEMA %s TO %s".formatted(what, schema, user)
        : usage + "GRANT %s ON %s.%s TO %s".formatted(what, schema, table, user);
  }
}
