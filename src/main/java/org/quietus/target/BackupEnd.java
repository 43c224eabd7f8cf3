package org.quietus.target;

import java.time.LocalDate;
import java.util.Optional;

/**
 * How the object versions of one backup set that ended alike stand.
 *
 * @param state the named end, e.g. {@code verified} or {@code unmatched-schema}
 * @param versions how many they are
 * @param partial whether a person may still be in them although nothing forbids to remove them
 * @param held whether a person may still be in them because of a hold
 * @param searched whether they were read and hold nobody that was sought
 * @param protection what keeps them, as a certificate calls it: how access is restricted, or else
 *     the state in which they could not be worked on; empty if they are gone
 * @param latestExpiry the last day on which one of them can still be there
 */
public record BackupEnd(
    String set,
    String state,
    long versions,
    boolean partial,
    boolean held,
    boolean searched,
    Optional<String> protection,
    Optional<LocalDate> latestExpiry) {
  /** What is said of copies that were not searched for a person. */
  public static final String NOT_EXAMINED = "not-examined";

  /** How a copy is called that has outlived its period and is the last of its set. */
  public static final String NEWEST_BACKUP = "newest-backup";

  /** Whether they were passed over although who was erased earlier may be in them. */
  public boolean isNotExamined() {
    return protection.filter(NOT_EXAMINED::equals).isPresent();
  }

  /** Whether somebody who was sought may still be retrieved from them. */
  public boolean isResidual() {
    return !searched && protection.isPresent();
  }
}
