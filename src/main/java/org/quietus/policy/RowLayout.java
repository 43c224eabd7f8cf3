package org.quietus.policy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a file of one row a line writes its rows.
 *
 * @param delimiter what separates two fields
 * @param quote what encloses a field that holds a delimiter or line end, doubled inside it; empty
 *     if nothing does
 * @param backslash whether a backslash gives the next character another meaning, as in MySQL
 * @param nullText what a field without quotes is if it has no value
 * @param columns the names of the fields in order; empty if the first row has them
 */
public record RowLayout(
    String delimiter,
    Optional<Character> quote,
    boolean backslash,
    String nullText,
    Optional<List<String>> columns,
    Charset charset) {
  private static final Set<Charset> UTF_16 =
      Set.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE);

  /**
   * CSV of RFC 4180 in UTF-8: a field that is empty has no value, and the first row is a header.
   */
  public static final RowLayout CSV =
      new RowLayout(",", Optional.of('"'), false, "", Optional.empty(), StandardCharsets.UTF_8);

  /** Text as databases export it by default, in UTF-8 and with a header. */
  public static final RowLayout TSV =
      new RowLayout("\t", Optional.empty(), true, "\\N", Optional.empty(), StandardCharsets.UTF_8);

  public RowLayout {
    columns = columns.map(List::copyOf);
  }

  /**
   * Whether each character has two bytes or four, so that rows cannot be told apart byte by byte.
   */
  public boolean isUtf16() {
    return UTF_16.contains(charset);
  }

  /** The same for content of UTF-16 that is given as UTF-8. */
  public RowLayout narrowed() {
    return isUtf16()
        ? new RowLayout(delimiter, quote, backslash, nullText, columns, StandardCharsets.UTF_8)
        : this;
  }

  /** Every character that has a meaning of its own. */
  public String signs() {
    return "\r\n" + delimiter + quote.map(String::valueOf).orElse("") + (backslash ? "\\" : "");
  }
}
