package org.quietus.backup.version;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The backups of a set by age: the newest whole ones stay, in case that no more are made. An older
 * version of an object counts where no newer one of it is whole. What is whole is asked for from
 * the newest on, and no further than need be. Each database has newest ones of its own.
 */
final class Generations {
  /**
   * An object version that is there.
   *
   * @param unit token of its backup
   * @param common what it has in common with all that was made with it, by its name
   * @param table the one that its name tells
   * @param latest whether it is the current one of its object
   * @param database the one that it says it is of, {@link #OWN} if that is the set's
   * @param held the tables of which it has the rows, as far as it can be read
   */
  record Copy(
      String unit,
      String common,
      Optional<String> table,
      String key,
      Instant created,
      boolean latest,
      BooleanSupplier whole,
      Supplier<Optional<String>> database,
      Supplier<Optional<Contents.HeldTables>> held) {}

  /** A backup with the moment at which its last object was made. */
  record Generation(String unit, Instant created) {}

  /** Stands for the database of the set, whatever it was called. */
  static final String OWN = "";

  private static final Duration LONGEST_DUMP = Duration.ofDays(1);
  private static final NavigableSet<Instant> NOTHING_CURRENT = Collections.emptyNavigableSet();

  private final Predicate<String> isOne;
  private final MissingTables missing;
  private final Map<String, List<Placed>> units = new LinkedHashMap<>();
  private final Map<String, Set<String>> alike = new HashMap<>();
  private final Map<String, Set<String>> parts = new HashMap<>();
  private final Map<String, NavigableSet<Instant>> current = new HashMap<>();
  private final Map<String, Set<String>> tables = new HashMap<>();
  private final Map<String, Instant> made = new HashMap<>();
  private final Set<String> lacking = new TreeSet<>();
  private int copies;

  /**
   * Prepares for copies.
   *
   * @param isOne whether objects that were taken for a backup each, since none of them could go,
   *     are one by what is in them; asked by what their names have in common
   * @param missing tells what was left out of newer ones
   */
  Generations(Predicate<String> isOne, MissingTables missing) {
    this.isOne = isOne;
    this.missing = missing;
  }

  /** Takes note of a version that is there. */
  void add(Copy copy) {
    units.computeIfAbsent(copy.unit(), unit -> new ArrayList<>()).add(new Placed(copy, copies++));
    alike.computeIfAbsent(copy.common(), of -> new LinkedHashSet<>()).add(copy.unit());
    if (copy.latest()) {
      current.computeIfAbsent(copy.unit(), unit -> new TreeSet<>()).add(copy.created());
    }
    copy.table()
        .ifPresent(
            table -> {
              tables.computeIfAbsent(copy.common(), of -> new HashSet<>()).add(table);
              made.merge(copy.common(), copy.created(), (a, b) -> a.isAfter(b) ? a : b);
            });
  }

  /** Tables that older backups have, and newer ones lack that were passed over therefore. */
  Set<String> lacking() {
    return Set.copyOf(lacking);
  }

  /**
   * Whether, where each file holds one table, all tables are there that an older backup has: one
   * that is being made, or whose program failed, takes the place of none.
   */
  private boolean hasAllTables(String unit) {
    String common = of(unit).get(0).copy().common();
    Set<String> own = tables.getOrDefault(common, Set.of());
    Set<String> missing =
        own.isEmpty()
            ? Set.of()
            : tables.entrySet().stream()
                .filter(other -> other.getValue().size() > 1)
                .filter(other -> madeOf(other.getKey()).isBefore(madeOf(common)))
                .filter(other -> !own.containsAll(other.getValue()))
                .filter(other -> isOfOneDatabase(other.getKey(), unit))
                .flatMap(other -> other.getValue().stream())
                .filter(table -> !own.contains(table))
                .collect(Collectors.toSet());
    lacking.addAll(missing);
    return missing.isEmpty();
  }

  private Instant madeOf(String common) {
    return Objects.requireNonNull(made.get(common));
  }

  private boolean isOfOneDatabase(String common, String unit) {
    Set<String> databases = databases(unit);
    return alike.getOrDefault(common, Set.of()).stream()
        .flatMap(other -> databases(other).stream())
        .anyMatch(databases::contains);
  }

  /** The databases that objects of a backup say they are of; the set's if none says any. */
  Set<String> databases(String unit) {
    Set<String> said =
        of(unit).stream()
            .flatMap(placed -> placed.copy().database().get().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return said.isEmpty() ? Set.of(OWN) : said;
  }

  /**
   * The newest backup of the set's database alone that is whole and current, of those made up to a
   * moment: what is dated later tells nothing of when it was. Empty if there is none.
   */
  Optional<Generation> newestWhole(Instant latest) {
    return newestWhole(latest, unit -> true);
  }

  /** The same of those that have the rows of all that an older one has. */
  Optional<Generation> newestWhole(Instant latest, String older) {
    return newestWhole(latest, unit -> has(unit, older, OWN));
  }

  private Optional<Generation> newestWhole(Instant latest, Predicate<String> counts) {
    return newestFirst().stream()
        .filter(unit -> !newestOf(unit).copy().created().isAfter(latest))
        .filter(unit -> of(unit).stream().anyMatch(placed -> placed.copy().latest()))
        .filter(unit -> hasAllTables(unit) && isWhole(unit))
        .filter(unit -> databases(unit).equals(Set.of(OWN)) && counts.test(unit))
        .findFirst()
        .map(unit -> new Generation(unit, newestOf(unit).copy().created()));
  }

  /**
   * The tokens of the newest backups of a database, in that order: whole ones, and others only
   * where there are too few; none counts that is dated later than that.
   */
  Set<String> newest(String database, int most, Instant latest) {
    return newest(database, most, latest, unit -> true);
  }

  /**
   * Whether a backup of a database is whole, and fewer newer ones than that have the rows of each
   * table of which it has them.
   */
  boolean isNewestOfItsTables(String unit, String database, int most, Instant latest) {
    return isWhole(unit)
        && newest(database, most, latest, other -> has(other, unit, database)).contains(unit);
  }

  /** Tables of which an older backup of a database has the rows, and a newer one left them out. */
  Set<String> missing(String newer, String older, String database) {
    return missing.amongCopies(copies(newer), copies(older), database);
  }

  private boolean has(String newer, String older, String database) {
    return Placed.AGE.compare(newestOf(newer), newestOf(older)) >= 0
        && missing(newer, older, database).isEmpty();
  }

  private List<Copy> copies(String unit) {
    Set<String> backup = parts.computeIfAbsent(unit, this::partsOf);
    backup.forEach(part -> parts.put(part, backup));
    return of(unit).stream().map(Placed::copy).toList();
  }

  private Set<String> newest(String database, int most, Instant latest, Predicate<String> counts) {
    List<Set<String>> newest = new ArrayList<>();
    List<Set<String>> others = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Set<String> counted = new HashSet<>();
    for (String unit : newestFirst()) {
      if (newest.size() < most && !seen.contains(unit) && databases(unit).contains(database)) {
        Set<String> keys = copies(unit).stream().map(Copy::key).collect(Collectors.toSet());
        Set<String> backup = Objects.requireNonNull(parts.get(unit));
        seen.addAll(backup);
        if (counted.containsAll(keys) || !counts.test(unit)) {
          continue;
        }
        boolean ahead = newestOf(unit).copy().created().isAfter(latest);
        if (!ahead && hasAllTables(unit) && isWhole(unit)) {
          newest.add(backup);
          counted.addAll(keys);
        } else {
          others.add(backup);
        }
      }
    }
    others.stream().limit(most - (long) newest.size()).forEach(newest::add);
    return newest.stream()
        .flatMap(Set::stream)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Of how many units a backup is. */
  private Set<String> partsOf(String unit) {
    String common = of(unit).get(0).copy().common();
    Set<String> all = alike.getOrDefault(common, Set.of());
    long objects =
        all.stream()
            .flatMap(one -> of(one).stream())
            .map(Placed::copy)
            .filter(Copy::latest)
            .map(Copy::key)
            .distinct()
            .count();
    return all.size() > 1 && objects > 1 && isOne.test(common) ? all : Set.of(unit);
  }

  /**
   * When the last current object of a backup was made that is of the same dump as one that was made
   * at a moment; no dump takes longer than a day.
   */
  Instant madeWith(String unit, Instant created) {
    @Nullable Instant last =
        current.getOrDefault(unit, NOTHING_CURRENT).floor(created.plus(LONGEST_DUMP));
    return last != null && last.isAfter(created) ? last : created;
  }

  /** When the first current object of a backup was made; empty if it has none. */
  Optional<Instant> begun(String unit) {
    return Optional.ofNullable(current.get(unit)).map(NavigableSet::first);
  }

  /** When the last current object of a backup was made; empty if it has none. */
  Optional<Instant> ended(String unit) {
    return Optional.ofNullable(current.get(unit)).map(NavigableSet::last);
  }

  /**
   * Whether a backup does without one version of an object: a newer one of it is whole, of the same
   * database and has the rows of its tables, or somebody has deleted the object.
   */
  boolean isReplaced(String unit, String key, Instant created, boolean latest) {
    List<Copy> versions =
        of(unit).stream().map(Placed::copy).filter(copy -> copy.key().equals(key)).toList();
    return versions.isEmpty() || (!latest && new Successors(missing, versions).isAny(created));
  }

  /** Whether of each object some version is. */
  private boolean isWhole(String unit) {
    Map<String, Boolean> whole = new HashMap<>();
    for (Placed placed : of(unit)) {
      Copy copy = placed.copy();
      whole.put(copy.key(), whole.getOrDefault(copy.key(), false) || copy.whole().getAsBoolean());
    }
    return !whole.containsValue(false);
  }

  private List<String> newestFirst() {
    return units.keySet().stream()
        .sorted(Comparator.comparing(this::newestOf, Placed.AGE).reversed())
        .toList();
  }

  private Placed newestOf(String unit) {
    return of(unit).stream().max(Placed.AGE).orElseThrow();
  }

  private List<Placed> of(String unit) {
    return parts.getOrDefault(unit, Set.of(unit)).stream()
        .flatMap(part -> units.getOrDefault(part, List.of()).stream())
        .toList();
  }
}
