package org.quietus.scenario;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** How often what is rare happened. */
final class Events {
  /** In so many stories everything happens. */
  private static final int MANY = 12;

  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

  /** In which stories a kind has to happen. */
  private enum In {
    EACH,
    /** In one of some, as chance has it. */
    SOME
  }

  enum Kind {
    KILLED(In.EACH),
    RESTORED(In.EACH),
    HELD_AND_RESTORED(In.EACH),
    NUMBER_REUSED(In.EACH),
    QUALIFIED_DUMP(In.EACH),
    DUMP_TWICE(In.SOME),
    GENERATED_COLUMN(In.SOME),
    SUBSCRIBER(In.SOME),
    CLUB_DOWN(In.SOME),
    LATE_ROWS(In.EACH),
    ROW_CHOSEN(In.EACH),
    NOBODY_MEANT(In.SOME),
    LATE_ROW_THEIRS(In.SOME),
    LATE_ROW_OF_OTHERS(In.SOME),
    COPIED_ROW_THEIRS(In.EACH),
    COPIED_ROW_OF_OTHERS(In.EACH);

    private final In stories;

    Kind(In stories) {
      this.stories = stories;
    }
  }

  void count(Kind kind) {
    counts.merge(kind, 1, Integer::sum);
  }

  void add(Events others) {
    others.counts.forEach((kind, count) -> counts.merge(kind, count, Integer::sum));
  }

  int of(Kind kind) {
    return counts.getOrDefault(kind, 0);
  }

  /** What should have happened in so many stories, and did not. */
  Set<Kind> missing(int stories) {
    Set<Kind> missing = EnumSet.allOf(Kind.class);
    missing.removeAll(counts.keySet());
    missing.removeIf(kind -> stories == 0 || (kind.stories == In.SOME && stories < MANY));
    return missing;
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
