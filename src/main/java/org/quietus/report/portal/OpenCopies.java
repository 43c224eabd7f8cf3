package org.quietus.report.portal;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Residuals;
import org.quietus.report.portal.Entry.Facts;

/** Copies that could still be retrieved, as certificates state them. */
final class OpenCopies {
  private final List<Spell> spells = new ArrayList<>();
  private final Optional<LocalDate> until;

  /**
   * The time that a copy was stated for.
   *
   * @param to the day of the certificate that does not state it any more; empty if there is none
   */
  private record Spell(
      Residuals.Copy copy, boolean ofRequest, LocalDate from, Optional<LocalDate> to) {

    /** A copy that no certificate will follow lapses by its date. */
    boolean isOpenAtEndOf(LocalDate day) {
      return !from.isAfter(day)
          && to.map(end -> end.isAfter(day)).orElse(true)
          && (copy.followUp() || copy.latestExpiry().map(last -> !last.isBefore(day)).orElse(true));
    }
  }

  /**
   * Copies of one kind in one place that lapse on one day.
   *
   * @param ofRuns how many certificates of runs state them
   * @param ofRequests how many certificates of single requests state them
   */
  record Lapsing(Residuals.Copy copy, long ofRuns, long ofRequests) {}

  OpenCopies(Entries entries) {
    this.until = entries.until();
    entries.byOccasion().forEach(this::add);
  }

  private void add(TreeMap<Integer, Facts> occasion) {
    for (Map.Entry<Integer, Facts> each : occasion.entrySet()) {
      Facts one = each.getValue();
      Optional<Map.Entry<Integer, Facts>> next =
          Optional.ofNullable(occasion.higherEntry(each.getKey()));
      boolean ofRequest = one.occasion().kind() == Occasion.Kind.REQUEST;
      one.copies()
          .forEach(
              copy ->
                  spells.add(
                      new Spell(
                          copy, ofRequest, one.issued(), next.map(n -> n.getValue().issued()))));
    }
  }

  /** What is open on the day of the newest certificate, by the day that it lapses. */
  Collection<Lapsing> calendar() {
    Map<Residuals.Copy, Lapsing> found =
        new TreeMap<>(
            Comparator.comparing((Residuals.Copy copy) -> copy.latestExpiry().orElse(LocalDate.MAX))
                .thenComparing(Residuals.Copy::place)
                .thenComparing(Residuals.Copy::of)
                .thenComparing(Residuals.Copy::protection)
                .thenComparing(Residuals.Copy::followUp));
    until.ifPresent(
        day ->
            spells.stream()
                .filter(spell -> spell.isOpenAtEndOf(day))
                .forEach(
                    spell ->
                        found.merge(
                            spell.copy(),
                            new Lapsing(
                                spell.copy(), spell.ofRequest() ? 0 : 1, spell.ofRequest() ? 1 : 0),
                            (a, b) ->
                                new Lapsing(
                                    a.copy(),
                                    a.ofRuns() + b.ofRuns(),
                                    a.ofRequests() + b.ofRequests()))));
    return found.values();
  }

  long open() {
    return calendar().stream().mapToLong(each -> each.ofRuns() + each.ofRequests()).sum();
  }

  /**
   * How many were open at the end of each month; of the last one, on the newest certificate's day.
   */
  TreeMap<YearMonth, Long> byMonth() {
    TreeMap<YearMonth, Long> open = new TreeMap<>();
    Optional<LocalDate> first = spells.stream().map(Spell::from).min(Comparator.naturalOrder());
    if (first.isEmpty() || until.isEmpty()) {
      return open;
    }
    for (YearMonth month = YearMonth.from(first.get());
        !month.isAfter(YearMonth.from(until.get()));
        month = month.plusMonths(1)) {
      LocalDate end = month.atEndOfMonth();
      LocalDate day = end.isAfter(until.get()) ? until.get() : end;
      open.put(month, spells.stream().filter(spell -> spell.isOpenAtEndOf(day)).count());
    }
    return open;
  }
}
