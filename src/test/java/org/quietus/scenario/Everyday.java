package org.quietus.scenario;

import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happens on a day: in the company's database, and in the model beside it. */
final class Everyday {
  /** How likely each of these is on a day. */
  private static final double HIRING = 0.04;

  private static final double LEAVING = 0.02;
  private static final double REUSING = 0.04;

  private final Course course;
  private final Life life;
  private final Town town;
  private final Office office;
  private final List<Account> gone = new ArrayList<>();
  private final Set<Integer> late = new HashSet<>();

  Everyday(Course course, Life life, Town town, Office office) {
    this.course = course;
    this.life = life;
    this.town = town;
    this.office = office;
  }

  /** Takes leave of those who were there before and are not now; they may come back. */
  void leave(List<Account> before) {
    before.stream()
        .filter(one -> one.isCustomer() && !one.anonymised())
        .filter(one -> life.accounts.get(one.id()).anonymised())
        .forEach(gone::add);
  }

  private @Nullable Account anybody() {
    return course.any(life.accounts(one -> one.isCustomer() && one.closed() == null));
  }

  private @Nullable Account anyEmployee() {
    return course.any(life.accounts(one -> !one.isCustomer()));
  }

  void applications() throws SQLException {
    if (course.chance(0.35)) {
      register(newEmail(), phone());
    }
    @Nullable Account back = course.any(gone);
    if (back != null && course.chance(0.06)) {
      register(Objects.requireNonNullElse(back.email(), newEmail()), back.phone());
    }
    for (Ask ask : List.copyOf(life.asks.values())) {
      loadLate(ask);
    }
    if (course.chance(HIRING)) {
      hire();
    }
    if (course.chance(REUSING)) {
      reuse();
    }
    add("visit", 1.0);
    add("orders", 0.3);
    add("invoice", 0.2);
    add("member", 0.15);
    @Nullable Account one = anybody();
    if (one != null && course.chance(0.05)) {
      course.tell(one.id() + " closes");
      put(one.closedOn(LocalDate.ofInstant(course.now(), ZoneOffset.UTC)));
    }
    @Nullable Account other = anybody();
    if (other != null && course.chance(0.05) && !late.contains(other.id())) {
      course.tell(other.id() + " gets another number");
      put(other.withPhone(newPhone()));
    }
  }

  private String newEmail() {
    return "Person" + course.fresh() + "@example.org";
  }

  private String newPhone() {
    return "+49301" + (1_000_000 + course.fresh());
  }

  /** Numbers are new, shared in a household, or somebody else's from before. */
  private @Nullable String phone() {
    int kind = course.number(10);
    if (kind == 0) {
      @Nullable Account flatmate = anybody();
      return flatmate == null ? null : flatmate.phone();
    }
    if (kind == 1) {
      @Nullable Account former = course.any(gone);
      return former == null ? null : former.phone();
    }
    return kind < 8 ? newPhone() : null;
  }

  private void register(String email, @Nullable String phone) throws SQLException {
    course.goOn();
    add("registers", Account.of(life.nextCustomer(), course.fresh(), email, phone, course.now()));
  }

  private void add(String what, Account account) throws SQLException {
    course.tell(what + " " + account.row());
    life.accounts.put(account.id(), account);
    town.add(account);
  }

  /** Employees, some of whom are customers too, are another kind of person in the same orders. */
  private void hire() throws SQLException {
    course.goOn();
    @Nullable Account customer = course.chance(0.3) ? anybody() : null;
    String email = customer == null ? null : customer.email();
    int number = course.fresh();
    add(
        "is hired",
        Account.of(
            Account.FIRST_EMPLOYEE + number,
            number,
            Objects.requireNonNullElse(email, "Staff" + number + "@example.org"),
            newPhone(),
            course.now()));
  }

  /** The application removes a customer for good, and gives the number to somebody else. */
  private void reuse() throws SQLException {
    course.goOn();
    boolean erased = course.chance(0.7);
    @Nullable Account former =
        course.any(
            life.accounts.values().stream()
                .filter(one -> one.isCustomer() && one.anonymised() == erased && !life.isHeld(one))
                .toList());
    if (former != null) {
      course.tell("removes " + former.row());
      life.things.removeIf(thing -> thing.account() == former.id());
      town.remove(former);
      late.remove(former.id());
      add(
          "gets the number of who was removed",
          Account.of(former.id(), course.fresh(), newEmail(), phone(), course.now()));
    }
  }

  /** What was on its way to the database when its person was erased arrives course.now(). */
  private void loadLate(Ask ask) throws SQLException {
    @Nullable Account person = ask.person();
    boolean settling =
        ask.state() == Ask.State.ERASED
            && (ask.settles() == null || course.now().isBefore(ask.settles()));
    boolean customer = person != null && person.isCustomer();
    if (settling && customer && ask.given().size() == 2 && course.chance(0.3)) {
      int id = life.nextCustomer();
      late.add(id);
      add(
          "arrives late",
          Account.of(id, course.fresh(), person.email(), person.phone(), person.created()));
    }
  }

  private void put(Account account) throws SQLException {
    life.accounts.put(account.id(), account);
    town.update(account);
  }

  private void add(String table, double probability) throws SQLException {
    @Nullable Account owner = anybody();
    if (owner != null && course.chance(probability)) {
      Instant at =
          course
              .now()
              .truncatedTo(ChronoUnit.DAYS)
              .minus(course.number(3), ChronoUnit.DAYS)
              .minus(course.number(3), ChronoUnit.HOURS); // midnight in Berlin among them
      @Nullable Account taker = table.equals("orders") ? anyEmployee() : null;
      Thing thing =
          new Thing(table, 1 + course.fresh(), owner.id(), at, taker == null ? null : taker.id());
      life.things.add(thing);
      town.add(thing);
    }
  }

  void people() {
    course.goOn();
    ask(anybody(), 0.12);
    ask(anyEmployee(), LEAVING);
    if (course.chance(0.01)) {
      ask("customer", newEmail(), newPhone());
    }
  }

  private void ask(@Nullable Account person, double probability) {
    if (person != null && course.chance(probability)) {
      int kind = course.number(4);
      ask(person.subject(), kind == 0 ? null : person.email(), kind == 1 ? null : person.phone());
    }
  }

  private void ask(String subject, @Nullable String email, @Nullable String phone) {
    List<String> given = Stream.of(email, phone).filter(Objects::nonNull).toList();
    boolean again =
        life.asks.values().stream()
            .filter(one -> one.subject().equals(subject))
            .anyMatch(one -> isOpen(one) && one.given().stream().anyMatch(given::contains));
    if (!given.isEmpty() && !again) {
      boolean verified = course.chance(0.7);
      String id = office.ask(subject, given, verified);
      course.tell(
          "request "
              + id
              + " of the "
              + subject
              + " "
              + given
              + (verified ? "" : ", not verified"));
      Ask.State state = verified ? Ask.State.READY : Ask.State.UNVERIFIED;
      life.asks.put(id, new Ask(id, subject, email, phone, course.now(), state));
    }
  }

  private static boolean isOpen(Ask ask) {
    return ask.state() != Ask.State.COMPLETED && ask.state() != Ask.State.ENDED;
  }

  void staff() {
    course.goOn();
    for (Ask ask : List.copyOf(life.asks.values())) {
      boolean waits = ask.state() == Ask.State.UNVERIFIED;
      if (waits && course.chance(0.2)) {
        decide("request verify", ask, Ask.State.READY);
      } else if (waits && course.chance(0.05)) {
        decide("request refuse", ask, Ask.State.ENDED, "--reason", "identity-not-verified");
      } else if (ask.state() == Ask.State.READY && course.chance(0.02)) {
        decide("request cancel", ask, Ask.State.ENDED);
      }
    }
    @Nullable Account held = anybody();
    if (held != null && held.email() != null && course.chance(0.03)) {
      hold(held);
    }
    for (LegalHold hold : List.copyOf(life.holds)) {
      if (course.chance(0.06)) {
        release(hold);
      }
    }
  }

  /** A hold on somebody who has an address. */
  LegalHold hold(Account held) {
    String email = Objects.requireNonNull(held.email());
    String reference = "case-" + course.fresh();
    office.hold(reference, email);
    course.tell("hold " + reference + " on " + held.id());
    Set<Integer> covered =
        life.accounts(one -> one.isCustomer() && one.has(email)).stream()
            .map(Account::id)
            .collect(Collectors.toSet());
    LegalHold hold = new LegalHold(reference, email, covered);
    life.holds.add(hold);
    return hold;
  }

  void release(LegalHold hold) {
    office.release(hold.reference());
    course.tell("released " + hold.reference());
    life.holds.remove(hold);
  }

  private void decide(String words, Ask ask, Ask.State next, String... arguments) {
    office.decide(words, ask.id(), arguments);
    course.tell(words + " " + ask.id());
    life.asks.put(ask.id(), ask.in(next));
  }
}
