package org.quietus.backup.version;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.VersionState;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.objectstore.ObjectVersion;
import org.quietus.policy.ObjectSet;

/**
 * Leaves what is of a repository of a backup tool as it is, by name. Files of which each stands for
 * itself are of none, whatever they are called.
 */
final class RepositoryObjects {
  private final SetContext set;
  private final Repositories repositories = new Repositories();
  private final Set<Repositories.Repository> said = new HashSet<>();

  RepositoryObjects(SetContext set) {
    this.set = set;
  }

  /**
   * Notes those among new versions that are of one, and returns the others.
   *
   * @param known what the journal has already
   */
  List<ObjectVersion> others(List<ObjectVersion> fresh, List<JournalEntry> known) {
    if (isEachByItself()) {
      return fresh;
    }
    known.forEach(entry -> repositories.see(entry.held().key()));
    fresh.forEach(version -> repositories.see(version.key().value()));
    List<ObjectVersion> others = new ArrayList<>();
    for (ObjectVersion version : fresh) {
      Optional<Repositories.Repository> of = repositories.of(version.key().value());
      if (of.isEmpty() || version.deleteMarker()) {
        others.add(version);
      } else {
        leave(version, of.get());
      }
    }
    return others;
  }

  /** Those of the journal that are of none; parts of one are no backups that others go for. */
  List<JournalEntry> others(List<JournalEntry> known) {
    if (isEachByItself()) {
      return known;
    }
    known.forEach(entry -> repositories.see(entry.held().key()));
    return known.stream().filter(entry -> repositories.of(entry.held().key()).isEmpty()).toList();
  }

  private boolean isEachByItself() {
    return set.settings().kind() == ObjectSet.Kind.FILES;
  }

  private void leave(ObjectVersion version, Repositories.Repository repository) {
    SealedVersion held =
        SealedVersion.of(version.pin(), version.latest(), version.size(), version.lastModified());
    if (said.add(repository)) {
      set.task()
          .notes()
          .accept(
              "%s: object %s is of a repository of %s, as are those beside it: they are parts of each other, and stay as they are; let %s remove what is too old, and leave the repository out of 'objects'"
                  .formatted(
                      set.settings().label(),
                      set.names().of(held),
                      repository.tool(),
                      repository.tool()));
    }
    String token = VersionInventory.token(set, version.pin());
    set.added(
        new JournalEntry(
            0,
            set.settings().name(),
            set.tokens().hex("unit", token),
            token,
            Optional.empty(),
            VersionState.UNSUPPORTED,
            held,
            List.of(),
            Optional.of(JournalEntry.ACCESS_CONTROLLED),
            Optional.empty(),
            List.of()));
  }
}
