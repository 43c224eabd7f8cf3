package org.quietus.backup.version;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.quietus.backup.journal.FoldersGoing;
import org.quietus.backup.journal.JournalEntry;
import org.quietus.objectstore.ObjectKey;
import org.quietus.objectstore.Pin;

/** Folders of a set that are one backup each and have begun to go, in this run or in another. */
final class BegunFolders {
  private final SetContext set;
  private final Units units;
  private final Map<String, Optional<Instant>> known = new HashMap<>();

  BegunFolders(SetContext set, Units units) {
    this.set = set;
    this.units = units;
  }

  /**
   * Notes, before the first file goes, that the folder does which some files are left of; returns
   * whether others had gone before.
   */
  boolean begin(List<JournalEntry> files) {
    String key = files.get(0).held().key();
    String folder = token(key);
    boolean rest =
        files.stream()
            .map(file -> file.held().createdAt())
            .min(Instant::compareTo)
            .filter(first -> isRest(key, first))
            .isPresent();
    Instant now = set.clock().instant();
    known.put(folder, Optional.of(now));
    set.task().fenced().transaction(() -> folders().begin(set.settings().name(), folder, now));
    return rest;
  }

  /** Forgets it when all of it is gone, or nothing. */
  void end(String key) {
    String folder = token(key);
    known.put(folder, Optional.empty());
    set.task().fenced().transaction(() -> folders().end(folder));
  }

  /**
   * Whether a folder is what is left of one that has begun to go, and not another backup in its
   * place.
   *
   * @param key of one of its files
   * @param first when the first of its files was made
   */
  boolean isRest(String key, Instant first) {
    return begun(token(key)).filter(first::isBefore).isPresent();
  }

  private Optional<Instant> begun(String folder) {
    if (!known.containsKey(folder)) {
      List<Optional<Instant>> begun = new ArrayList<>(1);
      set.task().fenced().transaction(() -> begun.add(folders().begun(folder)));
      known.put(folder, begun.get(0));
    }
    return Objects.requireNonNull(known.get(folder));
  }

  private FoldersGoing folders() {
    return set.journal().folders();
  }

  /** The same in each run. */
  private String token(String key) {
    return set.filters().token(new Pin(new ObjectKey("/" + units.common(key)), "folder", ""));
  }
}
