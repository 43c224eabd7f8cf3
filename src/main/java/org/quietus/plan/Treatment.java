package org.quietus.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is done to rows of a table, as the ledger writes it, e.g. {@code delete} or {@code
 * anonymise: email set-null, name redact}.
 *
 * @param word {@code delete}, {@code unlink}, {@code anonymise}, or why rows were left
 * @param strategies by column the name of its strategy, in order; empty unless anonymised
 */
public record Treatment(String word, Map<String, String> strategies) {
  private static final String DELETE = "delete";
  private static final String UNLINK = "unlink";
  private static final String ANONYMISE = "anonymise";
  private static final String LEAVE = "leave";

  /** Rows go with the whole of the partition that they lie in. */
  public static final Treatment DROP = new Treatment("drop partition", Map.of());

  /** Rows stay on a lawful basis. */
  public static final Treatment KEEP = new Treatment("keep", Map.of());

  /** Rows stay because rows of others reference them. */
  public static final Treatment SHARE = new Treatment("share", Map.of());

  /** Rows stay because they are needed for something else as well. */
  public static final Treatment NEED = new Treatment("need", Map.of());

  /** Rows hang on what is somebody else's by now. */
  public static final Treatment UNMATCHED = new Treatment("unmatched", Map.of());

  /** Rows stay because it is not certain whose they are. */
  public static final Treatment REVIEW = new Treatment("left for review", Map.of());

  /** The same rows, counted for the request of another person already. */
  public static final Treatment REVIEW_TOO = new Treatment("left for review too", Map.of());

  /** What an action does. */
  static Treatment of(Action action) {
    if (action instanceof Action.Anonymise anonymise) {
      Map<String, String> strategies = new LinkedHashMap<>();
      anonymise.how().columns().forEach((column, how) -> strategies.put(column, how.name()));
      return new Treatment(ANONYMISE, strategies);
    }
    if (action instanceof Action.Leave) {
      return new Treatment(LEAVE, Map.of());
    }
    return new Treatment(action instanceof Action.Delete ? DELETE : UNLINK, Map.of());
  }

  /** Reads what {@link #text} wrote. */
  public static Treatment parse(String text) {
    String prefix = ANONYMISE + ": ";
    if (!text.startsWith(prefix)) {
      return new Treatment(text, Map.of());
    }
    Map<String, String> strategies = new LinkedHashMap<>();
    StringBuilder entry = new StringBuilder();
    for (int n = prefix.length(); n < text.length(); n++) {
      char c = text.charAt(n);
      if (c == '\\' && n + 1 < text.length()) {
        entry.append(text.charAt(++n));
      } else if (text.startsWith(", ", n)) {
        add(entry, strategies);
        n++;
      } else {
        entry.append(c);
      }
    }
    add(entry, strategies);
    return new Treatment(ANONYMISE, strategies);
  }

  private static void add(StringBuilder entry, Map<String, String> strategies) {
    int end = entry.lastIndexOf(" ");
    strategies.put(entry.substring(0, end), entry.substring(end + 1));
    entry.setLength(0);
  }

  /** The same as one text; a comma or backslash in a column's name stands behind a backslash. */
  public String text() {
    return strategies.isEmpty()
        ? word
        : strategies.entrySet().stream()
            .map(entry -> escaped(entry.getKey()) + " " + entry.getValue())
            .collect(Collectors.joining(", ", word + ": ", ""));
  }

  private static String escaped(String column) {
    return column.replace("\\", "\\\\").replace(",", "\\,");
  }

  /** Whether rows go. */
  public boolean isDelete() {
    return word.equals(DELETE);
  }

  /** Whether they go with all that lies where they do, and were counted alone. */
  public boolean isDrop() {
    return word.equals(DROP.word);
  }

  /** Whether columns are overwritten. */
  public boolean isAnonymise() {
    return word.equals(ANONYMISE);
  }

  /** Whether rows of others lose their reference to rows that go. */
  public boolean isUnlink() {
    return word.equals(UNLINK);
  }
}
