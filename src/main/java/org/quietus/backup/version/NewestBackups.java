package org.quietus.backup.version;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.packed.NumberedTexts;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.OnErasure;
import org.quietus.target.CopyTime;
import org.quietus.target.TokenSet;

/**
 * Which backups of a set stay whatever their age, since they may be the last, and which may go
 * because a newer one was made. Nothing is read before something could go.
 */
final class NewestBackups {
  /** By how much the clock of whoever makes backups may be ahead. */
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  /** How long the files of a folder may come after each other, so that it is not all there yet. */
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  private final SetContext set;
  private final WholeBackups whole;
  private final FullestBackups fullest;
  private final Instant cutoff;
  private final Units units;
  private final BegunFolders begun;
  private @Nullable Generations generations;
  private final Map<String, Set<String>> kept = new HashMap<>();
  private final Map<String, Boolean> foldersOver = new HashMap<>();
  private final Set<String> going = new HashSet<>();
  private Optional<Generations.Generation> refreshing = Optional.empty();
  private boolean looked;
  private final Set<String> said = new HashSet<>();

  /** What was created before {@code cutoff} has outlived its period. */
  NewestBackups(
      SetContext set, WholeBackups whole, Instant cutoff, Units units, BegunFolders begun) {
    this.begun = begun;
    this.set = set;
    this.whole = whole;
    this.fullest = new FullestBackups(set);
    this.cutoff = cutoff;
    this.units = units;
  }

  /**
   * Takes note of what stands in the store: entries of the journal, and what is new, but for what
   * is of repositories. Somebody else may have removed what the journal has.
   *
   * @param partly the backups of which something cannot be looked at
   */
  void are(
      ManyEntries known,
      Predicate<JournalEntry> there,
      List<Fresh> fresh,
      NewEntries entries,
      TokenSet partly) {
    if (isEachByItself()) {
      return;
    }
    NumberedTexts deleted = new NumberedTexts();
    known.each(
        entry -> {
          if (entry.state() == VersionState.MARKER && entry.held().latest()) {
            deleted.add(entry.held().key());
          } else if (entry.state() == VersionState.EXPIRED
              && entry.held().latest()
              && units.isOfFolder(entry.unit(), entry.held().key())) {
            going.add(entry.unit());
          }
        });
    StoredCopies copies =
        new StoredCopies(
            set, units, whole, this::isComplete, fresh, entries::unit, partly::contains);
    Generations now =
        new Generations(
            copies::of,
            common ->
                !set.settings().isOpaque()
                    && units.isOneBackup(
                        common, () -> StoredCopies.known(generations().alike(common))),
            whole.missing());
    known.each(
        entry -> {
          if (there.test(entry)
              && !going.contains(entry.unit())
              && entry.state() != VersionState.MARKER
              && WholeBackups.isThere(entry)
              && deleted.of(entry.held().key()) == NumberedTexts.NONE) {
            now.add(StoredCopies.number(entry), copies.of(entry));
          }
        });
    NumberedTexts deletedNow = new NumberedTexts();
    for (Fresh one : fresh) {
      if (one.version().deleteMarker() && one.version().latest()) {
        deletedNow.add(one.key().value());
      }
    }
    int place = 0;
    for (Fresh one : fresh) {
      if (one.details().isPresent()
          && deletedNow.of(one.key().value()) == NumberedTexts.NONE
          && !going.contains(entries.unit(one.pin()))) {
        whole.also(one.pin());
        now.add(place, copies.of(place));
      }
      place++;
    }
    generations = now;
    kept.clear();
    fullest.are(now);
    foldersOver.clear();
    refreshing = Optional.empty();
    looked = false;
  }

  /**
   * Whether nothing was added to a folder for so long that its backup has come to its end, and
   * nothing of it has gone.
   *
   * @param key of one of its files
   */
  private boolean isComplete(String unit, String key) {
    Instant settled = set.clock().instant().minus(LONGEST_PAUSE);
    MadeTogether made = generations().made();
    return made.ended(unit).filter(last -> last.isBefore(settled)).isPresent()
        && made.begun(unit).filter(first -> begun.isRest(key, first)).isEmpty();
  }

  /** Whether a folder has begun to go, so that what is left of it is no backup any more. */
  boolean isGoing(String unit) {
    return going.contains(unit);
  }

  /**
   * Whether a backup has outlived its period, or was refreshed by a newer one; the same of all that
   * is current in a folder.
   */
  boolean isOver(String unit, SealedVersion held) {
    if (!units.isCurrentOfFolder(unit, held)) {
      return isPast(unit, held);
    }
    Boolean over = foldersOver.get(unit);
    if (over == null) {
      over = isGoing(unit) || isPast(unit, held);
      foldersOver.put(unit, over);
    }
    return over;
  }

  private boolean isPast(String unit, SealedVersion held) {
    return (made(unit, held).isBefore(cutoff) && !isKept(unit, held)) || isRefreshed(unit, held);
  }

  /**
   * When the last part of its backup was made, without which the others could not be searched: all
   * of them go on the same day.
   */
  Instant made(String unit, SealedVersion held) {
    if (units.isCurrentOfFolder(unit, held)) {
      return generations().made().ended(unit).orElse(held.createdAt());
    }
    return held.latest() && !isEachByItself()
        ? generations().made().with(unit, held.createdAt())
        : held.createdAt();
  }

  /** Data of their own have no generations, and there may be a million objects. */
  private boolean isEachByItself() {
    return set.settings().kind() == ObjectSet.Kind.FILES;
  }

  /** Whether one of the newest backups needs it although its period has passed; says so. */
  boolean isKept(String unit, SealedVersion held) {
    Optional<String> database =
        lastOf(unit, held).isBefore(cutoff) && set.settings().keepGenerations() > 0
            ? keptOf(unit).filter(of -> !isReplaced(unit, held))
            : Optional.empty();
    database
        .filter(of -> kept(of).contains(unit) && said.add(of))
        .ifPresent(
            of ->
                set.task()
                    .notes()
                    .accept(
                        ("%s: its newest backup%s has outlived its period and stays"
                                + " (keep-generations: %d); check whether backups are still made")
                            .formatted(
                                set.settings().label(),
                                SaidDatabases.called(of),
                                set.settings().keepGenerations())));
    return database.isPresent();
  }

  private Instant lastOf(String unit, SealedVersion held) {
    return units.isCurrentOfFolder(unit, held) ? made(unit, held) : held.createdAt();
  }

  /** Whether an object may hold somebody who is certainly not in the newest backup. */
  private boolean isRefreshed(String unit, SealedVersion held) {
    if (set.settings().onErasure() != OnErasure.AT_REFRESH) {
      return false;
    }
    Optional<Generations.Generation> by = refreshing();
    return isRefreshed(unit, held, by)
        && (keptOf(unit).isEmpty() || isReplaced(unit, held))
        && !whole.isForeign(held)
        && isRefreshedInFull(unit, held, by.get().unit());
  }

  private boolean isRefreshedInFull(String unit, SealedVersion held, String by) {
    Set<String> missing = fullest.missing(Set.of(by), unit, Generations.OWN);
    boolean refreshed =
        missing.isEmpty() || isRefreshed(unit, held, generations().newestWhole(latest(), unit));
    if (!refreshed) {
      fullest.tell(missing, Generations.OWN);
    }
    return refreshed;
  }

  private boolean isRefreshed(
      String unit, SealedVersion held, Optional<Generations.Generation> by) {
    Instant first =
        units.isCurrentOfFolder(unit, held)
            ? generations().made().begun(unit).orElse(held.createdAt())
            : held.createdAt();
    return by.filter(newest -> !newest.unit().equals(unit) || isReplaced(unit, held)).isPresent()
        && set.screening()
            .isErasedBetween(CopyTime.shows(first), CopyTime.shows(by.get().created()));
  }

  /** Whether its backup, of which it is an older version, does without it. */
  private boolean isReplaced(String unit, SealedVersion held) {
    return !units.isCurrentOfFolder(unit, held)
        && generations().isReplaced(unit, held.key(), held.createdAt(), held.latest());
  }

  /** The database of which a backup is one of the newest; empty if of none. */
  private Optional<String> keptOf(String unit) {
    Set<String> databases =
        set.settings().isOpaque() ? Set.of(Generations.OWN) : generations().databases(unit);
    return databases.stream().filter(database -> isKept(unit, database)).findFirst();
  }

  private boolean isKept(String unit, String database) {
    return kept(database).contains(unit)
        || (!set.settings().isOpaque() && fullest.isOne(unit, database, kept(database), latest()));
  }

  private Set<String> kept(String database) {
    if (!kept.containsKey(database)) {
      kept.put(
          database, generations().newest(database, set.settings().keepGenerations(), latest()));
      fullest.tellLacking();
    }
    return Objects.requireNonNull(kept.get(database));
  }

  /** What is dated later does not tell when it was made. */
  private Instant latest() {
    return set.clock().instant().plus(CLOCKS_APART);
  }

  private Optional<Generations.Generation> refreshing() {
    if (!looked) {
      refreshing = generations().newestWhole(latest());
      looked = true;
      fullest.tellLacking();
    }
    return refreshing;
  }

  private Generations generations() {
    if (generations == null) {
      RepositoryObjects repositories = new RepositoryObjects(set, units.folders());
      repositories.see(List.of(), set.all());
      are(
          repositories.others(set.all()),
          entry -> true,
          List.of(),
          new NewEntries(set, units, new NumberedTexts()),
          new TokenSet());
    }
    return Objects.requireNonNull(generations);
  }
}
