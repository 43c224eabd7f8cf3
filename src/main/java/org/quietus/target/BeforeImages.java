package org.quietus.target;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A binary log or the like, in which removed rows can still be read.
 *
 * @param server what tells its server from others
 * @param expiry after which the server removes its files; empty if it never does by itself
 * @param currentFile that changes are written to now; empty if the user may not ask
 */
public record BeforeImages(String server, Optional<Duration> expiry, Optional<String> currentFile) {

  /**
   * Whether a file and all before it are gone: the server lists files of that log, and each came
   * later. A log that began anew, or has another name, does not tell.
   */
  public static boolean isGone(String file, List<String> listed) {
    return !listed.isEmpty() && listed.stream().allMatch(other -> isLater(other, file));
  }

  private static boolean isLater(String one, String other) {
    return stem(one).equals(stem(other))
        && number(one).flatMap(n -> number(other).map(m -> n > m)).orElse(false);
  }

  private static String stem(String file) {
    return file.substring(0, file.lastIndexOf('.') + 1);
  }

  private static Optional<Long> number(String file) {
    String digits = file.substring(file.lastIndexOf('.') + 1);
    return digits.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
  }
}
