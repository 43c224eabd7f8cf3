package org.quietus.plan.make;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.catalog.Column;

/** Whether two columns compare text alike. */
final class Collations {

  /** The two widths of UTF-8 that MySQL and MariaDB have, by whatever name, and the rest. */
  private static final Pattern UTF8 = Pattern.compile("utf8(?:mb[34])?_(?<order>.*)");

  private Collations() {}

  /** Whether what is equal in one of the columns is equal in the other. */
  static boolean areAlike(Column one, Column other) {
    return one.collation().map(Collations::order).equals(other.collation().map(Collations::order));
  }

  private static String order(String collation) {
    return Optional.of(UTF8.matcher(collation))
        .filter(Matcher::matches)
        .map(parts -> "utf8_" + parts.group("order"))
        .orElse(collation);
  }
}
