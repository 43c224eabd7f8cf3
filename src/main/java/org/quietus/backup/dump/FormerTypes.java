package org.quietus.backup.dump;

import java.util.Locale;
import java.util.regex.Pattern;
import org.quietus.catalog.Column;

/** Whether a column of another name can be one of today, by the types that both have. */
final class FormerTypes {
  private static final Pattern NUMBER =
      Pattern.compile(
          "((tiny|small|medium|big)?int(eger)?|(small|big)?serial|int[248]|dec(imal)?|numeric|fixed"
              + "|number|bit|bool(ean)?|year)\\b.*");
  private static final Pattern REAL = Pattern.compile("(float[48]?|double|real)\\b.*");
  private static final Pattern TEXT =
      Pattern.compile(
          "((n|national"
              + " )?(var)?char(acter)?|(tiny|medium|long)?text|enum|set|json|jsonb|uuid|citext"
              + "|bpchar|clob|name)\\b.*");
  private static final Pattern BINARY =
      Pattern.compile("((var)?binary|(tiny|medium|long)?blob|bytea)\\b.*");
  private static final Pattern MOMENT = Pattern.compile("(datetime|timestamp(tz)?)\\b.*");

  private FormerTypes() {}

  static boolean fit(String then, Column today) {
    String type = unquoted(then);
    return switch (today.type()) {
      case INTEGER, BOOLEAN -> NUMBER.matcher(type).matches();
      case DECIMAL, FLOAT -> NUMBER.matcher(type).matches() || REAL.matcher(type).matches();
      case TEXT, ENUM, JSON, UUID -> TEXT.matcher(type).matches() || isSame(type, today);
      case BINARY -> BINARY.matcher(type).matches();
      case DATE -> type.equals("date");
      case TIME -> type.matches("time\\b(?!stamp).*");
      case DATETIME, TIMESTAMP -> MOMENT.matcher(type).matches();
      case POINT, OTHER -> isSame(type, today);
    };
  }

  private static boolean isSame(String type, Column today) {
    return type.equals(unquoted(today.typeName()));
  }

  /** {@code pg_dump --quote-all-identifiers} puts names of types in quotes, too. */
  private static String unquoted(String type) {
    return type.strip()
        .replace("\"", "")
        .replaceFirst("^pg_catalog\\.", "")
        .toLowerCase(Locale.ROOT);
  }
}
