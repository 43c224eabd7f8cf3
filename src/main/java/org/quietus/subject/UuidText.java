package org.quietus.subject;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spellings of a UUID, which all say the same: RFC 9562 §4 has one of them alone. */
public final class UuidText {
  private static final Pattern UUID =
      Pattern.compile(
          "(?:urn:uuid:)?\\{?((?:[0-9a-f]{4}-?){7}[0-9a-f]{4})\\}?", Pattern.CASE_INSENSITIVE);

  /** Of hexadecimal digits. */
  private static final int LENGTH = 32;

  private UuidText() {}

  /** A UUID as RFC 9562 writes it, whatever case, hyphens and brackets a text has; else empty. */
  public static Optional<String> canonical(String text) {
    if (text.length() < LENGTH) {
      return Optional.empty();
    }
    Matcher uuid = UUID.matcher(text);
    if (!uuid.matches()) {
      return Optional.empty();
    }
    String digits = uuid.group(1).replace("-", "").toLowerCase(Locale.ROOT);
    return Optional.of(
        String.join(
            "-",
            digits.substring(0, 8),
            digits.substring(8, 12),
            digits.substring(12, 16),
            digits.substring(16, 20),
            digits.substring(20)));
  }

  /** The ways in which columns may hold the UUID that a text is; none of another text. */
  static Set<String> spellings(String text) {
    Set<String> ways = new LinkedHashSet<>();
    canonical(text)
        .ifPresent(
            uuid -> {
              String digits = uuid.replace("-", "");
              for (String way : List.of(uuid, digits, "{" + uuid + "}")) {
                ways.add(way);
                ways.add(way.toUpperCase(Locale.ROOT));
              }
              ways.add("urn:uuid:" + uuid);
            });
    return ways;
  }
}
