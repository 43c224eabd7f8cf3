package org.quietus.subject;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A kind of identifier and how its values are normalised before they are compared.
 *
 * <p>{@link #normalise} and {@link #sql} are read off the same {@link Normaliser}, so that a value
 * found by SQL, one taken from a request and one met in a dump agree. Compare normalised values
 * byte by byte: a collation that ignores case or accents would find other people.
 *
 * <p>In Java letters are composed (Unicode NFC) on top of that. No database offers it in SQL, which
 * is asked for the composed and the decomposed form instead: see {@link #stored}.
 */
public enum IdentifierType {
  /** An e-mail address; ASCII letters in lower case, white space removed. */
  EMAIL(Normaliser.EMAIL, "an e-mail address", IdentifierType::isAddress, "email"),

  /**
   * A telephone number as digits with an optional plus sign, {@code 00} being read as one; no
   * country code is added or removed.
   */
  PHONE(Normaliser.PHONE, "a telephone number", IdentifierType::isNumber, "phone", "mobile"),

  /**
   * An account number or the like, taken as it is but for spaces around it; a UUID is sought in all
   * its spellings.
   */
  ID(Normaliser.TRIMMED, "an id", value -> !value.isEmpty(), "id", "account-id"),

  /** A name or other text, taken as it is but for spaces around it. */
  TEXT(Normaliser.TRIMMED, "a text", value -> !value.isEmpty(), "text", "name");

  private static final int FEWEST_DIGITS = 5;

  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");

  /** RFC 5321 lets a local part hold anything in quotes. */
  private static final Pattern QUOTED = Pattern.compile("^\"(?:[^\"\\\\]|\\\\.)*+\"(?=@)");

  private final Normaliser normaliser;
  private final String description;
  private final Predicate<String> plausible;
  private final List<String> names;

  IdentifierType(
      Normaliser normaliser, String description, Predicate<String> plausible, String... names) {
    this.normaliser = normaliser;
    this.description = description;
    this.plausible = plausible;
    this.names = List.of(names);
  }

  /** The type that a job file or a request calls by this name, in lower case. */
  public static Optional<IdentifierType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.names.contains(name)).findFirst();
  }

  /** Whether a job file can call the type by this name. */
  public boolean isNamed(String name) {
    return names.contains(name);
  }

  /** Every name that a type can be called by, with commas between them. */
  public static String allNames() {
    return Arrays.stream(values())
        .flatMap(type -> type.names.stream())
        .collect(Collectors.joining(", "));
  }

  /** The value as it is compared; normalising twice changes nothing. */
  public String normalise(String value) {
    return normaliser.composed(value);
  }

  /** What {@link #sql} may make of a column that holds a normalised value. */
  public Set<String> stored(String normalised) {
    Set<String> stored = normaliser.stored(normalised);
    Set<String> spellings = spellings(normalised);
    if (spellings.size() < 2) {
      return stored;
    }
    Set<String> all = new LinkedHashSet<>(stored);
    all.addAll(spellings);
    return all;
  }

  /** The normalised values that say the same as one, which is the first of them. */
  Set<String> spellings(String normalised) {
    Set<String> all = new LinkedHashSet<>(Set.of(normalised));
    if (this == ID) {
      all.addAll(UuidText.spellings(normalised));
    }
    return all;
  }

  /**
   * Why a value that somebody gives cannot be meant; columns may hold it all the same. Empty if
   * nothing speaks against it.
   */
  public Optional<String> oddity(String given) {
    String text = given.strip();
    if (this == EMAIL && isMoreThanAnAddress(text)) {
      return Optional.of(
          "write the address alone, e.g. 'jo@example.org': no name beside it, no brackets, no"
              + " 'mailto:', and no spaces within it");
    }
    return hasUnseen(text)
        ? Optional.of(
            "type it anew: it has characters that nobody sees, as copying brings along; one that"
                + " the database has there is written by its number, as \\u200b")
        : Optional.empty();
  }

  /**
   * A value that somebody gives, with characters that nobody sees in place of their numbers, as
   * {@code \\u200b}: what else is written so stands for itself.
   */
  public String unescaped(String given) {
    return ESCAPE
        .matcher(given)
        .replaceAll(
            escape -> {
              int seen = Integer.parseInt(escape.group(1), 16);
              return isUnseen(seen)
                  ? Matcher.quoteReplacement(Character.toString(seen))
                  : Matcher.quoteReplacement(escape.group());
            });
  }

  private boolean isUnseen(int c) {
    return Character.getType(c) == Character.FORMAT || (this == ID && isSpace(c));
  }

  private static boolean isMoreThanAnAddress(String given) {
    return given.toLowerCase(Locale.ROOT).startsWith("mailto:")
        || QUOTED
            .matcher(given)
            .replaceFirst("")
            .chars()
            .anyMatch(c -> "<>,;".indexOf(c) >= 0 || isSpace(c));
  }

  /** Whether there are characters that nobody sees, or spaces that look like others. */
  private boolean hasUnseen(String text) {
    String seen = this == TEXT ? " \u200c\u200d" : " "; // names have letters that are joined
    return text.codePoints().filter(c -> seen.indexOf(c) < 0).anyMatch(this::isUnseen)
        || (this == TEXT && !text.isEmpty() && hasSpaceAtAnEnd(text));
  }

  private static boolean hasSpaceAtAnEnd(String text) {
    return isSpace(text.charAt(0)) || isSpace(text.charAt(text.length() - 1));
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /** The value as it is compared; empty if it cannot be of this type, e.g. a lone dash. */
  public Optional<String> plausible(String value) {
    return Optional.of(normalise(value)).filter(this::accepts);
  }

  /**
   * A SQL expression, for H2, MySQL and MariaDB, that normalises a text; NULL for NULL.
   *
   * @param textExpression trusted SQL for the column's text, in the connection's character set: a
   *     bare column of a narrower one (latin1) cannot be compared with what is replaced
   */
  public String sql(String textExpression) {
    return normaliser.sql(textExpression);
  }

  /** What {@link #sql} makes of a value. */
  String inSql(String value) {
    return normaliser.apply(value);
  }

  /** Goes up whenever the meaning of {@link #normalise} changes; stored beside every token. */
  public int version() {
    return normaliser.version();
  }

  /**
   * Whether a normalised value can be an identifier of this type at all; what cannot (empty, a lone
   * dash, an address without {@code @}) would find rows that merely lack a value.
   */
  boolean accepts(String normalised) {
    return plausible.test(normalised);
  }

  /** With its article, for messages. */
  String description() {
    return description;
  }

  private static boolean isAddress(String value) {
    int at = value.indexOf('@');
    return at > 0 && at < value.length() - 1;
  }

  private static boolean isNumber(String value) {
    int first = value.startsWith("+") ? 1 : 0;
    for (int n = first; n < value.length(); n++) {
      if (value.charAt(n) < '0' || value.charAt(n) > '9') {
        return false;
      }
    }
    return value.length() - first >= FEWEST_DIGITS;
  }
}
