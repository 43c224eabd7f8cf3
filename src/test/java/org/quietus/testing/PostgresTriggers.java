package org.quietus.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Triggers of MySQL as PostgreSQL spells them: as a function, and a trigger that calls it. */
final class PostgresTriggers {
  private static final Pattern TRIGGER =
      Pattern.compile(
          "(?is)CREATE TRIGGER (?:\\w+\\.)?(?<name>\\w+) (?<when>BEFORE|AFTER)"
              + " (?<event>INSERT|UPDATE|DELETE) ON (?<table>\\S+) FOR EACH ROW (?!EXECUTE )(?<body>.*)");
  private static final Pattern SAID = Pattern.compile("(?i)SET @(?<name>\\w+) = (?<value>[^;]+);");
  private static final Pattern SIGNAL =
      Pattern.compile(
          "(?i)SIGNAL SQLSTATE '(?<state>\\w+)'(?: SET MESSAGE_TEXT = (?<text>'[^']*'|[@\\w.]+))?");
  private static final Pattern IGNORING = Pattern.compile("(?is)INSERT IGNORE INTO ([^;]*)");
  private static final Pattern CHOICE =
      Pattern.compile("(?i)\\bIF\\(([^,()]+), ([^,()]+), ([^,()]+)\\)");
  private static final Pattern ASSIGNED = Pattern.compile("(?i)SET NEW\\.(\\w+) = ");

  private PostgresTriggers() {}

  static String spelled(String statement) {
    Matcher trigger = TRIGGER.matcher(statement);
    if (!trigger.matches()) {
      return statement;
    }
    return """
        CREATE OR REPLACE FUNCTION run_%1$s() RETURNS trigger LANGUAGE plpgsql AS $run$
        BEGIN
          %2$s;
          RETURN %3$s;
        END $run$;
        CREATE TRIGGER %1$s %4$s %5$s ON %6$s FOR EACH ROW EXECUTE FUNCTION run_%1$s()
        """
        .formatted(
            trigger.group("name"),
            body(trigger.group("body")),
            trigger.group("event").equalsIgnoreCase("DELETE") ? "OLD" : "NEW",
            trigger.group("when"),
            trigger.group("event"),
            trigger.group("table"));
  }

  private static String body(String common) {
    String body = common;
    Matcher said = SAID.matcher(body);
    while (said.find()) {
      body = body.replace(said.group(), "").replace("@" + said.group("name"), said.group("value"));
    }
    body =
        SIGNAL
            .matcher(body)
            .replaceAll(
                signal -> Matcher.quoteReplacement(raised(signal.group(1), signal.group(2))));
    body = IGNORING.matcher(body).replaceAll("INSERT INTO $1 ON CONFLICT DO NOTHING");
    body = CHOICE.matcher(body).replaceAll("CASE WHEN $1 THEN $2 ELSE $3 END");
    body = body.replace("<=>", "IS NOT DISTINCT FROM");
    return ASSIGNED.matcher(body).replaceAll("NEW.$1 := ");
  }

  private static String raised(String state, @Nullable String text) {
    return (text == null ? "RAISE EXCEPTION USING" : "RAISE EXCEPTION '%', " + text + " USING")
        + " ERRCODE = '"
        + state
        + "'";
  }
}
