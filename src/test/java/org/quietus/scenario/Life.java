package org.quietus.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What should be there: the promises of the job file in the plainest words, without a line of the
 * code that is put to the test.
 */
final class Life {
  static final Duration SETTLE = Duration.ofHours(24);
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final int COOLING_DAYS = 3;
  private static final Set<String> GO_WITH_THE_PERSON = Set.of("visit", "orders", "member");

  final Map<Integer, Account> accounts = new TreeMap<>();
  final List<Thing> things = new ArrayList<>();
  final Map<String, Ask> asks = new LinkedHashMap<>();
  final List<LegalHold> holds = new ArrayList<>();
  final List<Dump> dumps = new ArrayList<>();

  /** Requests of whose person the last run left something in dumps for somebody to look at. */
  private final Set<String> doubted = new HashSet<>();

  /** The database as it is now, to be restored later; dumps lie elsewhere. */
  Life copy() {
    Life copy = new Life();
    copy.accounts.putAll(accounts);
    copy.things.addAll(things);
    copy.asks.putAll(asks);
    copy.holds.addAll(holds);
    return copy;
  }

  /** What a run at that moment leaves; returns the exit codes that it may have. */
  Set<Integer> run(Instant now) {
    settle(now);
    boolean unsure = false;
    List<Ask> ready = asks.values().stream().filter(ask -> isReady(ask, now)).toList();
    Map<Ask, List<Account>> found = new LinkedHashMap<>();
    ready.forEach(ask -> found.put(ask, meant(ask)));
    for (Ask ask : ready) {
      List<Account> theirs = found.get(ask);
      unsure |= theirs.size() > 1;
      if (theirs.size() <= 1) {
        Ask frozen = ask.frozen(now, theirs.isEmpty() ? null : theirs.get(0));
        boolean held = theirs.stream().anyMatch(this::isHeld) || isHeld(ask);
        asks.put(ask.id(), held ? frozen : frozen.erased(now.plus(SETTLE)));
        if (!held) {
          theirs.forEach(this::erase);
        }
      }
    }
    retain(now);
    // while a request settles, nothing is looked for anew
    Set<String> sought = new HashSet<>(doubted);
    ready.forEach(ask -> sought.add(ask.id()));
    boolean unsureInDumps =
        cleanDumps(now, ask -> ask.state() == Ask.State.ERASED && sought.contains(ask.id()));
    // of those who were erased before, only what was not looked at before is told
    boolean unsureBefore = cleanDumps(now, ask -> ask.state() == Ask.State.COMPLETED);
    return unsure || unsureInDumps ? Set.of(8) : unsureBefore ? Set.of(0, 8) : Set.of(0);
  }

  /** Rows that were on their way are looked for once more, by everything that was given. */
  private void settle(Instant now) {
    for (Ask ask : List.copyOf(asks.values())) {
      if (ask.state() == Ask.State.ERASED && !now.isBefore(ask.settles())) {
        accounts(account -> !account.created().isAfter(ask.erasedAt())).stream()
            .filter(account -> ask.given().stream().allMatch(account::has))
            .filter(account -> !isHeld(account))
            .forEach(this::erase);
        asks.put(ask.id(), ask.in(Ask.State.COMPLETED));
      }
    }
  }

  private static boolean isReady(Ask ask, Instant now) {
    LocalDate after = day(ask.received()).plusDays(COOLING_DAYS + 1);
    return ask.state() == Ask.State.READY && !now.isBefore(after.atStartOfDay(ZONE).toInstant());
  }

  /** Once found, the same row for good. */
  private List<Account> meant(Ask ask) {
    if (ask.isFrozen()) {
      return ask.person() == null ? List.of() : List.of(accounts.get(ask.person().id()));
    }
    return accounts(account -> isNamed(ask, account));
  }

  private static boolean isNamed(Ask ask, Account account) {
    return ask.given().stream().anyMatch(account::has);
  }

  boolean isHeld(Account account) {
    return holds.stream().anyMatch(hold -> hold.covers(account));
  }

  private boolean isHeld(Ask ask) {
    return holds.stream().anyMatch(hold -> ask.given().contains(hold.identifier()));
  }

  private void erase(Account account) {
    accounts.put(account.id(), account.erased());
    things.removeIf(
        thing -> thing.account() == account.id() && GO_WITH_THE_PERSON.contains(thing.table()));
  }

  private void retain(Instant now) {
    things.removeIf(thing -> isOver(thing, now) && !isHeld(accounts.get(thing.account())));
    // days without a zone are the database's, which is UTC
    LocalDate closing = LocalDate.ofInstant(back(now, Period.ofDays(90)), ZoneOffset.UTC);
    for (Account account : accounts(one -> one.closed() != null)) {
      if (account.closed().isBefore(closing) && !isHeld(account)) {
        accounts.put(account.id(), account.erased());
      }
    }
  }

  private static boolean isOver(Thing thing, Instant now) {
    return switch (thing.table()) {
      case "visit" -> thing.at().isBefore(back(now, Period.ofDays(60)));
      case "invoice" -> thing.at().isBefore(back(now, Period.ofYears(1)));
      default -> false;
    };
  }

  private static Instant back(Instant now, Period keep) {
    return day(now).minus(keep).atStartOfDay(ZONE).toInstant();
  }

  private static LocalDate day(Instant moment) {
    return moment.atZone(ZONE).toLocalDate();
  }

  /** Two traits make a person, one is for somebody to look at; younger rows are somebody else's. */
  private boolean cleanDumps(Instant now, Predicate<Ask> which) {
    if (holds.isEmpty()) {
      dumps.removeIf(dump -> dump.created().isBefore(back(now, Period.ofDays(60))));
    }
    boolean unsure = false;
    for (Ask ask : asks.values()) {
      if (which.test(ask) && !isHeld(ask) && (ask.person() == null || !isHeld(ask.person()))) {
        doubted.remove(ask.id());
        for (Dump dump : dumps) {
          if (clean(dump, ask)) {
            doubted.add(ask.id());
          }
        }
        unsure |= doubted.contains(ask.id());
      }
    }
    return unsure;
  }

  private static boolean clean(Dump dump, Ask ask) {
    boolean unsure = false;
    Set<String> known = ask.known();
    for (Account account : dump.left()) {
      if (!account.anonymised() && !account.created().isAfter(ask.erasedAt())) {
        int agreeing = agreeing(ask, known, account);
        if (agreeing > 1) {
          dump.removed().add(account.id());
        }
        unsure |= agreeing == 1;
      }
    }
    return unsure;
  }

  private static int agreeing(Ask ask, Set<String> known, Account account) {
    boolean same = ask.person() != null && ask.person().id() == account.id();
    boolean email = known.contains(account.email());
    boolean phone = known.contains(account.phone());
    return (same ? 1 : 0) + (email ? 1 : 0) + (phone ? 1 : 0);
  }

  /**
   * What a replay at that moment makes of a restored copy of the database; returns whether
   * something waits for a person.
   */
  boolean replay(Life restored, Instant now) {
    Map<String, Ask> before = new LinkedHashMap<>(asks);
    accounts.clear();
    accounts.putAll(restored.accounts);
    things.clear();
    things.addAll(restored.things);
    boolean unsure = holds.retainAll(restored.holds);
    for (Ask ask : before.values()) {
      if (ask.isMet()) {
        List<Account> older =
            accounts(one -> !one.anonymised() && !one.created().isAfter(ask.erasedAt()));
        Set<String> known = ask.known();
        older.stream().filter(one -> agreeing(ask, known, one) > 1).forEach(this::erase);
        unsure |= older.stream().anyMatch(one -> agreeing(ask, known, one) == 1);
      }
      if (ask.state() == Ask.State.READY) {
        asks.put(ask.id(), ask.frozenAs(restored.asks.get(ask.id())));
      }
      boolean open = ask.state() != Ask.State.COMPLETED && ask.state() != Ask.State.ENDED;
      if (open && !restored.asks.containsKey(ask.id())) {
        // without identifiers nothing more can be searched for
        asks.put(ask.id(), ask.in(ask.isMet() ? Ask.State.COMPLETED : Ask.State.ENDED));
        unsure |= !ask.isMet();
      }
    }
    retain(now);
    return unsure;
  }

  List<Account> accounts(Predicate<Account> which) {
    return accounts.values().stream()
        .filter(account -> !account.anonymised())
        .filter(which)
        .toList();
  }
}
