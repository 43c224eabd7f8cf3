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
import org.jspecify.annotations.Nullable;

/** What happens on a day: in the company's database, and in the model beside it. */
final class Everyday {
  /** How likely each of these is on a day. */
  private static final double HIRING = 0.04;

  private static final double REUSING = 0.04;

  private static final double JOINING = 0.08;

  /** How often what arrives late has the person's address alone, and may be somebody else's. */
  private static final double PARTLY = 0.25;

  private final Course course;
  private final Life life;
  private final Town town;
  private final Events events;
  private final List<Account> gone = new ArrayList<>();
  private final Set<Integer> late = new HashSet<>();

  Everyday(Course course, Life life, Town town, Events events) {
    this.course = course;
    this.life = life;
    this.town = town;
    this.events = events;
  }

  /** Takes leave of those who were there before and are not now; they may come back. */
  void leave(List<Account> before) {
    before.stream()
        .filter(one -> one.isCustomer() && !one.anonymised())
        .filter(one -> life.accounts.get(one.id()).anonymised())
        .forEach(gone::add);
  }

  void applications() throws SQLException {
    if (course.chance(0.35)) {
      register(course.newEmail(), phone());
    }
    @Nullable Account back = course.any(gone);
    if (back != null && course.chance(0.06)) {
      register(Objects.requireNonNullElse(back.email(), course.newEmail()), back.phone());
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
    if (town.hasClub() && course.chance(JOINING)) {
      join();
    }
    add("visit", 1.0);
    add("orders", 0.3);
    add("invoice", 0.2);
    add("member", 0.15);
    @Nullable Account one = course.any(life.customers());
    if (one != null && course.chance(0.05)) {
      course.tell(one.id() + " closes");
      put(one.closedOn(LocalDate.ofInstant(course.now(), ZoneOffset.UTC)));
    }
    @Nullable Account other = course.any(life.customers());
    if (other != null && course.chance(0.05) && !late.contains(other.id())) {
      course.tell(other.id() + " gets another number");
      put(other.withPhone(course.newPhone()));
    }
  }

  /** Numbers are new, shared in a household, or somebody else's from before. */
  private @Nullable String phone() {
    int kind = course.number(10);
    if (kind == 0) {
      @Nullable Account flatmate = course.any(life.customers());
      return flatmate == null ? null : flatmate.phone();
    }
    if (kind == 1) {
      @Nullable Account former = course.any(gone);
      return former == null ? null : former.phone();
    }
    return kind < 8 ? course.newPhone() : null;
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
    @Nullable Account customer = course.chance(0.3) ? course.any(life.customers()) : null;
    String email = customer == null ? null : customer.email();
    int number = course.fresh();
    add(
        "is hired",
        Account.of(
            Account.FIRST_EMPLOYEE + number,
            number,
            Objects.requireNonNullElse(email, "Staff" + number + "@example.org"),
            course.newPhone(),
            course.now()));
  }

  /** Guests of the club, some of whom are customers too, are in a database of their own. */
  private void join() throws SQLException {
    course.goOn();
    @Nullable Account customer = course.chance(0.3) ? course.any(life.customers()) : null;
    String email = customer == null ? null : customer.email();
    @Nullable String phone = customer == null ? course.newPhone() : customer.phone();
    int number = course.fresh();
    add(
        "joins the club",
        Account.of(
            Account.FIRST_GUEST + number,
            number,
            Objects.requireNonNullElse(email, "Guest" + number + "@example.org"),
            phone,
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
      events.count(Events.Kind.NUMBER_REUSED);
      course.tell("removes " + former.row());
      life.things.removeIf(thing -> thing.account() == former.id());
      town.remove(former);
      late.remove(former.id());
      add(
          "gets the number of who was removed",
          Account.of(former.id(), course.fresh(), course.newEmail(), phone(), course.now()));
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
      events.count(Events.Kind.LATE_ROWS);
      boolean partly = course.chance(PARTLY);
      @Nullable String phone = partly ? course.newPhone() : person.phone();
      add(
          "arrives late" + (partly ? " in part" : ""),
          Account.of(id, course.fresh(), person.email(), phone, person.created()));
    }
  }

  private void put(Account account) throws SQLException {
    life.accounts.put(account.id(), account);
    town.update(account);
  }

  private void add(String table, double probability) throws SQLException {
    @Nullable Account owner = course.any(life.customers());
    if (owner != null && course.chance(probability)) {
      Instant at =
          course
              .now()
              .truncatedTo(ChronoUnit.DAYS)
              .minus(course.number(3), ChronoUnit.DAYS)
              .minus(course.number(3), ChronoUnit.HOURS); // midnight in Berlin among them
      @Nullable Account taker = table.equals("orders") ? course.any(life.employees()) : null;
      Thing thing =
          new Thing(table, 1 + course.fresh(), owner.id(), at, taker == null ? null : taker.id());
      life.things.add(thing);
      town.add(thing);
    }
  }
}
