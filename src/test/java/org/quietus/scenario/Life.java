package org.quietus.scenario;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What should be there: the promises of the job file in the plainest words, without a line of the
 * code that is put to the test.
 */
final class Life {
  static final Duration SETTLE = Duration.ofHours(24);
  static final ZoneId ZONE = ZoneId.of("Europe/Berlin");

  /** What is said of a request of which an invoice may be somebody else's. */
  private static final String ON_ANOTHERS = " on a number that is somebody else's";

  private static final int COOLING_DAYS = 3;
  private static final Set<String> GO_WITH_THE_PERSON = Set.of("visit", "orders", "member");

  final Map<Integer, Account> accounts = new TreeMap<>();
  final List<Thing> things = new ArrayList<>();
  final Map<String, Ask> asks = new LinkedHashMap<>();
  final List<LegalHold> holds = new ArrayList<>();
  final List<Dump> dumps = new ArrayList<>();

  final Kept kept = new Kept(this);

  /** What was loaded after its person was erased, and erased too, by request. */
  private final Map<String, Set<Integer>> late = new HashMap<>();

  /** By request, what staff said of rows of dumps: whether they are the person's. */
  final Map<String, Map<Told, Boolean>> said = new HashMap<>();

  /** By request, by what a replay knows its person: written when they were found, beside it all. */
  private final Map<String, Set<String>> tokens = new HashMap<>();

  /** Whether no run has looked at anything since a database was restored. */
  boolean restored;

  /** The requests of which staff have said whose rows are since the last run. */
  final Set<String> reviewed = new HashSet<>();

  /** Of whom a run has found nothing more, unless somebody has to look at something in a dump. */
  private final Set<String> completing = new HashSet<>();

  /** What the last run left for somebody to look at. */
  final List<String> unsure = new ArrayList<>();

  /** The database as it is now, to be restored later; dumps lie elsewhere. */
  Life copy() {
    Life copy = new Life();
    copy.accounts.putAll(accounts);
    copy.things.addAll(things);
    copy.asks.putAll(asks);
    copy.holds.addAll(holds);
    copy.kept.become(kept);
    return copy;
  }

  /** A number that no customer has. */
  int nextCustomer() {
    return 1
        + accounts.keySet().stream()
            .filter(id -> id < Account.FIRST_EMPLOYEE)
            .mapToInt(id -> id)
            .max()
            .orElse(0);
  }

  /** The only person that a request means whom a run would erase, and who is not held yet. */
  Optional<Account> only(Ask ask, Instant now) {
    List<Account> theirs = isReady(ask, now) && !isHeld(ask) ? meant(ask).rows() : List.of();
    return Optional.of(theirs)
        .filter(rows -> rows.size() == 1 && !meant(ask).ambiguous())
        .map(rows -> rows.get(0))
        .filter(one -> one.email() != null && !isHeld(one));
  }

  /** What a run at that moment leaves; returns the exit codes that it may have. */
  Set<Integer> run(Instant now) {
    restored = false;
    reviewed.clear();
    unsure.clear();
    List<Ask> ready = asks.values().stream().filter(ask -> isReady(ask, now)).toList();
    Map<Ask, Meant> found = new LinkedHashMap<>();
    ready.forEach(ask -> found.put(ask, meant(ask)));
    completing.clear();
    Set<String> sought = settle(now);
    for (Ask ask : ready) {
      List<Account> theirs = found.get(ask).rows();
      if (found.get(ask).ambiguous()) {
        unsure.add(ask.id() + " in the database");
      } else {
        Ask frozen = ask.frozen(now, theirs.isEmpty() ? null : theirs.get(0));
        if (!ask.isFrozen()) {
          tokens(ask).addAll(frozen.known());
        }
        boolean held = theirs.stream().anyMatch(this::isHeld) || isHeld(ask);
        asks.put(ask.id(), held ? frozen : frozen.erased());
        kept.found(frozen, theirs);
        if (!held) {
          theirs.forEach(this::erase);
          kept.look(frozen, now);
        }
        sought.add(ask.id());
      }
    }
    retain(now);
    Predicate<Ask> these = ask -> ask.state() == Ask.State.ERASED && sought.contains(ask.id());
    Predicate<Ask> earlier = ask -> ask.state() == Ask.State.COMPLETED;
    dumps.removeAll(Dump.expired(dumps, back(now, Period.ofDays(60)), holds));
    cleanDumps(these.or(earlier));
    Map<String, String> doubted = doubted(these);
    doubted.forEach((id, row) -> unsure.add(id + " in " + row));
    beginToSettle(now, doubted.keySet());
    completing.stream()
        .filter(id -> !doubted.containsKey(id))
        .forEach(id -> asks.computeIfPresent(id, (of, ask) -> ask.in(Ask.State.COMPLETED)));
    // of those who were erased before, only what was not looked at before is told
    return !unsure.isEmpty() ? Set.of(8) : doubted(earlier).isEmpty() ? Set.of(0) : Set.of(0, 8);
  }

  /** The same while a database is down, of which all stays as it is. */
  Set<Integer> runWithout(String database, Instant now) {
    Map<String, Ask> all = new LinkedHashMap<>(asks);
    List<Dump> left = dumps.stream().filter(dump -> dump.database().equals(database)).toList();
    asks.values().removeIf(ask -> Account.database(ask.subject()).equals(database));
    dumps.removeAll(left);
    run(now);
    all.putAll(asks);
    asks.clear();
    asks.putAll(all);
    dumps.addAll(left);
    return Set.of(8);
  }

  /**
   * Rows that were on their way are looked for until the end, by all that the person had, and what
   * was kept whenever it comes due; returns the requests that are not at their end and do not
   * merely wait for it.
   */
  private Set<String> settle(Instant now) {
    Set<String> sought = new HashSet<>();
    Map<Ask, Loaded> loaded = Loaded.all(this, now);
    Set<Account> taken = Loaded.taken(this, loaded, now);
    for (Ask ask : List.copyOf(asks.values())) {
      @Nullable Loaded rows = loaded.get(ask);
      if (rows != null && rows.isAsked()) {
        if (!rows.isTaken(taken, kept)) {
          unsure.add(ask.id() + " in what was loaded");
        }
      } else if (rows != null) {
        rows.theirs().stream()
            .filter(account -> !isHeld(account))
            .forEach(account -> eraseLate(ask, account));
        kept.found(ask, rows.theirs());
        if (!rows.theirs().isEmpty()) {
          tokens(ask).addAll(ask.learnt());
        }
        tokens(ask).removeAll(ask.shared());
        if (!isUnsure(ask, now) && ask.settles() != null && !kept.isHeld(ask)) {
          completing.add(ask.id());
        }
        sought.add(ask.id());
      } else if (kept.isDue(ask, now)) {
        isUnsure(ask, now);
      }
    }
    return sought;
  }

  /** Whether a run finds something that was kept of which nobody can tell whose it is. */
  private boolean isUnsure(Ask ask, Instant now) {
    boolean unsureNow = !kept.isHeld(ask) && kept.look(ask, now);
    if (unsureNow) {
      unsure.add(ask.id() + ON_ANOTHERS);
    }
    return unsureNow;
  }

  /** Whether the last run named such for a request. */
  boolean isNamed(Ask ask) {
    return unsure.contains(ask.id() + ON_ANOTHERS);
  }

  /** By what a replay knows a request's person, whatever became of what staff said since. */
  Set<String> tokens(Ask ask) {
    return tokens.computeIfAbsent(ask.id(), id -> new HashSet<>());
  }

  /** Once all is done nothing but the tokens is left. */
  private Set<String> known(Ask ask) {
    return ask.state() == Ask.State.COMPLETED ? tokens(ask) : ask.known();
  }

  private void eraseLate(Ask ask, Account account) {
    erase(account);
    late.computeIfAbsent(ask.id(), id -> new HashSet<>()).add(account.id());
  }

  /** As soon as nothing is left to look at in dumps. */
  private void beginToSettle(Instant now, Set<String> doubted) {
    for (Ask ask : soughtInDumps(one -> one.state() == Ask.State.ERASED)) {
      if (ask.settles() == null && !doubted.contains(ask.id()) && !isNamed(ask)) {
        asks.put(ask.id(), ask.settling(now.plus(SETTLE)));
      }
    }
  }

  static boolean isReady(Ask ask, Instant now) {
    LocalDate after = day(ask.received()).plusDays(COOLING_DAYS + 1);
    return ask.state() == Ask.State.READY && !now.isBefore(after.atStartOfDay(ZONE).toInstant());
  }

  /**
   * Whom a request means.
   *
   * @param ambiguous whether staff have to say which of the rows are the person's
   */
  record Meant(List<Account> rows, boolean ambiguous) {}

  /** Once found, the same row for good, unless its number has gone to somebody else. */
  Meant meant(Ask ask) {
    if (ask.isFrozen()) {
      return new Meant(
          Optional.ofNullable(ask.person())
              .map(person -> accounts.get(person.id()))
              .filter(there -> !there.created().isAfter(ask.erasedAt()))
              .stream()
              .toList(),
          false);
    }
    List<Account> named = accounts(account -> isNamed(ask, account));
    return ask.reviewed() == null || ask.isUnreviewed()
        ? new Meant(named, named.size() > 1 || ask.isUnreviewed())
        : reviewed(ask, ask.reviewed(), named);
  }

  /** Whom staff chose, as long as all is as they saw it; who came later is somebody else. */
  private static Meant reviewed(Ask ask, Reviewed reviewed, List<Account> named) {
    List<Account> seen =
        named.stream().filter(row -> !row.created().isAfter(reviewed.at())).toList();
    List<Account> theirs = seen.stream().filter(ask::isTheirs).toList();
    boolean holds =
        theirs.size() == reviewed.theirs().size()
            && seen.stream().allMatch(row -> theirs.contains(row) || ask.isOthers(row));
    return holds ? new Meant(theirs, false) : new Meant(seen, !seen.isEmpty());
  }

  static boolean isNamed(Ask ask, Account account) {
    return ask.isAbout(account) && ask.given().stream().anyMatch(account::has);
  }

  boolean isHeld(Account account) {
    return holds.stream().anyMatch(hold -> hold.covers(account));
  }

  /** Not by what somebody else has, too, of whom staff said that they are not meant. */
  private boolean isHeld(Ask ask) {
    return holds.stream()
        .filter(hold -> Account.table(hold.subject()).equals(Account.table(ask.subject())))
        .map(LegalHold::identifier)
        .anyMatch(held -> ask.given().contains(held) && ask.known().contains(held));
  }

  void erase(Account account) {
    accounts.put(account.id(), account.erased());
    things.removeIf(
        thing -> thing.account() == account.id() && GO_WITH_THE_PERSON.contains(thing.table()));
  }

  void retain(Instant now) {
    things.removeIf(thing -> isOver(thing, now) && !isHeld(accounts.get(thing.account())));
    // days without a zone are the database's, which is UTC
    LocalDate closing = LocalDate.ofInstant(back(now, Period.ofDays(90)), ZoneOffset.UTC);
    for (Account account : accounts(one -> one.closed() != null)) {
      if (account.closed().isBefore(closing) && !isHeld(account)) {
        accounts.put(account.id(), account.erased());
      }
    }
  }

  static boolean isOver(Thing thing, Instant now) {
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

  /** Who is held stays in dumps too. */
  private List<Ask> soughtInDumps(Predicate<Ask> which) {
    return asks.values().stream()
        .filter(which)
        .filter(ask -> !isHeld(ask) && (ask.person() == null || !isHeld(ask.person())))
        .toList();
  }

  private void cleanDumps(Predicate<Ask> which) {
    for (Ask ask : soughtInDumps(which)) {
      Set<String> known = known(ask);
      for (Dump dump : dumps) {
        boolean own = dump.has(ask.person()) || dump.looked().contains(ask.id());
        List<Account> theirs =
            dump.left().stream()
                .filter(row -> match(ask, row, own, known) == Match.THEIRS)
                .toList();
        Set<Account> gone = new HashSet<>();
        theirs.stream()
            .filter(row -> said(ask, row) == null)
            .filter(row -> isRecognised(ask, row, dump) || (isOne(theirs) && !isPresent(row)))
            .forEach(gone::add);
        dump.left().stream()
            .filter(row -> match(ask, row, true, known) != Match.NONE)
            .filter(row -> isSaidTheirs(ask, row, dump) || isAnonymisedBeside(ask, row, dump))
            .forEach(gone::add);
        dump.remove(gone);
        dump.looked().add(ask.id());
      }
    }
  }

  /** What a row of a dump tells of whose it is, which staff say something of. */
  record Told(int id, Instant created, @Nullable String email, @Nullable String phone) {
    static Told of(Account row) {
      return new Told(row.id(), row.created(), row.email(), row.phone());
    }
  }

  /** Whether staff said that a row is the person's of a request, or that it is not. */
  @Nullable Boolean said(Ask ask, Account row) {
    return said.getOrDefault(ask.id(), Map.of()).get(Told.of(row));
  }

  /** Rows go by their keys: only where nobody else has the key, and nobody is held. */
  private boolean isSaidTheirs(Ask ask, Account row, Dump dump) {
    return Boolean.TRUE.equals(said(ask, row))
        && !isHeld(row)
        && dump.left().stream()
            .filter(other -> other.id() == row.id() && !other.anonymised())
            .allMatch(other -> Boolean.TRUE.equals(said(ask, other)));
  }

  /** Another state of the same row, in the same file, tells that it was erased as the person's. */
  private boolean isAnonymisedBeside(Ask ask, Account row, Dump dump) {
    return ask.state() == Ask.State.ERASED
        && said(ask, row) == null
        && isOwn(ask, row)
        && dump.left().stream().anyMatch(other -> other.anonymised() && other.isSame(row));
  }

  /** By its number, once nothing but the tokens is left only with all others that are theirs. */
  private boolean isRecognised(Ask ask, Account row, Dump dump) {
    return isOwn(ask, row)
        && (ask.state() != Ask.State.COMPLETED || areAllRecognised(ask, dump.left(), known(ask)));
  }

  /** Whether more than the number tells of each row under one of a person's that it is theirs. */
  boolean areAllRecognised(Ask ask, List<Account> rows, Set<String> known) {
    return rows.stream()
        .filter(row -> isOwn(ask, row) && match(ask, row, true, known) != Match.NONE)
        .allMatch(row -> match(ask, row, true, known) == Match.THEIRS);
  }

  private static boolean isOne(List<Account> rows) {
    return rows.stream().map(Account::id).distinct().count() == 1;
  }

  /** Who is in the database today is nobody else. */
  private boolean isPresent(Account row) {
    return Optional.ofNullable(accounts.get(row.id())).filter(one -> !one.anonymised()).isPresent();
  }

  /** A row of a dump for each request of which somebody has to look at one. */
  private Map<String, String> doubted(Predicate<Ask> which) {
    Map<String, String> doubted = new LinkedHashMap<>();
    for (Ask ask : soughtInDumps(which)) {
      Set<String> known = known(ask);
      for (Dump dump : dumps) {
        dump.left().stream()
            .filter(row -> isDoubted(ask, row, known))
            .forEach(row -> doubted.put(ask.id(), dump.key() + ": " + row.row()));
      }
    }
    return doubted;
  }

  private boolean isDoubted(Ask ask, Account row, Set<String> known) {
    Match match = match(ask, row, true, known);
    if (match == Match.NONE) {
      return false;
    }
    @Nullable Boolean said = said(ask, row);
    return said == null ? match == Match.UNSURE : said;
  }

  enum Match {
    THEIRS,
    UNSURE,
    NONE
  }

  /**
   * Two traits make a person, one is for somebody to look at, and so are two where the person's own
   * row is, or was, beside it; younger rows are somebody else's.
   */
  Match match(Ask ask, Account row, boolean hasOwn) {
    return match(ask, row, hasOwn, known(ask));
  }

  /** The same of somebody who is known by these. */
  Match match(Ask ask, Account row, boolean hasOwn, Set<String> known) {
    if (!ask.isAbout(row) || row.anonymised() || row.created().isAfter(ask.erasedAt())) {
      return Match.NONE;
    }
    int agreeing = agreeing(ask, row, known);
    if (agreeing == 0) {
      return Match.NONE;
    }
    return agreeing > 1 && (isOwn(ask, row) || !hasOwn) ? Match.THEIRS : Match.UNSURE;
  }

  int agreeing(Ask ask, Account row, Set<String> known) {
    return (isOwn(ask, row) ? 1 : 0) + (int) row.traits().stream().filter(known::contains).count();
  }

  private boolean isOwn(Ask ask, Account row) {
    boolean same = ask.person() != null && ask.person().id() == row.id();
    return same || late.getOrDefault(ask.id(), Set.of()).contains(row.id());
  }

  /** Customers who are there and have not closed. */
  List<Account> customers() {
    return accounts(one -> one.isCustomer() && one.closed() == null);
  }

  List<Account> employees() {
    return accounts(one -> one.subject().equals("employee"));
  }

  List<Account> guests() {
    return accounts(one -> one.subject().equals("guest"));
  }

  long erasedGuests() {
    return accounts.values().stream()
        .filter(one -> one.database().equals("club") && one.anonymised())
        .count();
  }

  /** Who is there and not anonymised, of all kinds. */
  List<Account> accounts(Predicate<Account> which) {
    return accounts.values().stream()
        .filter(account -> !account.anonymised())
        .filter(which)
        .toList();
  }
}
