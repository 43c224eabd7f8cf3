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

  /** Whose a row is that has a person's key. */
  enum Whose {
    /** Certainly the person's. */
    THEIRS,
    /** Anonymised: taken for the person's by its key, unless it was created at another time. */
    ANONYMISED,
    /** Somebody else's, or nobody can tell. */
    ANOTHERS
  }

  private record Holder(Table table, Whose whose, Created created) {
    boolean isTaken() {
      return whose != Whose.ANOTHERS;
    }

    /** Whether a row would be taken along with this one that may be somebody else's. */
    boolean mixes(Holder other) {
      return switch (other.whose) {
        case THEIRS -> whose == Whose.ANONYMISED && differs(other);
        case ANONYMISED -> differs(other);
        case ANOTHERS -> created.moment() == null || !created.equals(other.created);
      };
    }

    private boolean differs(Holder other) {
      return created.moment() != null
          && other.created.moment() != null
          && !created.equals(other.created);
    }
  }

  /** Notes a row with a key of whom a request is about. */
  void add(String request, Table table, List<String> key, Whose whose, Created created) {
    List<Holder> all = holders.computeIfAbsent(List.of(request, key), of -> new ArrayList<>());
    Holder holder = new Holder(table, whose, created);
    if (!all.contains(holder)) {
      all.add(holder);
    }
  }

  /**
   * Sees that nobody else has a key of those who are there.
   *
   * @throws Trouble as {@code unmatched-schema}
   */
  void requireOneEach() {
    for (List<Holder> all : holders.values()) {
      for (Holder one : all) {
        if (one.isTaken() && all.stream().anyMatch(one::mixes)) {
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
