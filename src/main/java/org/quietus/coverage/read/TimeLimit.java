package org.quietus.coverage.read;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** When reading rows has to end. */
public final class TimeLimit {
  /** The longest that one statement may take. */
  private static final long ONE = 10;

  private final Clock clock;
  private final Instant end;

  /** Ends so long from now on. */
  public TimeLimit(Clock clock, Duration within) {
    this.clock = clock;
    this.end = clock.instant().plus(within);
  }

  boolean isOver() {
    return !clock.instant().isBefore(end);
  }

  /** Gives a statement the time that is left, and no more than a few seconds. */
  void limit(Statement statement) throws SQLException {
    long left = Duration.between(clock.instant(), end).toSeconds();
    statement.setQueryTimeout(Math.toIntExact(Math.max(1, Math.min(ONE, left))));
  }
}
