package org.quietus.policy;

import java.time.LocalTime;

/**
 * A part of the day, from a minute that belongs to it to one that does not; it may pass midnight.
 * On a day on which the clock is changed it is what clocks on the wall show.
 */
public record DayWindow(LocalTime from, LocalTime to) {
  public DayWindow {
    if (from.equals(to)) {
      throw new IllegalArgumentException("a window that ends when it begins");
    }
  }

  /** Whether a time of the day is in it. */
  public boolean contains(LocalTime time) {
    boolean begun = !time.isBefore(from);
    boolean open = time.isBefore(to);
    return from.isBefore(to) ? begun && open : begun || open;
  }

  @Override
  public String toString() {
    return from + "-" + to;
  }
}
