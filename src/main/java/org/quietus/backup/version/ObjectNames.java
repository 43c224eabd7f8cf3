package org.quietus.backup.version;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.backup.journal.SealedVersion;
import org.quietus.catalog.Catalog;
import org.quietus.policy.BackupSettings;
import org.quietus.policy.Counted;
import org.quietus.policy.FileSettings;

/**
 * How messages call an object, since its key may hold the name or number of somebody: words that
 * the job file, the schema or everybody's backups use and dates are shown, {@code *} stands for
 * anything else, and size and creation tell which object of that form it is.
 */
public final class ObjectNames {
  private static final String EVERYBODYS =
      "archive archived backup backups base bin binlog bk bz c compressed copy cron current d daily"
          + " data database databases day db dev diff dmp dump dumpall dumps export file files full"
          + " gz gzip h hourly inc incr incremental latest log logs lz m main mariadb master month"
          + " monthly my myisam mysql mysqldump new night nightly old pack part pg pgdump postgres"
          + " postgresql prod production replica s schema set snapshot sql staging structure t"
          + " table tables tar test tgz txt utc v version w week weekly xz y year yearly z zip zst"
          + " jan feb mar apr may jun jul aug sep oct nov dec mon tue wed thu fri sat sun";

  private static final Pattern PART =
      Pattern.compile("\\d+(?:[-_.:T]\\d+)*|[\\p{L}\\p{M}]+|[/._=+-]|.", Pattern.DOTALL);

  private static final Pattern MOMENT =
      Pattern.compile(
          "20[0-4]\\d(?:[-_.]?(?:0[1-9]|1[0-2])(?:[-_.]?(?:[0-2]\\d|3[01])"
              + "(?:[-_.T]?(?:[01]\\d|2[0-3])(?:[-_.:]?[0-5]\\d){0,2})?)?)?");

  private final Set<String> words = new HashSet<>(Arrays.asList(EVERYBODYS.split(" ")));

  /** {@code names} are names of the job file and the schema, whose words may be shown. */
  public ObjectNames(Iterable<String> names) {
    for (String name : names) {
      words.addAll(Arrays.asList(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}]+")));
    }
  }

  /** Those that may be shown of one set's objects. */
  public static ObjectNames of(BackupSettings set, Catalog catalog) {
    List<String> names = new ArrayList<>(catalog.tables().keySet());
    names.addAll(List.of(catalog.database(), set.name(), set.database(), set.objects().text()));
    return new ObjectNames(names);
  }

  /** Those that may be shown of files. */
  public static ObjectNames of(FileSettings set) {
    return new ObjectNames(
        List.of(
            set.name(),
            set.database(),
            set.objects().text(),
            "json jsonl ndjson csv tsv parquet snappy zst"));
  }

  /** The key in quotes, or its form with size and creation. */
  public String of(SealedVersion version) {
    StringBuilder shown = new StringBuilder();
    Matcher part = PART.matcher(version.key());
    while (part.find()) {
      boolean masked = !isShown(part.group());
      if (!masked) {
        shown.append(part.group());
      } else if (shown.isEmpty() || shown.charAt(shown.length() - 1) != '*') {
        shown.append('*');
      }
    }
    return version.key().contentEquals(shown)
        ? "'" + shown + "'"
        : "'%s' (%s, created %s)"
            .formatted(
                shown,
                Counted.of(version.size(), "byte"),
                version.createdAt().truncatedTo(ChronoUnit.SECONDS));
  }

  private boolean isShown(String part) {
    char first = part.charAt(0);
    return Character.isDigit(first)
        ? part.length() <= 2 || MOMENT.matcher(part).matches()
        : Character.isLetter(first)
            ? words.contains(part.toLowerCase(Locale.ROOT))
            : "/._=+-".indexOf(first) >= 0;
  }
}
