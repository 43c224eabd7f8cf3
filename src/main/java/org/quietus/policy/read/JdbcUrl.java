package org.quietus.policy.read;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Reads JDBC URLs; no message quotes one, because people put passwords into them. */
final class JdbcUrl {
  private static final Pattern SERVER = Pattern.compile("jdbc:(?:mysql|postgresql):.*");
  private static final Pattern WITH_SCHEMA =
      Pattern.compile("jdbc:(?:mysql|postgresql)://[^/?]*/[^/?].*");
  private static final Pattern CREDENTIAL_KEY =
      Pattern.compile("(?i)(?<![a-z])(user|username|password[123]?)\\s*=");
  private static final Pattern CREDENTIAL_PART =
      Pattern.compile("jdbc:(?:mysql|postgresql)://[^/?]*@.*");

  private JdbcUrl() {}

  /**
   * A URL for one of the drivers on board: {@code jdbc:mariadb:} becomes {@code jdbc:mysql:}, since
   * MySQL's driver speaks to both.
   */
  static String read(JobEntry entry) {
    String url =
        entry.text().map(text -> text.replaceFirst("^jdbc:mariadb:", "jdbc:mysql:")).orElse("");
    if (url.isEmpty() && entry.text().isEmpty()) {
      return url;
    }
    boolean server = SERVER.matcher(url).matches();
    if (!server && !url.startsWith("jdbc:h2:")) {
      entry.problem(
          "UNSUPPORTED-URL",
          entry.path() + " is not a JDBC URL of a supported database",
          "write e.g. jdbc:mysql://host/schema, jdbc:mariadb://host/schema,"
              + " jdbc:postgresql://host/database?currentSchema=schema or jdbc:h2:file:/path");
    } else if (hasCredentials(url)) {
      entry.problem(
          "CREDENTIALS-IN-URL",
          entry.path() + " holds a user or password",
          "move them to 'username' and 'password' beside it");
    } else if (server && !WITH_SCHEMA.matcher(url).matches()) {
      entry.problem(
          "UNSUPPORTED-URL",
          entry.path() + " names no schema, or more than a host and a schema",
          url.startsWith("jdbc:mysql:")
              ? "write jdbc:mysql://host:3306/schema"
              : "write jdbc:postgresql://host:5432/database?currentSchema=schema");
    }
    return url;
  }

  private static boolean hasCredentials(String url) {
    return CREDENTIAL_PART.matcher(url).matches()
        || CREDENTIAL_KEY.matcher(url).find()
        || CREDENTIAL_KEY.matcher(decoded(url)).find();
  }

  private static String decoded(String url) {
    try {
      return URLDecoder.decode(url, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) { // a lone percent sign
      return url;
    }
  }
}
