package org.quietus.target;

import java.util.List;

/**
 * Rows that would have to go but for a hold or restriction.
 *
 * @param held those under a legal hold
 * @param restricted those under restrictions alone
 * @param by the ids of everything that keeps one of them, where that was asked for
 */
public record Withheld(long held, long restricted, List<String> by) {
  public static final Withheld NOTHING = new Withheld(0, 0, List.of());

  public Withheld {
    by = List.copyOf(by);
  }

  /** All of them. */
  public long rows() {
    return held + restricted;
  }
}
