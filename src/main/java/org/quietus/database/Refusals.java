package org.quietus.database;

import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;

/**
 * The rows of a step that an attempt could not change, by primary key: it passes them over from
 * then on. Shared by all slots.
 */
final class Refusals {
  private final Map<Member, Set<RowValues>> rows = new IdentityHashMap<>();

  synchronized void add(Member member, RowValues key) {
    rows.computeIfAbsent(member, any -> new HashSet<>()).add(key);
  }

  synchronized List<RowValues> of(Member member) {
    return List.copyOf(rows.getOrDefault(member, Collections.emptySet()));
  }

  synchronized boolean isEmpty() {
    return rows.isEmpty();
  }
}
