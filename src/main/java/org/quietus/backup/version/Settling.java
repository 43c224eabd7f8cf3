package org.quietus.backup.version;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.format.Sha256;
import org.quietus.target.ChunkId;
import org.quietus.target.ChunkRecord;
import org.quietus.target.LedgerLine;
import org.quietus.target.NamedObjects.Pending;
import org.quietus.target.RowCounts;

/** Ends versions: the journal's entry and what it means for the ledger, in one transaction. */
final class Settling {
  private final SetContext set;

  Settling(SetContext set) {
    this.set = set;
  }

  /** Nobody removes a name outside the store when a period has passed. */
  private static JournalEntry linkedElsewhere(JournalEntry entry) {
    return entry
        .protectedBy(JournalEntry.LINKED, Optional.empty())
        .to(VersionState.LINKED_ELSEWHERE);
  }

  /** Ends a version whose rows were counted. */
  void end(JournalEntry entry, VersionState state) {
    JournalEntry ended =
        state == VersionState.LINKED_ELSEWHERE ? linkedElsewhere(entry) : entry.to(state);
    set.task()
        .fenced()
        .transaction(
            () -> {
              set.journal().save(ended);
              record(ended);
            });
    set.ended(ended);
  }

  /** Adds a version that has its end already, with its rows; in the caller's transaction. */
  void add(JournalEntry ended) {
    set.journal().add(ended);
    record(ended);
  }

  /**
   * Ends a version that went as a whole, because its period had passed or no row names it any more.
   * What has a name outside the store is still there under it, and does not count as removed.
   * Returns the entry as it ended.
   */
  JournalEntry expired(JournalEntry entry, Optional<Pending> named) {
    if (entry.isLinked()) {
      JournalEntry linked = linkedElsewhere(entry);
      set.save(linked);
      return linked;
    }
    JournalEntry ended = entry.removed().to(VersionState.EXPIRED);
    LedgerLine line =
        LedgerLine.of(CountLine.objects(set.settings().name()), "delete", RowCounts.ofDeleted(1));
    set.task()
        .fenced()
        .transaction(
            () -> {
              set.journal().save(ended);
              append(
                  ended,
                  next(ended),
                  named
                      .filter(one -> one.request().isPresent())
                      .map(Pending::step)
                      .orElse(set.step()),
                  named.flatMap(Pending::request),
                  List.of(line));
            });
    set.ended(ended);
    return ended;
  }

  private void record(JournalEntry entry) {
    Map<String, List<CountLine>> byRequest = new LinkedHashMap<>();
    entry
        .counts()
        .forEach(
            line -> byRequest.computeIfAbsent(line.request(), r -> new ArrayList<>()).add(line));
    int sequence = next(entry);
    for (Map.Entry<String, List<CountLine>> of : byRequest.entrySet()) {
      append(
          entry,
          sequence++,
          of.getValue().get(0).step(),
          Optional.of(of.getKey()).filter(request -> !request.isEmpty()),
          of.getValue().stream().map(line -> line.inLedger(entry.set())).toList());
    }
  }

  /** A version that is worked off once more is in the ledger already. */
  private int next(JournalEntry entry) {
    int sequence = 1;
    while (set.task().ledger().recorded(chunk(entry, sequence))) {
      sequence++;
    }
    return sequence;
  }

  private ChunkId chunk(JournalEntry entry, int sequence) {
    return new ChunkId(set.task().run(), ChunkId.FIRST_OF_VERSIONS + entry.number(), sequence);
  }

  private void append(
      JournalEntry entry,
      int sequence,
      int step,
      Optional<String> request,
      List<LedgerLine> lines) {
    set.task()
        .ledger()
        .record(
            new ChunkRecord(
                chunk(entry, sequence),
                step,
                request,
                set.task().token(),
                set.clock().instant().truncatedTo(ChronoUnit.MICROS),
                lines,
                digest(entry)));
  }

  /** Over the tokens of the version and of the one that took its place. */
  private static byte[] digest(JournalEntry entry) {
    MessageDigest digest = Sha256.begin();
    digest.update(entry.version().getBytes(StandardCharsets.US_ASCII));
    return digest.digest(entry.result().orElse("").getBytes(StandardCharsets.US_ASCII));
  }
}
