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
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.policy.ObjectSet;
import org.quietus.policy.OnErasure;
import org.quietus.target.CopyTime;

/**
 * Which backups of a set stay whatever their age, since they may be the last, and which may go
 * because a newer one was made. Nothing is read before something could go.
 */
final class NewestBackups {
  /** By how much the clock of whoever makes backups may be ahead. */
  private static final Duration CLOCKS_APART = Duration.ofDays(1);

  private final SetContext set;
  private final WholeBackups whole;
  private final Instant cutoff;
  private final BackupNames names;
  private final Units units;
  private @Nullable Generations generations;
  private final Map<String, Set<String>> kept = new HashMap<>();
  private Optional<Generations.Generation> refreshing = Optional.empty();
  private boolean looked;
  private final Set<String> said = new HashSet<>();
  private boolean saidLacking;

  /** What was created before {@code cutoff} has outlived its period. */
  NewestBackups(SetContext set, WholeBackups whole, Instant cutoff, Units units) {
    this.set = set;
    this.whole = whole;
    this.cutoff = cutoff;
    this.names = BackupNames.of(set.contents());
    this.units = units;
  }

  /**
   * Takes note of what stands in the store: entries of the journal, and what is new, but for what
   * is of repositories.
   */
  void are(List<JournalEntry> known, List<Generations.Copy> fresh) {
    if (isEachByItself()) {
      return;
    }
    Generations now = new Generations(common -> isOneBackup(common, known));
    Set<String> deleted =
        known.stream()
            .filter(entry -> entry.state() == VersionState.MARKER && entry.held().latest())
            .map(entry -> entry.held().key())
            .collect(Collectors.toSet());
    known.stream()
        .filter(entry -> entry.state() != VersionState.MARKER && WholeBackups.isThere(entry))
        .filter(entry -> !deleted.contains(entry.held().key()))
        .map(this::copy)
        .forEach(now::add);
    fresh.forEach(now::add);
    generations = now;
    kept.clear();
    refreshing = Optional.empty();
    looked = false;
  }

  private boolean isOneBackup(String common, List<JournalEntry> known) {
    return !set.settings().isOpaque()
        && units.isOneBackup(
            common,
            known.stream()
                .filter(entry -> entry.held().latest() && WholeBackups.isThere(entry))
                .filter(entry -> entry.state() != VersionState.MARKER)
                .filter(entry -> names.common(entry.held().key()).equals(common))
                .map(entry -> entry.standing().orElse(entry.held()).pin())
                .toList());
  }

  private Generations.Copy copy(JournalEntry entry) {
    SealedVersion standing = entry.standing().orElse(entry.held());
    return copy(entry.unit(), entry.held(), standing, () -> whole.isIntact(entry));
  }

  /** What a version that is new counts as. */
  Generations.Copy copy(String unit, SealedVersion held) {
    whole.also(held);
    return copy(unit, held, held, () -> whole.isIntact(held));
  }

  private Generations.Copy copy(
      String unit, SealedVersion held, SealedVersion standing, BooleanSupplier isWhole) {
    return new Generations.Copy(
        unit,
        names.common(held.key()),
        names.table(held.key()),
        held.key(),
        held.createdAt(),
        held.latest(),
        isWhole,
        () -> whole.database(standing));
  }

  /** Whether a backup has outlived its period, or was refreshed by a newer one. */
  boolean isOver(String unit, SealedVersion held) {
    return (made(unit, held).isBefore(cutoff) && !isKept(unit, held)) || isRefreshed(unit, held);
  }

  /**
   * When the last part of its backup was made, without which the others could not be searched: all
   * of them go on the same day.
   */
  Instant made(String unit, SealedVersion held) {
    return held.latest() && !isEachByItself()
        ? generations().madeWith(unit, held.createdAt())
        : held.createdAt();
  }

  /** Data of their own have no generations, and there may be a million objects. */
  private boolean isEachByItself() {
    return set.settings().kind() == ObjectSet.Kind.FILES;
  }

  /** Whether one of the newest backups needs it although its period has passed; says so. */
  boolean isKept(String unit, SealedVersion held) {
    Optional<String> database =
        held.createdAt().isBefore(cutoff) && set.settings().keepGenerations() > 0
            ? keptOf(unit).filter(of -> !isReplaced(unit, held))
            : Optional.empty();
    database
        .filter(said::add)
        .ifPresent(
            of ->
                set.task()
                    .notes()
                    .accept(
                        "%s: its newest backup%s has outlived its period and stays (keep-generations: %d); check whether backups are still made"
                            .formatted(
                                set.settings().label(),
                                SaidDatabases.called(of),
                                set.settings().keepGenerations())));
    return database.isPresent();
  }

  /** Whether an object may hold somebody who is certainly not in the newest backup. */
  private boolean isRefreshed(String unit, SealedVersion held) {
    if (set.settings().onErasure() != OnErasure.AT_REFRESH) {
      return false;
    }
    Optional<Generations.Generation> by = refreshing();
    return by.filter(newest -> !newest.unit().equals(unit) || isReplaced(unit, held)).isPresent()
        && set.screening()
            .isErasedBetween(CopyTime.shows(held.createdAt()), CopyTime.shows(by.get().created()))
        && (keptOf(unit).isEmpty() || isReplaced(unit, held))
        && !whole.isForeign(held);
  }

  /** Whether its backup, of which it is an older version, does without it. */
  private boolean isReplaced(String unit, SealedVersion held) {
    return generations().isReplaced(unit, held.key(), held.createdAt(), held.latest());
  }

  /** The database of which a backup is one of the newest; empty if of none. */
  private Optional<String> keptOf(String unit) {
    return generations().databases(unit).stream()
        .filter(database -> kept(database).contains(unit))
        .findFirst();
  }

  private Set<String> kept(String database) {
    if (!kept.containsKey(database)) {
      kept.put(
          database, generations().newest(database, set.settings().keepGenerations(), latest()));
      tellLacking();
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
      tellLacking();
    }
    return refreshing;
  }

  private void tellLacking() {
    Set<String> lacking = generations().lacking();
    if (!lacking.isEmpty() && !saidLacking) {
      saidLacking = true;
      set.task()
          .notes()
          .accept(
              "%s: by the names of their files, newer backups lack tables that an older one has (%s), and take the place of none; dump these tables too, or remove the older ones yourself"
                  .formatted(
                      set.settings().label(),
                      lacking.stream().sorted().collect(Collectors.joining(", "))));
    }
  }

  private Generations generations() {
    if (generations == null) {
      are(new RepositoryObjects(set).others(set.entries()), List.of());
    }
    return Objects.requireNonNull(generations);
  }
}
