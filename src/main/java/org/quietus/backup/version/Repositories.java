package org.quietus.backup.version;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.backup.journal.SealedVersion;

/**
 * Repositories of backup tools, known by the names in them: their objects are parts of each other,
 * so that one that is old may be all that a new backup has of a file. Only the tool knows which may
 * go.
 */
final class Repositories {
  private static final String HASH = "[0-9a-f]{64}";

  /** What is in one file of restic is stored under its digest, in a folder called so, too. */
  private static final Pattern RESTIC_DATA =
      Pattern.compile("(.*/)?data/([0-9a-f]{2})/\\2[0-9a-f]{62}");

  private static final Pattern RESTIC_KEY = Pattern.compile("(.*/)?keys/" + HASH);
  private static final Pattern BORG_PART = Pattern.compile("(hints|index)\\.\\d+");
  private static final Pattern WAL_G =
      Pattern.compile("((?:.*/)?(?:basebackups|wal|binlog|oplog)_005/).*");

  /** What an incremental backup has of a table, and says that it is one. */
  private static final Pattern XTRABACKUP_DELTA =
      Pattern.compile(".*\\.(ibd|ibdata\\d+|ibu)\\.delta(\\.\\w+)*|ibdata\\d+\\.delta(\\.\\w+)*");

  /** So are files of PostgreSQL called of which an incremental backup has parts. */
  private static final Pattern POSTGRES_DELTA =
      Pattern.compile("((?:.*/)?)(?:base/\\d+|global|pg_tblspc/\\d+/.*)/INCREMENTAL\\.\\d+.*");

  private static final Set<String> XTRABACKUP =
      Set.of("xtrabackup_checkpoints", "mariadb_backup_checkpoints");

  private static final Map<String, String> BY_FILE =
      Map.of(
          "kopia.repository", "kopia",
          "kopia.repository.f", "kopia",
          "backup.info.copy", "pgBackRest",
          "archive.info.copy", "pgBackRest");

  private final Map<String, String> tools = new HashMap<>();
  private final Map<String, Set<String>> halves = new HashMap<>();

  /** Takes note of a key of the set. */
  void see(String key) {
    String folder = SealedVersion.folder(key);
    String name = key.substring(folder.length());
    Optional.ofNullable(BY_FILE.get(name)).ifPresent(tool -> tools.put(folder, tool));
    root(RESTIC_DATA, key).ifPresent(root -> tools.put(root, "restic"));
    root(WAL_G, key).ifPresent(root -> tools.put(root, "WAL-G"));
    root(POSTGRES_DELTA, key).ifPresent(root -> tools.putIfAbsent(above(root), "pg_basebackup"));
    root(RESTIC_KEY, key).ifPresent(root -> half(root, "keys", "restic"));
    if (name.equals("config")) {
      half(folder, "config", "restic");
    }
    if (XTRABACKUP.contains(name)) {
      incremental(folder, "checkpoints");
    } else if (XTRABACKUP_DELTA.matcher(name).matches()) {
      incremental(folder, "delta");
      incremental(above(folder), "delta");
    }
    Matcher borg = BORG_PART.matcher(name);
    if (borg.matches()) {
      half(folder, borg.group(1), "borg");
    }
  }

  private static Optional<String> root(Pattern pattern, String key) {
    Matcher found = pattern.matcher(key);
    return found.matches()
        ? Optional.of(Optional.ofNullable(found.group(1)).orElse(""))
        : Optional.empty();
  }

  /** The full backup that it goes on from lies beside it. */
  private void incremental(String folder, String name) {
    Set<String> seen = halves.computeIfAbsent("XtraBackup " + folder, of -> new HashSet<>());
    seen.add(name);
    if (seen.size() > 1) {
      tools.putIfAbsent(above(folder), "XtraBackup");
    }
  }

  private static String above(String folder) {
    return folder.isEmpty()
        ? folder
        : SealedVersion.folder(folder.substring(0, folder.length() - 1));
  }

  /** One of two names that are a repository together. */
  private void half(String folder, String name, String tool) {
    Set<String> seen = halves.computeIfAbsent(tool + " " + folder, of -> new HashSet<>());
    seen.add(name);
    if (seen.size() > 1) {
      tools.putIfAbsent(folder, tool);
    }
  }

  /**
   * A repository.
   *
   * @param root the folder that all of it is in
   * @param tool that writes it
   */
  record Repository(String root, String tool) {}

  /** The one that an object is of; empty if it is of none. */
  Optional<Repository> of(String key) {
    String root = SealedVersion.folder(key);
    while (!tools.containsKey(root) && !root.isEmpty()) {
      root = above(root);
    }
    String found = root;
    return Optional.ofNullable(tools.get(found)).map(tool -> new Repository(found, tool));
  }
}
