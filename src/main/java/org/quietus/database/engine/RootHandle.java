package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Step;
import org.quietus.policy.TableName;

/**
 * The columns of a root row that its graph is reached by: the primary key first, then those that
 * members reference and those that reference owned rows. A root row is known by its {@link
 * RowValues} over these columns.
 */
record RootHandle(List<String> primaryKey, List<String> columns) {

  static RootHandle of(Step step) {
    return new RootHandle(step.root().catalogTable().primaryKey(), step.rootColumns());
  }

  /** The primary key within a handle. */
  RowValues primaryKey(RowValues handle) {
    return new RowValues(handle.values().subList(0, primaryKey.size()));
  }

  List<RowValues> primaryKeys(List<RowValues> handles) {
    return handles.stream().map(this::primaryKey).toList();
  }

  /**
   * The different values of some root columns, leaving out tuples with a null, which refer to
   * nothing.
   */
  List<List<Object>> values(List<RowValues> handles, List<String> wanted) {
    Set<List<Object>> tuples = new LinkedHashSet<>();
    for (RowValues handle : handles) {
      List<@Nullable Object> tuple = new ArrayList<>();
      wanted.forEach(column -> tuple.add(handle.values().get(columns.indexOf(column))));
      if (tuple.stream().allMatch(Objects::nonNull)) {
        tuples.add(List.copyOf(tuple));
      }
    }
    return List.copyOf(tuples);
  }

  /** The values that a member's path ends at. */
  List<List<Object>> values(List<RowValues> handles, Member member) {
    return values(handles, member.rootEnd().toColumns());
  }

  /** The values that a member's path ends at from some rows, and from none of others. */
  List<List<Object>> lost(List<RowValues> handles, List<RowValues> still, Member member) {
    Set<RowValues> left =
        values(still, member).stream().map(RowValues::new).collect(Collectors.toSet());
    return values(handles, member).stream()
        .filter(values -> !left.contains(new RowValues(values)))
        .toList();
  }

  /** What the rows of members hang on. */
  interface Values {
    List<List<Object>> of(Member member);
  }

  /**
   * What leads to a person's rows now, and what did before to those of some tables.
   *
   * @param kept whether rows of a table may be the person's that nothing leads to any more
   */
  Values values(List<RowValues> before, List<RowValues> now, Predicate<TableName> kept) {
    return member -> {
      List<List<Object>> all = new ArrayList<>(values(now, member));
      List<List<Object>> lost = lost(before, now, member);
      if (!lost.isEmpty() && kept.test(member.table())) {
        all.addAll(lost);
      }
      return all;
    };
  }

  /** What members reference a root row by, but for its primary key. */
  Set<List<String>> referenced(Step step) {
    return step.members().stream()
        .filter(member -> !isOwned(member))
        .map(member -> member.rootEnd().toColumns())
        .filter(columns -> !primaryKey.containsAll(columns))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** The same row as if it had no value in these columns, its primary key apart. */
  RowValues without(RowValues handle, List<String> emptied) {
    List<@Nullable Object> values = new ArrayList<>(handle.values());
    emptied.stream()
        .filter(column -> !primaryKey.contains(column))
        .forEach(column -> values.set(columns.indexOf(column), null));
    return new RowValues(values);
  }

  /** Whether owned rows go after the root row rather than before it. */
  static boolean isOwned(Member member) {
    return member.role() == MemberRole.OWNED;
  }
}
