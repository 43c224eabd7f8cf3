package org.quietus.request;

import java.util.EnumSet;
import java.util.Set;

/** Where a request stands; what leads from one to another is in {@link Transitions}. */
public enum State {
  /** Came in; nobody has shown yet that it is this person who asks. */
  RECEIVED,
  /** The requester was asked to show who they are; the clock for the answer is paused. */
  VERIFYING,
  /** Verified; the requester may still think better of it. */
  COOLING_OFF,
  /** The next run acts on it. */
  APPROVED,
  /** A run has taken it up. */
  RUNNING,
  /** Acted on; everything will be searched once more after a while. */
  SETTLING,
  /** Acted on; rows remain that a law says to keep for a while. */
  DEFERRED,
  /** Acted on, nothing left but what is kept on a basis of its own. */
  COMPLETED,
  /** Answered, where nothing was to be erased. */
  ANSWERED,
  /** Refused, with a code. */
  REFUSED,
  /** Withdrawn by the requester before it was acted on. */
  CANCELLED,
  /** Given up because nobody showed who they are. */
  EXPIRED;

  private static final Set<State> TERMINAL =
      EnumSet.of(COMPLETED, ANSWERED, REFUSED, CANCELLED, EXPIRED);

  /** Whether the requester's matter is settled. */
  public boolean isTerminal() {
    return TERMINAL.contains(this);
  }

  @Override
  public String toString() {
    return Codes.of(this);
  }
}
