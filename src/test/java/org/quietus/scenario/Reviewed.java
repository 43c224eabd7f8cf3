package org.quietus.scenario;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What staff said of the rows in the database that a request leads to, each as it was then.
 *
 * @param theirs by number, those that are the person's
 * @param others those that are somebody else's
 */
record Reviewed(Instant at, Map<Integer, Account> theirs, Map<Integer, Account> others) {

  /** What nobody knows any more since a database was restored. */
  static final Reviewed LOST = new Reviewed(Instant.EPOCH, Map.of(), Map.of());

  boolean isLost() {
    return equals(LOST);
  }

  /** Whether it was said of no row, or that is lost. */
  boolean isOfNone() {
    return theirs.isEmpty() && others.isEmpty();
  }

  Reviewed and(Reviewed later) {
    return new Reviewed(later.at, together(theirs, later.theirs), together(others, later.others));
  }

  private static Map<Integer, Account> together(
      Map<Integer, Account> earlier, Map<Integer, Account> later) {
    Map<Integer, Account> together = new HashMap<>(earlier);
    together.putAll(later);
    return together;
  }

  /** Whether it was said of a row as it is now. */
  boolean isTheirs(Account row) {
    @Nullable Account then = theirs.get(row.id());
    return then != null && Set.copyOf(then.traits()).equals(Set.copyOf(row.traits()));
  }

  /** Whether a row was somebody else's, and has nothing of the person's since that it had not. */
  boolean isOthers(Account row, Set<String> ofPerson) {
    @Nullable Account then = others.get(row.id());
    return then != null
        && row.traits().stream().allMatch(trait -> then.has(trait) || !ofPerson.contains(trait));
  }

  /** By what the person's rows can be told from others. */
  Set<String> traits() {
    Set<String> traits = new HashSet<>();
    theirs.values().forEach(row -> traits.addAll(row.traits()));
    return traits;
  }

  /**
   * What tells a person from those others, of whom nobody is taken for them by two traits.
   *
   * @param known all that is known of the person
   * @param found whether a row of theirs is known
   */
  Set<String> telling(Set<String> known, boolean found) {
    if (isOfNone()) {
      return Set.of(); // of whom it was said before is not known
    }
    Set<String> shared = new HashSet<>();
    boolean confusing = theirs.isEmpty() && !found;
    for (Account other : others.values()) {
      Set<String> both = new HashSet<>(other.traits());
      both.retainAll(known);
      confusing |= both.size() > 1;
      shared.addAll(both);
    }
    Set<String> telling = new HashSet<>(known);
    if (confusing) {
      telling.removeAll(shared);
    }
    return telling;
  }
}
