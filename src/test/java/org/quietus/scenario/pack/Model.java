package org.quietus.scenario.pack;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.quietus.scenario.pack.Promises.Backup;
import org.quietus.scenario.pack.Promises.Fate;
import org.quietus.scenario.pack.Promises.Purpose;
import org.quietus.scenario.pack.Promises.Rule;
import org.quietus.scenario.pack.Promises.Treatment;

/**
 * What should be there, without a line of the product: who has rows, which of them a promise has
 * had removed by now, and what backups hold. All moments are those of the pack's zone.
 */
final class Model {
  /** Nobody can tell for certain whom a line of a log is not about: while one is held, all stay. */
  static final String LINE = "line";

  final List<Human> humans = new ArrayList<>();
  final List<Fact> facts = new ArrayList<>();

  /** Lines of files, and objects that rows name. */
  final List<Fact> lines = new ArrayList<>();

  final List<Ask> asks = new ArrayList<>();
  final List<Hold> holds = new ArrayList<>();
  final List<Dump> dumps = new ArrayList<>();
  final Notices notices;

  private final Promises promises;

  /** When something of somebody went since the person had asked, or had to be removed. */
  private final List<LocalDateTime> erasures = new ArrayList<>();

  /** The same, where it may be said that a rule did it and no request. */
  private final List<LocalDateTime> perhaps = new ArrayList<>();

  Model(Promises promises, Notices notices) {
    this.promises = promises;
    this.notices = notices;
  }

  /** The database as it was at a moment, to be put back later. */
  record Memory(
      LocalDateTime at,
      Map<Fact, Fact.Standing> facts,
      Set<Human> known,
      Set<Human> withdrawn,
      Map<Human, Boolean> consents) {}

  Memory remember(LocalDateTime at) {
    Map<Fact, Fact.Standing> standing = new LinkedHashMap<>();
    facts.forEach(fact -> standing.put(fact, Fact.Standing.of(fact)));
    Set<Human> withdrawn = new HashSet<>(humans);
    withdrawn.removeIf(human -> human.withdrew == null);
    Map<Human, Boolean> consents = new HashMap<>();
    humans.forEach(human -> consents.put(human, human.consented));
    return new Memory(at, standing, Set.copyOf(known()), withdrawn, consents);
  }

  List<Human> known() {
    return humans.stream().filter(human -> human.known && !human.lost).toList();
  }

  boolean isHeld(Human human) {
    return human.known
        && (holds.stream().anyMatch(hold -> hold.human() == human)
            || asks.stream()
                .anyMatch(ask -> ask.human == human && ask.state == Ask.State.RESTRICTED));
  }

  private boolean isNobodyHeld() {
    return holds.isEmpty() && asks.stream().noneMatch(ask -> ask.state == Ask.State.RESTRICTED);
  }

  private boolean isHeld(Fact fact) {
    return fact.person != Fact.NOBODY && isHeld(human(fact));
  }

  private Human human(Fact fact) {
    return humans.stream().filter(human -> human.id == fact.person).findFirst().orElseThrow();
  }

  /** Nobody has asked for anything that is not at its end. */
  boolean isQuiet() {
    return holds.isEmpty() && asks.stream().allMatch(Ask::isOver) && notices.areSettled();
  }

  boolean isFree(Human human) {
    return isAlone(human) && !isChild(human) && root(human).from == null;
  }

  /** Nobody has asked for the person. */
  boolean isAlone(Human human) {
    return human.known && asks.stream().noneMatch(ask -> ask.human == human && !ask.isOver());
  }

  private boolean isChild(Human human) {
    return human.born != null && !(promises.consentCounts() && human.consented);
  }

  // ---- a run

  /** Whether a run would change anything. */
  boolean isDue(LocalDateTime now) {
    LocalDate today = now.toLocalDate();
    return !children(today).isEmpty()
        || asks.stream().anyMatch(ask -> isReady(ask, today) || isSettled(ask, today))
        || all().anyMatch(fact -> isDue(fact, today))
        || notices.isDue(now.atZone(promises.zone()).toInstant())
        || dumps.stream().anyMatch(dump -> isOver(dump, today));
  }

  /** What a run at that moment leaves, in this order. */
  void run(LocalDateTime now) {
    LocalDate today = now.toLocalDate();
    for (Human child : children(today)) {
      Ask ask = new Ask("of a child", child, null, today, Ask.State.READY);
      asks.add(ask);
      meet(ask, now);
    }
    for (Ask ask : List.copyOf(asks)) {
      beginToSettle(ask, today);
      if (isSettled(ask, today)) {
        settle(ask, now);
      } else if (isReady(ask, today)) {
        meet(ask, now);
      }
    }
    retain(now);
    dumps.removeIf(dump -> isOver(dump, today));
  }

  private List<Human> children(LocalDate today) {
    return known().stream()
        .filter(human -> isChild(human) && human.isYoungerThan(promises.age(), today))
        .filter(human -> !isHeld(human))
        .toList();
  }

  private boolean isReady(Ask ask, LocalDate today) {
    return ask.state == Ask.State.READY && !today.isBefore(ask.from) && !isHeld(ask.human);
  }

  private static boolean isSettled(Ask ask, LocalDate today) {
    return ask.isSettling() && !today.isBefore(ask.settles);
  }

  private void meet(Ask ask, LocalDateTime now) {
    ask.state = Ask.State.DONE;
    Human human = ask.human;
    ask.waits = promises.settles();
    ask.waited = !isNobodyHeld();
    beginToSettle(ask, now.toLocalDate());
    if (human.known) {
      notices.about(
          promises.recipients(human).stream()
              .filter(to -> ask.purpose == null || to.purposes().contains(ask.purpose))
              .toList(),
          human,
          now.atZone(promises.zone()).toInstant());
      erase(human, ask.purpose);
    }
    erasures.add(now);
  }

  private void beginToSettle(Ask ask, LocalDate today) {
    if (ask.waits && isNobodyHeld()) {
      ask.waits = false;
      ask.settles = today.plusDays(2);
    }
  }

  private void erase(Human human, String purpose) {
    if (purpose != null) {
      withdraw(human, purpose);
      return;
    }
    human.known = false;
    human.erased = true;
    all(fact -> fact.person == human.id && fact.isThere() && !fact.late)
        .forEach(fact -> end(fact, promises.fate(fact.table)));
  }

  private void end(Fact fact, Fate fate) {
    switch (fate) {
      case DELETED -> go(fact);
      case ANONYMISED -> fact.state = Fact.State.ANONYMOUS;
      case KEPT -> {}
    }
  }

  /** What hangs on it goes with it. */
  private void go(Fact gone) {
    gone.state = Fact.State.GONE;
    all(fact -> fact.on == gone && fact.isThere()).forEach(this::go);
  }

  private void withdraw(Human human, String name) {
    human.withdrew = name;
    Purpose purpose = promises.purposes(human).get(name);
    all(fact -> fact.person == human.id && fact.isThere())
        .forEach(
            fact -> {
              if (purpose.rows().contains(fact.table)) {
                go(fact);
              }
              fact.emptied.addAll(purpose.columns().getOrDefault(fact.table, Set.of()));
            });
  }

  /** What was on its way has gone the same way. */
  private void settle(Ask ask, LocalDateTime now) {
    ask.settles = null;
    List<Fact> arrived =
        all(fact -> fact.person == ask.human.id && fact.late && fact.isThere()).toList();
    for (Fact fact : arrived) {
      fact.late = false;
      end(fact, promises.fate(fact.table));
    }
    if (!arrived.stream().allMatch(Fact::isThere)) {
      erasures.add(now);
    }
  }

  private void retain(LocalDateTime now) {
    all(fact -> isDue(fact, now.toLocalDate()))
        .toList()
        .forEach(
            fact -> {
              boolean anonymise =
                  promises.rules().stream()
                      .filter(rule -> isDue(rule, fact, now.toLocalDate()))
                      .allMatch(Rule::anonymise);
              end(fact, anonymise ? Fate.ANONYMISED : Fate.DELETED);
              if (fact.person != Fact.NOBODY && !human(fact).known) { // a law had kept it
                perhaps.add(now);
              }
              humans.stream()
                  .filter(human -> anonymise && human.id == fact.person && root(human) == fact)
                  .forEach(human -> human.known = false);
            });
  }

  /** The person's own row is the first of all. */
  Fact root(Human human) {
    return facts.stream().filter(one -> one.person == human.id).findFirst().orElseThrow();
  }

  private boolean isDue(Fact fact, LocalDate today) {
    return fact.isThere()
        && promises.rules().stream().anyMatch(rule -> isDue(rule, fact, today))
        && !isHeld(fact)
        && (!fact.table.equals(LINE) || isNobodyHeld());
  }

  private static boolean isDue(Rule rule, Fact fact, LocalDate today) {
    return rule.table().equals(fact.table)
        && fact.from != null
        && rule.which().test(fact)
        && fact.from.isBefore(today.minus(rule.keep()).atStartOfDay());
  }

  private java.util.stream.Stream<Fact> all() {
    return java.util.stream.Stream.concat(facts.stream(), lines.stream());
  }

  private java.util.stream.Stream<Fact> all(Predicate<Fact> which) {
    return all().filter(which).toList().stream();
  }

  // ---- backups

  /** Whatever its age, the newest stays, and all of them while something is held. */
  private boolean isOver(Dump dump, LocalDate today) {
    boolean old = dump.made().isBefore(today.minus(dump.set().keep()).atStartOfDay());
    return dump != newest(dump.set()) && isNobodyHeld() && (old || isRefreshed(dump, erasures));
  }

  /** Whether it is right for a backup to be there as well as not. */
  boolean mayBeOver(Dump dump) {
    return isNobodyHeld() && isRefreshed(dump, perhaps);
  }

  private boolean isRefreshed(Dump dump, List<LocalDateTime> since) {
    LocalDateTime newest = newest(dump.set()).made();
    return dump.set().treatment() == Treatment.REFRESHED
        && since.stream()
            .map(at -> at.plusDays(1)) // what is dated earlier may have begun before
            .anyMatch(after -> dump.made().isBefore(after) && !newest.isBefore(after));
  }

  private Dump newest(Backup set) {
    return dumps.stream()
        .filter(other -> other.set().equals(set))
        .reduce((a, b) -> a.made().isAfter(b.made()) ? a : b)
        .orElseThrow();
  }

  /** The words that a backup should hold still, but for what came late and may go at once. */
  Set<String> words(Dump dump) {
    Set<String> words = new TreeSet<>();
    for (Fact fact : dump.facts()) {
      boolean rewritten = dump.set().treatment() == Treatment.REWRITTEN;
      boolean erased = fact.person != Fact.NOBODY && human(fact).erased;
      boolean kept = promises.fate(fact.table) == Fate.KEPT && fact.isThere();
      boolean stays = !rewritten || !erased || kept;
      if (stays && !fact.late) {
        words.add(fact.word);
      }
    }
    return words;
  }

  // ---- a restored database

  /**
   * What a replay at that moment makes of a database that was put back: whoever was erased since is
   * erased again, and what was written since is lost.
   */
  void replay(Memory memory, LocalDateTime now) {
    facts.removeIf(fact -> !memory.facts().containsKey(fact));
    memory.facts().forEach((fact, standing) -> standing.restore(fact));
    for (Human human : List.copyOf(humans)) {
      human.lost |= facts.stream().noneMatch(fact -> fact.person == human.id);
      boolean erasedSince = memory.known().contains(human) && human.erased;
      human.consented = memory.consents().getOrDefault(human, false);
      if (erasedSince) {
        erase(human, null);
      } else if (human.known && human.withdrew != null && !memory.withdrawn().contains(human)) {
        erase(human, human.withdrew);
      }
    }
    erasures.add(now); // a backup that was made of it before the replay would hold them
    retain(now);
  }
}
