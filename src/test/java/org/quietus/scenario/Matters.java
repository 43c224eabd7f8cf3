package org.quietus.scenario;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people ask for on a day, and what staff decide about it. */
final class Matters {
  /** How likely it is on a day that an employee asks to be erased. */
  private static final double LEAVING = 0.02;

  /** How likely it is on a day that staff give up invoices that may be somebody else's. */
  private static final double GIVING_UP = 0.1;

  /** How often a customer is asked for, or held, as a subscriber. */
  private static final double SUBSCRIBED = 0.3;

  private final Course course;
  private final Life life;
  private final Office office;
  private final boolean subscribed;
  private final Events events;

  /** Where customers are subscribers too, or not. */
  Matters(Course course, Life life, Office office, boolean subscribed, Events events) {
    this.course = course;
    this.life = life;
    this.office = office;
    this.subscribed = subscribed;
    this.events = events;
  }

  void people() {
    course.goOn();
    ask(course.any(life.customers()), 0.12);
    ask(course.any(life.employees()), LEAVING);
    ask(course.any(life.guests()), LEAVING);
    if (course.chance(0.01)) {
      ask("customer", course.newEmail(), course.newPhone());
    }
  }

  private void ask(@Nullable Account person, double probability) {
    if (person != null && course.chance(probability)) {
      int kind = course.number(4);
      ask(kindOf(person), kind == 0 ? null : person.email(), kind == 1 ? null : person.phone());
    }
  }

  /** Customers may be asked for, and held, as subscribers too. */
  private String kindOf(Account person) {
    return subscribed && person.isCustomer() && course.chance(SUBSCRIBED)
        ? "subscriber"
        : person.subject();
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
      if (subject.equals("subscriber")) {
        events.count(Events.Kind.SUBSCRIBER);
      }
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
      if (life.isNamed(ask) && life.kept.isUnsure(ask) && course.chance(GIVING_UP)) {
        decide("request accept", ask, ask.state(), "--unmatched", "--reason", "only-others-left");
        life.kept.giveUp(ask);
      }
    }
    @Nullable Account held =
        course.chance(0.8)
            ? course.any(life.customers())
            : course.any(life.accounts(one -> !one.isCustomer()));
    if (held != null && held.email() != null && course.chance(0.03)) {
      hold(held);
    }
    for (LegalHold hold : List.copyOf(life.holds)) {
      if (life.holds.contains(hold) && course.chance(0.06)) {
        release(hold);
      }
    }
  }

  /** A hold on somebody who has an address. */
  LegalHold hold(Account held) {
    String email = Objects.requireNonNull(held.email());
    String reference = "case-" + course.fresh();
    String kind = kindOf(held);
    office.hold(reference, kind, email);
    course.tell("hold " + reference + " on the " + kind + " " + held.id());
    LegalHold hold = hold(reference, kind, email);
    life.holds.add(hold);
    return hold;
  }

  /** Whether an erased person is known by an address, and by what others have, too, nobody is. */
  private boolean isAbout(Ask ask, String email) {
    return ask.erasedAt() != null && ask.person() != null && life.tokens(ask).contains(email);
  }

  private LegalHold hold(String reference, String kind, String email) {
    String table = Account.table(kind);
    List<Account> covered =
        new ArrayList<>(life.accounts(one -> one.subject().equals(table) && one.has(email)));
    Set<Integer> numbers = new HashSet<>();
    for (Ask ask : life.asks.values()) {
      if (Account.table(ask.subject()).equals(table) && isAbout(ask, email)) {
        covered.add(Objects.requireNonNull(ask.person()));
        numbers.addAll(life.kept.numbers(ask));
      }
    }
    return new LegalHold(reference, kind, email, Set.copyOf(covered), numbers);
  }

  void release(LegalHold hold) {
    office.release(hold.reference());
    course.tell("released " + hold.reference());
    life.holds.removeIf(one -> one.reference().equals(hold.reference()));
  }

  private void decide(String words, Ask ask, Ask.State next, String... arguments) {
    office.decide(words, ask.id(), arguments);
    course.tell(words + " " + ask.id());
    life.asks.put(ask.id(), ask.in(next));
  }
}
