package org.quietus.certificate;

import java.util.stream.LongStream;

/**
 * What became of the records that a target's rules matched; they reconcile, or there is no
 * certificate.
 *
 * @param matched all of them, the sum of the others
 * @param deleted removed
 * @param anonymised made anonymous for good
 * @param masked anonymised here, while an original copy survives elsewhere
 * @param kept left on a legal basis until a date
 * @param restricted left because their processing is restricted
 * @param held left under a legal hold
 * @param gone removed meanwhile by somebody else
 * @param ambiguous left because they matched more than one person
 * @param failed left because it could not be done
 */
public record Counts(
    long matched,
    long deleted,
    long anonymised,
    long masked,
    long kept,
    long restricted,
    long held,
    long gone,
    long ambiguous,
    long failed) {

  /** Nothing matched. */
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

  public Counts {
    long[] parts = {deleted, anonymised, masked, kept, restricted, held, gone, ambiguous, failed};
    if (LongStream.of(parts).anyMatch(part -> part < 0)) {
      throw new IllegalArgumentException("a count is below zero");
    }
    long sum = 0;
    for (long part : parts) {
      sum = Math.addExact(sum, part);
    }
    if (matched != sum) {
      throw new IllegalArgumentException(
          "the counts do not reconcile: " + matched + " matched, but outcomes for " + sum);
    }
  }

  /** So many records made anonymous for good. */
  static Counts ofAnonymised(long records) {
    return new Counts(records, 0, records, 0, 0, 0, 0, 0, 0, 0);
  }

  /** So many records left on a legal basis. */
  static Counts ofKept(long records) {
    return new Counts(records, 0, 0, 0, records, 0, 0, 0, 0, 0);
  }

  /** The same with nothing masked any more. */
  Counts forGood() {
    return new Counts(
        matched,
        deleted,
        Math.addExact(anonymised, masked),
        0,
        kept,
        restricted,
        held,
        gone,
        ambiguous,
        failed);
  }

  /** How many records this occasion left where they were. */
  public long left() {
    return kept + restricted + held + ambiguous + failed;
  }

  /** How many records were changed by this occasion. */
  public long changed() {
    return deleted + anonymised + masked;
  }
}
