package org.quietus.run.batch;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.control.WorkRange;

/** What one worker slot remembers between its chunks; all of it can be lost without harm. */
public final class SlotState {
  private static final int FIRST_SIZE = 1000;
  private static final int SMALLEST = 50;
  private static final int LARGEST = 5000;
  private static final Duration QUICK = Duration.ofMillis(250);
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final Pace pace;
  private final String place;
  private @Nullable WorkRange range;
  private @Nullable RowValues position;
  private int size = FIRST_SIZE;

  /** {@code place} is the name of the database whose chunks it works off. */
  public SlotState(Pace pace, String place) {
    this.pace = pace;
    this.place = place;
  }

  Optional<WorkRange> range() {
    return Optional.ofNullable(range);
  }

  /** Where the slot's range goes on: what the last chunk returned, else what the queue has. */
  Optional<RowValues> position() {
    return Optional.ofNullable(position);
  }

  /** How many rows the next chunk may have. */
  int size() {
    return pace.most(place, size);
  }

  void claimed(WorkRange claimed) {
    range = claimed;
    position = claimed.position().orElse(null);
  }

  void advanced(WorkRange next, Optional<RowValues> at) {
    range = next;
    position = at.orElse(null);
  }

  void finished() {
    range = null;
    position = null;
  }

  /** Says that a chunk begins. */
  void begins() {
    pace.begins(place);
  }

  /** Says that it has ended, whatever came of it. */
  void ended(Duration took) {
    pace.ended(place, took);
  }

  /** Says that the last chunk changed so many rows. */
  void changed(long rows) {
    pace.changed(rows);
  }

  /** Doubles the next chunk after a quick one, halves it after a slow one. */
  void took(Duration time, boolean full) {
    if (time.compareTo(SLOW) > 0) {
      size = Math.max(SMALLEST, size / 2);
    } else if (full && time.compareTo(QUICK) < 0) {
      size = Math.min(LARGEST, size * 2);
    }
  }

  /** Makes the next try smaller, after one that ran into locks. */
  void shrink() {
    size = Math.max(SMALLEST, size / 2);
  }
}
