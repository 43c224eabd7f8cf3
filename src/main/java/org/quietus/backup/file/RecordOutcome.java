package org.quietus.backup.file;

import org.quietus.format.Decision;

/**
 * What becomes of one record.
 *
 * @param person whose sake it is for, as a number among those sought; {@link #RULE} for the rule of
 *     the set
 */
public record RecordOutcome(Decision decision, Fate fate, int person) {
  /** The retention rule of the set, in place of a person. */
  public static final int RULE = -1;

  static final RecordOutcome STAYS = new RecordOutcome(Decision.KEEP, Fate.STAYS, RULE);

  /** Of a record that came later than the erasure of a person whom it names. */
  static RecordOutcome later(int person) {
    return new RecordOutcome(Decision.KEEP, Fate.STAYS, person);
  }

  /** Whether the record names a person, and stays because it came later than the erasure. */
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
