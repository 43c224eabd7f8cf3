package org.quietus.backup.file;

import java.util.List;
import java.util.Optional;
import org.quietus.format.Decision;
import org.quietus.request.CopyReviews;

/**
 * What becomes of one record.
 *
 * @param person whose sake it is for, as a number among those sought; {@link #RULE} for the rule of
 *     the set
 * @param doubted the record as somebody has to look at it, where anybody can
 * @param others the same for others whose it may be as well
 */
public record RecordOutcome(
    Decision decision,
    Fate fate,
    int person,
    Optional<CopyReviews.Seen> doubted,
    List<RecordOutcome> others) {
  /** The retention rule of the set, in place of a person. */
  public static final int RULE = -1;

  static final RecordOutcome STAYS = new RecordOutcome(Decision.KEEP, Fate.STAYS, RULE);

  RecordOutcome(Decision decision, Fate fate, int person) {
    this(decision, fate, person, Optional.empty(), List.of());
  }

  /** Of a record of which somebody has to say whose it is. */
  static RecordOutcome doubtful(int person, Optional<CopyReviews.Seen> doubted) {
    return new RecordOutcome(Decision.KEEP, Fate.DOUBTFUL, person, doubted, List.of());
  }

  /** The same where the record may be of those of another outcome as well. */
  RecordOutcome beside(RecordOutcome other) {
    return other.fate == Fate.DOUBTFUL
        ? new RecordOutcome(decision, fate, person, doubted, List.of(other))
        : this;
  }

  /**
   * Of a record that is not of a person whom it names: it came later than the erasure, or somebody
   * said so.
   */
  static RecordOutcome later(int person) {
    return new RecordOutcome(Decision.KEEP, Fate.STAYS, person);
  }

  /** Whether the record names a person, and stays although nothing is in doubt of it. */
  public boolean isLater() {
    return fate == Fate.STAYS && person != RULE;
  }

  /** How a record ends. */
  public enum Fate {
    /** Nothing is to be done to it. */
    STAYS,
    /** It goes. */
    GOES,
    /** It is anonymised. */
    CHANGES,
    /** Its period has passed, and a hold on somebody keeps it. */
    HELD,
    /** It may be about the person; somebody has to look. */
    DOUBTFUL
  }
}
