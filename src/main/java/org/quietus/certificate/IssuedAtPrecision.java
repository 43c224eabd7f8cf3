package org.quietus.certificate;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** How exactly moments are told. */
final class IssuedAtPrecision {

  private IssuedAtPrecision() {}

  /** To the second for a run; to the UTC day for a request, because it is about one person. */
  static Instant shown(Instant moment, Occasion.Kind kind) {
    return moment.truncatedTo(kind == Occasion.Kind.REQUEST ? ChronoUnit.DAYS : ChronoUnit.SECONDS);
  }
}
