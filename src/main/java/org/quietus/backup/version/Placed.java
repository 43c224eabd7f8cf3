package org.quietus.backup.version;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An object version by its age, with its place among all. Stores list the older versions of an
 * object from new to old. Of current ones of one age the last by its key is the newer one, in
 * whatever order they come.
 */
final class Placed {
  private static final Comparator<Placed> TIME =
      Comparator.comparing(Placed::created).thenComparing(Placed::latest);

  static final Comparator<Placed> AGE =
      TIME.thenComparing(placed -> placed.latest() ? placed.key() : "")
          .thenComparing(placed -> placed.latest() ? placed.place() : -placed.place());

  private final PackedCopies copies;
  private final int unit;
  private final int place;
  private @Nullable String key;

  /** The version at that place, as the newest one of the backup of that number. */
  Placed(PackedCopies copies, int unit, int place) {
    this.copies = copies;
    this.unit = unit;
    this.place = place;
  }

  int unit() {
    return unit;
  }

  int place() {
    return place;
  }

  Instant created() {
    return copies.created(place);
  }

  boolean latest() {
    return copies.latest(place);
  }

  private String key() {
    String known = key;
    if (known == null) {
      known = copies.key(place);
      key = known;
    }
    return known;
  }

  /** The numbers of backups by their newest versions, the newest first. */
  static int[] newestFirst(List<Placed> newest) {
    newest.sort(TIME.reversed());
    int from = 0;
    while (from < newest.size()) {
      int to = from + 1;
      while (to < newest.size() && TIME.compare(newest.get(from), newest.get(to)) == 0) {
        to++;
      }
      if (to > from + 1) {
        sortByKey(newest.subList(from, to));
      }
      from = to;
    }
    return newest.stream().mapToInt(Placed::unit).toArray();
  }

  /** Keys are read in the order in which they are held, and forgotten. */
  private static void sortByKey(List<Placed> ofOneTime) {
    ofOneTime.stream()
        .filter(Placed::latest)
        .sorted(Comparator.comparingInt(Placed::place))
        .forEach(Placed::key);
    ofOneTime.sort(AGE.reversed());
    ofOneTime.forEach(placed -> placed.key = null);
  }
}
