package org.quietus.backup.version;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When the current objects of each backup were made, which is kept in order of those that have
 * many.
 */
final class MadeTogether {
  private static final Duration LONGEST_DUMP = Duration.ofDays(1);

  /** Few are gone through each time. */
  private static final int MANY = 50;

  private final PackedCopies copies;
  private final Map<Integer, int[]> known = new HashMap<>();

  MadeTogether(PackedCopies copies) {
    this.copies = copies;
  }

  /** A backup has got one more. */
  void forget(int unit) {
    known.remove(unit);
  }

  /**
   * When the last current object of a backup was made that is of the same dump as one that was made
   * at a moment; no dump takes longer than a day.
   */
  Instant with(String unit, Instant created) {
    Instant end = created.plus(LONGEST_DUMP);
    int number = copies.unit(unit);
    Optional<Instant> last =
        isOfMany(number)
            ? lastOf(places(number), end)
            : few(number).filter(made -> !made.isAfter(end)).max(Comparator.naturalOrder());
    return last.filter(made -> made.isAfter(created)).orElse(created);
  }

  /** The last one up to a moment. */
  private Optional<Instant> lastOf(int[] inOrder, Instant end) {
    int from = 0;
    int to = inOrder.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (copies.created(inOrder[middle]).isAfter(end)) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from == 0 ? Optional.empty() : Optional.of(copies.created(inOrder[from - 1]));
  }

  /** When the first current object of a backup was made; empty if it has none. */
  Optional<Instant> begun(String unit) {
    int number = copies.unit(unit);
    return isOfMany(number)
        ? IntStream.of(places(number)).limit(1).mapToObj(copies::created).findFirst()
        : few(number).min(Comparator.naturalOrder());
  }

  /** When the last current object of a backup was made; empty if it has none. */
  Optional<Instant> ended(String unit) {
    int number = copies.unit(unit);
    return isOfMany(number)
        ? lastOf(places(number), Instant.MAX)
        : few(number).max(Comparator.naturalOrder());
  }

  private boolean isOfMany(int unit) {
    return unit != PackedCopies.NONE && copies.size(unit) > MANY;
  }

  private Stream<Instant> few(int unit) {
    return unit == PackedCopies.NONE ? Stream.empty() : current(unit).mapToObj(copies::created);
  }

  private IntStream current(int unit) {
    return copies.of(unit).filter(copies::latest);
  }

  private int[] places(int unit) {
    int @Nullable [] made = known.get(unit);
    if (made == null) {
      made =
          current(unit)
              .boxed()
              .sorted(Comparator.comparing(copies::created))
              .mapToInt(Integer::intValue)
              .toArray();
      known.put(unit, made);
    }
    return made;
  }
}
