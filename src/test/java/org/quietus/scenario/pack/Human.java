package org.quietus.scenario.pack;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** A person of whom a pack's database has rows; no two share an identifier. */
final class Human {
  final int id;
  final String subject;
  final @Nullable String tenant;
  final @Nullable LocalDate born;
  boolean consented;

  /** Whether the database still knows whom its rows are about. */
  boolean known = true;

  /** Whether everything of the person was erased, by request. */
  boolean erased;

  /** Whether the database was put back to a day before the person came. */
  boolean lost;

  /** The purpose that consent was withdrawn for, if there was one. */
  @Nullable String withdrew;

  Human(
      int id,
      String subject,
      @Nullable String tenant,
      @Nullable LocalDate born,
      boolean consented) {
    this.id = id;
    this.subject = subject;
    this.tenant = tenant;
    this.born = born;
    this.consented = consented;
  }

  String email() {
    return "person" + id + "@mail.example";
  }

  String phone() {
    return "+86138" + (10_000_000 + id);
  }

  /** What the pack shows as its number, badge or login. */
  String handle() {
    return "handle-" + id;
  }

  /** What a vendor of messages knows the person by; not all have one. */
  @Nullable String push() {
    return id % 3 == 0 ? null : "push-" + id;
  }

  /**
   * Whether that day is before the birthday of an age; who was born on 29 February has it on the
   * day after 28 February in other years.
   */
  boolean isYoungerThan(int age, LocalDate day) {
    if (born == null) {
      return false;
    }
    LocalDate birthday =
        born.getMonthValue() == 2 && born.getDayOfMonth() == 29
            ? born.minusDays(1).plusYears(age).plusDays(1)
            : born.plusYears(age);
    return day.isBefore(birthday);
  }

  @Override
  public String toString() {
    return subject + " " + id + (tenant == null ? "" : " of " + tenant);
  }
}
