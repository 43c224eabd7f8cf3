package org.quietus.request;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.quietus.policy.DueRule;
import org.quietus.policy.ErasureClock;
import org.quietus.policy.JobFile;
import org.quietus.policy.RequestKind;
import org.quietus.policy.Term;
import org.quietus.policy.WorkCalendar;
import org.quietus.policy.calendar.Calendars;

/**
 * By when requests must be answered and erased, counted in local days of the job's zone.
 *
 * <ul>
 *   <li>The day on which a clock starts is not counted; the due day counts whole. A day that its
 *       month lacks becomes the last one: 31 January + P1M is 28 or 29 February. A due day that is
 *       no working day stays where it is, since not every law moves it.
 *   <li>A day is paused if the clock stood still when it ended. Each paused day after the start and
 *       up to the due day moves the due day by one; a count of working days passes over paused
 *       days. So nothing becomes overdue in a pause, a pause within one day moves nothing, and one
 *       that begins after the due day revives nothing.
 *   <li>An extension is counted from the start too, {@code answer + extend} in one: 31 January +
 *       P1M + P2M is 30 April. If one of them is in working days and the other is not, it is
 *       counted from the first due day. It moves the answer, never the erasure; one that was
 *       granted after the first due day moves nothing.
 * </ul>
 *
 * <p>Where working days are counted into a year that the calendar does not know yet, a due day is
 * provisional and certainly not too late: nobody's request waits for a calendar.
 */
public final class Deadlines {
  private final ErasureClock clock;
  private final DayCount days;
  private final Map<RequestKind, ErasureClock> others;

  private Deadlines(ErasureClock clock, DayCount days, Map<RequestKind, ErasureClock> others) {
    this.clock = clock;
    this.days = days;
    this.others = others;
  }

  /** Those of a job's erasure requests. */
  public static Deadlines of(JobFile job) {
    Deadlines erasure = of(job.clock(), job.zone(), job.calendar().map(Calendars::of));
    return new Deadlines(erasure.clock, erasure.days, job.requests().kinds());
  }

  /** Those of requests that ask for this; none if the job file sets none. */
  public Deadlines of(RequestKind asks) {
    return asks.isErasure()
        ? this
        : new Deadlines(others.getOrDefault(asks, ErasureClock.NONE), days, others);
  }

  /**
   * Those that a clock sets.
   *
   * @param calendar needed if the clock counts working days
   */
  public static Deadlines of(ErasureClock clock, ZoneId zone, Optional<WorkCalendar> calendar) {
    if (clock.countsWorkingDays() && calendar.isEmpty()) {
      throw new IllegalArgumentException("working days cannot be counted without a calendar");
    }
    return new Deadlines(clock, new DayCount(zone, calendar), Map.of());
  }

  /**
   * By when the requester must be answered; empty if no clock is set, or before it starts.
   *
   * @param now where a pause that still lasts is counted to
   */
  public Optional<DueDay> answer(RequestTimes times, Instant now) {
    Optional<DueDay> first = answerUnextended(times, now);
    boolean extended =
        first.isPresent() && times.extended().filter(at -> !first.get().isOverdue(at)).isPresent();
    return extended
        ? clock.answer().flatMap(rule -> extended(rule, first.get(), times, now)).or(() -> first)
        : first;
  }

  /**
   * By when the person must be erased; empty if no clock is set, or before it starts.
   *
   * @param now where a pause that still lasts is counted to
   */
  public Optional<DueDay> erase(RequestTimes times, Instant now) {
    return clock.erase().flatMap(rule -> due(rule, rule.within(), times, now));
  }

  /** Why the time to answer cannot be extended at that instant; empty if it can. */
  public Optional<ExtensionRefusal> refusal(RequestTimes times, Instant at, String reason) {
    if (clock.answer().isEmpty() || clock.extend().isEmpty()) {
      return Optional.of(ExtensionRefusal.NOT_PROVIDED);
    }
    if (times.extended().isPresent()) {
      return Optional.of(ExtensionRefusal.ALREADY_EXTENDED);
    }
    if (answerUnextended(times, at).filter(due -> due.isOverdue(at)).isPresent()) {
      return Optional.of(ExtensionRefusal.TOO_LATE);
    }
    return reason.isBlank() ? Optional.of(ExtensionRefusal.NO_REASON) : Optional.empty();
  }

  /**
   * The first instant at which a request that began to cool off then may be acted on. A term in
   * days is over when its last local day is: P7D from any hour of 1 March ends with 8 March.
   */
  public Instant coolingOffEnds(Instant begin) {
    return clock.coolingOff().map(term -> end(begin, term)).orElse(begin);
  }

  /** The first instant at which an erasure that was done then may be searched for once more. */
  public Instant settles(Instant erased) {
    return clock.settle().map(term -> end(erased, term)).orElse(erased);
  }

  /** When a request that is acted on at that moment is to be searched for once more, if it is. */
  public Optional<Instant> settles(ErasureRequest request, Instant at) {
    boolean begun = request.state() == State.SETTLING || request.state() == State.COMPLETED;
    boolean first = request.settlesAt().isEmpty() && !begun;
    return Optional.of(settles(at)).filter(end -> first && end.isAfter(at));
  }

  /** The day, unless it is provisional: what is signed, or told to a requester, stays true. */
  public static Optional<LocalDate> ifCertain(Optional<DueDay> due) {
    return due.filter(day -> day.provisional().isEmpty()).map(DueDay::day);
  }

  /** Why deadlines of requests that come in now may be provisional; empty if all are certain. */
  public Optional<String> provisional(Instant now) {
    LocalDate today = dayOf(now);
    return Stream.concat(Stream.of(clock), others.values().stream())
        .flatMap(ErasureClock::terms)
        .filter(Term.WorkingDays.class::isInstance)
        .flatMap(term -> days.atMost(today, (Term.Days) term, day -> false).provisional().stream())
        .findFirst();
  }

  private Optional<DueDay> answerUnextended(RequestTimes times, Instant now) {
    return clock.answer().flatMap(rule -> due(rule, rule.within(), times, now));
  }

  private Optional<DueDay> extended(DueRule rule, DueDay first, RequestTimes times, Instant now) {
    return clock
        .extend()
        .flatMap(
            by ->
                rule.within()
                    .plus(by)
                    .flatMap(whole -> due(rule, whole, times, now))
                    .or(
                        () ->
                            Optional.of(
                                days.atMost(first.day(), by, paused(times, now))
                                    .countedFrom(first))));
  }

  private Optional<DueDay> due(DueRule rule, Term.Days term, RequestTimes times, Instant now) {
    Optional<Instant> start =
        rule.from() == DueRule.Start.RECEIPT ? Optional.of(times.received()) : times.identified();
    return start.map(at -> days.atMost(dayOf(at), term, paused(times, now)));
  }

  private Instant end(Instant begin, Term term) {
    return term instanceof Term.Hours hours
        ? begin.plus(hours.duration())
        : dueDay(days.atLeast(dayOf(begin), (Term.Days) term)).passed();
  }

  private Predicate<LocalDate> paused(RequestTimes times, Instant now) {
    return day -> {
      Instant last = dueDay(day).passed().minusNanos(1);
      return last.isBefore(now) && times.pauses().stream().anyMatch(p -> p.contains(last));
    };
  }

  private LocalDate dayOf(Instant instant) {
    return instant.atZone(days.zone()).toLocalDate();
  }

  private DueDay dueDay(LocalDate day) {
    return new DueDay(day, days.zone());
  }
}
