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
        loaded.put(ask, of(ask, life.accounts(one -> true)));
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
      List<Account> theirs = rows != null ? rows.theirs : ready ? life.meant(ask) : List.of();
      if (rows != null ? !rows.isAsked() : theirs.size() == 1) {
        theirs.stream().filter(account -> life.kept.isNew(ask, account)).forEach(taken::add);
      }
    }
    return taken;
  }

  private static Loaded of(Ask ask, List<Account> there) {
    List<Account> named =
        there.stream()
            .filter(account -> !account.created().isAfter(ask.erasedAt()))
            .filter(account -> Life.isNamed(ask, account))
            .toList();
    List<String> traits = ask.person() == null ? ask.given() : ask.person().traits();
    boolean enough = traits.size() > 1 && (ask.person() != null || named.size() == 1);
    List<Account> theirs =
        named.stream().filter(one -> enough && traits.stream().allMatch(one::has)).toList();
    return new Loaded(ask, theirs, named.stream().filter(one -> !theirs.contains(one)).toList());
  }

  /** Whether somebody has to look, since nothing more will come. */
  boolean isAsked() {
    return ask.settles() != null && !unsure.isEmpty();
  }

  /** Whether all that is new to it goes in the same run by others, who look before it does. */
  boolean isTaken(Set<Account> taken, Kept kept) {
    List<Account> further = new ArrayList<>(theirs);
    further.addAll(unsure);
    further.removeIf(account -> !kept.isNew(ask, account));
    return isAsked() && !further.isEmpty() && taken.containsAll(further);
  }
}
