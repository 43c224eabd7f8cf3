package org.quietus.backup.file;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.subject.UuidText;

/**
 * What a text in a record may mean beside what it is as it stands: mail programs write an address
 * between brackets and behind a name, spreadsheets protect digits by a sign, and copying brings
 * along characters that nobody sees.
 */
final class Readings {
  /** No address has them unless its local part is in quotes. */
  private static final String BESIDE_ADDRESSES = "<>,;()[]|";

  private static final Pattern BESIDE =
      Pattern.compile("[" + Pattern.quote(BESIDE_ADDRESSES) + "]+");

  private static final Pattern SPACE = Pattern.compile("\\s+");

  private static final Pattern SCHEME =
      Pattern.compile("(?:mailto|tel|sms|callto|whatsapp):", Pattern.CASE_INSENSITIVE);

  /** How spreadsheets keep digits text, and files of commas keep formulas from being computed. */
  private static final Pattern PROTECTED = Pattern.compile("=\"(?<text>[^\"]*)\"|'(?<plain>.*)");

  private Readings() {}

  /** Whether a text is plainly one address, with nothing around it; of others it is not known. */
  static boolean isAnAddressAlone(String text) {
    int signs = 0;
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      boolean ordinary = isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '+';
      if (c == '@') {
        signs++;
      } else if (!ordinary) {
        return false;
      }
    }
    return signs == 1;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** The addresses in a text that is not one address alone; none of one that is. */
  static List<String> addresses(String text) {
    if (!isMoreThanAnAddress(text)) {
      return List.of();
    }
    List<String> addresses = new ArrayList<>();
    for (String part : BESIDE.split(text, 0)) {
      if (part.indexOf('@') == part.lastIndexOf('@')) {
        address(part, addresses);
      } else {
        SPACE.splitAsStream(part).forEach(word -> address(word, addresses));
      }
    }
    return addresses;
  }

  /** The words of a text that are addresses if what stands before them is a name. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    if (isMoreThanAnAddress(text) || SPACE.matcher(text).find()) {
      for (String part : BESIDE.split(text, 0)) {
        SPACE.splitAsStream(part).forEach(word -> address(word, words));
      }
    }
    return words;
  }

  private static void address(String written, List<String> into) {
    String address = unquoted(withoutScheme(trimmed(written)));
    if (address.indexOf('@') > 0) {
      into.add(address);
    }
  }

  private static boolean isMoreThanAnAddress(String text) {
    return text.indexOf('@') >= 0
        && (text.indexOf('@') != text.lastIndexOf('@')
            || text.indexOf(':') >= 0
            || text.chars().anyMatch(c -> BESIDE_ADDRESSES.indexOf(c) >= 0));
  }

  private static String unquoted(String word) {
    boolean quoted = word.length() > 2 && word.startsWith("'") && word.endsWith("'");
    return quoted ? word.substring(1, word.length() - 1) : word;
  }

  /** The text without what stands around it, and without characters that nobody sees. */
  static String bare(String text) {
    if (isBare(text)) {
      return text;
    }
    String seen = trimmed(seen(text));
    Matcher guarded = PROTECTED.matcher(seen);
    if (guarded.matches()) {
      seen =
          trimmed(guarded.group("text") == null ? guarded.group("plain") : guarded.group("text"));
    }
    return withoutScheme(seen);
  }

  /** Most texts are. */
  private static boolean isBare(String text) {
    for (int n = 0; n < text.length(); n++) {
      char c = text.charAt(n);
      if (c > '~' || c == ':') {
        return false;
      }
    }
    return !text.isEmpty()
        && text.charAt(0) > ' '
        && text.charAt(text.length() - 1) > ' '
        && text.charAt(0) != '\''
        && text.charAt(0) != '=';
  }

  private static String withoutScheme(String text) {
    Matcher scheme = SCHEME.matcher(text);
    return scheme.lookingAt() ? text.substring(scheme.end()) : text;
  }

  private static String seen(String text) {
    return text.codePoints().noneMatch(Readings::isUnseen)
        ? text
        : text.codePoints()
            .filter(c -> !isUnseen(c))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }

  private static boolean isUnseen(int c) {
    return Character.getType(c) == Character.FORMAT;
  }

  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return c <= ' ' || Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** A UUID as RFC 9562 writes it, whatever case, hyphens and brackets a text has; else empty. */
  static Optional<String> uuid(String text) {
    return UuidText.canonical(bare(text));
  }

  /** The ways in which columns of text hold the UUID that a text is; none of another text. */
  static Set<String> uuids(String text) {
    Set<String> ways = new LinkedHashSet<>();
    uuid(text)
        .ifPresent(
            uuid -> {
              for (String way : List.of(uuid, uuid.replace("-", ""))) {
                ways.add(way);
                ways.add(way.toUpperCase(Locale.ROOT));
              }
            });
    return ways;
  }
}
