package org.quietus.backup.journal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import org.quietus.backup.VersionState;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/** Reads a run's journal so that never all of a set is held; inside the caller's transaction. */
public final class JournalPages {
  /** Drivers hold all rows of an answer in memory. */
  static final int PAGE = 1000;

  private static final int TOKENS = 500;
  private static final String OF_SET =
      "SELECT * FROM quietus.backup_version WHERE run_id = ? AND set_name = ?"
          + " AND sealed IS NOT NULL";

  private final JdbcTemplate jdbc;
  private final String run;
  private final RowMapper<JournalEntry> mapper;

  JournalPages(JdbcTemplate jdbc, String run, RowMapper<JournalEntry> mapper) {
    this.jdbc = jdbc;
    this.run = run;
    this.mapper = mapper;
  }

  /**
   * A page of the entries of a set, in the order of their numbers; empty behind the last.
   *
   * @param after the number before the page
   * @param states that they are in; of any if empty
   */
  public List<JournalEntry> after(String set, int after, Collection<VersionState> states) {
    List<Object> binds = new ArrayList<>(List.of(run, set, after));
    states.forEach(state -> binds.add(state.label()));
    binds.add(PAGE);
    return jdbc.query(
        OF_SET
            + " AND version_no > ?"
            + (states.isEmpty() ? "" : " AND state IN (" + marks(states.size()) + ")")
            + " ORDER BY version_no LIMIT ?",
        mapper,
        binds.toArray());
  }

  /**
   * The entries that have one of some tokens, as that of their version or of what took its place,
   * in the order of their numbers.
   */
  public List<JournalEntry> of(String set, Collection<String> tokens) {
    TreeMap<Integer, JournalEntry> entries = new TreeMap<>();
    List<String> all = List.copyOf(tokens);
    for (int from = 0; from < all.size(); from += TOKENS) {
      List<String> some = all.subList(from, Math.min(all.size(), from + TOKENS));
      for (String column : List.of("version_token", "result_token")) {
        List<Object> binds = new ArrayList<>(List.of(run, set));
        binds.addAll(some);
        jdbc.query(
                OF_SET + " AND " + column + " IN (" + marks(some.size()) + ")",
                mapper,
                binds.toArray())
            .forEach(entry -> entries.put(entry.number(), entry));
      }
    }
    return List.copyOf(entries.values());
  }

  /** All entries of some backups, in the order of their numbers. */
  public List<JournalEntry> ofBackups(String set, Collection<String> units) {
    return among(set, "unit_token", units);
  }

  /** The entries of some numbers, in their order. */
  public List<JournalEntry> numbered(String set, Collection<Integer> numbers) {
    List<JournalEntry> entries = new ArrayList<>();
    List<Integer> all = List.copyOf(numbers);
    for (int from = 0; from < all.size(); from += TOKENS) {
      entries.addAll(
          among(set, "version_no", all.subList(from, Math.min(all.size(), from + TOKENS))));
    }
    return entries;
  }

  /** The first entry that is in one of some states, if there is one. */
  public List<JournalEntry> first(String set, Collection<VersionState> states) {
    List<Object> binds = new ArrayList<>(List.of(run, set));
    states.forEach(state -> binds.add(state.label()));
    return jdbc.query(
        OF_SET + " AND state IN (" + marks(states.size()) + ") ORDER BY version_no LIMIT 1",
        mapper,
        binds.toArray());
  }

  private List<JournalEntry> among(String set, String column, Collection<?> some) {
    List<Object> binds = new ArrayList<>(List.of(run, set));
    binds.addAll(some);
    return jdbc.query(
        OF_SET + " AND " + column + " IN (" + marks(some.size()) + ") ORDER BY version_no",
        mapper,
        binds.toArray());
  }

  /** How many entries a set has. */
  public int count(String set) {
    Integer count =
        jdbc.queryForObject(
            "SELECT COUNT(*) FROM quietus.backup_version WHERE run_id = ? AND set_name = ?",
            Integer.class,
            run,
            set);
    return count == null ? 0 : count;
  }

  static String marks(int count) {
    return String.join(", ", Collections.nCopies(count, "?"));
  }
}
