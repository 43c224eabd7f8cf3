package org.quietus.backup.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.backup.version.AlikeBackups.Asked;

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
  private final PackedCopies copies;
  private final AlikeBackups alike = new AlikeBackups();
  private final MadeTogether together;
  private final Set<String> lacking = new TreeSet<>();
  private int @Nullable [] newestFirst;

  /**
   * Prepares for copies.
   *
   * @param look finds what is known of a copy by the number under which it was added
   * @param isOne whether objects that were taken for a backup each, since none of them could go,
   *     are one by what is in them; asked by what their names have in common
   * @param missing tells what was left out of newer ones
   */
  Generations(IntFunction<StoredCopy> look, Predicate<String> isOne, MissingTables missing) {
    this.isOne = isOne;
    this.missing = missing;
    this.copies = new PackedCopies(look);
    this.together = new MadeTogether(copies);
  }

  /** Takes note of a version that is there, which is known under that number. */
  void add(int number, StoredCopy copy) {
    int common = alike.add(copy);
    int before = copies.count();
    int unit = copies.add(copy, number, common);
    if (unit == before
        || (copies.common(unit) != common && alike.of(common).noneMatch(of -> of == unit))) {
      alike.link(common, unit);
    }
    together.forget(unit);
    newestFirst = null;
  }

  /** Tables that older backups have, and newer ones lack that were passed over therefore. */
  Set<String> lacking() {
    return Set.copyOf(lacking);
  }

  /**
   * Whether, where each file holds one table, all tables are there that an older backup has: one
   * that is being made, or whose program failed, takes the place of none.
   */
  private boolean hasAllTables(int unit) {
    Set<String> missed =
        alike.lacking(
            copies.common(units(unit).findFirst().orElseThrow()),
            other -> isOfOneDatabase(other, unit));
    lacking.addAll(missed);
    return missed.isEmpty();
  }

  private boolean isOfOneDatabase(int common, int unit) {
    Set<String> databases = databases(unit);
    return alike
        .of(common)
        .mapToObj(this::databases)
        .flatMap(Set::stream)
        .anyMatch(databases::contains);
  }

  /** The databases that objects of a backup say they are of; the set's if none says any. */
  Set<String> databases(String unit) {
    int number = copies.unit(unit);
    return number == PackedCopies.NONE ? Set.of(OWN) : databases(number);
  }

  private Set<String> databases(int unit) {
    Set<String> said =
        all(unit)
            .flatMap(copy -> copy.database().stream())
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
    int of = copies.unit(older);
    return newestWhole(latest, unit -> has(unit, of, OWN));
  }

  private Optional<Generation> newestWhole(Instant latest, IntPredicate counts) {
    return Arrays.stream(newestFirst())
        .filter(unit -> !newestOf(unit).created().isAfter(latest))
        .filter(unit -> places(unit).anyMatch(copies::latest))
        .filter(unit -> hasAllTables(unit) && isWhole(unit))
        .filter(unit -> databases(unit).equals(Set.of(OWN)) && counts.test(unit))
        .boxed()
        .findFirst()
        .map(unit -> new Generation(firstOf(unit).unit(), newestOf(unit).created()));
  }

  /**
   * The tokens of the newest backups of a database, in that order: whole ones, and others only
   * where there are too few; none counts that is dated later than that.
   */
  Set<String> newest(String database, int most, Instant latest) {
    return newest(database, most, latest, unit -> true)
        .mapToObj(unit -> firstOf(unit).unit())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Whether a backup of a database is whole, and fewer newer ones than that have the rows of each
   * table of which it has them.
   */
  boolean isNewestOfItsTables(String unit, String database, int most, Instant latest) {
    int number = copies.unit(unit);
    return number != PackedCopies.NONE
        && isWhole(number)
        && newest(database, most, latest, other -> has(other, number, database))
            .anyMatch(newest -> newest == number);
  }

  /** Tables of which an older backup of a database has the rows, and a newer one left them out. */
  Set<String> missing(String newer, String older, String database) {
    return missing(copies.unit(newer), copies.unit(older), database);
  }

  /** Of one that is not there nothing was left out. */
  private Set<String> missing(int newer, int older, String database) {
    if (older == PackedCopies.NONE) {
      return Set.of();
    }
    ask(newer);
    ask(older);
    return missing.amongCopies(all(newer).toList(), all(older).toList(), database);
  }

  private boolean has(int newer, int older, String database) {
    return older == PackedCopies.NONE
        || (Placed.AGE.compare(newestOf(newer), newestOf(older)) >= 0
            && missing(newer, older, database).isEmpty());
  }

  /** Finds out of which units a backup is. */
  private void ask(int unit) {
    int common = copies.common(unit);
    if (alike.asked(common) == Asked.NOT_YET) {
      boolean one =
          alike.hasSeveral(common)
              && copies.areSeveralObjects(alike.of(common))
              && isOne.test(firstOf(unit).common());
      alike.asked(common, one ? Asked.ONE : Asked.ONE_EACH);
      newestFirst = one ? null : newestFirst;
    }
  }

  private IntStream newest(String database, int most, Instant latest, IntPredicate counts) {
    List<Integer> newest = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    BitSet seen = new BitSet();
    Set<Long> counted = new HashSet<>();
    for (int unit : newestFirst()) {
      if (newest.size() < most && !seen.get(unit) && databases(unit).contains(database)) {
        ask(unit);
        units(unit).forEach(seen::set);
        List<Long> keys = places(unit).mapToObj(copies::digestOf).toList();
        if (counted.containsAll(keys) || !counts.test(unit)) {
          continue;
        }
        boolean ahead = newestOf(unit).created().isAfter(latest);
        if (!ahead && hasAllTables(unit) && isWhole(unit)) {
          newest.add(unit);
          counted.addAll(keys);
        } else if (others.size() < most) {
          others.add(unit);
        }
      }
    }
    others.stream().limit(most - (long) newest.size()).forEach(newest::add);
    return newest.stream().mapToInt(Integer::intValue).flatMap(this::units);
  }

  /** When the current objects of each backup were made. */
  MadeTogether made() {
    return together;
  }

  /** The current objects that have that in common. */
  Stream<StoredCopy> alike(String common) {
    int number = alike.number(common);
    return number == PackedCopies.NONE
        ? Stream.empty()
        : copies.all(alike.of(number).flatMap(copies::of).filter(copies::latest));
  }

  /**
   * Whether a backup does without one version of an object: a newer one of it is whole, of the same
   * database and has the rows of its tables, or somebody has deleted the object.
   */
  boolean isReplaced(String unit, String key, Instant created, boolean latest) {
    int number = copies.unit(unit);
    if (number == PackedCopies.NONE) {
      return true;
    }
    long digest = copies.digest(key);
    List<StoredCopy> versions =
        copies.all(places(number).filter(place -> copies.digestOf(place) == digest)).toList();
    return versions.isEmpty() || (!latest && new Successors(missing, versions).isAny(created));
  }

  /** Whether of each object some version is. */
  private boolean isWhole(int unit) {
    Map<Long, Boolean> whole = new HashMap<>();
    places(unit)
        .forEach(
            place -> {
              long key = copies.digestOf(place);
              whole.put(key, whole.getOrDefault(key, false) || copies.get(place).isWhole());
            });
    return !whole.containsValue(false);
  }

  private int[] newestFirst() {
    int[] known = newestFirst;
    if (known == null) {
      List<Placed> newest = new ArrayList<>();
      for (int unit = 0; unit < copies.count(); unit++) {
        newest.add(newestOf(unit));
      }
      known = Placed.newestFirst(newest);
      newestFirst = known;
    }
    return known;
  }

  private Placed newestOf(int unit) {
    return places(unit)
        .mapToObj(place -> new Placed(copies, unit, place))
        .max(Placed.AGE)
        .orElseThrow();
  }

  private StoredCopy firstOf(int unit) {
    return copies.get(copies.of(unit).findFirst().orElseThrow());
  }

  private IntStream units(int unit) {
    int common = copies.common(unit);
    return alike.asked(common) == Asked.ONE ? alike.of(common) : IntStream.of(unit);
  }

  private IntStream places(int unit) {
    return units(unit).flatMap(copies::of);
  }

  private Stream<StoredCopy> all(int unit) {
    return copies.all(places(unit));
  }
}
