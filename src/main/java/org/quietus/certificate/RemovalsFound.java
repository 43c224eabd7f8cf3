package org.quietus.certificate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.certificate.log.LogContents;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;

/**
 * Which entries of the logs are of certificates that were removed under a retention rule, as far as
 * that can be proved: a trusted key signed it, and a log had that statement later than what it
 * names.
 *
 * @param ids of these certificates
 * @param entries their digests
 */
record RemovalsFound(Set<String> ids, Set<Digest> entries, List<String> problems) {

  RemovalsFound {
    ids = Set.copyOf(ids);
    entries = Set.copyOf(entries);
    problems = List.copyOf(problems);
  }

  /** {@code statements} are the files to read. */
  static RemovalsFound of(
      List<EvidenceName> statements,
      EvidenceStore store,
      PublicKeys trusted,
      List<LogContents> logs) {
    Set<String> ids = new HashSet<>();
    Set<Digest> entries = new HashSet<>();
    List<String> problems = new ArrayList<>();
    for (EvidenceName name : statements) {
      byte[] file = store.read(name).orElseThrow();
      Optional<Removal> removal = Removal.read(file, trusted);
      if (removal.isEmpty()) {
        problems.add(name + " is not signed by a trusted key, or was changed");
        continue;
      }
      Digest statement = Digest.of(file);
      for (Removal.Gone gone : removal.get().removed()) {
        Optional<Digest> entry = entry(gone, statement, logs);
        if (entry.isPresent()) {
          ids.add(gone.id());
          entries.add(entry.get());
        } else {
          problems.add(name + " names certificate " + gone.id() + " at a place that it never had");
        }
      }
    }
    return new RemovalsFound(ids, entries, problems);
  }

  /** What is at that place; a statement comes after what it names, if both are in one log. */
  private static Optional<Digest> entry(
      Removal.Gone gone, Digest statement, List<LogContents> logs) {
    return logs.stream()
        .filter(log -> log.id().equals(gone.log()) && gone.index() < log.size())
        .filter(log -> log.place(statement).filter(place -> place <= gone.index()).isEmpty())
        .map(log -> log.entries().get((int) gone.index()))
        .filter(gone.digest()::equals)
        .findFirst();
  }

  /** Whether these are the logs that a statement is about, and not those of another store. */
  static boolean isAbout(List<LogContents> logs, Removal removal, byte[] file) {
    Digest statement = Digest.of(file);
    return removal.removed().stream().allMatch(gone -> entry(gone, statement, logs).isPresent());
  }
}
