package org.quietus.backup.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The backups of a set by age: the newest whole ones stay, in case that no more are made. An older
 * version of an object counts where no newer one of it is whole. What is whole is asked for from
 * the newest on, and no further than need be. Each database has newest ones of its own.
 */
final class Generations {
  /** A backup with the moment at which its last object was made. */
  record Generation(String unit, Instant created) {}

  /** Stands for the database of the set, whatever it was called. */
  static final String OWN = "";

  private final Predicate<String> isOne;
  private final MissingTables missing;
  private final Map<String, List<Placed>> units = new LinkedHashMap<>();
  private final Map<String, Set<String>> alike = new HashMap<>();
  private final Map<String, Set<String>> parts = new HashMap<>();
  private final MadeTogether together = new MadeTogether(units);
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
  void add(StoredCopy copy) {
    units.computeIfAbsent(copy.unit(), unit -> new ArrayList<>(1)).add(new Placed(copy, copies++));
    alike.computeIfAbsent(copy.common(), of -> new LinkedHashSet<>(2)).add(copy.unit());
    together.forget(copy.unit());
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
            .flatMap(placed -> placed.copy().database().stream())
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

  private List<StoredCopy> copies(String unit) {
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
        Set<String> keys = copies(unit).stream().map(StoredCopy::key).collect(Collectors.toSet());
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
            .filter(StoredCopy::latest)
            .map(StoredCopy::key)
            .distinct()
            .count();
    return all.size() > 1 && objects > 1 && isOne.test(common) ? all : Set.of(unit);
  }

  /** When the current objects of each backup were made. */
  MadeTogether made() {
    return together;
  }

  /** The current objects that have that in common. */
  List<StoredCopy> alike(String common) {
    return alike.getOrDefault(common, Set.of()).stream()
        .flatMap(unit -> units.getOrDefault(unit, List.of()).stream())
        .map(Placed::copy)
        .filter(StoredCopy::latest)
        .toList();
  }

  /**
   * Whether a backup does without one version of an object: a newer one of it is whole, of the same
   * database and has the rows of its tables, or somebody has deleted the object.
   */
  boolean isReplaced(String unit, String key, Instant created, boolean latest) {
    List<StoredCopy> versions =
        of(unit).stream().map(Placed::copy).filter(copy -> copy.key().equals(key)).toList();
    return versions.isEmpty() || (!latest && new Successors(missing, versions).isAny(created));
  }

  /** Whether of each object some version is. */
  private boolean isWhole(String unit) {
    Map<String, Boolean> whole = new HashMap<>();
    for (Placed placed : of(unit)) {
      StoredCopy copy = placed.copy();
      whole.put(copy.key(), whole.getOrDefault(copy.key(), false) || copy.isWhole());
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
