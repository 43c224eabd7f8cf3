package org.quietus.certificate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quietus.certificate.log.LogContents;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceName;

/** Entries of logs whose files are not there, and what is left of such files. */
record LogGaps(RemovalsFound removals) {

  /** How many entries of a log are of certificates that were removed under a retention rule. */
  int removed(LogContents log, Set<Digest> seen) {
    return (int)
        log.entries().stream()
            .filter(entry -> !seen.contains(entry) && removals.entries().contains(entry))
            .count();
  }

  /** A sentence without its full stop for each other entry that has no file. */
  List<String> missing(LogContents log, Set<Digest> seen) {
    List<String> missing = new ArrayList<>();
    List<Digest> entries = log.entries();
    for (int i = 0; i < entries.size(); i++) {
      Digest entry = entries.get(i);
      if (!seen.contains(entry) && !removals.entries().contains(entry)) {
        missing.add(
            "log %s: the certificate of entry %,d was removed, or changed"
                .formatted(log.name(), i));
      }
    }
    return missing;
  }

  /** The same for each proof that is there without what it is of. */
  List<String> orphans(
      List<EvidenceName> certificates, List<EvidenceName> statements, List<EvidenceName> proofs) {
    Set<String> known = new HashSet<>(removals.ids());
    certificates.forEach(name -> known.add(name.stem()));
    statements.forEach(name -> known.add(name.stem()));
    return proofs.stream()
        .filter(name -> !known.contains(name.stem()))
        .map(name -> "certificate " + name.stem() + " was removed; its proof is there")
        .toList();
  }
}
