package org.quietus.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.ledger.Runs;

/** A part of the job that a run can be limited to. */
public enum Scope {
  RETENTION,
  ERASURE,
  /**
   * Objects that have outlived their period; together with {@link #ERASURE} also the persons in
   * those that have not.
   */
  BACKUPS;

  /** What a replay records in place of its parts. */
  public static final String REPLAY = Runs.REPLAY;

  /** What a run of all parts records beside them by which the service is wound down. */
  public static final String WIND_DOWN = "wind-down";

  /**
   * The parts that a run's record names, separated by commas; none for a replay.
   *
   * @throws IllegalArgumentException if a word is neither a part nor {@link #REPLAY} or {@link
   *     #WIND_DOWN}
   */
  public static Set<Scope> of(String words) {
    return Arrays.stream(words.split(","))
        .filter(word -> !word.equals(REPLAY) && !word.equals(WIND_DOWN))
        .map(word -> valueOf(word.toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a run's record says that it winds the service down. */
  public static boolean isWindDown(String words) {
    return Arrays.asList(words.split(",")).contains(WIND_DOWN);
  }
}
