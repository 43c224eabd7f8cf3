package org.quietus.run.person;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.subject.Identifier;

/**
 * What one pass over the rows of persons finds of a list: for each entry what it means, by tenant.
 */
final class ListedPass<M> {
  private final ListedRows rows;
  private final int most;
  private final Set<String> settled;
  private final Map<String, Map<Optional<String>, M>> meant = new LinkedHashMap<>();
  private final Set<String> nameless = new LinkedHashSet<>();
  private boolean more;

  /**
   * Nothing was looked at yet.
   *
   * @param most how many entries are found at once
   * @param settled the entries that need not be looked for
   */
  ListedPass(ListedRows rows, int most, Set<String> settled) {
    this.rows = rows;
    this.most = most;
    this.settled = settled;
  }

  /** Adds a row to what an entry means. */
  interface Taking<M> {
    /** {@code named} are the identifiers that the entry means the row by. */
    void take(Map<Optional<String>, M> byTenant, ListedRows.Row row, Set<Identifier> named);
  }

  /** Takes a row for each entry that means it, as long as there is room for the entry. */
  void look(RowValues values, Taking<M> taking) {
    Map<String, Set<Identifier>> entries = rows.entries(values, settled);
    if (entries.isEmpty()) {
      return;
    }
    ListedRows.Row row = rows.row(values);
    entries.forEach(
        (entry, named) -> {
          if (rows.isNameless(row)) {
            nameless.add(entry);
          } else if (meant.size() == most && !meant.containsKey(entry)) {
            more = true;
          } else {
            taking.take(meant.computeIfAbsent(entry, first -> new LinkedHashMap<>(2)), row, named);
          }
        });
  }

  /** No request can be made of an entry: it means a row that does not tell whose it is. */
  void isNameless(String entry) {
    nameless.add(entry);
  }

  /** The entries of which no request can be made. */
  Set<String> nameless() {
    return nameless;
  }

  /** What the others mean; either all rows of an entry are taken, or none. */
  Map<String, Map<Optional<String>, M>> meant() {
    nameless.forEach(meant::remove);
    return meant;
  }

  /** Whether there was no room for others. */
  boolean hasMore() {
    return more;
  }
}
