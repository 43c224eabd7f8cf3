package org.quietus.scenario.pack;

import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a policy promises, in the plainest words and with nothing of the product or of its job file,
 * and how the service that it is of writes its data.
 */
abstract class Promises {

  /** What happens to rows whose period has passed, whoever they are about. */
  record Rule(String table, Period keep, boolean anonymise, Predicate<Fact> which) {
    static Rule delete(String table, Period keep) {
      return new Rule(table, keep, false, fact -> true);
    }

    static Rule anonymise(String table, Period keep) {
      return new Rule(table, keep, true, fact -> true);
    }
  }

  /** What becomes of a person's rows with the person. */
  enum Fate {
    DELETED,
    ANONYMISED,
    /** It stays until its rule has it go. */
    KEPT
  }

  /** Who is told, by what identifier, and how long at most. */
  record Recipient(
      String name,
      String variable,
      Function<Human, @Nullable String> identifier,
      Set<String> purposes,
      Period giveUp) {}

  /** A kind of backup, under its folder. */
  record Backup(String folder, Period keep, Treatment treatment, int everyDays) {}

  /** What an erasure does to backups. */
  enum Treatment {
    REWRITTEN,
    REFRESHED,
    ISOLATED
  }

  /** Rows that go, and columns of rows that are emptied, with consent to a purpose. */
  record Purpose(Set<String> rows, Map<String, Set<String>> columns) {}

  /**
   * Something that the job file might say instead, and that must not go unnoticed.
   *
   * @param line a text of the job file
   * @param instead what stands there then; the job file stays one that runs
   * @param noticed what is said of it
   */
  record Breach(String line, String instead, String noticed) {}

  /** Each breaks a promise, and is noticed within two years. */
  abstract List<Breach> breaches();

  abstract String pack();

  /** The first of the days; 29 February, and birthdays of who was born on one, are among them. */
  abstract LocalDate first();

  abstract ZoneId zone();

  /** The name of the database in the job file. */
  abstract String database();

  /** Tables in the order in which they refer to each other. */
  abstract List<String> tables();

  abstract List<Rule> rules();

  abstract Fate fate(String table);

  /** Whoever is younger is a child. */
  abstract int age();

  /** Whether a guardian can consent. */
  abstract boolean consentCounts();

  /** Whole days that a request waits before it is acted on. */
  abstract int coolingOff();

  /** Whether everything is searched once more when the day after has passed. */
  abstract boolean settles();

  Map<String, Purpose> purposes(Human human) {
    return Map.of();
  }

  abstract List<Recipient> recipients(Human human);

  abstract List<Backup> backups();

  /** Of whom a new person is: a kind, and whose customer. */
  Human newcomer(int id, Chance chance, @Nullable LocalDate born, boolean consented) {
    return new Human(id, "", null, born, consented);
  }

  /** The kind, tenant and identifier that requests and holds name a person by. */
  List<String> naming(Human human) {
    return List.of();
  }

  /** What is typed to name a person. */
  String identifier(Human human) {
    return "phone: " + human.phone();
  }

  /** Writes the rows that somebody has from the first day on. */
  abstract void signUp(Human human, Writing rows);

  /** Writes what somebody leaves on a day. */
  abstract void live(Human human, Writing rows);

  /** Writes what was on its way when its person was erased, if anything can be. */
  void arriveLate(Human human, Writing rows) {}

  /** What only this service knows: something that somebody does on a day. */
  void special(PackStory story) {}

  /** What cannot be said of a row that was anonymised; empty if it is right. */
  abstract Optional<String> wrongAnonymised(
      String table, Map<String, String> before, Map<String, String> after);

  /** Names the first of these columns that still has a value. */
  static Optional<String> notEmpty(Map<String, String> row, String... columns) {
    for (String column : columns) {
      if (row.get(column) != null) {
        return Optional.of(column);
      }
    }
    return Optional.empty();
  }

  /** Names the first column that is neither one of these nor as it was. */
  static Optional<String> changed(
      Map<String, String> before, Map<String, String> after, Set<String> but) {
    return before.keySet().stream()
        .filter(column -> !but.contains(column))
        .filter(column -> !java.util.Objects.equals(before.get(column), after.get(column)))
        .findFirst();
  }
}
