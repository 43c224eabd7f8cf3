package org.quietus.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys that are text, as the collation of their column compares them: in a form that is equal for
 * what the database takes for the same key. What only the server could compare is refused.
 */
public final class KeyText {
  /**
   * Collations of no language, under which letters of ASCII are equal without case, and different
   * otherwise.
   */
  private static final Pattern PLAIN =
      Pattern.compile(
          "(latin1_swedish|([a-z0-9]+_)?(general|general1400|unicode|unicode_520|0900|uca1400))"
              + "(_nopad)?(_ai|_as)?_c[is]");

  private static final Pattern BINARY = Pattern.compile("binary|\\w+_bin");
  private static final Pattern NO_PADDING = Pattern.compile("binary|\\w*(_0900_|_nopad_)\\w+");

  /** PostgreSQL's type of text whose case makes no difference. */
  private static final String CITEXT = "citext";

  /** A collation of PostgreSQL by which texts may be equal that are not the same. */
  private static final String NONDETERMINISTIC = "nondeterministic ";

  private KeyText() {}

  /**
   * The form of a key that is equal for what its column takes for the same key; empty if only the
   * server can say what it is equal to.
   */
  public static Optional<String> of(String text, Column column) {
    return column.collation().isEmpty()
        ? Optional.of(isBlankPadded(column) ? stripped(text) : text)
        : of(text, column.collation().get());
  }

  /** A primary key with its texts in that form, and as they are where only the server can say. */
  public static RowValues of(RowValues primaryKey, Table table) {
    if (primaryKey.values().stream().noneMatch(String.class::isInstance)) {
      return primaryKey; // as of most tables
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int n = 0; n < primaryKey.values().size(); n++) {
      @Nullable Object value = primaryKey.values().get(n);
      Optional<Column> column = table.column(table.primaryKey().get(n));
      values.add(
          value instanceof String text && column.isPresent()
              ? of(text, column.get()).orElse(text)
              : value);
    }
    return new RowValues(values);
  }

  /** Whether a column is PostgreSQL's char(n), whose spaces at the end are no part of values. */
  public static boolean isBlankPadded(Column column) {
    return column.typeName().startsWith("character(") || column.typeName().equals("bpchar");
  }

  /** The form that is compared; empty if only the server can say what it is equal to. */
  static Optional<String> of(String text, String collation) {
    if (collation.equals(CITEXT)) {
      return text.chars().allMatch(KeyText::isFoldedAnywhere)
          ? Optional.of(text.toLowerCase(Locale.ROOT))
          : Optional.empty();
    }
    if (collation.startsWith(NONDETERMINISTIC)) {
      return Optional.empty();
    }
    String padded = isPadded(collation) ? stripped(text) : text;
    if (BINARY.matcher(collation).matches()) {
      return Optional.of(padded);
    }
    boolean plain = PLAIN.matcher(collation).matches();
    return padded.chars().allMatch(c -> plain ? isSimple(c) : isUnchanging(c))
        ? Optional.of(isFolded(collation) ? padded.toLowerCase(Locale.ROOT) : padded)
        : Optional.empty();
  }

  /** Whether spaces at the end make no difference. */
  public static boolean isPadded(String collation) {
    return !NO_PADDING.matcher(collation).matches()
        && !collation.equals(CITEXT)
        && !collation.startsWith(NONDETERMINISTIC);
  }

  /** Whether the case of letters makes no difference. */
  public static boolean isFolded(String collation) {
    return !BINARY.matcher(collation).matches() && !collation.endsWith("_cs");
  }

  /** Columns that compare with padding take no notice of spaces at the end. */
  private static String stripped(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(0, end);
  }

  /** What has the same small letter in every language; I has not, in Turkish. */
  private static boolean isFoldedAnywhere(int c) {
    return c >= ' ' && c <= '~' && c != 'I';
  }

  /** Printable ASCII, and the ideographs that every collation tells apart. */
  private static boolean isSimple(int c) {
    return (c >= ' ' && c <= '~') || (c >= 0x4E00 && c <= 0x9FA5);
  }

  /** What no language sorts in its own way. */
  private static boolean isUnchanging(int c) {
    return (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  }
}
