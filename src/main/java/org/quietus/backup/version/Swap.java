package org.quietus.backup.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.Dump;
import org.quietus.backup.journal.DueRows;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.format.Sha256;
import org.quietus.objectstore.ObjectDetails;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.Precondition;
import org.quietus.objectstore.StoreException;

/**
 * Puts staged versions in the place of those that hold persons, removes these, and reads again. It
 * starts wherever the journal says that an earlier attempt ended.
 */
final class Swap {
  private static final String UNFAITHFUL =
      "was rewritten, and the store gives back something else than was written";

  private static final String LACKING =
      "was rewritten, and the store did not take over what it had beside its content: ";

  private static final String UNTOLD =
      "was rewritten, and the store does not tell what it took over beside its content: ";

  private final SetContext set;
  private final Settling settling;
  private final UnitRun unit;

  Swap(SetContext set, Settling settling, UnitRun unit) {
    this.set = set;
    this.settling = settling;
    this.unit = unit;
  }

  /** {@code others} are the rest of the backup. */
  void work(List<JournalEntry> entries, List<JournalEntry> others) {
    set.task().holds().unchanged().transaction(() -> {});
    List<JournalEntry> swapped = new ArrayList<>();
    boolean interrupted = false;
    for (JournalEntry entry : unit.personsLast(entries)) {
      if (entry.state() != VersionState.STAGED) {
        swapped.add(entry);
      } else if (interrupted) {
        putBack(entry);
      } else {
        @Nullable JournalEntry next = swap(entry);
        interrupted = next == null;
        if (next != null) {
          swapped.add(next);
        }
      }
    }
    List<JournalEntry> purged = new ArrayList<>();
    for (JournalEntry entry : swapped) {
      JournalEntry faithful = entry.state() == VersionState.SWAPPED ? checked(entry) : entry;
      JournalEntry next =
          faithful.state().isEnd() ? faithful : set.task().fenced().alone(() -> purged(faithful));
      if (!next.state().isEnd()) {
        purged.add(next);
      }
    }
    verify(purged, others);
  }

  /** Reads what stands now, in all of the backup, for only that leads to every row. */
  private void verify(List<JournalEntry> purged, List<JournalEntry> others) {
    List<SealedVersion> standing = new ArrayList<>();
    List.of(purged, others)
        .forEach(some -> some.forEach(entry -> entry.standing().ifPresent(standing::add)));
    List<SealedVersion> ours =
        purged.stream().map(JournalEntry::held).filter(held -> held.result().isPresent()).toList();
    ours.forEach(this::readBack);
    boolean rewritten = !ours.isEmpty();
    Optional<UnitSearch.Found> searched =
        rewritten ? Optional.of(unit.search().in(standing)) : Optional.empty();
    for (JournalEntry entry : purged) {
      Optional<VersionCounts> found =
          entry.standing().map(now -> searched.orElseThrow().count(now));
      List<DueRows> left = found.map(rows -> left(entry, rows)).orElse(List.of());
      if (left.isEmpty()) {
        boolean unread = found.filter(VersionCounts::isUnread).isPresent();
        settling.end(entry, unread ? VersionState.UNREAD_ROWS : rewritten(entry));
        found.ifPresent(counts -> unit.awaits(entry, counts, searched.orElseThrow(), true));
      } else {
        settling.end(entry.found(left), VersionState.NOT_GONE);
        set.task()
            .notes()
            .accept(
                "%s: object %s still has rows that were taken out of it"
                    .formatted(set.settings().label(), set.names().of(entry.held())));
      }
    }
  }

  private static List<DueRows> left(JournalEntry entry, VersionCounts found) {
    return found.changes() == 0
        ? List.of()
        : found.lines().stream()
            .filter(line -> line.changed() > 0)
            .map(line -> DueRows.of(line, entry.isAgain()))
            .toList();
  }

  private static VersionState rewritten(JournalEntry entry) {
    return entry.isLinked() ? VersionState.LINKED_ELSEWHERE : VersionState.VERIFIED;
  }

  /**
   * Makes the staged content current; null if somebody wrote meanwhile, so that it is planned
   * again.
   */
  private @Nullable JournalEntry swap(JournalEntry entry) {
    SealedVersion held = entry.held();
    if (held.ticket().isEmpty()) {
      // has no successor of ours, so it must not be the only one that is left
      return isLatest(held.pin()) ? putBack(entry) : entry.to(VersionState.SWAPPED);
    }
    try {
      return set.task().fenced().alone(() -> committed(entry));
    } catch (StoreException.Changed | StoreException.Gone e) {
      return putBack(entry);
    }
  }

  /** Nobody who looks at other objects of the set may find one that the journal does not know. */
  private JournalEntry committed(JournalEntry entry) {
    SealedVersion held = entry.held();
    Pin result =
        set.store()
            .commit(
                held.staged(),
                held.carried(),
                Precondition.replacing(held.pin(), held.createdAt()),
                set.permit());
    JournalEntry swapped = entry.swappedBy(result, VersionInventory.token(set, result));
    set.save(swapped);
    return swapped;
  }

  /**
   * A staged version as it stands: a kill, or a lost reply, may have come between putting the clean
   * content in place and noting that.
   */
  static JournalEntry asCommitted(SetContext set, JournalEntry staged) {
    Optional<Pin> result =
        staged.held().ticket().flatMap(ticket -> set.store().committed(staged.held().staged()));
    if (result.isEmpty()) {
      return staged;
    }
    JournalEntry swapped =
        staged.swappedBy(result.get(), VersionInventory.token(set, result.get()));
    set.save(swapped);
    return swapped;
  }

  private @Nullable JournalEntry putBack(JournalEntry entry) {
    entry.held().ticket().ifPresent(set.store()::discard);
    set.save(entry.holding(entry.held().withoutUpload()).to(VersionState.PLANNED));
    return null;
  }

  private boolean isLatest(Pin pin) {
    return set.store().newest(pin.key()).filter(version -> version.pin().equals(pin)).isPresent();
  }

  /**
   * Compares what the store gives back with what was written, while the old version still stands.
   */
  private JournalEntry checked(JournalEntry entry) {
    SealedVersion held = entry.held();
    if (held.result().isEmpty() || isAsWritten(held)) {
      sayWhatIsLacking(entry);
      return entry;
    }
    if (held.isOverwritten()) {
      set.say(entry, UNFAITHFUL + "; what it held is lost: bring it back from another copy");
      settling.end(entry, VersionState.NOT_FAITHFUL);
      return entry.to(VersionState.NOT_FAITHFUL);
    }
    set.say(entry, UNFAITHFUL + "; the version before it is the current one again");
    set.store().delete(held.result().get());
    JournalEntry unfaithful = entry.counting(List.of()).to(VersionState.NOT_FAITHFUL);
    set.save(unfaithful);
    return unfaithful;
  }

  /** What a store does not keep beside the content is lost with the version before. */
  private void sayWhatIsLacking(JournalEntry entry) {
    SealedVersion held = entry.held();
    if (held.result().isEmpty() || held.attributes() == null) {
      return;
    }
    try {
      List<String> lacking =
          held.carried().lackedBy(set.store().attributes(held.result().orElseThrow()));
      if (!lacking.isEmpty()) {
        set.say(entry, LACKING + String.join(", ", lacking));
      }
    } catch (StoreException e) {
      set.say(entry, UNTOLD + String.valueOf(e.getMessage()).replace("%", "%%"));
    }
  }

  /** The gate has seen the rows of what is as it was written. */
  private void readBack(SealedVersion held) {
    String written = held.contentSha256();
    if (written != null && isAsWritten(held)) {
      unit.search().standsAs(held.result().orElseThrow(), written);
    }
  }

  /** What is in an archive is not read for that: the store has checked each part that it took. */
  private boolean isAsWritten(SealedVersion held) {
    if (held.attributes() != null && held.carried().storageClass().isPresent()) {
      ObjectDetails details = set.store().details(held.result().orElseThrow());
      if (details.archived()) {
        return details.size() == held.stagedSize();
      }
    }
    return sha256(held.result().orElseThrow()).equals(held.contentSha256());
  }

  private String sha256(Pin pin) {
    MessageDigest digest = Sha256.begin();
    try (InputStream content = new DigestInputStream(set.store().open(pin), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw Dump.trouble(e);
    }
    return Sha256.hex(digest);
  }

  /** Removes the version that held persons, unless the new one has overwritten it. */
  private JournalEntry purged(JournalEntry entry) {
    if (entry.state() == VersionState.PURGED) {
      return entry;
    }
    SealedVersion held = entry.held();
    JournalEntry going = entry;
    if (!held.isOverwritten()) {
      try {
        going = VersionLock.removing(set, entry);
        set.store().delete(held.pin(), set.permit());
      } catch (StoreException.Locked e) {
        JournalEntry locked = VersionLock.locked(set, entry, e.lock()).counting(List.of());
        set.save(locked);
        return locked;
      }
    }
    JournalEntry purged = going.removed().to(VersionState.PURGED);
    set.save(purged);
    return purged;
  }
}
