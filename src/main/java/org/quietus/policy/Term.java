package org.quietus.policy;

import java.time.Duration;
import java.time.Period;
import java.util.Optional;

/** How long a clock runs, as the job file writes it. */
public sealed interface Term {

  /** A term that ends with a local day. */
  sealed interface Days extends Term {

    /** Both terms in one, if they are of the same kind. */
    Optional<Days> plus(Days more);
  }

  /** Years, months, weeks and days, {@code P1M}. */
  record CalendarDays(Period period) implements Days {
    @Override
    public Optional<Days> plus(Days more) {
      return more instanceof CalendarDays other
          ? Optional.of(new CalendarDays(period.plus(other.period())))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return period.toString();
    }
  }

  /** Days that are worked by the job's calendar, {@code 30 working-days}. */
  record WorkingDays(int count) implements Days {
    @Override
    public Optional<Days> plus(Days more) {
      return more instanceof WorkingDays other
          ? Optional.of(new WorkingDays(count + other.count()))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return count + " working-days";
    }
  }

  /** Hours, minutes and seconds, {@code PT6H}. */
  record Hours(Duration duration) implements Term {
    @Override
    public String toString() {
      return duration.toString();
    }
  }
}
