package org.quietus.control;

/** Another run has taken over; this one may not write any more. Exit code 5. */
public final class FencedOut extends RuntimeException {
  FencedOut(long mine, long current) {
    super("another run took over: fencing token " + current + " is newer than ours, " + mine);
  }
}
