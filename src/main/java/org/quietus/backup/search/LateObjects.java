package org.quietus.backup.search;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.LateVersions;
import org.quietus.backup.journal.ScreenedVersions;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.version.SetContext;
import org.quietus.objectstore.Pin;
import org.quietus.objectstore.StoreException;

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
    Set<Pin> late =
        pins.stream().filter(new LateVersions(screened).in(pins)).collect(Collectors.toSet());
    Set<Pin> others = pins.size() < 2 ? Set.of() : besideForgotten(set, entries);
    late.addAll(others);
    return new LateObjects(
        late.stream().map(pin -> pin.key().value()).collect(Collectors.toSet()),
        !others.isEmpty()
            || ((pins.size() > 1
                    || pins.stream()
                        .anyMatch(
                            pin ->
                                screened.isDueAgain(pin)
                                    || screened.isWider(pin)
                                    || screened.isLeftLate(pin)))
                && pins.stream().anyMatch(pin -> screened.readUpTo(pin) > least)));
  }

  /** Those that may have come later than others which a run has written and forgotten. */
  private static Set<Pin> besideForgotten(SetContext set, List<JournalEntry> entries) {
    Map<Boolean, Set<Pin>> all =
        entries.stream()
            .filter(entry -> entry.state() != VersionState.MARKER)
            .map(entry -> entry.held().pin())
            .collect(Collectors.partitioningBy(pin -> isForgotten(set, pin), Collectors.toSet()));
    return all.getOrDefault(true, Set.of()).isEmpty()
        ? Set.of()
        : all.getOrDefault(false, Set.of());
  }

  /** What cannot be looked at, or was replaced meanwhile, leads to no rows either. */
  private static boolean isForgotten(SetContext set, Pin version) {
    try {
      return PastSearches.isForgotten(set, version);
    } catch (StoreException e) {
      return false;
    }
  }

  /** Those of them that stand, as they are now. */
  List<SealedVersion> among(List<SealedVersion> standing) {
    return standing.stream().filter(version -> keys.contains(version.key())).toList();
  }
}
