package org.quietus.policy;

/**
 * Which days are worked in a year whose holidays are not known. A calendar is kept up with new
 * versions of the program.
 */
public final class CalendarYearUnknown extends RuntimeException {

  /** The holidays of a calendar are known from one year to another, and this one is outside. */
  public CalendarYearUnknown(String calendar, int year, int first, int last) {
    super(
        "the working days of "
            + year
            + " are not known: calendar "
            + calendar
            + " reaches from "
            + first
            + " to "
            + last
            + "; install a version of Quietus whose calendar reaches further");
  }
}
