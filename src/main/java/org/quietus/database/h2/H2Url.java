package org.quietus.database.h2;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.database.UrlRules;

/** What URLs of H2 may say. */
final class H2Url {
  private static final Pattern FORM =
      Pattern.compile("(?<server>jdbc:h2:(?:file:|mem:|[./~])[^;]+)(?:;(?<query>.*))?");

  /**
   * Nothing committed may be lost; no error, with its values, goes to a trace file; and the
   * shutdown of the JVM may not close the database under a chunk.
   */
  private static final Map<String, String> FIXED =
      Map.of("WRITE_DELAY", "0", "TRACE_LEVEL_FILE", "0", "DB_CLOSE_ON_EXIT", "FALSE");

  private static final Set<String> ALLOWED =
      Set.of("CASE_INSENSITIVE_IDENTIFIERS", "DATABASE_TO_LOWER", "DB_CLOSE_DELAY", "IFEXISTS");

  static final UrlRules RULES =
      new UrlRules(
          "jdbc:h2:",
          FORM,
          "H2 is for trying out, embedded and on disk; write jdbc:h2:file:/path/to/database",
          ";",
          ";",
          FIXED,
          Map.of(),
          ALLOWED,
          Set.of(),
          UrlRules.Unit.MILLISECONDS);

  private H2Url() {}
}
