package org.quietus.backup.version;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.packed.PackedList;
import org.quietus.objectstore.Pin;

/**
 * What stands in the store of a set, as {@link Generations} compares it, by numbers: zero or more
 * is the place of one that is new, less the number of an entry of the journal.
 */
final class StoredCopies {
  private final SetContext set;
  private final Units units;
  private final WholeBackups whole;
  private final BiPredicate<String, String> complete;
  private final List<Fresh> fresh;
  private final Function<Pin, String> unitOf;
  private final Predicate<String> partly;

  /**
   * Of a set.
   *
   * @param complete tells by its token, and the key of one of its files, whether a folder is a
   *     whole backup
   * @param unitOf gives the token of the backup that a new version is of
   * @param partly tells by its token whether something of a backup cannot be looked at
   */
  StoredCopies(
      SetContext set,
      Units units,
      WholeBackups whole,
      BiPredicate<String, String> complete,
      List<Fresh> fresh,
      Function<Pin, String> unitOf,
      Predicate<String> partly) {
    this.set = set;
    this.units = units;
    this.whole = whole;
    this.complete = complete;
    this.fresh = fresh;
    this.unitOf = unitOf;
    this.partly = partly;
  }

  /** The number of what the journal has. */
  static int number(JournalEntry entry) {
    return -entry.number();
  }

  /** The version that has a number, as it stands now. */
  StoredCopy of(int number) {
    return number < 0 ? of(set.all().entry(-number)) : ofNew(number);
  }

  /** What a version counts as that the journal has. */
  StoredCopy of(JournalEntry entry) {
    return new Known(entry);
  }

  /** The same of one that is new, by its place among those. */
  StoredCopy ofNew(int place) {
    SealedVersion held = fresh.get(place).held();
    return new New(held, unitOf.apply(held.pin()));
  }

  /** Looks up what a version is asked for. */
  private abstract class Stored implements StoredCopy {
    private final String unit;
    private final SealedVersion held;

    Stored(String unit, SealedVersion held) {
      this.unit = unit;
      this.held = held;
    }

    @Override
    public String unit() {
      return unit;
    }

    @Override
    public String common() {
      return units.common(held.key());
    }

    @Override
    public Optional<String> table() {
      return units.part(held.key());
    }

    @Override
    public String key() {
      return held.key();
    }

    @Override
    public Instant created() {
      return held.createdAt();
    }

    @Override
    public boolean latest() {
      return held.latest();
    }

    abstract SealedVersion standing();

    @Override
    public Optional<String> database() {
      return set.settings().isOpaque() ? Optional.empty() : whole.database(standing());
    }

    @Override
    public Optional<Contents.HeldTables> held() {
      return whole.held(standing());
    }

    boolean isOfFolder() {
      return units.isCurrentOfFolder(unit, held);
    }

    boolean isCompleteFolder() {
      return complete.test(unit, held.key());
    }
  }

  /** What the journal has. */
  final class Known extends Stored {
    private final JournalEntry entry;

    private Known(JournalEntry entry) {
      super(entry.unit(), entry.held());
      this.entry = entry;
    }

    @Override
    SealedVersion standing() {
      return entry.standing().orElse(entry.held());
    }

    @Override
    public boolean isWhole() {
      return isOfFolder()
          ? !entry.state().isPartial() && isCompleteFolder()
          : whole.isIntact(entry);
    }
  }

  private final class New extends Stored {
    private final SealedVersion held;

    New(SealedVersion held, String unit) {
      super(unit, held);
      this.held = held;
    }

    @Override
    SealedVersion standing() {
      return held;
    }

    @Override
    public boolean isWhole() {
      return isOfFolder() ? !partly.test(unit()) && isCompleteFolder() : whole.isIntact(held);
    }
  }

  /** The versions that the journal has among some, as they stand now. */
  static List<Pin> known(Stream<StoredCopy> copies) {
    PackedList<Pin> pins = new PackedList<>(Pin.class);
    copies
        .filter(Known.class::isInstance)
        .map(copy -> ((Known) copy).standing().pin())
        .forEach(pins::add);
    return pins;
  }
}
