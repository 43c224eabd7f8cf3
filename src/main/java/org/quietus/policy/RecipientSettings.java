package org.quietus.policy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Somebody who had received personal data and is told of its erasure, or who passes answers on to
 * requesters.
 *
 * @param name as the job file names it
 * @param received the identifiers that notices hold: columns of {@code identifiers}, or types
 * @param purposes that data went to it for; it is told too when consent to one of them is withdrawn
 * @param key file of the public key that identifiers are encrypted to
 * @param trust file of the certificates that the recipient's own must lead to; empty for those that
 *     Java trusts
 * @param timeout how long a recipient may take to answer
 * @param giveUp how long a notice is repeated before it has failed for good
 * @param confirmed whether the recipient has to confirm what was left for it
 */
public record RecipientSettings(
    String name,
    NoticeRoute route,
    List<String> received,
    Set<String> purposes,
    Optional<Path> key,
    Optional<Path> trust,
    Duration timeout,
    Period giveUp,
    boolean confirmed) {

  /** What {@code answers} is called where recipients are listed; no recipient can have the name. */
  public static final String ANSWERS = "(answers)";

  public RecipientSettings {
    received = List.copyOf(received);
    purposes = Set.copyOf(purposes);
  }

  /** Whether it passes answers on, rather than having received data. */
  public boolean passesAnswersOn() {
    return name.equals(ANSWERS);
  }
}
