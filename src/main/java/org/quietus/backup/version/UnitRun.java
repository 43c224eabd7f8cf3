package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.CountLine;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.VersionCounts;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

/**
 * Takes those sought out of one backup: finds their keys, makes every rewritten content ready, and
 * only then swaps the first one.
 */
final class UnitRun implements AutoCloseable {
  /** What has no rows of its own goes behind all that has. */
  private static final int TELLS = -1;

  private static final String LAST =
      "is an older version that holds persons who are to go, and stays, since no newer version of"
          + " it is whole; put a whole one in its place";

  private final SetContext set;
  private final Settling settling;
  private final List<JournalEntry> all;
  private final UnitSearch search;
  private final WholeBackups whole;

  UnitRun(SetContext set, String unit, List<JournalEntry> entries, WholeBackups whole) {
    this.set = set;
    this.whole = whole;
    this.settling = new Settling(set);
    this.all = List.copyOf(entries);
    this.search = set.contents().search(set, unit, entries);
  }

  /** Works from wherever the entries stand to their ends, or back to planned if somebody wrote. */
  void work() {
    Map<Boolean, List<JournalEntry>> ended =
        TellingFiles.replanned(set, all.stream().map(this::underTodaysHolds).toList()).stream()
            .collect(Collectors.partitioningBy(entry -> entry.state().isEnd()));
    Map<Boolean, List<JournalEntry>> planned =
        ended.getOrDefault(false, List.of()).stream()
            .collect(Collectors.partitioningBy(entry -> entry.state() == VersionState.PLANNED));
    List<JournalEntry> swapping = planned.getOrDefault(false, List.of());
    if (!swapping.isEmpty()) {
      new Swap(set, settling, this).work(swapping, ended.getOrDefault(true, List.of()));
      return;
    }
    List<JournalEntry> beginning =
        planned.getOrDefault(true, List.of()).stream().map(this::withoutUpload).toList();
    if (!beginning.isEmpty()) {
      begin(beginning, ended.getOrDefault(true, List.of()));
    }
  }

  /**
   * What was made ready for somebody who is held now is planned again, or left, and so is the older
   * version that a clean one has replaced.
   */
  private JournalEntry underTodaysHolds(JournalEntry entry) {
    boolean ofRows = set.task().holds().ofRows();
    JournalEntry now = entry;
    boolean bound = ofRows || isStale(now) || (isRemovedAsAWhole(now) && set.task().holds().any());
    boolean reviewed = now.counts().stream().map(CountLine::request).anyMatch(set::isReviewed);
    if (now.state() == VersionState.STAGED && (bound || reviewed)) {
      now = Swap.asCommitted(set, now);
    }
    if (now.state() == VersionState.SWAPPED && bound && !now.held().isOverwritten()) {
      now = held(now);
      set.save(now);
    }
    if (now.state() == VersionState.STAGED && (bound || reviewed)) {
      now = withoutUpload(now).counting(List.of()).to(VersionState.PLANNED);
      set.save(now);
    }
    if (now.state() == VersionState.PLANNED && ofRows) {
      now = held(withoutUpload(now));
      set.save(now);
    }
    return now;
  }

  private static boolean isRemovedAsAWhole(JournalEntry entry) {
    return entry.held().ticket().isEmpty();
  }

  private boolean isStale(JournalEntry staged) {
    return !staged.counts().stream().map(CountLine::request).allMatch(search::isSought);
  }

  private JournalEntry held(JournalEntry entry) {
    return underHold(entry).counting(List.of()).to(VersionState.HELD);
  }

  /** A copy past its last day has no end that could be told: it goes after the hold. */
  private JournalEntry underHold(JournalEntry entry) {
    LocalDate today = set.task().asOf().atZone(set.jobZone()).toLocalDate();
    return entry.protectedBy(
        JournalEntry.HELD, set.lastDay(entry.held().createdAt()).filter(today::isBefore));
  }

  /** Gives up what an earlier attempt had begun to write. */
  private JournalEntry withoutUpload(JournalEntry entry) {
    if (entry.held().ticket().isEmpty()) {
      return entry;
    }
    set.store().discard(entry.held().ticket().get());
    JournalEntry without = entry.holding(entry.held().withoutUpload());
    set.save(without);
    return without;
  }

  /** As the journal has them, also the one at whose content the work ended. */
  private List<JournalEntry> begun(List<JournalEntry> entries) {
    Set<Integer> numbers = entries.stream().map(JournalEntry::number).collect(Collectors.toSet());
    return set.entries(entries.get(0).unit()).stream()
        .filter(entry -> numbers.contains(entry.number()))
        .toList();
  }

  private void begin(List<JournalEntry> entries, List<JournalEntry> others) {
    List<JournalEntry> ready = new ArrayList<>();
    Optional<JournalEntry> missing = others.stream().filter(UnitRun::isMissing).findFirst();
    if (missing.isPresent()) {
      set.say(entries.get(0), "waits for object %s of the same backup", missing.get());
      entries.forEach(entry -> set.save(entry.to(VersionState.INCOMPLETE)));
      return;
    }
    for (JournalEntry entry : entries) {
      try {
        search.check(entry.held());
      } catch (Trouble trouble) {
        fail(entries, entry, trouble);
        return;
      }
    }
    JournalEntry at = entries.get(0);
    try {
      UnitSearch.Found found =
          search.in(
              Stream.concat(
                      entries.stream().map(JournalEntry::held),
                      others.stream().map(JournalEntry::standing).flatMap(Optional::stream))
                  .toList());
      LockedParts locked = new LockedParts(set, search, found, others);
      for (JournalEntry entry : entries) {
        at = entry;
        VersionCounts counts = found.count(entry.held());
        JournalEntry counted = spared(entry, found).counting(counts.lines());
        awaits(entry, counts, found, counts.changes() == 0);
        doubt(entry, counts);
        if (counts.changes() == 0) {
          ready.add(counted.to(counts.isUnread() ? VersionState.UNREAD_ROWS : VersionState.CLEAN));
        } else if (locked.binds(counted)) {
          ready.add(locked.bound(counted));
        } else if (entry.held().latest()) {
          ready.add(new Staging(set).stage(counted, found));
        } else if (set.task().holds().any()) {
          ready.add(held(entry)); // with it would go what else was in it then
        } else if (!whole.hasSuccessor(entry)) {
          set.say(entry, LAST);
          ready.add(entry.to(VersionState.INCOMPLETE));
        } else {
          ready.add(counted.counting(counts.lines().stream().map(CountLine::purged).toList()));
        }
      }
      TellingFiles telling = new TellingFiles(set, found, all, ready, others);
      for (int n = 0; n < ready.size(); n++) {
        at = entries.get(n);
        ready.set(n, telling.staged(ready.get(n)));
      }
      telling.requireOthersRight();
    } catch (Trouble trouble) {
      begun(entries).forEach(this::withoutUpload);
      fail(entries, at, trouble);
      return;
    } catch (StoreException e) {
      ready.forEach(this::withoutUpload);
      throw e;
    }
    swap(ready, others);
  }

  /**
   * What is kept in a version of persons whom earlier runs erased is looked at again.
   *
   * @param gone whether what had come due is not there any more: it is sought until then
   */
  void awaits(JournalEntry entry, VersionCounts counts, UnitSearch.Found found, boolean gone) {
    Pin version = entry.held().pin();
    boolean searched = gone && !found.isSpared() && !counts.isUnread();
    if (!counts.comeDue().isEmpty() || set.screened().isDueAgain(version)) {
      set.task()
          .fenced()
          .transaction(() -> set.screened().keptUntil(version, counts.comeDue(), searched));
    }
  }

  /** What nobody can say whose it is waits for somebody to look. */
  private void doubt(JournalEntry entry, VersionCounts counts) {
    if (!counts.doubted().isEmpty()) {
      String object = set.names().of(entry.held());
      set.task()
          .fenced()
          .transaction(() -> set.doubts().note(entry.held().pin(), object, counts.doubted()));
    }
  }

  private void swap(List<JournalEntry> ready, List<JournalEntry> others) {
    ready.stream()
        .filter(UnitRun::isUnchanged)
        .forEach(entry -> settling.end(entry, entry.state()));
    ready.stream().filter(entry -> entry.state().isEnd() && !isUnchanged(entry)).forEach(set::save);
    List<JournalEntry> staged =
        ready.stream()
            .filter(entry -> entry.state() == VersionState.PLANNED)
            .map(entry -> entry.to(VersionState.STAGED))
            .toList();
    set.task().fenced().transaction(() -> staged.forEach(set.journal()::save));
    if (!staged.isEmpty()) {
      List<JournalEntry> rest =
          Stream.concat(others.stream(), ready.stream().filter(entry -> entry.state().isEnd()))
              .toList();
      new Swap(set, settling, this).work(staged, rest);
    }
  }

  /** Without what is in it nobody can say which rows lead to which, or are shared. */
  private static boolean isMissing(JournalEntry other) {
    return other.held().latest() && other.state().isUnread();
  }

  private static boolean isUnchanged(JournalEntry entry) {
    return entry.state() == VersionState.CLEAN || entry.state() == VersionState.UNREAD_ROWS;
  }

  /** The version that cannot be used has its own end; the others of its backup wait for it. */
  private void fail(List<JournalEntry> entries, JournalEntry cause, Trouble trouble) {
    set.task()
        .notes()
        .accept(
            set.settings().label()
                + ": object "
                + set.names().of(cause.held())
                + " is "
                + trouble.end().label()
                + ": "
                + trouble.getMessage());
    boolean ofAll =
        trouble.end() == VersionState.UNMATCHED_SCHEMA
            || trouble.end() == VersionState.TOO_MANY_KEYS;
    for (JournalEntry entry : entries) {
      boolean own = ofAll || entry.number() == cause.number();
      set.save(
          entry
              .holding(entry.held().withoutUpload())
              .to(own ? trouble.end() : VersionState.INCOMPLETE));
    }
  }

  private JournalEntry spared(JournalEntry entry, UnitSearch.Found found) {
    return found.isSpared() && !entry.isLinked() ? underHold(entry) : entry;
  }

  @Override
  public void close() {
    search.close();
  }

  UnitSearch search() {
    return search;
  }

  /**
   * The objects that hold persons' own rows go last but for what tells of others, and before them
   * those that hold what hangs on these: as long as what leads to rows stands they are found again,
   * be it by another run.
   */
  List<JournalEntry> personsLast(List<JournalEntry> entries) {
    return entries.stream().sorted(Comparator.comparingInt(this::distance).reversed()).toList();
  }

  private int distance(JournalEntry entry) {
    return entry.counts().stream().mapToInt(search::distance).min().orElse(TELLS);
  }
}
