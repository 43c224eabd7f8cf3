package org.quietus.scenario;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A backup: the accounts that were in it when it was made, and who was taken out since.
 *
 * @param looked the requests that it was searched for, after which nobody else is taken for theirs
 */
record Dump(
    String key, Instant created, List<Account> accounts, Set<Account> removed, Set<String> looked) {

  /** Whether the person's own row was in it. */
  boolean has(@Nullable Account person) {
    return person != null && accounts.stream().anyMatch(person::isSame);
  }

  List<Account> left() {
    return accounts.stream().filter(account -> !removed.contains(account)).toList();
  }
}
