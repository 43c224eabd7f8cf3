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
 * Leaves what is of a repository of a backup tool as it is, by name, and what is a part of nobody
 * knows what. Files of which each stands for itself are of none, whatever they are called.
 */
final class RepositoryObjects {
  private final SetContext set;
  private final Repositories repositories = new Repositories();
  private final BackupFolders folders;
  private final Set<Object> said = new HashSet<>();

  /** {@code folders} gets to know the keys of what is of no repository. */
  RepositoryObjects(SetContext set, BackupFolders folders) {
    this.set = set;
    this.folders = folders;
  }

  /** Takes note of what lies beside each other. */
  void see(List<ObjectVersion> listed, ManyEntries known) {
    if (!isEachByItself()) {
      known.each(entry -> see(entry.held().key()));
      listed.forEach(version -> see(version.key().value()));
    }
  }

  /** Notes those among new versions that are of one, and returns the others. */
  List<ObjectVersion> others(List<ObjectVersion> fresh) {
    if (isEachByItself()) {
      return fresh;
    }
    List<ObjectVersion> others = new ArrayList<>();
    for (ObjectVersion version : fresh) {
      String key = version.key().value();
      Optional<Repositories.Repository> of = repositories.of(key);
      Optional<String> unknown = unknown(key);
      if (version.deleteMarker() || (of.isEmpty() && unknown.isEmpty())) {
        others.add(version);
      } else if (of.isPresent()) {
        leave(version, of.get(), of(of.get()));
      } else {
        leave(version, unknown.get(), unknown.get());
      }
    }
    return others;
  }

  /** Those of the journal that are of none; parts of one are no backups that others go for. */
  ManyEntries others(ManyEntries known) {
    return isEachByItself() ? known : known.filter(entry -> isOther(entry.held().key()));
  }

  private void see(String key) {
    repositories.see(key);
    if (set.settings().isOpaque()) {
      folders.see(key);
    }
  }

  private boolean isOther(String key) {
    return repositories.of(key).isEmpty() && unknown(key).isEmpty();
  }

  private Optional<String> unknown(String key) {
    return set.settings().isOpaque() ? folders.unknown(key) : Optional.empty();
  }

  private static String of(Repositories.Repository repository) {
    return ("is of a repository of %s, as are those beside it: they are parts of each other, and"
            + " stay as they are; let %s remove what is too old, and leave the repository out of"
            + " 'objects'")
        .formatted(repository.tool(), repository.tool());
  }

  private boolean isEachByItself() {
    return set.settings().kind() == ObjectSet.Kind.FILES;
  }

  /** {@code cause} is told once. */
  private void leave(ObjectVersion version, Object cause, String why) {
    SealedVersion held =
        SealedVersion.of(version.pin(), version.latest(), version.size(), version.lastModified());
    if (said.add(cause)) {
      set.task()
          .notes()
          .accept("%s: object %s %s".formatted(set.settings().label(), set.names().of(held), why));
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
