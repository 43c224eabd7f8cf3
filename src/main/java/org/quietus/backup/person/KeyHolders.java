package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Created;
import org.quietus.catalog.Table;

/**
 * Who has the keys of those sought in one backup. Two dumps in one file may give a key to two
 * persons, one after the other: then nothing that goes by the key can be told apart.
 */
final class KeyHolders {
  private final Map<List<Object>, List<Holder>> holders = new LinkedHashMap<>();

  private record Holder(Table table, boolean sought, Created created) {
    boolean isSame(Holder other) {
      return created.moment() != null && created.equals(other.created);
    }
  }

  /**
   * Notes a row with a key of whom a request is about.
   *
   * @param sought whether it is certainly that person's
   */
  void add(String request, Table table, List<String> key, boolean sought, Created created) {
    List<Holder> all = holders.computeIfAbsent(List.of(request, key), of -> new ArrayList<>());
    Holder holder = new Holder(table, sought, created);
    if (!all.contains(holder)) {
      all.add(holder);
    }
  }

  /**
   * Sees that nobody else has a key of those who are certainly there.
   *
   * @throws Trouble as {@code unmatched-schema}
   */
  void requireOneEach() {
    for (List<Holder> all : holders.values()) {
      for (Holder one : all) {
        boolean shared =
            one.sought() && all.stream().anyMatch(other -> !other.sought() && !other.isSame(one));
        if (shared) {
          throw notOneEach(one.table());
        }
      }
    }
  }

  /**
   * The end of a backup with a row that is held, and would go since another one goes that has its
   * key, or since the run had taken it for the person's before the hold was set.
   */
  static Trouble held(Table table) {
    return new Trouble(
        VersionState.HELD,
        "a hold may be on whom a row of its table '"
            + table.name()
            + "' is about, which would go; the next run looks at it again");
  }

  /** The end of a backup in which rows of two persons have one key. */
  static Trouble notOneEach(Table table) {
    return new Trouble(
        VersionState.UNMATCHED_SCHEMA,
        "two persons have the same key in its table '"
            + table.name()
            + "', as in two dumps in one file, or the files of two nights in one folder; put each"
            + " dump into a file, and each night into a folder, of its own");
  }
}
