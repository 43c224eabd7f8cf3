package org.quietus.scenario;

import static java.util.Comparator.naturalOrder;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A backup.
 *
 * @param accounts those that were in it when it was made
 * @param left those that were not taken out since
 * @param looked the requests that it was searched for, after which nobody else is taken for theirs
 */
record Dump(
    String key, Instant created, List<Account> accounts, List<Account> left, Set<String> looked) {

  Dump(String key, Instant created, List<Account> accounts) {
    this(key, created, List.copyOf(accounts), new ArrayList<>(accounts), new TreeSet<>());
  }

  /**
   * Those from before a moment that may go. Of each database the newest stays whatever its age, and
   * all while somebody there is held.
   */
  static List<Dump> expired(List<Dump> all, Instant before, List<LegalHold> holds) {
    Set<String> held =
        holds.stream().map(hold -> Account.database(hold.subject())).collect(Collectors.toSet());
    Map<String, Instant> newest =
        all.stream()
            .collect(
                Collectors.toMap(
                    Dump::database, Dump::created, BinaryOperator.maxBy(naturalOrder())));
    return all.stream()
        .filter(dump -> !held.contains(dump.database()))
        .filter(dump -> dump.created().isBefore(before))
        .filter(dump -> dump.created().isBefore(newest.get(dump.database())))
        .toList();
  }

  /** Of which database it is. */
  String database() {
    return Vault.database(key);
  }

  /** Whether an older one stands in front of it, in the same file. */
  boolean isTwice() {
    return accounts.stream().map(Account::id).distinct().count() < accounts.size();
  }

  /** Whether the person's own row was in it. */
  boolean has(@Nullable Account person) {
    return person != null && accounts.stream().anyMatch(person::isSame);
  }

  void remove(Set<Account> gone) {
    left.removeAll(gone);
  }
}
