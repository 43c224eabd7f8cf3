package org.quietus.request;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.quietus.subject.SuppressionEntry;
import org.quietus.subject.Token;
import org.quietus.subject.TokenFilter;
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

  /** How many they are, by the epoch of the key that they were made under. */
  public SortedMap<Integer, Long> counts() {
    SortedMap<Integer, Long> counts = new TreeMap<>();
    jdbc.query(
        "SELECT epoch, COUNT(*)" + where + " GROUP BY epoch",
        row -> {
          counts.put(row.getInt(1), row.getLong(2));
        },
        binds.toArray());
    return counts;
  }

  /**
   * Lets through the tokens of all of them.
   *
   * @param count about how many they are
   */
  public TokenFilter filter(long count) {
    TokenFilter filter = new TokenFilter(count);
    tokens(filter::add);
    return filter;
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
                last[0] = row.getLong(1);
                return Token.of(row.getBytes(2));
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

  /** The kinds of data subjects that they are of. */
  public Set<String> subjects() {
    return new TreeSet<>(
        jdbc.queryForList("SELECT DISTINCT subject" + where, String.class, binds.toArray()));
  }

  /** The kinds of identifiers and keys that their tokens are made of, by kind of data subject. */
  public Map<String, Set<String>> tokenKinds() {
    Map<String, Set<String>> kinds = new TreeMap<>();
    jdbc.query(
        "SELECT DISTINCT subject, kind" + where,
        row -> {
          kinds.computeIfAbsent(row.getString(1), subject -> new TreeSet<>()).add(row.getString(2));
        },
        binds.toArray());
    return kinds;
  }

  /** Whose persons they are, where there are tenants, by kind of data subject. */
  public Map<String, Set<String>> tenants() {
    Map<String, Set<String>> tenants = new TreeMap<>();
    jdbc.query(
        "SELECT DISTINCT subject, tenant" + where + " AND tenant IS NOT NULL",
        row -> {
          tenants
              .computeIfAbsent(row.getString(1), subject -> new TreeSet<>())
              .add(row.getString(2));
        },
        binds.toArray());
    return tenants;
  }

  private Object[] and(List<?> more) {
    List<Object> all = new ArrayList<>(binds);
    all.addAll(more);
    return all.toArray();
  }
}
