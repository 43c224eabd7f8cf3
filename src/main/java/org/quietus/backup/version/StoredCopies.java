package org.quietus.backup.version;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.Pin;

/**
 * What stands in the store of a set, as {@link Generations} compares it. Of each version no more is
 * held than what all are compared by; the rest is looked up when it is asked for.
 */
final class StoredCopies {
  private final SetContext set;
  private final Units units;
  private final WholeBackups whole;
  private final BiPredicate<String, String> complete;
  private final Map<String, String> texts = new HashMap<>();

  /**
   * {@code complete} tells by its token, and the key of one of its files, whether a folder is a
   * whole backup.
   */
  StoredCopies(
      SetContext set, Units units, WholeBackups whole, BiPredicate<String, String> complete) {
    this.set = set;
    this.units = units;
    this.whole = whole;
    this.complete = complete;
  }

  /** What a version counts as that the journal has. */
  StoredCopy of(JournalEntry entry) {
    return copy(entry.unit(), entry.held(), new Known(entry.number()));
  }

  /**
   * The same of one that is new.
   *
   * @param place among those
   * @param all if what is beside it can be looked at
   */
  StoredCopy of(List<Fresh> fresh, int place, String unit, boolean all) {
    SealedVersion held = fresh.get(place).held();
    whole.also(held.pin());
    return copy(unit, held, new New(fresh, place, all));
  }

  private StoredCopy copy(String unit, SealedVersion held, Stored stored) {
    return new StoredCopy(
        unit,
        once(units.common(held.key())),
        units.part(held.key()).map(this::once),
        held.key(),
        held.createdAt(),
        held.latest(),
        stored);
  }

  /** Very many say the same. */
  private String once(String text) {
    return texts.computeIfAbsent(text, of -> of);
  }

  private Pin pin(JournalEntry entry) {
    return entry.standing().orElse(entry.held()).pin();
  }

  /** The versions that the journal has among some, as they stand now. */
  List<Pin> known(List<StoredCopy> copies) {
    PackedList<Pin> pins = new PackedList<>(Pin.class);
    copies.stream()
        .map(StoredCopy::rest)
        .filter(Known.class::isInstance)
        .map(Known.class::cast)
        .forEach(known -> pins.add(pin(known.entry())));
    return pins;
  }

  /** Looks a version up. */
  private abstract class Stored implements StoredCopy.Rest {
    abstract SealedVersion standing();

    @Override
    public Optional<String> database() {
      return set.settings().isOpaque() ? Optional.empty() : whole.database(standing());
    }

    @Override
    public Optional<Contents.HeldTables> held() {
      return whole.held(standing());
    }
  }

  private final class Known extends Stored {
    private final int number;

    Known(int number) {
      this.number = number;
    }

    private JournalEntry entry() {
      return set.all().entry(number);
    }

    @Override
    SealedVersion standing() {
      JournalEntry entry = entry();
      return entry.standing().orElse(entry.held());
    }

    @Override
    public boolean isWhole(String unit) {
      JournalEntry entry = entry();
      return units.isCurrentOfFolder(unit, entry.held())
          ? !entry.state().isPartial() && complete.test(unit, entry.held().key())
          : whole.isIntact(entry);
    }
  }

  private final class New extends Stored {
    private final List<Fresh> fresh;
    private final int place;
    private final boolean all;

    New(List<Fresh> fresh, int place, boolean all) {
      this.fresh = fresh;
      this.place = place;
      this.all = all;
    }

    @Override
    SealedVersion standing() {
      return fresh.get(place).held();
    }

    @Override
    public boolean isWhole(String unit) {
      return units.isCurrentOfFolder(unit, standing())
          ? all && complete.test(unit, standing().key())
          : whole.isIntact(standing());
    }
  }
}
