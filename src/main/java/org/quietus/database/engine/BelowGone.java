package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Member;
import org.quietus.plan.Step;
import org.quietus.target.GoneKey;

/**
 * Rows that hang on deleted ones, by a reference that no foreign key enforces. Nothing leads to
 * them from the root row any more but the keys that the deleted rows had; where a row has such a
 * key again, what hangs on it may be somebody else's.
 */
final class BelowGone {
  /** More would make statements that take long to parse. */
  private static final int KEYS_PER_STATEMENT = 500;

  private final Step step;
  private final List<Join> loose;
  private final RowReader reader;
  private final Joined joined;

  BelowGone(Step step, RowReader reader, Dialect dialect) {
    this.step = step;
    this.loose = step.looseJoins();
    this.reader = reader;
    this.joined = new Joined(dialect);
  }

  /** Whether no row can come to hang on a deleted one. */
  boolean isEmpty() {
    return loose.isEmpty();
  }

  /** The columns of a member's rows whose values have to be remembered when it is acted on. */
  List<List<String>> offered(Member member) {
    return loose.stream().filter(member::ends).map(Join::toColumns).distinct().toList();
  }

  /** Keys in parts, of which each fits into a statement. */
  static List<List<GoneKey>> parts(List<GoneKey> keys) {
    List<GoneKey> distinct = keys.stream().distinct().toList();
    List<List<GoneKey>> parts = new ArrayList<>();
    for (int from = 0; from < distinct.size(); from += KEYS_PER_STATEMENT) {
      parts.add(distinct.subList(from, Math.min(from + KEYS_PER_STATEMENT, distinct.size())));
    }
    return parts;
  }

  /** Rows of a member that hang on keys which no row has again. */
  SqlFragment certain(Member member, List<GoneKey> keys) {
    return below(member, keys, false);
  }

  /** Rows of a member that hang on keys which some row has again. */
  SqlFragment doubtful(Member member, List<GoneKey> keys) {
    return below(member, keys, true);
  }

  private SqlFragment below(Member member, List<GoneKey> keys, boolean again) {
    List<SqlFragment> parts = new ArrayList<>();
    List<Join> path = member.path();
    for (int n = 0; n < path.size() - 1 && !RootHandle.isOwned(member); n++) {
      Join join = path.get(n);
      List<List<Object>> values = loose.contains(join) ? values(join, keys) : List.of();
      if (!values.isEmpty()) {
        SqlFragment there = joined.along(List.of(join), 1, joined.in(join.toColumns(), values));
        SqlFragment mine = joined.in(join.fromColumns(), values);
        parts.add(
            joined.along(
                path, n, SqlFragment.all(List.of(mine, again ? there : SqlFragment.not(there)))));
      }
    }
    return parts.isEmpty() ? SqlFragment.NONE : SqlFragment.any(parts);
  }

  private static List<List<Object>> values(Join join, List<GoneKey> keys) {
    Set<List<Object>> values = new LinkedHashSet<>();
    for (GoneKey key : keys) {
      List<@Nullable Object> all = key.values().values();
      if (key.isReachedBy(join) && all.stream().allMatch(Objects::nonNull)) {
        values.add(List.copyOf(all));
      }
    }
    return List.copyOf(values);
  }

  /** Those of some keys that no row has again. */
  List<GoneKey> still(List<GoneKey> keys) {
    Set<GoneKey> still = new LinkedHashSet<>();
    for (Join join : loose) {
      List<GoneKey> reached = keys.stream().filter(key -> key.isReachedBy(join)).toList();
      for (List<GoneKey> part : parts(reached)) {
        Set<RowValues> there = new HashSet<>(there(join, part));
        part.stream().filter(key -> !there.contains(key.values())).forEach(still::add);
      }
    }
    return List.copyOf(still);
  }

  private List<RowValues> there(Join join, List<GoneKey> keys) {
    return step.members().stream()
        .map(Member::catalogTable)
        .filter(table -> table.name().equals(join.toTable()))
        .findFirst()
        .map(table -> there(table, join, keys))
        .orElse(List.of());
  }

  private List<RowValues> there(Table table, Join join, List<GoneKey> keys) {
    return reader.rows(
        table, join.toColumns(), "", joined.in(join.toColumns(), values(join, keys)), "");
  }
}
