package org.quietus.backup.version;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.policy.ObjectGlob;

/**
 * Folders that are one backup each, with all that is in them: those that the job file says, and
 * those in which the names of files are those of a physical backup. Files of which each goes by its
 * own age leave nothing that could be restored.
 */
final class BackupFolders {
  private static final String PACKED = "(?:\\.(?:qp|zst|lz4|gz|bz2|xz|xbcrypt|age|gpg|enc))*";

  /** What is in a folder tells what it is by several of these. */
  private enum Sign {
    /** Written by XtraBackup or mariadb-backup, also beside a stream. */
    TOLD("(?:xtrabackup|mariadb_backup)_(?:checkpoints|info|logfile|binlog_info)"),
    INNODB("ibdata1|backup-my\\.cnf|mysql\\.ibd"),
    MYSQL("mysql\\.ibd"),
    MANIFEST("backup_manifest"),
    POSTGRES("PG_VERSION"),
    /** Told by the folder of its files alone. */
    GLOBAL("(?!)"),
    BASE("base\\.tar"),
    BESIDE_BASE("pg_wal\\.tar|\\d+\\.tar|backup_manifest");

    private final Pattern name;

    Sign(String name) {
      this.name = Pattern.compile("(?:" + name + ")" + PACKED);
    }
  }

  /** What the end of a backup, or the whole of it, is told by; the same by whatever tool. */
  private static final Pattern TELLING =
      Pattern.compile(
          "(?:xtrabackup|mariadb_backup)_(checkpoints|info)"
              + PACKED
              + "|(backup_manifest|pg_control|ibdata1|base\\.tar)"
              + PACKED);

  private static final String LIES_IN_NONE =
      "lies in none of the 'folders' of its set; leave it out of 'objects', or name its folder";

  private static final String TOLD_BESIDE =
      "has files beside it by which XtraBackup tells of one backup, and others, so that nobody"
          + " knows which are parts of it; give each backup a folder of its own, or say 'folders'"
          + " of the set, or leave xtrabackup_info and the like out of 'objects'";

  private static final int SEVERAL = 2;

  private final Optional<ObjectGlob> declared;
  private final Map<String, Set<Sign>> signs = new HashMap<>();
  private final Map<String, Set<String>> others = new HashMap<>();

  /** {@code declared} are those that the job file says. */
  BackupFolders(Optional<ObjectGlob> declared) {
    this.declared = declared;
  }

  /** Takes note of a key of the set. */
  void see(String key) {
    String folder = SealedVersion.folder(key);
    String name = key.substring(folder.length());
    for (Sign sign : Sign.values()) {
      if (sign.name.matcher(name).matches()) {
        mark(folder, sign);
      }
    }
    Set<String> some = others.computeIfAbsent(folder, of -> new HashSet<>());
    if (some.size() < SEVERAL && !Sign.TOLD.name.matcher(name).matches()) {
      some.add(name);
    }
    String above = above(folder);
    switch (folder.substring(above.length())) {
      case "mysql/" -> mark(above, Sign.MYSQL);
      case "global/" -> mark(above, Sign.GLOBAL);
      default -> {}
    }
  }

  private void mark(String folder, Sign sign) {
    signs.computeIfAbsent(folder, of -> EnumSet.noneOf(Sign.class)).add(sign);
  }

  private static String above(String folder) {
    return folder.isEmpty()
        ? folder
        : SealedVersion.folder(folder.substring(0, folder.length() - 1));
  }

  /**
   * The folder that an object is a part of, ending in a slash unless it is the root; empty if it is
   * a backup by itself.
   */
  Optional<String> of(String key) {
    String folder = SealedVersion.folder(key);
    Optional<String> known = known(folder);
    Optional<String> said = declared.flatMap(folders -> said(folders, key));
    return said.filter(one -> known.filter(other -> other.length() < one.length()).isEmpty())
        .or(() -> known)
        .or(() -> Optional.of(folder).filter(it -> isToldBeside(it) && !isSeveral(it)));
  }

  /**
   * Why nobody knows what an object is a part of, so that none may go without the others; empty if
   * that is known.
   */
  Optional<String> unknown(String key) {
    if (of(key).isPresent()) {
      return Optional.empty();
    }
    return declared.isPresent()
        ? Optional.of(LIES_IN_NONE)
        : Optional.of(SealedVersion.folder(key)).filter(this::isToldBeside).map(of -> TOLD_BESIDE);
  }

  /** What XtraBackup tells of a stream lies beside it. */
  private boolean isToldBeside(String folder) {
    return signs.getOrDefault(folder, Set.of()).contains(Sign.TOLD);
  }

  private boolean isSeveral(String folder) {
    return others.getOrDefault(folder, Set.of()).size() >= SEVERAL;
  }

  /** The outermost one that the job file says. */
  private static Optional<String> said(ObjectGlob folders, String key) {
    for (int end = key.indexOf('/'); end > 0; end = key.indexOf('/', end + 1)) {
      if (folders.matches(key.substring(0, end))) {
        return Optional.of(key.substring(0, end + 1));
      }
    }
    return Optional.empty();
  }

  /** The innermost one that is known by its files: others may have been made inside it. */
  private Optional<String> known(String folder) {
    for (String at = folder; ; at = above(at)) {
      if (isBackup(at)) {
        return Optional.of(at);
      }
      if (at.isEmpty()) {
        return Optional.empty();
      }
    }
  }

  private boolean isBackup(String folder) {
    Set<Sign> has = signs.getOrDefault(folder, Set.of());
    return (has.contains(Sign.INNODB) && (has.contains(Sign.TOLD) || has.contains(Sign.MYSQL)))
        || (has.contains(Sign.POSTGRES)
            && (has.contains(Sign.GLOBAL) || has.contains(Sign.MANIFEST)))
        || (has.contains(Sign.BASE) && has.contains(Sign.BESIDE_BASE));
  }

  /** What the name of an object tells of the backup that it is a part of; the same of all. */
  static Optional<String> telling(String key) {
    Matcher told = TELLING.matcher(key.substring(SealedVersion.folder(key).length()));
    return told.matches()
        ? Optional.ofNullable(told.group(1)).or(() -> Optional.ofNullable(told.group(2)))
        : Optional.empty();
  }
}
