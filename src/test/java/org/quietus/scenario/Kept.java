package org.quietus.scenario;

import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For whom invoices were kept, as a law has it, and what becomes of these once the number that they
 * hang on has gone to somebody else: then nobody can tell whose an invoice is that hangs there, and
 * staff have to look.
 */
final class Kept {
  private static final Period KEEP = Period.ofYears(1);

  private final Life life;

  /** The requests for which invoices were left when their person was last looked at. */
  private final Set<String> left = new HashSet<>();

  /** By request, the day on which the next of its invoices comes due. */
  private final Map<String, LocalDate> until = new HashMap<>();

  /** By request, the numbers that its person's rows were found under, but for those given up. */
  private final Map<String, Set<Integer>> numbers = new HashMap<>();

  Kept(Life life) {
    this.life = life;
  }

  /** Takes over what another one knows. */
  void become(Kept other) {
    left.clear();
    left.addAll(other.left);
    until.clear();
    until.putAll(other.until);
    numbers.clear();
    other.numbers.forEach((id, theirs) -> numbers.put(id, new HashSet<>(theirs)));
  }

  /** That rows were found, or that none were; nothing is new to whoever was found before. */
  void found(Ask ask, List<Account> theirs) {
    Set<Integer> known = numbers.computeIfAbsent(ask.id(), id -> new HashSet<>());
    theirs.forEach(account -> known.add(account.id()));
  }

  /** Whether a row was not found for a request before. */
  boolean isNew(Ask ask, Account account) {
    return !numbers.getOrDefault(ask.id(), Set.of()).contains(account.id());
  }

  /** Whether rows are known of a request whose end was reported. */
  boolean knows(Ask ask) {
    return ask.isFrozen() && (ask.state() != Ask.State.COMPLETED || until.containsKey(ask.id()));
  }

  /** Under which numbers what was kept for a request may be. */
  Set<Integer> numbers(Ask ask) {
    return knows(ask) ? Set.copyOf(numbers.getOrDefault(ask.id(), Set.of())) : Set.of();
  }

  /** Whether nothing was reported of a request since, of which an older one was known. */
  boolean agrees(Kept later, Ask older, Ask ask) {
    return older.state() == ask.state()
        && Objects.equals(until.get(ask.id()), later.until.get(ask.id()));
  }

  /** Whether a request whose end was reported has invoices that may go. */
  boolean isDue(Ask ask, Instant now) {
    @Nullable LocalDate day = until.get(ask.id());
    return ask.state() == Ask.State.COMPLETED
        && day != null
        && !day.isAfter(LocalDate.ofInstant(now, Life.ZONE));
  }

  /** Of whom a copy of the database knows rows that may have been kept, all is looked at next. */
  void isDueAtOnce(Ask ask) {
    until.put(ask.id(), LocalDate.MIN);
  }

  /** Whether a hold keeps runs from all of a person that is there. */
  boolean isHeld(Ask ask) {
    return theirs(ask).stream().anyMatch(life::isHeld);
  }

  /** A run looks at all of a person; returns whether somebody has to look at an invoice. */
  boolean look(Ask ask, Instant now) {
    boolean unsure = isUnsure(ask);
    List<Thing> kept = kept(ask, now);
    if (unsure || !kept.isEmpty()) {
      left.add(ask.id());
    } else {
      left.remove(ask.id());
    }
    if (!unsure) {
      next(kept).ifPresentOrElse(day -> until.put(ask.id(), day), () -> until.remove(ask.id()));
    }
    return unsure;
  }

  /** A replay does so with what it knows and has found, which need not be all. */
  boolean lookAgain(Ask ask, Instant now) {
    List<Thing> kept = kept(ask, now);
    if (!kept.isEmpty()) {
      left.add(ask.id());
    }
    next(kept).ifPresent(day -> until.merge(ask.id(), day, (a, b) -> a.isBefore(b) ? a : b));
    return isUnsure(ask);
  }

  /** Whether invoices were left, and some hang on a number that is somebody else's by now. */
  boolean isUnsure(Ask ask) {
    return left.contains(ask.id())
        && passedOn(ask).stream().anyMatch(number -> !invoices(number).isEmpty());
  }

  /** Staff cannot tell, or have found that only others' invoices are left. */
  void giveUp(Ask ask) {
    passedOn(ask).forEach(numbers.getOrDefault(ask.id(), Set.of())::remove);
  }

  private static Optional<LocalDate> next(List<Thing> kept) {
    return kept.stream().map(Kept::due).min(LocalDate::compareTo);
  }

  private List<Thing> kept(Ask ask, Instant now) {
    return theirs(ask).stream()
        .flatMap(account -> invoices(account.id()).stream())
        .filter(invoice -> !Life.isOver(invoice, now))
        .toList();
  }

  /** Due when earlier than the day of a year ago, hence the day after. */
  private static LocalDate due(Thing invoice) {
    return LocalDate.ofInstant(invoice.at(), ZoneOffset.UTC).plus(KEEP).plusDays(1);
  }

  private List<Thing> invoices(int number) {
    return life.things.stream()
        .filter(thing -> thing.table().equals("invoice") && thing.account() == number)
        .toList();
  }

  /** Numbers of a person that somebody has who came after the erasure. */
  private List<Integer> passedOn(Ask ask) {
    return accounts(ask).stream()
        .filter(account -> account.created().isAfter(ask.erasedAt()))
        .map(Account::id)
        .toList();
  }

  private List<Account> theirs(Ask ask) {
    return accounts(ask).stream()
        .filter(account -> !account.created().isAfter(ask.erasedAt()))
        .toList();
  }

  private List<Account> accounts(Ask ask) {
    return numbers.getOrDefault(ask.id(), Set.of()).stream()
        .flatMap(number -> Optional.ofNullable(life.accounts.get(number)).stream())
        .toList();
  }
}
