package org.quietus.policy.read;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.policy.DueRule;
import org.quietus.policy.ErasureClock;
import org.quietus.policy.Term;
import org.quietus.policy.calendar.Calendars;

/** Reads the calendar and the clocks of requests. */
final class ClockReader {
  private static final Pattern WORKING_DAYS = Pattern.compile("([1-9][0-9]{0,2}) working-days");
  private static final int DAYS_OF_MONTH = 31;
  private static final int MOST_DAYS = 120 * DAYS_OF_MONTH;
  private static final Term.Days NO_TERM = new Term.CalendarDays(Period.ofDays(1));

  private final boolean calendar;

  private ClockReader(boolean calendar) {
    this.calendar = calendar;
  }

  /**
   * The clocks under {@code erasure.clock}.
   *
   * @param calendar whether the job file names one
   */
  static ErasureClock clock(JobEntry entry, boolean calendar) {
    ClockReader reader = new ClockReader(calendar);
    if (entry.get("extend").isPresent() && !entry.get("answer").isPresent()) {
      entry
          .get("extend")
          .problem(
              "EXTENDS-NOTHING",
              entry.get("extend").path() + " extends the time to answer, which is not set",
              "add e.g. 'answer: P1M', or remove it");
    }
    return new ErasureClock(
        present(entry.get("answer")).map(reader::due),
        present(entry.get("extend")).map(reader::days),
        present(entry.get("erase")).map(reader::due),
        present(entry.get("cooling-off")).flatMap(reader::wait),
        present(entry.get("settle")).flatMap(reader::wait));
  }

  /** The code of the job's calendar; empty if there is none or it is unknown. */
  static Optional<String> calendar(JobEntry entry) {
    Optional<String> code = entry.text();
    if (code.isEmpty() || Calendars.find(code.get()).isPresent()) {
      return code;
    }
    entry.problem(
        "UNKNOWN-CALENDAR",
        entry.path() + " is " + entry.quoted() + ", of which no working days are known",
        Calendars.advice(code.get()));
    return Optional.empty();
  }

  private static Optional<JobEntry> present(JobEntry entry) {
    return Optional.of(entry).filter(JobEntry::isPresent);
  }

  private DueRule due(JobEntry entry) {
    boolean identity = entry.get("from").text().filter("identity"::equals).isPresent();
    return new DueRule(
        days(entry.get("within").isPresent() ? entry.get("within") : entry),
        identity ? DueRule.Start.IDENTITY : DueRule.Start.RECEIPT);
  }

  private Term.Days days(JobEntry entry) {
    return days(entry, "P1M, P30D or '30 working-days'");
  }

  private Term.Days days(JobEntry entry, String examples) {
    Optional<String> text = entry.text();
    Matcher working = WORKING_DAYS.matcher(text.orElse(""));
    if (working.matches()) {
      requireCalendar(entry);
      return new Term.WorkingDays(Integer.parseInt(working.group(1)));
    }
    Optional<Period> period = text.flatMap(ClockReader::period);
    if (text.isPresent() && period.isEmpty()) {
      entry.problem(
          "BAD-TERM",
          entry.path() + " is " + entry.quoted() + ", which is not a term of one day to ten years",
          "write e.g. " + examples);
    }
    return period.<Term.Days>map(Term.CalendarDays::new).orElse(NO_TERM);
  }

  /** Empty for a term of zero, which says that there is nothing to wait for. */
  private Optional<Term> wait(JobEntry entry) {
    Optional<String> text = entry.text();
    Optional<Duration> hours = text.flatMap(ClockReader::duration);
    if (hours.isPresent()) {
      return hours.filter(time -> !time.isZero()).map(Term.Hours::new);
    }
    return text.filter("P0D"::equals).isPresent()
        ? Optional.empty()
        : Optional.of(days(entry, "P7D, PT6H or '5 working-days'"));
  }

  private void requireCalendar(JobEntry entry) {
    if (!calendar) {
      entry.problem(
          "NO-CALENDAR",
          entry.path() + " counts working days, but the job file names no calendar",
          "add e.g. 'calendar: DE' or 'calendar: DE-BY' at the top");
    }
  }

  private static Optional<Period> period(String text) {
    try {
      Period period = Period.parse(text);
      boolean fits =
          !period.isNegative()
              && !period.isZero()
              && period.toTotalMonths() * DAYS_OF_MONTH + period.getDays() <= MOST_DAYS;
      return Optional.of(period).filter(any -> fits);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty(); // told by the caller
    }
  }

  private static Optional<Duration> duration(String text) {
    try {
      return Optional.of(text)
          .filter(written -> written.startsWith("PT"))
          .map(Duration::parse)
          .filter(time -> !time.isNegative() && time.toDays() <= MOST_DAYS);
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty(); // told by the caller
    }
  }
}
