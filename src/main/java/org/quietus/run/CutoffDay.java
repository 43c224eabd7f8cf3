package org.quietus.run;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.quietus.certificate.Authority;
import org.quietus.policy.Cutoffs;

/** The day on which a run has started, found by the cutoffs that its certificate names. */
final class CutoffDay {
  /** A run goes on for some days at the most between its start and its certificate. */
  private static final int MOST_DAYS = 400;

  private CutoffDay() {}

  /** The last moment, of one on each local day up to the certificate's, that has these cutoffs. */
  static Optional<Instant> before(Instant issued, Authority authority) {
    return IntStream.range(0, MOST_DAYS)
        .mapToObj(days -> issued.atZone(authority.zone()).minusDays(days).toInstant())
        .filter(at -> fits(authority, at))
        .findFirst();
  }

  /** Whether a moment has them. */
  static boolean fits(Authority authority, Instant asOf) {
    return authority.rules().stream()
        .filter(rule -> rule.keep().isPresent() && rule.cutoff().isPresent())
        .allMatch(
            rule ->
                Cutoffs.of(rule.keep().get(), asOf, authority.zone())
                    .instant()
                    .equals(rule.cutoff().get()));
  }
}
