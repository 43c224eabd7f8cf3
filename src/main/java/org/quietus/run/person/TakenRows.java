package org.quietus.run.person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.quietus.catalog.RowValues;
import org.quietus.request.State;

/**
 * The rows that a run is the first to take for somebody. A request that only such rows keep from
 * its end waits for the next run, which finds them gone: nobody has to say whose they are. What a
 * run had to leave is known by then, and asked about.
 */
final class TakenRows {
  private final Function<Requested, List<RowValues>> frozen;
  private final Function<Requested, String> table;
  private final Map<String, Set<RowValues>> byTable = new HashMap<>();

  /**
   * Those of {@code due}, of each of which earlier runs have {@code frozen} some rows.
   *
   * @param table of which a request takes rows: those of another kind of person may be the same
   */
  TakenRows(
      Collection<Requested> due,
      Function<Requested, List<RowValues>> frozen,
      Function<Requested, String> table) {
    this.frozen = frozen;
    this.table = table;
    if (due.stream().anyMatch(TakenRows::isAskedAtTheEnd)) {
      due.stream()
          .filter(requested -> !requested.person().isAmbiguous())
          .forEach(
              requested ->
                  byTable
                      .computeIfAbsent(table.apply(requested), of -> new HashSet<>())
                      .addAll(further(requested)));
    }
  }

  /** Whether all that somebody would have to look at for a request is taken for others. */
  boolean settle(Requested requested) {
    List<RowValues> asked = isAskedAtTheEnd(requested) ? further(requested) : List.of();
    return !asked.isEmpty()
        && byTable.getOrDefault(table.apply(requested), Set.of()).containsAll(asked);
  }

  private static boolean isAskedAtTheEnd(Requested requested) {
    return requested.request().state() == State.SETTLING && requested.person().isAmbiguous();
  }

  private List<RowValues> further(Requested requested) {
    List<RowValues> further = new ArrayList<>(requested.person().rows());
    further.removeAll(frozen.apply(requested));
    return further;
  }
}
