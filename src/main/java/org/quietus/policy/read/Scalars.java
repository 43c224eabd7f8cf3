package org.quietus.policy.read;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.quietus.policy.Condition;
import org.quietus.policy.DayWindow;
import org.quietus.policy.Edge;
import org.quietus.policy.Nearest;
import org.quietus.policy.PlainText;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;
import org.quietus.policy.condition.Conditions;
import org.quietus.policy.condition.InvalidCondition;

/**
 * Reads single values of a job file. For a value that cannot be read it notes the problem, unless
 * that is known already, and returns a stand-in, so that reading goes on and finds the other
 * problems; no stand-in leaves the package, because a job file with a problem is refused.
 */
final class Scalars {
  static final TableName NO_TABLE = new TableName("?", "?");
  private static final Period NO_PERIOD = Period.ofDays(1);
  private static final int MOST_YEARS = 1000;
  private static final int LONGEST_LINE = 400;
  private static final Pattern BREAKS = Pattern.compile("\\s*[\\t\\n\\r\\u0085\\u2028\\u2029]\\s*");

  private final Set<String> databases;

  /**
   * Reads with these databases declared.
   *
   * @param databases the names that tables may start with
   */
  Scalars(Set<String> databases) {
    this.databases = databases;
  }

  static String text(JobEntry entry) {
    return entry.text().orElse("");
  }

  /** A text that certificates show as one line: what breaks lines in it becomes a space. */
  static String line(JobEntry entry) {
    String line = BREAKS.matcher(text(entry).strip()).replaceAll(" ");
    if (line.length() > LONGEST_LINE) {
      entry.problem(
          "LONG-TEXT",
          entry.path() + " has " + line.length() + " characters, and certificates show it",
          "write at most " + LONGEST_LINE + "; a reference to your files may say the rest");
    } else if (!PlainText.isPlain(line)) {
      entry.problem(
          "HIDDEN-CHARACTERS",
          entry.path() + " has control or invisible characters, and certificates show it",
          "write it again by hand, without what was copied along with it");
    }
    return line;
  }

  static ZoneId zone(JobEntry entry) {
    Optional<String> text = entry.text();
    try {
      return text.isEmpty() ? ZoneOffset.UTC : ZoneId.of(text.get());
    } catch (DateTimeException e) {
      entry.problem(
          "UNKNOWN-ZONE",
          entry.path() + " is " + entry.quoted() + ", which is not a time zone",
          Nearest.to(text.get(), ZoneId.getAvailableZoneIds())
              .map(zone -> "did you mean '" + zone + "'?")
              .orElse("write an IANA name, e.g. Europe/Berlin"));
      return ZoneOffset.UTC;
    }
  }

  /** A day such as {@code 2026-05-01}. */
  static LocalDate day(JobEntry entry) {
    try {
      return entry.text().map(LocalDate::parse).orElse(LocalDate.EPOCH);
    } catch (DateTimeException e) {
      entry.problem(
          "BAD-DAY",
          entry.path() + " is " + entry.quoted() + ", which is not a day",
          "write e.g. 2026-05-01");
      return LocalDate.EPOCH;
    }
  }

  /** A time such as {@code 5s} or {@code 2m}, as the schema has it. */
  static Duration seconds(String text) {
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return text.endsWith("m") ? Duration.ofMinutes(count) : Duration.ofSeconds(count);
  }

  /** A time such as {@code 50ms}, as the schema has it. */
  static Duration millis(String text) {
    return Duration.ofMillis(Long.parseLong(text.replace("ms", "")));
  }

  /** A part of the day such as {@code 01:00-05:00}. */
  static Optional<DayWindow> window(JobEntry entry) {
    Optional<String> text = entry.text();
    try {
      return text.map(Scalars::window);
    } catch (IllegalArgumentException | DateTimeException e) {
      entry.problem(
          "BAD-WINDOW",
          entry.path() + " is " + entry.quoted() + ", which is no part of a day",
          "write from when and until when, e.g. \"01:00-05:00\" or \"22:30-04:00\"");
      return Optional.empty();
    }
  }

  private static DayWindow window(String text) {
    String[] ends = text.split("-", -1);
    if (ends.length != 2) {
      throw new IllegalArgumentException("a window has two ends");
    }
    return new DayWindow(LocalTime.parse(ends[0].strip()), LocalTime.parse(ends[1].strip()));
  }

  /** A period of years, months, weeks and days, none negative and not all zero. */
  static Period period(JobEntry entry) {
    Optional<String> text = entry.text();
    if (text.isEmpty()) {
      return NO_PERIOD;
    }
    try {
      Period period = Period.parse(text.get());
      if (!period.isNegative() && !period.isZero() && days(period) <= MOST_YEARS * 12L * 31) {
        return period;
      }
      badPeriod(entry, "must be positive and at most " + MOST_YEARS + " years");
    } catch (DateTimeException | ArithmeticException e) {
      badPeriod(entry, reason(text.get()));
    }
    return NO_PERIOD;
  }

  /** About how many days a period has, and none less. */
  private static long days(Period period) {
    return period.toTotalMonths() * 31 + period.getDays();
  }

  private static String reason(String text) {
    if (text.contains("working")) {
      return "counts working days, which only the clocks under 'erasure' do";
    }
    if (text.matches("-?P.*T.*")) {
      return "counts hours, but cutoffs are the starts of whole local days";
    }
    return "is not an ISO 8601 period";
  }

  private static void badPeriod(JobEntry entry, String reason) {
    entry.problem(
        "BAD-PERIOD",
        entry.path() + " is " + entry.quoted() + ", which " + reason,
        "write years, months, weeks and days, e.g. P6M, P1Y6M or P30D");
  }

  TableName table(JobEntry entry) {
    return entry.text().map(text -> tableKey(text, entry)).orElse(NO_TABLE);
  }

  /** A table that stands as a key. */
  TableName tableKey(String key, JobEntry entry) {
    try {
      TableName table = TableName.parse(key);
      return declared(entry, table.database()) ? table : NO_TABLE;
    } catch (IllegalArgumentException e) { // noted as BAD-NAME
      return NO_TABLE;
    }
  }

  /** Empty if it cannot be read. */
  Optional<Edge> edge(JobEntry entry) {
    try {
      Optional<Edge> edge = entry.text().map(Edge::parse);
      return edge.filter(e -> declared(entry, e.from().table().database()))
          .filter(e -> declared(entry, e.to().table().database()));
    } catch (IllegalArgumentException e) {
      entry.problem(
          "BAD-EDGE",
          entry.path() + " is " + entry.quoted(),
          "write e.g. 'crm.chat.customer_ref -> crm.customer.id'");
      return Optional.empty();
    }
  }

  /** Empty if there is none or it cannot be read. */
  static Optional<Condition> condition(JobEntry entry) {
    Optional<String> text = entry.text();
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Conditions.parse(text.get()));
    } catch (InvalidCondition e) {
      entry.problem(
          "BAD-CONDITION",
          entry.path() + " is refused: " + e.getMessage(),
          "write one read-only condition over the table's own columns, e.g. \"status = 'closed'\"");
      return Optional.empty();
    }
  }

  private boolean declared(JobEntry entry, String database) {
    if (databases.contains(database)) {
      return true;
    }
    entry.problem(
        "UNKNOWN-DATABASE",
        entry.path() + " is in database '" + database + "', which is not declared",
        Nearest.to(database, databases)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("declare it under 'databases', or use " + String.join(", ", databases)));
    return false;
  }

  static Then then(JobEntry entry) {
    return entry.text().filter("anonymise"::equals).isPresent() ? Then.ANONYMISE : Then.DELETE;
  }
}
