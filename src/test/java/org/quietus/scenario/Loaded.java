package org.quietus.scenario;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was loaded after a request's person was erased, and was there before.
 *
 * @param theirs who has all that the person had, for an address alone passes on
 * @param unsure who has a part of it, for somebody to look at
 */
record Loaded(Ask ask, List<Account> theirs, List<Account> unsure) {

  /** By each request that a run looks once more for. */
  static Map<Ask, Loaded> all(Life life, Instant now) {
    Map<Ask, Loaded> loaded = new LinkedHashMap<>();
    for (Ask ask : life.asks.values()) {
      boolean over = ask.settles() == null || !now.isBefore(ask.settles());
      if (ask.state() == Ask.State.ERASED && over) {
        loaded.put(ask, of(ask, life));
      }
    }
    return loaded;
  }

  /** Whom a run is the first to find. */
  static Set<Account> taken(Life life, Map<Ask, Loaded> loaded, Instant now) {
    Set<Account> taken = new HashSet<>();
    for (Ask ask : life.asks.values()) {
      @Nullable Loaded rows = loaded.get(ask);
      boolean ready = rows == null && Life.isReady(ask, now);
      List<Account> theirs =
          rows != null ? rows.theirs : ready ? life.meant(ask).rows() : List.of();
      if (rows != null ? !rows.isAsked() : ready && !life.meant(ask).ambiguous()) {
        theirs.stream().filter(account -> life.kept.isNew(ask, account)).forEach(taken::add);
      }
    }
    return taken;
  }

  /** What is there that was loaded since the person of a request was erased. */
  static Loaded of(Ask ask, Life life) {
    List<Account> named =
        life.accounts(account -> !account.created().isAfter(ask.erasedAt())).stream()
            .filter(account -> Life.isNamed(ask, account))
            .toList();
    List<String> traits = ask.person() == null ? ask.given() : ask.person().traits();
    boolean enough =
        traits.size() > 1 && !ask.isSaidOfNone() && (ask.person() != null || named.size() == 1);
    List<Account> theirs = new ArrayList<>();
    List<Account> unsure = new ArrayList<>();
    for (Account one : named) {
      boolean agrees = enough && traits.stream().allMatch(one::has);
      if (!ask.isOthers(one)) {
        (agrees || isChosen(ask, one, life.kept) ? theirs : unsure).add(one);
      }
    }
    return new Loaded(ask, theirs, unsure);
  }

  /** A row under a number of the person's from before may be somebody else's by now. */
  private static boolean isChosen(Ask ask, Account row, Kept kept) {
    return ask.isTheirs(row)
        && (kept.isNew(ask, row) || ask.reviewed().at().isAfter(ask.erasedAt()));
  }

  /** Whether somebody has to look, since nothing more will come, or say again what is lost. */
  boolean isAsked() {
    return ask.settles() != null && (!unsure.isEmpty() || ask.isUnreviewed());
  }

  /** Whether all that is new to it goes in the same run by others, who look before it does. */
  boolean isTaken(Set<Account> taken, Kept kept) {
    List<Account> further = new ArrayList<>(theirs);
    further.addAll(unsure);
    further.removeIf(account -> !kept.isNew(ask, account));
    return isAsked() && !further.isEmpty() && taken.containsAll(further);
  }
}
