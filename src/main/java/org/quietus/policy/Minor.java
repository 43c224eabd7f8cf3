package org.quietus.policy;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Who of a subject's persons is a child that nobody agreed for.
 *
 * @param born the column with the day of birth
 * @param age in years: who is younger is a child, to the end of the day before that birthday; who
 *     was born on 29 February has it on 1 March in years without that day
 * @param consent the column that tells that a guardian has agreed; empty if none can
 */
public record Minor(String born, int age, Optional<String> consent) {

  /** The last day of birth of those who are no children any more. */
  public LocalDate lastAdult(LocalDate today) {
    return today.minusYears(age);
  }
}
