package org.quietus.certificate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.quietus.certificate.CertificateRetention.Needed;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * The certificates of a job whose period is over: those of a run or request go together, when the
 * last of them is old enough. What files say is not checked here.
 */
final class ExpiredChains {
  private final Map<String, TreeMap<Integer, Fact>> byOccasion = new TreeMap<>();
  private final Instant cutoff;
  private final LocalDate today;

  private ExpiredChains(Instant cutoff, Instant now) {
    this.cutoff = cutoff;
    this.today = LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /**
   * What is remembered of a certificate.
   *
   * @param request that it is about
   * @param isOpen whether a follow-up is to come, or something that it names has not lapsed yet
   */
  private record Fact(
      String id,
      Instant issued,
      Optional<String> supersedes,
      Optional<String> request,
      boolean isOpen,
      List<String> holds) {}

  static ExpiredChains in(EvidenceStore store, String job, Instant cutoff, Instant now) {
    ExpiredChains chains = new ExpiredChains(cutoff, now);
    for (EvidenceName name : store.list(EvidenceName.Folder.CERTIFICATES)) {
      store
          .read(name)
          .flatMap(ExpiredChains::said)
          .filter(certificate -> certificate.authority().job().equals(job))
          .filter(certificate -> certificate.id().equals(name.stem())) // no file stands for another
          .ifPresent(chains::add);
    }
    return chains;
  }

  private static Optional<Certificate> said(byte[] file) {
    try {
      return Optional.of(Statement.read(DsseEnvelope.read(file).payload().bytes()).predicate());
    } catch (IllegalArgumentException e) { // an audit tells of it
      return Optional.empty();
    }
  }

  private void add(Certificate certificate) {
    Identity identity = certificate.identity();
    Occasion occasion = identity.occasion();
    byOccasion
        .computeIfAbsent(occasion.kind().label() + " " + occasion.id(), key -> new TreeMap<>())
        .put(
            identity.sequence(),
            new Fact(
                certificate.id(),
                identity.issuedAt(),
                identity.supersedes(),
                Optional.of(occasion.id()).filter(id -> occasion.kind() == Occasion.Kind.REQUEST),
                isOpen(certificate),
                certificate.notRemoved().holds().stream()
                    .map(NotRemoved.Hold::reference)
                    .toList()));
  }

  /** A copy that no follow-up is to come for needs it until the last day that it can be there. */
  private boolean isOpen(Certificate certificate) {
    return certificate.residuals().copies().stream()
            .anyMatch(copy -> copy.followUp() || isToCome(copy.latestExpiry()))
        || certificate.notRemoved().kept().stream().anyMatch(kept -> isToCome(kept.until()));
  }

  private boolean isToCome(Optional<LocalDate> day) {
    return day.filter(last -> !last.isBefore(today)).isPresent();
  }

  /** The ids of each run's or request's certificates that nothing needs any more. */
  List<List<String>> without(Needed needed) {
    Set<String> superseded = new HashSet<>();
    byOccasion
        .values()
        .forEach(
            chain -> {
              Set<String> ids = ids(chain);
              chain.values().stream()
                  .flatMap(fact -> fact.supersedes().stream())
                  .filter(id -> !ids.contains(id))
                  .forEach(superseded::add);
            });
    return byOccasion.values().stream()
        .filter(chain -> chain.values().stream().allMatch(one -> one.issued().isBefore(cutoff)))
        .filter(chain -> !isNeeded(chain.lastEntry().getValue(), needed))
        .map(ExpiredChains::ids)
        .filter(ids -> ids.stream().noneMatch(superseded::contains))
        .map(List::copyOf)
        .toList();
  }

  private static Set<String> ids(SortedMap<Integer, Fact> chain) {
    Set<String> ids = new LinkedHashSet<>();
    chain.values().forEach(fact -> ids.add(fact.id()));
    return ids;
  }

  private static boolean isNeeded(Fact last, Needed needed) {
    return last.isOpen()
        || last.holds().stream().anyMatch(needed::byHold)
        || last.request().filter(needed::byRequest).isPresent();
  }
}
