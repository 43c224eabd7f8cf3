package org.quietus.backup.version;

import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quietus.backup.packed.NumberRows;
import org.quietus.backup.packed.NumberedTexts;
import org.quietus.backup.packed.PackedList;

/**
 * Very many object versions by their backups, in some 100 bytes for each: what they are compared by
 * is held as numbers, the rest is looked up when it is asked for. Backups have numbers, too, from
 * zero on. For one thread at a time.
 */
final class PackedCopies {
  /** Instead of the number of a backup, or the place of a version, that there is none of. */
  static final int NONE = -1;

  private static final int SECOND = 0;
  private static final int NANO_AND_NUMBER = 1;
  private static final int UNIT_AND_NEXT = 2;
  private static final int DIGEST = 3;
  private static final int OF_COPY = 4;

  private static final int FIRST_AND_LAST = 0;
  private static final int COMMON_AND_SIZE = 1;
  private static final int OF_UNIT = 2;

  private final IntFunction<StoredCopy> look;
  private final NumberedTexts tokens = new NumberedTexts();
  private final NumberRows units = new NumberRows(OF_UNIT);
  private final NumberRows copies = new NumberRows(OF_COPY);
  private final List<String> keys = new PackedList<>(String.class);

  /** {@code look} finds a version by the number under which it was added. */
  PackedCopies(IntFunction<StoredCopy> look) {
    this.look = look;
  }

  /** Adds a version, of what has that number in common, and returns the number of its backup. */
  int add(StoredCopy copy, int number, int common) {
    int unit = tokens.add(copy.unit());
    int place =
        copies.add(
            copy.created().getEpochSecond(),
            NumberRows.pair(copy.created().getNano() << 1 | (copy.latest() ? 1 : 0), number),
            NumberRows.pair(unit, NONE),
            digest(copy.key()));
    keys.add(copy.key());
    if (unit == units.size()) {
      units.add(NumberRows.pair(place, place), NumberRows.pair(common, 1));
      return unit;
    }
    long ends = units.get(unit, FIRST_AND_LAST);
    copies.set(NumberRows.second(ends), UNIT_AND_NEXT, NumberRows.pair(unit, place));
    units.set(unit, FIRST_AND_LAST, NumberRows.pair(NumberRows.first(ends), place));
    units.set(unit, COMMON_AND_SIZE, units.get(unit, COMMON_AND_SIZE) + 1);
    return unit;
  }

  /** How many backups there are. */
  int count() {
    return units.size();
  }

  /** The number of a backup. */
  int unit(String token) {
    return tokens.of(token);
  }

  /** What the first version of a backup has in common with others. */
  int common(int unit) {
    return NumberRows.first(units.get(unit, COMMON_AND_SIZE));
  }

  /** How many versions a backup has. */
  int size(int unit) {
    return NumberRows.second(units.get(unit, COMMON_AND_SIZE));
  }

  /** The places of a backup's versions, in the order in which they came. */
  IntStream of(int unit) {
    return IntStream.iterate(
        NumberRows.first(units.get(unit, FIRST_AND_LAST)),
        place -> place != NONE,
        place -> NumberRows.second(copies.get(place, UNIT_AND_NEXT)));
  }

  Instant created(int place) {
    int nano = NumberRows.first(copies.get(place, NANO_AND_NUMBER)) >>> 1;
    return Instant.ofEpochSecond(copies.get(place, SECOND), nano);
  }

  boolean latest(int place) {
    return (NumberRows.first(copies.get(place, NANO_AND_NUMBER)) & 1) == 1;
  }

  /** The key of a version; found quickly if those are asked for one after the other. */
  String key(int place) {
    return keys.get(place);
  }

  /** What stands for the key of a version. */
  long digestOf(int place) {
    return copies.get(place, DIGEST);
  }

  /** What stands for a key. */
  long digest(String key) {
    return tokens.digest(key);
  }

  /** Whether the current versions of some backups are of more than one object. */
  boolean areSeveralObjects(IntStream ofBackups) {
    return ofBackups
            .flatMap(this::of)
            .filter(this::latest)
            .mapToLong(this::digestOf)
            .distinct()
            .limit(2)
            .count()
        > 1;
  }

  /** What is known of a version. */
  StoredCopy get(int place) {
    return look.apply(NumberRows.second(copies.get(place, NANO_AND_NUMBER)));
  }

  /** The same of several. */
  Stream<StoredCopy> all(IntStream places) {
    return places.mapToObj(this::get);
  }
}
