package org.quietus.certificate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of the records that hold data of one category. A record counts for each category that
 * it holds.
 *
 * @param removed deleted, anonymised or masked
 * @param left kept, restricted, held, ambiguous or failed
 */
public record CategoryTotals(String category, long removed, long left) {

  /** The totals of each category that a target names, by name. */
  static List<CategoryTotals> of(List<TargetRecord> targets) {
    Map<String, CategoryTotals> totals = new TreeMap<>();
    for (TargetRecord target : targets) {
      Counts counts = target.counts();
      for (String category : target.categories()) {
        totals.merge(
            category,
            new CategoryTotals(category, counts.changed(), counts.left()),
            CategoryTotals::plus);
      }
    }
    return List.copyOf(totals.values());
  }

  private CategoryTotals plus(CategoryTotals more) {
    return new CategoryTotals(
        category, Math.addExact(removed, more.removed), Math.addExact(left, more.left));
  }
}
