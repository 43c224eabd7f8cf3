package org.quietus.backup.search;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.backup.person.EarlierErasures;
import org.quietus.backup.version.SetContext;
import org.quietus.objectstore.Attributes;
import org.quietus.objectstore.Pin;

/**
 * Whether earlier runs have searched a backup for somebody, and may have taken out what told others
 * from them.
 */
final class PastSearches {
  private final SetContext set;
  private final Map<Pin, Boolean> forgotten = new HashMap<>();

  PastSearches(SetContext set) {
    this.set = set;
  }

  /** Whether one of some versions was searched for the person of a request. */
  boolean were(String request, List<SealedVersion> versions) {
    EarlierErasures screening = set.screening();
    Optional<Long> first = screening.read(() -> screening.entries().first(request));
    return first.isPresent()
        && versions.stream()
            .map(SealedVersion::pin)
            .anyMatch(
                one ->
                    set.screened().wasSearchedFor(one, request, first.get()) || isForgotten(one));
  }

  private boolean isForgotten(Pin version) {
    return forgotten.computeIfAbsent(version, pin -> isForgotten(set, pin));
  }

  /**
   * Whether a run has written a version of which nothing is known, as after the control schema was
   * restored: nobody can tell for whom it was searched.
   */
  static boolean isForgotten(SetContext set, Pin version) {
    return !set.screened().isKnown(version)
        && set.store().details(version).metadata().containsKey(Attributes.CREATED);
  }
}
