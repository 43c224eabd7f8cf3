package org.quietus.report.portal;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.quietus.certificate.Occasion;
import org.quietus.report.portal.Entry.Facts;

/**
 * The certificates of a store. Only what is good counts in totals; what is not is listed.
 *
 * @param all by id
 */
record Entries(List<Entry> all, boolean withRequests) {
  private static final Comparator<Entry> NEWEST_FIRST =
      Comparator.comparing((Entry entry) -> entry.facts().map(Facts::issued).orElse(LocalDate.MAX))
          .reversed()
          .thenComparing(Entry::id);

  Entries {
    all = List.copyOf(all);
  }

  /** Those that have a row and a page, what is not good first, then the newest. */
  List<Entry> shown() {
    return all.stream()
        .filter(this::isShown)
        .sorted(Comparator.comparing(Entry::isGood).thenComparing(NEWEST_FIRST))
        .toList();
  }

  /** Single requests are left out unless they are asked for; what is not good never is. */
  boolean isShown(Entry entry) {
    return withRequests || !entry.aboutRequest() || !entry.isGood();
  }

  long leftOut() {
    return all.stream().filter(entry -> !isShown(entry)).count();
  }

  long bad() {
    return all.stream().filter(entry -> !entry.isGood()).count();
  }

  /** What the good ones say. */
  List<Facts> good() {
    return all.stream().filter(Entry::isGood).flatMap(e -> e.facts().stream()).toList();
  }

  /** The day of the newest one, up to which the totals go. */
  Optional<LocalDate> until() {
    return good().stream().map(Facts::issued).max(Comparator.naturalOrder());
  }

  /**
   * The good ones of each run and each request, by their numbers. What is certified for a tenant
   * alone is a part of its run, and not among them if that is there.
   */
  Collection<TreeMap<Integer, Facts>> byOccasion() {
    Map<Occasion, TreeMap<Integer, Facts>> found = new LinkedHashMap<>();
    List<Facts> good = good();
    good.forEach(
        one ->
            found
                .computeIfAbsent(one.occasion(), occasion -> new TreeMap<>())
                .put(one.sequence(), one));
    good.forEach(
        one ->
            one.partOf().filter(found::containsKey).ifPresent(run -> found.remove(one.occasion())));
    return found.values();
  }

  /** The last good one of each run and each request. */
  List<Facts> latest() {
    return byOccasion().stream().map(each -> each.lastEntry().getValue()).toList();
  }
}
