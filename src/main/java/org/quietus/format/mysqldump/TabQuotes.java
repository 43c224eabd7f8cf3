package org.quietus.format.mysqldump;

import java.util.Locale;
import java.util.regex.Pattern;
import org.quietus.format.RowSource;
import org.quietus.format.Spans;

/**
 * Tells a file of rows whose texts the tool has put between quotes: where each of them stands so,
 * nobody's is found as it is.
 */
final class TabQuotes {
  private static final Pattern TEXT =
      Pattern.compile("(var)?char.*|(tiny|medium|long)?text|enum.*");
  private static final byte[] QUOTES = {'"', '\'', '`', '|'};

  private final boolean[] texts;
  private final boolean[] possible = {true, true, true, true};
  private boolean any;

  TabQuotes(RowSource source) {
    this.texts = new boolean[source.columns().size()];
    for (int n = 0; n < texts.length; n++) {
      String column = source.columns().get(n);
      texts[n] =
          source
              .declared()
              .flatMap(table -> table.column(column))
              .filter(of -> TEXT.matcher(of.type().toLowerCase(Locale.ROOT)).matches())
              .isPresent();
    }
  }

  /** Looks at the values of a row, which are counted from a place on. */
  void look(byte[] bytes, int held, Spans spans) {
    for (int n = 0; n < texts.length; n++) {
      int from = held + spans.start(n);
      int to = held + spans.end(n);
      boolean isNull = to - from == 2 && bytes[from] == '\\' && bytes[from + 1] == 'N';
      if (texts[n] && !isNull) {
        any = true;
        for (int quote = 0; quote < QUOTES.length; quote++) {
          possible[quote] &=
              to - from > 1 && bytes[from] == QUOTES[quote] && bytes[to - 1] == QUOTES[quote];
        }
      }
    }
  }

  /** Whether there were texts, and all of them stood between the same quotes. */
  boolean areThere() {
    return any && (possible[0] || possible[1] || possible[2] || possible[3]);
  }
}
