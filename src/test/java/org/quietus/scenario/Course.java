package org.quietus.scenario;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Time, chance, and what was told of both. */
final class Course {
  private static final int LAST_LINES = Integer.getInteger("told", 150);

  private final Random random;
  private final Office office;
  private final List<String> told = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private int numbers;

  Course(long seed, Office office) {
    this.random = new Random(seed);
    this.office = office;
  }

  Instant now() {
    return now;
  }

  /** Within so many seconds after a moment. */
  void goTo(Instant moment, int seconds) {
    now = moment.plusSeconds(random.nextInt(seconds));
    office.at(now);
  }

  /** Within half an hour. */
  void goOn() {
    goTo(now.plusSeconds(1), 1800);
  }

  int number(int below) {
    return random.nextInt(below);
  }

  /** A number that nothing had before. */
  int fresh() {
    return numbers++;
  }

  /** An address that nobody had before. */
  String newEmail() {
    return "Person" + fresh() + "@example.org";
  }

  /** A number that nobody had before. */
  String newPhone() {
    return "+49301" + (1_000_000 + fresh());
  }

  boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  <T> @Nullable T any(List<T> all) {
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  void tell(String what) {
    told.add(now.truncatedTo(ChronoUnit.SECONDS) + " " + what);
  }

  /** What was done last, for whoever has to understand a failure. */
  String told() {
    return String.join("\n", told.subList(Math.max(0, told.size() - LAST_LINES), told.size()));
  }
}
