package org.quietus.certificate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.Removal.Gone;
import org.quietus.certificate.log.CertificateLog;
import org.quietus.certificate.log.LogContents;
import org.quietus.certificate.log.LogKeys;
import org.quietus.certificate.seal.KeyHistory;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceName.Folder;
import org.quietus.evidence.EvidenceStore;

/**
 * Removes a job's certificates whose period is over, with their proofs, PDFs and receipts: the log
 * keeps their digests at their places, and a signed statement in it names those places, so that
 * whoever audits the store can tell this from a theft. The statement comes first; whoever is killed
 * meanwhile does the rest the next time.
 */
public final class CertificateRetention {
  private static final int A_STATEMENT = 5_000;

  /** A certificate and what is beside it, in the order in which they go. */
  private static final List<Folder> BESIDE =
      List.of(Folder.CERTIFICATES, Folder.PDFS, Folder.RECEIPTS, Folder.PROOFS);

  private final EvidenceStore store;
  private final SigningKeys keys;
  private final SigningKeys logKeys;
  private final PublicKeys own;

  /** A store, the key that signs certificates there, and that of their log. */
  public CertificateRetention(EvidenceStore store, SigningKeys keys, SigningKeys logKeys) {
    this.store = store;
    this.keys = keys;
    this.logKeys = logKeys;
    this.own = KeyHistory.of(store).before(keys.publicKeys());
  }

  /** How long the certificates of a job are kept; whole local days. */
  public record Rule(String job, Period keep, ZoneId zone) {

    Instant cutoff(Instant now) {
      return LocalDate.ofInstant(now, zone).minus(keep).atStartOfDay(zone).toInstant();
    }
  }

  /** What may still need a certificate whose period is over. */
  public interface Needed {

    /** Whether a hold is in force. */
    boolean byHold(String reference);

    /** Whether the matter of a request is not settled yet. */
    boolean byRequest(String id);
  }

  /**
   * What was done.
   *
   * @param removed certificates
   * @param locked those that the store does not let go of yet
   */
  public record Done(int removed, int locked) {}

  /** Removes what is due, and what an earlier attempt left. */
  public Done apply(Rule rule, Needed needed, Instant now) {
    List<LogContents> logs =
        LogKeys.related(store, List.of(new CertificateLog(store, logKeys).key())).stream()
            .map(key -> LogContents.read(store, key))
            .filter(log -> log.problems().isEmpty())
            .toList();
    Set<String> gone = finish(logs);
    Instant cutoff = rule.cutoff(now);
    List<Gone> due = new ArrayList<>();
    int locked = 0;
    ExpiredChains expired = ExpiredChains.in(store, rule.job(), cutoff, now);
    for (List<String> chain : expired.without(needed)) {
      Optional<List<Gone>> whole = proven(chain, gone, logs);
      if (whole.isEmpty()) {
        continue;
      }
      if (isLocked(chain, now)) {
        locked += chain.size();
      } else {
        due.addAll(whole.get());
      }
    }
    for (int from = 0; from < due.size(); from += A_STATEMENT) {
      List<Gone> part = due.subList(from, Math.min(due.size(), from + A_STATEMENT));
      state(Removal.of(rule.job(), rule.keep(), cutoff, now, part));
      part.forEach(one -> remove(one.id()));
    }
    if (!due.isEmpty()) {
      removeStamps(logs, now);
    }
    return new Done(due.size(), locked);
  }

  private void state(Removal removal) {
    keys.publish(store);
    byte[] file = removal.signedBy(keys);
    EvidenceName name = Removal.nameOf(file);
    store.putIfAbsent(name, file);
    log(name, file);
  }

  /** Those that earlier statements name, which are gone now. */
  private Set<String> finish(List<LogContents> logs) {
    Set<String> gone = new HashSet<>();
    Set<String> there = new HashSet<>();
    for (Folder folder : BESIDE) {
      store.list(folder).forEach(name -> there.add(name.stem()));
    }
    for (EvidenceName name : store.list(Folder.REMOVALS)) {
      byte[] file = store.read(name).orElseThrow();
      Optional<Removal> removal =
          Removal.read(file, trusted(file, logs))
              .filter(one -> RemovalsFound.isAbout(logs, one, file));
      if (removal.isPresent()) {
        log(name, file);
        for (Gone one : removal.get().removed()) {
          gone.add(one.id());
          if (there.contains(one.id())) {
            remove(one.id());
          }
        }
      }
    }
    return gone;
  }

  /** An earlier key may be in others' hands by now: it says nothing that no log has yet. */
  private PublicKeys trusted(byte[] statement, List<LogContents> logs) {
    Digest digest = Digest.of(statement);
    return logs.stream().anyMatch(log -> log.place(digest).isPresent()) ? own : keys.publicKeys();
  }

  private void log(EvidenceName name, byte[] file) {
    new CertificateLog(store, logKeys)
        .complete(List.of(CertificateLog.Entry.of(name.stem(), file)));
  }

  /** The certificate first: what is left without it is of no use, and the next time it goes too. */
  private void remove(String id) {
    BESIDE.forEach(kind -> store.remove(new EvidenceName(kind, id)));
  }

  private boolean isLocked(List<String> chain, Instant now) {
    return chain.stream()
        .flatMap(id -> BESIDE.stream().map(kind -> new EvidenceName(kind, id)))
        .anyMatch(name -> store.isLocked(name, now));
  }

  /** Their places in a log; empty unless each is genuine, and in one. */
  private Optional<List<Gone>> proven(
      List<String> chain, Set<String> gone, List<LogContents> logs) {
    CertificateReader reader = new CertificateReader(store, own);
    List<Gone> proven = new ArrayList<>();
    for (String id : chain) {
      Optional<byte[]> file = store.read(EvidenceName.certificate(id));
      if (gone.contains(id)
          || file.isEmpty()
          || !(reader.verdict(id, file.get()) instanceof Verdict.Good good)) {
        return Optional.empty();
      }
      Digest digest = Digest.of(file.get());
      Optional<Gone> place =
          logs.stream()
              .flatMap(
                  log ->
                      log.place(digest).stream()
                          .map(at -> gone(good.certificate(), log.id(), at, digest)))
              .findFirst();
      if (place.isEmpty()) {
        return Optional.empty();
      }
      proven.add(place.get());
    }
    return Optional.of(proven);
  }

  private static Gone gone(Certificate certificate, String log, long at, Digest digest) {
    return new Gone(certificate.id(), log, at, digest, certificate.identity().issuedAt());
  }

  /** A time-stamp goes when all that came into its log since the one before it has gone. */
  private void removeStamps(List<LogContents> logs, Instant now) {
    Set<Digest> removed = RemovalsFound.of(store.list(Folder.REMOVALS), store, own, logs).entries();
    for (LogContents log : logs) {
      long before = 0;
      for (long size : stamped(log)) {
        if (removed.containsAll(log.entries().subList((int) before, (int) size))) {
          removeUnlessLocked(EvidenceName.stamp(log.id(), size), now);
          removeUnlessLocked(EvidenceName.stamped(log.id(), size), now);
        }
        before = size;
      }
    }
  }

  /** The sizes at which a log was time-stamped. */
  private List<Long> stamped(LogContents log) {
    String prefix = log.id() + "-";
    return store.list(Folder.STAMPS).stream()
        .map(EvidenceName::stem)
        .filter(stem -> stem.startsWith(prefix))
        .map(stem -> Long.parseLong(stem.substring(prefix.length())))
        .filter(size -> size <= log.size())
        .sorted()
        .toList();
  }

  private void removeUnlessLocked(EvidenceName name, Instant now) {
    if (!store.isLocked(name, now)) {
      store.remove(name);
    }
  }
}
