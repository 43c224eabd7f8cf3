package org.quietus.database;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The rows of a step that an attempt could not change, by primary key: it passes them over from
 * then on. Shared by all slots.
 */
final class Refusals {
  private final Map<Member, Set<RowValues>> rows = new IdentityHashMap<>();

  /** Until the open transaction ends otherwise than by a commit, for then nobody has noted it. */
  synchronized void add(Member member, RowValues key) {
    boolean isNew = rows.computeIfAbsent(member, any -> new HashSet<>()).add(key);
    if (isNew && TransactionSynchronizationManager.isSynchronizationActive()) {
      TransactionSynchronizationManager.registerSynchronization(
          new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
              if (status != STATUS_COMMITTED) {
                remove(member, key);
              }
            }
          });
    }
  }

  private synchronized void remove(Member member, RowValues key) {
    rows.getOrDefault(member, new HashSet<>()).remove(key);
  }

  synchronized List<RowValues> of(Member member) {
    return List.copyOf(rows.getOrDefault(member, Collections.emptySet()));
  }

  synchronized boolean isEmpty() {
    return rows.values().stream().allMatch(Set::isEmpty);
  }
}
