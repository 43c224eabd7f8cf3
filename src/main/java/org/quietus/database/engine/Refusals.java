package org.quietus.database.engine;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  /** So often a row may be put off; what hangs on it then does not go. */
  private static final int MOST_TIMES = 3;

  private final Map<Member, Set<RowValues>> rows = new IdentityHashMap<>();
  private final Map<Member, Map<RowValues, Integer>> putOff = new IdentityHashMap<>();

  /** Rows that others lead to, which stay for that; whatever became of the transaction. */
  private final Map<Member, Map<RowValues, String>> owned = new IdentityHashMap<>();

  /**
   * Notes that the owners of rows have to stay, and why; false if all of them were noted before.
   */
  synchronized boolean keepOwners(Member member, Map<RowValues, String> why) {
    Map<RowValues, String> known = owned.computeIfAbsent(member, any -> new HashMap<>());
    int before = known.size();
    known.putAll(why);
    return known.size() > before;
  }

  /** Why the owners of a member's rows have to stay, by key. */
  synchronized Map<RowValues, String> keepingOwners(Member member) {
    return Map.copyOf(owned.getOrDefault(member, Map.of()));
  }

  /** Notes that something still hangs on a row; false if that was so too often. */
  synchronized boolean putOff(Member member, RowValues key) {
    return putOff.computeIfAbsent(member, any -> new HashMap<>()).merge(key, 1, Integer::sum)
        <= MOST_TIMES;
  }

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
    Optional.ofNullable(rows.get(member)).ifPresent(known -> known.remove(key));
  }

  /** Those of some rows that could be changed, as far as is known. */
  synchronized List<RowValues> without(Member member, List<RowValues> keys) {
    Set<RowValues> refused = rows.getOrDefault(member, Collections.emptySet());
    return keys.stream().filter(key -> !refused.contains(key)).toList();
  }

  synchronized int count(Member member) {
    return rows.getOrDefault(member, Collections.emptySet()).size();
  }

  synchronized boolean isEmpty() {
    return owned.isEmpty() && rows.values().stream().allMatch(Set::isEmpty);
  }
}
