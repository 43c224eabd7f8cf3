package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.quietus.backup.Trouble;
import org.quietus.backup.VersionState;
import org.quietus.backup.dump.OutOfMemory;
import org.quietus.backup.journal.DueRows;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.format.OutOfShare;
import org.quietus.objectstore.StoreException;
import org.quietus.target.TokenSet;

/** Works one configured set off: everything in it reaches a named end. */
public final class SetRun {
  /** How often somebody else may write before it is left to a later run. */
  private static final int MOST_ROUNDS = 5;

  /** What an entry of the journal takes of the heap, with its place among the units. */
  private static final int ENTRY = 2048;

  /** What is held of each object of a set besides, at most. */
  private static final long KNOWN = 512;

  private final SetContext set;
  private final int atOnce;
  private final WholeBackups whole;
  private final VersionInventory stock;
  private final KeyedEntries keys;

  /**
   * Of a set.
   *
   * @param keysAtOnce how many are taken in, worked off and forgotten before the next, where every
   *     object stands for itself; of backups so many are worked off before the next
   */
  public SetRun(SetContext set, int keysAtOnce) {
    this.set = set;
    this.atOnce = keysAtOnce;
    this.keys = new KeyedEntries(set);
    this.whole = new WholeBackups(set);
    this.stock = new VersionInventory(set, whole, keysAtOnce);
  }

  /**
   * Works until every version has a named end.
   *
   * @throws StoreException if the store could not be listed; what had been begun is given up
   */
  public void work() {
    try {
      workOff();
    } catch (StoreException e) {
      set.pages(VersionState.OPEN, page -> page.forEach(entry -> giveUp(entry, end(e))));
      throw e;
    }
  }

  private void workOff() {
    set.pages(
        List.of(VersionState.NOT_GONE),
        page ->
            page.stream().filter(SetRun::isWaitedFor).map(JournalEntry::again).forEach(set::save));
    goOn();
    int round = 1;
    while (round <= MOST_ROUNDS && stock.take(this::workOpen)) {
      round++;
    }
    if (round > MOST_ROUNDS) {
      stock.take(this::giveUpOpen);
    }
    stock.removeBareMarkers();
    stock.settle();
    set.contents()
        .spared()
        .ifPresent(what -> set.task().notes().accept(set.settings().label() + ": " + what));
    new Noting(set, atOnce).note();
  }

  /** Goes on with what an earlier attempt had begun. */
  private void goOn() {
    List<JournalEntry> begun = new ArrayList<>();
    set.pages(
        VersionState.OPEN,
        page ->
            page.stream()
                .filter(entry -> entry.state() != VersionState.PLANNED)
                .forEach(begun::add));
    if (!set.isEachByItself()) {
      keys.stand(whole);
      set.all().backupsOf(begun, atOnce, some -> workUnits(open(some), keys.with(some)));
    } else if (!begun.isEmpty()) {
      workUnits(begun, ofKeys(begun));
    }
  }

  private void giveUpOpen(List<JournalEntry> entries) {
    open(entries).forEach(entry -> giveUp(entry, VersionState.CHANGED));
    if (!set.isEachByItself()) {
      set.pages(
          VersionState.OPEN, page -> page.forEach(entry -> giveUp(entry, VersionState.CHANGED)));
    }
  }

  /** All entries of the keys of some. */
  private List<JournalEntry> ofKeys(List<JournalEntry> some) {
    Set<String> keys = some.stream().map(entry -> entry.held().key()).collect(Collectors.toSet());
    List<JournalEntry> all = new ArrayList<>();
    set.pages(
        List.of(),
        page -> page.stream().filter(entry -> keys.contains(entry.held().key())).forEach(all::add));
    return all;
  }

  private void workOpen(List<JournalEntry> known) {
    if (set.isEachByItself()) {
      workUnits(open(known), known);
      return;
    }
    TokenSet asking = new TokenSet();
    TokenSet worked = new TokenSet();
    if (keys.stand(whole)) {
      set.all().backups(VersionState.OPEN, atOnce, some -> workOpen(some, asking, worked, true));
    }
    set.all().backups(VersionState.OPEN, atOnce, some -> workOpen(some, asking, worked, false));
  }

  /**
   * What other backups of the set say decides on older versions: these are first, before anything
   * else is written. Whatever the objects of older versions have is worked off with them, so that
   * many versions of one object are read once and not for each window.
   */
  private void workOpen(List<JournalEntry> some, TokenSet asking, TokenSet worked, boolean first) {
    Predicate<JournalEntry> isTurn =
        entry -> asking.contains(entry.unit()) == first && !worked.contains(entry.unit());
    askOf(some, asking, first);
    List<JournalEntry> chosen = some.stream().filter(isTurn).toList();
    if (chosen.isEmpty()) {
      return;
    }
    List<JournalEntry> beside = keys.beside(chosen);
    if (!beside.isEmpty()) {
      askOf(beside, asking, first);
      List<JournalEntry> all = new ArrayList<>(chosen);
      set.all().backupsOf(open(beside).stream().filter(isTurn).toList(), atOnce, all::addAll);
      chosen = all;
    }
    chosen.forEach(entry -> worked.add(entry.unit()));
    workUnits(open(chosen), keys.with(chosen));
  }

  private static void askOf(List<JournalEntry> some, TokenSet asking, boolean first) {
    if (first) {
      some.stream()
          .filter(entry -> !entry.held().latest())
          .forEach(entry -> asking.add(entry.unit()));
    }
  }

  /** What reading again found is worked off once more; if it stays, the run ends PARTIAL. */
  private static boolean isWaitedFor(JournalEntry entry) {
    return entry.state() == VersionState.NOT_GONE && entry.due().stream().noneMatch(DueRows::again);
  }

  private static List<JournalEntry> open(List<JournalEntry> entries) {
    return entries.stream().filter(entry -> !entry.state().isEnd()).toList();
  }

  /** {@code known} are all entries of the backups, and of the keys, of those that are open. */
  private void workUnits(List<JournalEntry> open, List<JournalEntry> known) {
    set.turnTo(known);
    whole.among(known);
    Map<String, List<JournalEntry>> all =
        known.stream()
            .collect(
                Collectors.groupingBy(JournalEntry::unit, LinkedHashMap::new, Collectors.toList()));
    List<Strands.Unit> units = new ArrayList<>();
    Map<String, List<JournalEntry>> over = new HashMap<>();
    for (String unit : open.stream().map(JournalEntry::unit).distinct().toList()) {
      List<JournalEntry> entries = all.getOrDefault(unit, List.of());
      units.add(new Strands.Unit(units.size(), unit, entries));
      List<JournalEntry> old =
          entries.stream()
              .filter(entry -> entry.state() == VersionState.PLANNED && stock.isOver(entry))
              .toList();
      if (!old.isEmpty()) {
        over.put(unit, old);
      }
    }
    HeapShares shares = shares(known.size());
    new UnitWorkers(set, shares, unit -> work(unit, over.getOrDefault(unit.name(), List.of())))
        .work(units);
  }

  private HeapShares shares(long entries) {
    return HeapShares.of(
        Runtime.getRuntime().maxMemory() - entries * ENTRY - set.count() * KNOWN,
        set.objectsAtOnce(),
        set.persons().size(),
        set.screening().newest());
  }

  /** {@code over} are those that have outlived their period: a kill came before they went. */
  private void work(Strands.Unit unit, List<JournalEntry> over) {
    if (over.isEmpty()) {
      workUnit(unit.name(), unit.entries());
    } else {
      set.task()
          .fenced()
          .alone(
              () -> {
                stock.expire(over);
                return true;
              });
    }
  }

  private void workUnit(String unit, List<JournalEntry> entries) {
    try (UnitRun run = new UnitRun(set.ofThread(), unit, entries, whole)) {
      run.work();
    } catch (StoreException.Changed | StoreException.Gone e) {
      // somebody wrote: taking stock again tells what stands there now
    } catch (StoreException e) {
      sayWhy(entries, String.valueOf(e.getMessage()));
      giveUpUnit(unit, end(e));
    } catch (Trouble trouble) {
      sayWhy(entries, String.valueOf(trouble.getMessage()));
      giveUpUnit(unit, trouble.end());
    } catch (OutOfMemoryError e) {
      if (!(OutOfMemory.end() instanceof Trouble trouble)) {
        throw new OutOfShare();
      }
      sayWhy(entries, String.valueOf(trouble.getMessage()));
      giveUpUnit(unit, trouble.end());
    }
  }

  private void sayWhy(List<JournalEntry> entries, String why) {
    String objects =
        open(entries).stream()
            .map(entry -> set.names().of(entry.held()))
            .distinct()
            .collect(Collectors.joining(", "));
    set.task().notes().accept("%s: object %s: %s".formatted(set.settings().label(), objects, why));
  }

  static VersionState end(StoreException failure) {
    return failure instanceof StoreException.Archived
        ? VersionState.ARCHIVED
        : failure instanceof StoreException.Unsupported
            ? VersionState.UNSUPPORTED
            : VersionState.UNREACHABLE;
  }

  private void giveUpUnit(String unit, VersionState end) {
    open(set.entries(unit)).forEach(entry -> giveUp(entry, end));
  }

  /** What has gone from a version by then is counted, whatever keeps the rest from being done. */
  private void giveUp(JournalEntry given, VersionState end) {
    JournalEntry entry = given;
    Optional<StoreException> unknown = Optional.empty();
    try {
      entry = given.state() == VersionState.STAGED ? Swap.asCommitted(set, given) : given;
    } catch (StoreException e) {
      unknown = Optional.of(e); // the next run sees
    }
    if (entry.hasLostRows()) {
      new Settling(set).end(entry, end);
      return;
    }
    JournalEntry ended = entry.holding(entry.held().withoutUpload()).counting(List.of()).to(end);
    try {
      if (unknown.isPresent()) {
        throw unknown.get();
      }
      entry.held().ticket().ifPresent(set.store()::discard);
      set.save(ended);
    } catch (StoreException e) {
      set.task().notes().accept("an unfinished upload stays until the next run: " + e.getMessage());
      set.saveWithout(entry, ended);
    }
  }
}
