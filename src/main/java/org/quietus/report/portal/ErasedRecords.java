package org.quietus.report.portal;

import java.time.YearMonth;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quietus.certificate.Occasion;
import org.quietus.report.portal.Entry.Facts;

/**
 * Records that were deleted, anonymised or masked. They are taken from the certificates of runs,
 * which count what was done for requests too. A record counts for each category that it holds.
 *
 * @param byMonth month to category to records; the category is empty where none is declared
 */
record ErasedRecords(TreeMap<YearMonth, TreeMap<String, Long>> byMonth, long inAll) {

  static ErasedRecords of(Entries entries) {
    TreeMap<YearMonth, TreeMap<String, Long>> byMonth = new TreeMap<>();
    long inAll = 0;
    for (Facts run : entries.latest()) {
      if (run.occasion().kind() != Occasion.Kind.RUN) {
        continue;
      }
      for (Entry.Erased erased : run.erased()) {
        inAll += erased.records();
        List<String> categories = erased.categories().isEmpty() ? List.of("") : erased.categories();
        for (String category : categories) {
          byMonth
              .computeIfAbsent(erased.month(), month -> new TreeMap<>())
              .merge(category, erased.records(), Long::sum);
        }
      }
    }
    return new ErasedRecords(byMonth, inAll);
  }

  /** What a category comes to, by category, the largest first. */
  List<Map.Entry<String, Long>> byCategory() {
    TreeMap<String, Long> totals = new TreeMap<>();
    byMonth.values().forEach(month -> month.forEach((name, n) -> totals.merge(name, n, Long::sum)));
    return totals.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
        .toList();
  }

  long of(YearMonth month, String category) {
    return Optional.ofNullable(byMonth.get(month)).map(m -> m.get(category)).orElse(0L);
  }
}
