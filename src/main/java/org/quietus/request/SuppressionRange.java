package org.quietus.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.springframework.jdbc.core.JdbcTemplate;

/** Some of a job's suppression entries; runs inside the caller's transaction. */
public final class SuppressionRange {
  private static final int PAGE = 10_000;

  private final JdbcTemplate jdbc;
  private final String where;
  private final List<Object> binds;

  SuppressionRange(JdbcTemplate jdbc, String where, Object... binds) {
    this.jdbc = jdbc;
    this.where = " FROM quietus.suppression WHERE " + where;
    this.binds = List.of(binds);
  }

  /** How many they are. */
  public long count() {
    Long count = jdbc.queryForObject("SELECT COUNT(*)" + where, Long.class, binds.toArray());
    return count == null ? 0 : count;
  }

  /** Gives the token of each, a page at a time. */
  public void tokens(Consumer<Token> consumer) {
    long[] last = {Long.MIN_VALUE};
    int read = PAGE;
    while (read == PAGE) {
      List<Token> page =
          jdbc.query(
              "SELECT entry_no, token"
                  + where
                  + " AND entry_no > ? ORDER BY entry_no LIMIT "
                  + PAGE,
              (row, n) -> {
                last[0] = row.getLong("entry_no");
                return Token.of(row.getBytes("token"));
              },
              and(List.of(last[0])));
      page.forEach(consumer);
      read = page.size();
    }
  }

  /** Those with one of these tokens. */
  public List<SuppressionEntry> with(Collection<Token> tokens) {
    return tokens.isEmpty()
        ? List.of()
        : jdbc.query(
            "SELECT *"
                + where
                + " AND token IN ("
                + String.join(", ", Collections.nCopies(tokens.size(), "?"))
                + ")",
            (row, n) -> SuppressionEntries.entry(row),
            and(tokens.stream().map(Token::bytes).toList()));
  }

  /** The epochs of the keys that they were made under. */
  public SortedSet<Integer> epochs() {
    return new TreeSet<>(
        jdbc.queryForList("SELECT DISTINCT epoch" + where, Integer.class, binds.toArray()));
  }

  /** The kinds of data subjects that they are of. */
  public Set<String> subjects() {
    return new TreeSet<>(
        jdbc.queryForList("SELECT DISTINCT subject" + where, String.class, binds.toArray()));
  }

  private Object[] and(List<?> more) {
    List<Object> all = new ArrayList<>(binds);
    all.addAll(more);
    return all.toArray();
  }
}
