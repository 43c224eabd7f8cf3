package org.quietus.backup;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * One object version in the journal of a run.
 *
 * @param unit token of the backup that it belongs to
 * @param version token of itself
 * @param result token of the version that took its place
 * @param protection what keeps it, as a certificate calls it
 * @param remainsUntil the last day on which it can still be there, where that is known
 * @param due rows that reading again found although they should be gone
 */
record Entry(
    int number,
    String set,
    String unit,
    String version,
    Optional<String> result,
    VersionState state,
    Held held,
    List<CountLine> counts,
    Optional<String> protection,
    Optional<LocalDate> remainsUntil,
    long due) {

  Entry {
    counts = List.copyOf(counts);
  }

  Entry numbered(int other) {
    return new Entry(
        other, set, unit, version, result, state, held, counts, protection, remainsUntil, due);
  }

  Entry to(VersionState next) {
    return new Entry(
        number, set, unit, version, result, next, held, counts, protection, remainsUntil, due);
  }

  Entry holding(Held other) {
    return new Entry(
        number, set, unit, version, result, state, other, counts, protection, remainsUntil, due);
  }

  /** Whether it was searched for everybody who was to be found in it, and nobody was spared. */
  boolean isScreened() {
    return state.isSearched() && protection.filter(StockTaking.HELD::equals).isEmpty();
  }

  Entry counting(List<CountLine> lines) {
    return new Entry(
        number, set, unit, version, result, state, held, lines, protection, remainsUntil, due);
  }

  Entry replacedBy(String token) {
    return new Entry(
        number,
        set,
        unit,
        version,
        Optional.of(token),
        state,
        held,
        counts,
        protection,
        remainsUntil,
        due);
  }

  Entry protectedBy(String code, Optional<LocalDate> until) {
    return new Entry(
        number, set, unit, version, result, state, held, counts, Optional.of(code), until, due);
  }

  Entry found(long rows) {
    return new Entry(
        number, set, unit, version, result, state, held, counts, protection, remainsUntil, rows);
  }
}
