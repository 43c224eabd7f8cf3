package org.quietus.scenario;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A customer's row, an employee's, or a guest's of the club; no two have the same id. */
record Account(
    int id,
    String name,
    @Nullable String email,
    @Nullable String phone,
    Instant created,
    @Nullable LocalDate closed,
    boolean anonymised) {
  static final int FIRST_EMPLOYEE = 100_000;
  static final int FIRST_GUEST = 200_000;
  static final String COLUMNS = "id, full_name, email, phone, created_at, closed_on, anonymised_at";
  private static final Pattern NAME = Pattern.compile("Person [0-9]+\\.");
  private static final Pattern EMAIL = Pattern.compile("[a-z]+[0-9]+@example\\.org");

  /** Somebody new, of whom the name tells the number. */
  static Account of(
      int id, int number, @Nullable String email, @Nullable String phone, Instant created) {
    return new Account(id, "Person " + number + ".", email, phone, created, null, false);
  }

  /** The table that it is in, which a kind of person has its name of. */
  String subject() {
    return id < FIRST_EMPLOYEE ? "customer" : id < FIRST_GUEST ? "employee" : "guest";
  }

  /** The database that the table is in. */
  String database() {
    return database(subject());
  }

  /** The database that a kind of person is in. */
  static String database(String subject) {
    return subject.equals("guest") ? "club" : "life";
  }

  /** The table that a kind of person is in: subscribers are customers, under another name. */
  static String table(String subject) {
    return subject.equals("subscriber") ? "customer" : subject;
  }

  boolean isCustomer() {
    return id < FIRST_EMPLOYEE;
  }

  /** All names that stand anywhere in a text. */
  static Set<String> names(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  /** All addresses that stand anywhere in a text, in small letters. */
  static Set<String> emails(String text) {
    return EMAIL
        .matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }

  Account closedOn(LocalDate day) {
    return new Account(id, name, email, phone, created, day, anonymised);
  }

  Account withPhone(@Nullable String other) {
    return new Account(id, name, email, other, created, closed, anonymised);
  }

  Account erased() {
    return new Account(id, "********", null, null, created, closed, true);
  }

  /** Whether it is this person's, under a number that may have been somebody else's. */
  boolean isSame(Account other) {
    return id == other.id && created.equals(other.created);
  }

  /** By what it can be told from others. */
  List<String> traits() {
    return Stream.of(email, phone).filter(Objects::nonNull).toList();
  }

  boolean has(@Nullable String identifier) {
    return identifier != null && (identifier.equals(email) || identifier.equals(phone));
  }

  @Override
  public int hashCode() {
    return id;
  }

  /** As {@link Town} reads it. */
  String row() {
    return id + " " + name + " " + email + " " + phone + " " + closed + " " + anonymised;
  }

  /** As a dump holds it whose table has a column computed from the address. */
  String valuesWithKey() {
    String values = values();
    String key = email == null ? "NULL" : text(email.toLowerCase(Locale.ROOT));
    return values.substring(0, values.length() - 1) + "," + key + ")";
  }

  /** As a dump holds it. */
  String values() {
    return "(%d,%s,%s,%s,'%s',%s,%s)"
        .formatted(
            id,
            text(name),
            text(email),
            text(phone),
            LocalDateTime.ofInstant(created, ZoneOffset.UTC).toString().replace('T', ' '),
            text(closed),
            anonymised ? "'2026-01-01 00:00:00'" : "NULL");
  }

  static String text(@Nullable Object value) {
    return value == null ? "NULL" : "'" + value + "'";
  }
}
