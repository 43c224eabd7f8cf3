package org.quietus.scenario.pack;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A request as the model knows it. */
final class Ask {
  enum State {
    UNVERIFIED,
    READY,
    RESTRICTED,
    DONE,
    ENDED
  }

  final String id;
  final Human human;
  final @Nullable String purpose;

  /** The first day on which it may be acted on. */
  LocalDate from;

  State state;

  /** The first day on which everything may be searched once more; nothing is late then. */
  @Nullable LocalDate settles;

  /** Backups are not done with while somebody is held, and searching once more begins after. */
  boolean waits;

  /** Whether it had to wait so, and nobody can tell from when on it settles. */
  boolean waited;

  Ask(String id, Human human, @Nullable String purpose, LocalDate from, State state) {
    this.id = id;
    this.human = human;
    this.purpose = purpose;
    this.from = from;
    this.state = state;
  }

  boolean isSettling() {
    return state == State.DONE && settles != null;
  }

  /** Whether nothing more is to be done for it, but for what a law keeps. */
  boolean isOver() {
    return state == State.ENDED || (state == State.DONE && settles == null && !waits);
  }

  @Override
  public String toString() {
    return id + " of " + human + (purpose == null ? "" : " for " + purpose) + " " + state;
  }
}
