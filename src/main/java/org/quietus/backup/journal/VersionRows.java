package org.quietus.backup.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;

/** What is known from run to run of the versions of a set; inside the caller's transaction. */
record VersionRows(JdbcTemplate jdbc, String job, String set) {
  private static final int TOKENS = 500;

  /**
   * Shows the rows of a table.
   *
   * @param columns of it
   * @param versions of which they are; empty for all of the set
   */
  void each(
      String columns,
      String table,
      Optional<Collection<String>> versions,
      RowCallbackHandler action) {
    String all = "SELECT " + columns + " FROM quietus." + table + " WHERE job = ? AND set_name = ?";
    if (versions.isEmpty()) {
      jdbc.query(all, action, job, set);
      return;
    }
    List<String> tokens = List.copyOf(versions.get());
    for (int from = 0; from < tokens.size(); from += TOKENS) {
      List<String> some = tokens.subList(from, Math.min(tokens.size(), from + TOKENS));
      List<Object> binds = new ArrayList<>(List.of(job, set));
      binds.addAll(some);
      jdbc.query(
          all + " AND version_token IN (" + JournalPages.marks(some.size()) + ")",
          action,
          binds.toArray());
    }
  }

  /** Has whatever a table knows of other versions than the known ones removed. */
  void keepOnly(String table, Predicate<String> known, Consumer<String> remove) {
    String after = "";
    List<String> page;
    do {
      page =
          jdbc.queryForList(
              "SELECT DISTINCT version_token FROM quietus."
                  + table
                  + " WHERE job = ? AND set_name = ? AND version_token > ?"
                  + " ORDER BY version_token LIMIT ?",
              String.class,
              job,
              set,
              after,
              JournalPages.PAGE);
      page.stream().filter(Predicate.not(known)).forEach(remove);
      after = page.isEmpty() ? after : page.get(page.size() - 1);
    } while (page.size() == JournalPages.PAGE);
  }

  /** Adds rows to a table, or removes some. */
  void update(String sql, List<Object[]> rows) {
    if (!rows.isEmpty()) {
      jdbc.batchUpdate(sql, rows);
    }
  }
}
