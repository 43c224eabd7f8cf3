package org.quietus.backup.version;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.backup.journal.SealedVersion;

/**
 * What the names of objects of one backup have in common, where each holds one table: the folder,
 * and the date if there is one, before the table's name or after it. What else differs, such as the
 * hour or a number, tells nothing: a backup takes its time, and tools number its files.
 */
final class BackupNames {
  private static final String YEAR = "((?:19|20)\\d\\d)";
  private static final String MONTH = "(0[1-9]|1[0-2])";
  private static final String DAY = "(0[1-9]|[12]\\d|3[01])";
  private static final Pattern DATE =
      Pattern.compile("(?<!\\d)" + YEAR + "([-_.]?)" + MONTH + "\\2" + DAY + "(?!\\d{1,3}(?!\\d))");

  private final boolean folder;
  private final List<Pattern> tables;
  private final Map<String, Pattern> told = new LinkedHashMap<>();

  /** Of the objects of a set. */
  static BackupNames of(Contents contents) {
    return new BackupNames(contents.tables(), contents.isFolder());
  }

  /** {@code tables} are the names of those that may be in backups. */
  BackupNames(Collection<String> tables) {
    this(tables, false);
  }

  private BackupNames(Collection<String> tables, boolean folder) {
    this.folder = folder;
    List<String> names =
        tables.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
    this.tables =
        names.stream()
            .map(name -> Pattern.compile("(?<![\\w])" + Pattern.quote(name) + "(?![\\w])"))
            .toList();
    names.forEach(
        name ->
            told.put(
                name,
                Pattern.compile(
                    "(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(?![\\p{L}\\p{N}])")));
  }

  /** The same for all objects of one backup. */
  String common(String key) {
    String folder = SealedVersion.folder(key);
    if (this.folder) {
      return folder;
    }
    Matcher date = DATE.matcher(withoutTable(key.substring(folder.length())));
    return date.find()
        ? folder + "\n" + date.group(1) + "-" + date.group(3) + "-" + date.group(4)
        : folder;
  }

  private String withoutTable(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (Pattern table : tables) {
      Matcher found = table.matcher(lower);
      if (found.find()) {
        return lower.substring(0, found.start()) + " " + lower.substring(found.end());
      }
    }
    return lower;
  }

  /** The table that the name of an object tells, in lower case; an underscore may be around it. */
  Optional<String> table(String key) {
    String name = key.substring(SealedVersion.folder(key).length()).toLowerCase(Locale.ROOT);
    return told.entrySet().stream()
        .filter(table -> table.getValue().matcher(name).find())
        .map(Map.Entry::getKey)
        .findFirst();
  }
}
