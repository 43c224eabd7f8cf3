package org.quietus.scenario;

import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a replay makes of copies of databases.
 *
 * @param life what was there, and is known of since
 * @param restored as it was when the copies were made
 */
record Replay(Life life, Life restored, Instant then, Instant now) {

  /**
   * Of copies of home, which forgets with it what was done since, and of others or not; returns the
   * exit codes that it may have.
   */
  Set<Integer> of(Set<String> databases) {
    Map<String, Ask> before = new LinkedHashMap<>(life.asks);
    life.restored = true;
    databases.forEach(this::put);
    life.things.clear();
    life.things.addAll(restored.things);
    Kept keptBefore = life.copy().kept;
    life.kept.become(restored.kept);
    boolean open = life.holds.removeIf(hold -> !isKnown(hold, databases));
    Found found = new Found();
    for (Ask ask : before.values()) {
      if (ask.isMet()) {
        List<Account> theirs = found.erased(ask);
        open |= comesBack(ask, restored.asks.get(ask.id()), keptBefore, theirs);
        found.doubt(ask, theirs);
      }
      @Nullable Ask older = restored.asks.get(ask.id());
      if (ask.state() == Ask.State.ERASED && older != null) {
        life.asks.put(ask.id(), ask.restoredWith(older));
      }
      if (ask.state() == Ask.State.READY) {
        life.asks.put(ask.id(), ask.frozenAs(restored.asks.get(ask.id())));
      }
      boolean ended = ask.state() == Ask.State.COMPLETED || ask.state() == Ask.State.ENDED;
      if (!ended && !restored.asks.containsKey(ask.id())) {
        // without identifiers nothing more can be searched for
        life.asks.put(ask.id(), ask.in(ask.isMet() ? Ask.State.COMPLETED : Ask.State.ENDED));
        open |= !ask.isMet();
      }
    }
    life.retain(now);
    return open ? Set.of(8) : found.codes();
  }

  /** Whom a hold is on is known by the copy, or by another database that is not one. */
  private boolean isKnown(LegalHold hold, Set<String> databases) {
    String database = Account.database(hold.subject());
    return restored.holds.contains(hold)
        || (!database.equals("life") && !databases.contains(database));
  }

  /** Of a copy of the club alone, of which home knows all that was done since. */
  Set<Integer> ofClub() {
    life.restored = true;
    put("club");
    Found found = new Found();
    for (Ask ask : List.copyOf(life.asks.values())) {
      if (ask.isMet() && Account.database(ask.subject()).equals("club")) {
        List<Account> theirs = found.erased(ask);
        life.kept.found(ask, theirs);
        found.doubt(ask, theirs);
      }
    }
    life.retain(now);
    return found.codes();
  }

  private void put(String database) {
    life.accounts.values().removeIf(account -> account.database().equals(database));
    restored.accounts.values().stream()
        .filter(account -> account.database().equals(database))
        .forEach(account -> life.accounts.put(account.id(), account));
  }

  /** Who of those that are there was erased before, and who may be somebody else. */
  private final class Found {
    private final List<Account> there = life.accounts(one -> true);
    private final Set<String> taken = new HashSet<>();
    private boolean open;
    private boolean doubted;

    /** Erases once more who is certainly the person of a request, and of no other of the kind. */
    List<Account> erased(Ask ask) {
      List<Account> theirs =
          there.stream()
              .filter(one -> match(ask, one) == Life.Match.THEIRS)
              .filter(one -> life.areAllRecognised(ask, there, life.tokens(ask)))
              .filter(one -> taken.add(ask.subject() + one.id()))
              .toList();
      theirs.forEach(life::erase);
      return theirs;
    }

    /** Beside the person's own row, who shares one trait with them is nobody to look at. */
    void doubt(Ask ask, List<Account> theirs) {
      boolean unsure =
          life.accounts(one -> match(ask, one) == Life.Match.UNSURE).stream()
              .anyMatch(one -> theirs.isEmpty() || life.agreeing(ask, one, life.tokens(ask)) > 1);
      // of who was erased before the copy was made, only some are looked for
      open |= unsure && ask.erasedAt().isAfter(then);
      doubted |= unsure;
    }

    /** Nobody under another key is taken for a person whose own is known. */
    private Life.Match match(Ask ask, Account one) {
      return life.match(ask, one, ask.person() != null, life.tokens(ask));
    }

    Set<Integer> codes() {
      return open ? Set.of(8) : doubted ? Set.of(0, 8) : Set.of(0);
    }
  }

  /**
   * What a copy of the database knows of who was erased, or holds of them, is looked at once more;
   * returns whether somebody has to look at something that was kept.
   */
  private boolean comesBack(Ask ask, @Nullable Ask older, Kept before, List<Account> theirs) {
    Kept kept = life.kept;
    if (older != null && kept.knows(older) && !kept.agrees(before, older, ask)) {
      kept.isDueAtOnce(ask);
    }
    boolean due = kept.isDue(ask, now);
    kept.found(ask, theirs);
    return (due || !theirs.isEmpty()) && !kept.isHeld(ask) && kept.lookAgain(ask, now);
  }
}
