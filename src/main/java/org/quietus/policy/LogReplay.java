package org.quietus.policy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How binary logs are replayed on a backup that was restored. */
public enum LogReplay {
  /** Never. */
  NONE,
  /** So that a change of a row that is not there is passed over. */
  IDEMPOTENT,
  /** As servers do by themselves: a change of a row that is not there ends the recovery. */
  STRICT;

  /** What a word of the job file means. */
  public static Optional<LogReplay> of(String word) {
    return Arrays.stream(values()).filter(each -> each.toString().equals(word)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
