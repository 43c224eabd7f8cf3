package org.quietus.run.certify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Occasion;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verdict;

/**
 * The certificates of one occasion that are genuine, the first one first. What a key says that
 * merely lies in the store is not: the next certificate states again what these do.
 */
record CertificateChain(List<Certificate> certificates) {

  static CertificateChain of(Occasion occasion, CertificateReader reader) {
    List<Certificate> good = new ArrayList<>();
    boolean lastIsGood = true;
    for (int n = 1; ; n++) {
      Optional<CertificateReader.Stored> found = reader.find(occasion.certificateId(n));
      if (found.isEmpty()) {
        return new CertificateChain(lastIsGood ? good : List.of());
      }
      lastIsGood = found.get().verdict() instanceof Verdict.Good;
      if (found.get().verdict() instanceof Verdict.Good verdict) {
        good.add(verdict.certificate());
      }
    }
  }

  /** The last one of an occasion, like {@link #latest}; no other is checked for it. */
  static Optional<Certificate> latest(Occasion occasion, CertificateReader reader) {
    int last = 0;
    while (reader.isThere(occasion.certificateId(last + 1))) {
      last++;
    }
    return last == 0
        ? Optional.empty()
        : reader
            .find(occasion.certificateId(last))
            .flatMap(
                found ->
                    found.verdict() instanceof Verdict.Good good
                        ? Optional.of(good.certificate())
                        : Optional.empty());
  }

  /** The last one; empty if there is none, or if what stands in its place is not genuine. */
  Optional<Certificate> latest() {
    return certificates.isEmpty()
        ? Optional.empty()
        : Optional.of(certificates.get(certificates.size() - 1));
  }

  /** What follows up on the last one when copies have gone or recipients are settled. */
  Certificate followUp(List<Residuals.Copy> copies, List<Recipient> recipients, Instant now) {
    Certificate before = latest().orElseThrow();
    return Certificate.of(
        before.identity().next(CertificateType.FOLLOW_UP, now),
        before.authority(),
        before.clock(),
        before.subject(),
        copies.isEmpty() ? targetsForGood() : before.targets(),
        before.verification(),
        Residuals.of(copies),
        before.notRemoved(),
        recipients,
        before.result().all());
  }

  /**
   * What the last one attests, now that no original is left: what it or an earlier one called
   * masked is anonymous.
   */
  private List<TargetRecord> targetsForGood() {
    List<TargetRecord> targets = new ArrayList<>();
    for (TargetRecord target : latest().orElseThrow().targets()) {
      targets.add(
          target.counts().matched() > 0
              ? target.forGood()
              : maskedBefore(target).map(TargetRecord::anonymisedForGood).orElse(target));
    }
    return targets;
  }

  /**
   * The same target of the latest certificate that called some of its records masked; where nothing
   * was done, a certificate names another method.
   */
  private Optional<TargetRecord> maskedBefore(TargetRecord target) {
    Optional<TargetRecord> masked = Optional.empty();
    for (Certificate certificate : certificates) {
      for (TargetRecord one : certificate.targets()) {
        if (one.name().equals(target.name()) && one.counts().masked() > 0) {
          masked = Optional.of(one);
        }
      }
    }
    return masked;
  }
}
