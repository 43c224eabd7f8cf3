package org.quietus.anonymise;

import java.time.LocalDate;

/** How far a date is coarsened. */
public enum DateUnit {
  /** For moments: the time of day goes. */
  DAY {
    @Override
    public LocalDate floor(LocalDate date) {
      return date;
    }
  },
  MONTH {
    @Override
    public LocalDate floor(LocalDate date) {
      return date.withDayOfMonth(1);
    }
  },
  YEAR {
    @Override
    public LocalDate floor(LocalDate date) {
      return date.withDayOfYear(1);
    }
  },
  DECADE {
    @Override
    public LocalDate floor(LocalDate date) {
      return LocalDate.of(Math.floorDiv(date.getYear(), 10) * 10, 1, 1);
    }
  };

  /** The first day of the unit that the date lies in. */
  public abstract LocalDate floor(LocalDate date);
}
