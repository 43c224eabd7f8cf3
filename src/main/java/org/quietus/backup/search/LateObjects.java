package org.quietus.backup.search;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.LateVersions;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.version.SetContext;
import org.quietus.objectstore.Pin;

/**
 * The objects of a backup that were searched for fewer of those erased than others of it, as they
 * came later; what told whose their rows are may be gone from these.
 *
 * @param keys under which they lie
 * @param any whether there may be such, be it that nobody was searched for to the end
 */
record LateObjects(Set<String> keys, boolean any) {

  /** Those among all of a backup. */
  static LateObjects of(SetContext set, List<JournalEntry> entries) {
    List<Pin> pins = entries.stream().map(entry -> entry.held().pin()).toList();
    ScreenedVersions screened = set.screened();
    long least = pins.stream().mapToLong(screened::upTo).min().orElse(0);
    return new LateObjects(
        pins.stream()
            .filter(new LateVersions(screened).in(pins))
            .map(pin -> pin.key().value())
            .collect(Collectors.toSet()),
        (pins.size() > 1
                || pins.stream()
                    .anyMatch(pin -> screened.isDueAgain(pin) || screened.isLeftLate(pin)))
            && pins.stream().anyMatch(pin -> screened.readUpTo(pin) > least));
  }

  /** Those of them that stand, as they are now. */
  List<SealedVersion> among(List<SealedVersion> standing) {
    return standing.stream().filter(version -> keys.contains(version.key())).toList();
  }
}
