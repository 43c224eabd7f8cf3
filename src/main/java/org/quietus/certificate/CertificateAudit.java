package org.quietus.certificate;

import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quietus.certificate.log.CosignedPart;
import org.quietus.certificate.log.LogContents;
import org.quietus.certificate.log.NoteKey;
import org.quietus.certificate.log.ProofCosignatures;
import org.quietus.certificate.log.TrustPolicy;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.stamp.StampAuthority;
import org.quietus.certificate.stamp.StampedPart;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * Holds all certificates of an evidence store against its logs: each is signed, each is in a log,
 * and each entry of a log has its certificate.
 */
public final class CertificateAudit {

  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final EvidenceStore store;
  private final CertificateReader certificates;
  private final PublicKeys trusted;
  private final List<NoteKey> logKeys;
  private final Duration patience;
  private final Optional<Witnesses> witnesses;

  /** Who has to have cosigned the logs, and what time it is. */
  private record Witnesses(TrustPolicy policy, Instant now, ProofCosignatures inProofs) {
    Witnesses(TrustPolicy policy, Instant now) {
      this(policy, now, new ProofCosignatures(policy, now));
    }
  }

  private Optional<StampAuthority> authority = Optional.empty();

  /** An audit that trusts these keys. */
  public CertificateAudit(EvidenceStore store, PublicKeys trusted, List<NoteKey> logKeys) {
    this(store, trusted, logKeys, PATIENCE);
  }

  /** The same audit, which asks for the witnesses of a policy too. */
  public CertificateAudit asking(TrustPolicy policy, Instant now) {
    CertificateAudit audit =
        new CertificateAudit(
            store, trusted, logKeys, patience, Optional.of(new Witnesses(policy, now)));
    audit.authority = authority;
    return audit;
  }

  /** The same audit, which checks the time-stamps of an authority too. */
  public CertificateAudit stampedBy(StampAuthority trustedAuthority) {
    CertificateAudit audit = new CertificateAudit(store, trusted, logKeys, patience, witnesses);
    audit.authority = Optional.of(trustedAuthority);
    return audit;
  }

  /** {@code patience} is for certificates that a run is about to put into a log. */
  CertificateAudit(
      EvidenceStore store, PublicKeys trusted, List<NoteKey> logKeys, Duration patience) {
    this(store, trusted, logKeys, patience, Optional.empty());
  }

  private CertificateAudit(
      EvidenceStore store,
      PublicKeys trusted,
      List<NoteKey> logKeys,
      Duration patience,
      Optional<Witnesses> witnesses) {
    this.witnesses = witnesses;
    this.patience = patience;
    this.store = store;
    this.trusted = trusted;
    this.certificates = new CertificateReader(store, trusted);
    this.logKeys = List.copyOf(logKeys);
  }

  /**
   * What an audit found.
   *
   * @param logs their names, with the number of their entries
   * @param removed certificates that were removed under a retention rule, as is proved
   * @param problems each as a sentence without its full stop
   */
  public record Report(List<Log> logs, int certificates, int removed, List<String> problems) {
    public Report {
      logs = List.copyOf(logs);
      problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean isGood() {
      return problems.isEmpty();
    }
  }

  /**
   * A log that was read.
   *
   * @param cosigned how many of its first entries enough witnesses vouch for; empty if nobody asked
   * @param stamps how many entries it had when, by the authority that was asked for
   */
  public record Log(
      String name, long entries, Optional<Long> cosigned, List<StampedPart.Stamp> stamps) {
    public Log {
      stamps = List.copyOf(stamps);
    }

    Log(String name, long entries, Optional<Long> cosigned) {
      this(name, entries, cosigned, List.of());
    }
  }

  /** What a certificate file is found to be. */
  private record Looked(
      int place, EvidenceName name, Digest digest, boolean mayBeOnItsWay, List<String> problems) {}

  /**
   * Reads everything.
   *
   * @param kept a checkpoint that somebody kept, of which the logs have to be a continuation
   */
  public Report report(Optional<byte[]> kept) {
    return report(kept, AuditVisitor.NOBODY);
  }

  /** Reads everything, and shows each certificate file to a visitor meanwhile. */
  public Report report(Optional<byte[]> kept, AuditVisitor visitor) {
    // a run may go on meanwhile: a proof comes after its certificate; a certificate that is there
    // before the logs are read has to be in them, and what is in them has to be there afterwards
    List<EvidenceName> proofs = store.list(EvidenceName.Folder.PROOFS);
    List<EvidenceName> names = store.list(EvidenceName.Folder.CERTIFICATES);
    List<EvidenceName> removals = store.list(EvidenceName.Folder.REMOVALS);
    List<EvidenceName> statements = new ArrayList<>(store.list(EvidenceName.Folder.KEY_EVENTS));
    statements.addAll(removals);
    List<LogContents> logs = logs();
    List<EvidenceName> since = new ArrayList<>(store.list(EvidenceName.Folder.CERTIFICATES));
    since.removeAll(Set.copyOf(names));
    List<String> problems = new ArrayList<>();
    logs.forEach(log -> problems.addAll(log.problems()));
    visitor.begin(names.stream().map(EvidenceName::stem).toList());
    List<Looked> looked =
        IntStream.range(0, names.size())
            .parallel()
            .mapToObj(place -> looked(place, names.get(place), logs, visitor))
            .collect(Collectors.toList());
    awaitThoseOnTheirWay(looked, visitor);
    Set<Digest> seen = new HashSet<>();
    for (Looked one : looked) {
      seen.add(one.digest());
      problems.addAll(one.problems());
    }
    since.forEach(name -> store.read(name).map(Digest::of).ifPresent(seen::add));
    for (EvidenceName statement : statements) {
      Digest digest = Digest.of(store.read(statement).orElseThrow());
      seen.add(digest);
      logged(logs)
          .problem(statement.toString(), digest, store.read(EvidenceName.proof(statement.stem())))
          .ifPresent(problems::add);
    }
    LogGaps gaps = new LogGaps(RemovalsFound.of(removals, store, trusted, logs));
    problems.addAll(gaps.removals().problems());
    int removed = 0;
    for (LogContents log : logs) {
      removed += gaps.removed(log, seen);
      problems.addAll(gaps.missing(log, seen));
    }
    problems.addAll(gaps.orphans(names, statements, proofs));
    kept.ifPresent(checkpoint -> continued(checkpoint, logs).ifPresent(problems::add));
    List<Log> found = new ArrayList<>();
    for (int i = 0; i < logs.size(); i++) {
      found.add(cosigned(logs.get(i), logKeys.get(i), problems));
    }
    return new Report(found, names.size(), removed, problems);
  }

  private Logged logged(List<LogContents> logs) {
    return new Logged(logs, witnesses.map(Witnesses::inProofs));
  }

  private Log cosigned(LogContents log, NoteKey key, List<String> problems) {
    CosignedPart part =
        CosignedPart.of(
            log,
            key,
            store,
            witnesses.map(Witnesses::policy),
            witnesses.map(Witnesses::now).orElse(Instant.EPOCH));
    problems.addAll(part.problems());
    List<StampedPart.Stamp> stamps = List.of();
    if (authority.isPresent()) {
      StampedPart stamped = StampedPart.of(log, store, authority.get());
      problems.addAll(stamped.problems());
      stamps = stamped.stamps();
    }
    return new Log(log.name(), log.size(), witnesses.map(asked -> part.entries()), stamps);
  }

  /** A run that goes on writes a certificate, then its entry, then its proof. */
  private void awaitThoseOnTheirWay(List<Looked> found, AuditVisitor visitor) {
    long end = System.nanoTime() + patience.toNanos();
    while (found.stream().anyMatch(Looked::mayBeOnItsWay)) {
      boolean isLast = System.nanoTime() - end >= 0;
      if (!isLast) {
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
      List<LogContents> again = logs();
      for (int i = 0; i < found.size(); i++) {
        Looked one = found.get(i);
        if (one.mayBeOnItsWay()) {
          found.set(i, looked(one.place(), one.name(), again, visitor, isLast));
        }
      }
      if (isLast) {
        return;
      }
    }
  }

  private List<LogContents> logs() {
    return logKeys.stream().map(key -> LogContents.read(store, key)).toList();
  }

  private Looked looked(
      int place, EvidenceName name, List<LogContents> logs, AuditVisitor visitor) {
    return looked(place, name, logs, visitor, false);
  }

  /** {@code isLast} if nobody waits for it any longer. */
  private Looked looked(
      int place, EvidenceName name, List<LogContents> logs, AuditVisitor visitor, boolean isLast) {
    byte[] file = store.read(name).orElseThrow(() -> removedMeanwhile(name));
    Digest digest = Digest.of(file);
    List<String> problems = new ArrayList<>();
    Verdict verdict = certificates.verdict(name.stem(), file);
    if (!verdict.isGood()) {
      String finding = verdict.describe();
      problems.add(
          "certificate " + name.stem() + ": " + finding.substring(0, finding.lastIndexOf('.')));
    }
    Optional<byte[]> proof = store.read(EvidenceName.proof(name.stem()));
    logged(logs).problem("certificate " + name.stem(), digest, proof).ifPresent(problems::add);
    boolean mayBeOnItsWay = verdict.isGood() && !problems.isEmpty();
    if (isLast || !mayBeOnItsWay) {
      visitor.examined(
          new AuditVisitor.Examined(place, name.stem(), file, proof, verdict, problems));
    }
    return new Looked(place, name, digest, mayBeOnItsWay, problems);
  }

  private static UncheckedIOException removedMeanwhile(EvidenceName name) {
    return new UncheckedIOException(
        name + " was removed while the store was read; run the command again",
        new NoSuchFileException(name.toString()));
  }

  private static Optional<String> continued(byte[] kept, List<LogContents> logs) {
    List<Optional<String>> objections = logs.stream().map(log -> log.since(kept)).toList();
    if (objections.contains(Optional.<String>empty())) {
      return Optional.empty();
    }
    return Optional.of(
        "the checkpoint that was kept: "
            + objections.stream().flatMap(Optional::stream).findFirst().orElse("there is no log"));
  }
}
