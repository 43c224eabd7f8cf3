package org.quietus.backup.version;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.packed.NumberedTexts;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.objectstore.Pin;

/**
 * What one listing adds to the journal.
 *
 * @param backups what the objects of backups have in common that are of several
 */
record NewEntries(SetContext set, Units units, NumberedTexts backups) {

  /** The token of the backup that a version is of. */
  String unit(Pin pin) {
    String common = units.common(pin.key().value());
    return backups.of(common) != NumberedTexts.NONE
        ? units.token(common)
        : set.tokens().hex("unit", VersionInventory.token(set, pin));
  }

  /** Adds a version with what becomes of it. */
  JournalEntry insert(
      SealedVersion held,
      VersionState state,
      Optional<String> protection,
      Optional<LocalDate> until) {
    return set.added(
        new JournalEntry(
            0,
            set.settings().name(),
            unit(held.pin()),
            VersionInventory.token(set, held.pin()),
            Optional.empty(),
            state,
            held,
            List.of(),
            protection,
            until,
            List.of()));
  }

  /** Adds one that a later run has to look at. */
  void changed(ObjectVersion version) {
    insert(
        SealedVersion.of(version.pin(), version.latest(), version.size(), version.lastModified()),
        VersionState.CHANGED,
        Optional.of(JournalEntry.ACCESS_CONTROLLED),
        Optional.empty());
  }
}
