package org.quietus.format.mysqldump;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files of triggers, routines, views and the like, which bring no rows. */
final class Definitions {
  /** What may stand before a definition, each of it by itself. */
  private static final Pattern BEFORE =
      Pattern.compile(
          "\\s+|;|/\\*.*?\\*/|(--|#)[^\\n]*|(SET|DROP|USE|DELIMITER)\\b[^;]*;",
          Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

  private static final Pattern ROWS =
      Pattern.compile("(INSERT|REPLACE|LOAD)\\b", Pattern.CASE_INSENSITIVE);

  private Definitions() {}

  /** Whether the first statement but for settings brings rows, as no definition does. */
  static boolean bringRows(String text) {
    Matcher next = BEFORE.matcher(text);
    while (next.lookingAt()) {
      next.region(next.end(), text.length());
    }
    return ROWS.matcher(text).region(next.regionStart(), text.length()).lookingAt();
  }
}
