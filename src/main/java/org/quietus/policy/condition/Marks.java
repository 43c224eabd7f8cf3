package org.quietus.policy.condition;

import java.util.ArrayList;
import java.util.List;
import org.quietus.policy.Condition;

/**
 * Marks, in SQL that is being written, which words name a column or a function. The marks are
 * control characters, which no condition may hold.
 */
final class Marks {
  private static final char COLUMN = '\u0001';
  private static final char FUNCTION = '\u0002';
  private static final char END = '\u0003';

  private Marks() {}

  static String column(String written) {
    return COLUMN + written + END;
  }

  static String function(String name) {
    return FUNCTION + name + END;
  }

  /** The marked SQL in parts. */
  static List<Condition.Part> parts(String marked) {
    List<Condition.Part> parts = new ArrayList<>();
    int from = 0;
    for (int n = 0; n < marked.length(); n++) {
      char mark = marked.charAt(n);
      if (mark == COLUMN || mark == FUNCTION) {
        add(marked.substring(from, n), parts);
        int end = marked.indexOf(END, n);
        String name = marked.substring(n + 1, end);
        parts.add(
            mark == COLUMN ? new Condition.ColumnName(name) : new Condition.FunctionName(name));
        from = end + 1;
        n = end;
      }
    }
    add(marked.substring(from), parts);
    return parts;
  }

  private static void add(String sql, List<Condition.Part> parts) {
    if (!sql.isEmpty()) {
      parts.add(new Condition.Sql(sql));
    }
  }
}
