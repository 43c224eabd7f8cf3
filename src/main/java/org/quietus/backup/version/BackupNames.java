package org.quietus.backup.version;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private final List<Pattern> tables;

  /** {@code tables} are the names of those that may be in backups. */
  BackupNames(Collection<String> tables) {
    this.tables =
        tables.stream()
            .map(name -> name.toLowerCase(Locale.ROOT))
            .sorted(Comparator.comparing(String::length).reversed())
            .map(name -> Pattern.compile("(?<![\\w])" + Pattern.quote(name) + "(?![\\w])"))
            .toList();
  }

  /** The same for all objects of one backup. */
  String common(String key) {
    String folder = SealedVersion.folder(key);
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
}
