package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.hold.HeldGraph;
import org.quietus.hold.Hold;
import org.quietus.hold.Holds;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Step;
import org.quietus.subject.Identifier;
import org.quietus.subject.UuidText;

/**
 * Which rows the holds protect, as conditions on their tables; empty where no hold can reach, so
 * that nothing is asked that need not be.
 */
final class HeldRows {
  private final Dialect dialect;
  private final Joined joined;
  private final List<Hold.OfRows> ofRows;
  private final Map<String, Persons> persons = new LinkedHashMap<>();

  HeldRows(Holds holds, Dialect dialect, Joined joined) {
    this.dialect = dialect;
    this.joined = joined;
    this.ofRows = holds.ofRows();
    for (Hold.OfPersons hold : holds.ofPersons()) {
      if (!hold.rows().isEmpty()) {
        persons.merge(
            hold.table(),
            new Persons(hold.graph(), hold.rows(), hold.identifiers()),
            Persons::with);
      }
    }
  }

  /** All that are held of one table, and what belongs to each. */
  private record Persons(HeldGraph graph, List<RowValues> rows, List<Identifier> identifiers) {
    Persons with(Persons other) {
      return new Persons(
          graph.with(other.graph), both(rows, other.rows), both(identifiers, other.identifiers));
    }

    private static <T> List<T> both(List<T> some, List<T> others) {
      Set<T> all = new HashSet<>(some);
      List<T> both = new ArrayList<>(some);
      others.stream().filter(all::add).forEach(both::add);
      return both;
    }

    /** Whether some are known by a name, by which they need not be called any more. */
    boolean areNamed() {
      return !identifiers.isEmpty()
          && rows.stream()
              .flatMap(row -> row.values().stream())
              .anyMatch(
                  value -> value instanceof String text && UuidText.canonical(text).isEmpty());
    }
  }

  /** Whether a person is held who has, or had, a row with one of these primary keys. */
  boolean isOfHeld(Table table, List<RowValues> keys) {
    Persons held = persons.get(table.name());
    return held != null && !Collections.disjoint(new HashSet<>(held.rows()), keys);
  }

  /** That a row of a member is held itself. */
  Optional<SqlFragment> row(Member member) {
    List<SqlFragment> parts = new ArrayList<>(matching(member.catalogTable()));
    parts.addAll(ofPersons(member, List.of()));
    return either(parts);
  }

  /**
   * That a root row, or any row of its graph, is held. Rows that belong to a held person by way of
   * the root row are found by what the root row itself belongs to.
   */
  Optional<SqlFragment> graph(Step step) {
    List<SqlFragment> parts = new ArrayList<>();
    row(step.root()).ifPresent(parts::add);
    for (Member member : step.graph()) {
      either(matching(member.catalogTable())).ifPresent(held -> parts.add(beside(member, held)));
      either(ofPersons(member, member.path())).ifPresent(held -> parts.add(above(member, held)));
    }
    return either(parts);
  }

  private List<SqlFragment> matching(Table table) {
    return ofRows.stream()
        .filter(hold -> hold.table().equals(table.name()))
        .map(hold -> dialect.condition(table, hold.where()))
        .toList();
  }

  /** {@code beginning} is a way to what was looked at by itself. */
  private List<SqlFragment> ofPersons(Member member, List<Join> beginning) {
    List<SqlFragment> parts = new ArrayList<>();
    Table table = member.catalogTable();
    persons.forEach(
        (root, held) -> {
          if (root.equals(table.name())) {
            parts.add(joined.in(held.graph().key(), values(held.graph().key(), held)));
            parts.addAll(otherwise(held));
          }
          held.graph().paths().stream()
              .filter(path -> path.joins().get(0).fromTable().equals(table.name()))
              .filter(path -> !isShared(member, path) && !beginsWith(path.joins(), beginning))
              .forEach(
                  path -> {
                    parts.add(below(path.joins(), held));
                    otherwise(held).forEach(owner -> parts.add(below(path.joins(), root, owner)));
                  });
        });
    return parts;
  }

  /** That a row is a held person's whatever it is called by now; nothing if no name tells them. */
  private List<SqlFragment> otherwise(Persons held) {
    return held.areNamed()
        ? List.of(
            PersonConditions.identified(held.graph().identifiers(), held.identifiers(), dialect))
        : List.of();
  }

  /**
   * That a row hangs on one of the persons' table which meets a condition; as a table of its own,
   * because MySQL reads none that it changes.
   */
  private SqlFragment below(List<Join> path, String root, SqlFragment owner) {
    Join last = path.get(path.size() - 1);
    return joined.along(
        path,
        path.size() - 1,
        new SqlFragment(
            tuple(last.fromColumns(), "(", ")")
                + " IN (SELECT * FROM (SELECT DISTINCT "
                + tuple(last.toColumns(), "", "")
                + " FROM "
                + dialect.quote(root)
                + " WHERE "
                + owner.sql()
                + ") held)",
            owner.binds()));
  }

  /** What a held person's row refers to stays in any case as long as that row does. */
  private static boolean isShared(Member member, HeldGraph.Path path) {
    return path.owned() && member.role() == MemberRole.OWNED;
  }

  private static boolean beginsWith(List<Join> path, List<Join> beginning) {
    return !beginning.isEmpty()
        && path.size() >= beginning.size()
        && path.subList(0, beginning.size()).equals(beginning);
  }

  private SqlFragment below(List<Join> path, Persons held) {
    Join last = path.get(path.size() - 1);
    List<String> key = held.graph().key();
    return key.containsAll(last.toColumns())
        ? joined.below(path, values(last.toColumns(), held))
        : joined.along(path, path.size(), joined.in(key, values(key, held)));
  }

  /** Some of the key's columns of each person's row. */
  private static List<List<Object>> values(List<String> columns, Persons held) {
    List<String> key = held.graph().key();
    return held.rows().stream()
        .map(row -> columns.stream().map(column -> value(row, key.indexOf(column))).toList())
        .distinct()
        .toList();
  }

  private static Object value(RowValues row, int column) {
    return Objects.requireNonNull(row.values().get(column));
  }

  /** That a root row has such a member row, found from the root row. */
  private SqlFragment beside(Member member, SqlFragment held) {
    Set<String> tables = new HashSet<>(Set.of(member.rootEnd().toTable()));
    if (!member.path().stream().map(Join::fromTable).allMatch(tables::add)) {
      return above(member, held);
    }
    SqlFragment condition = held;
    for (Join join : member.path()) {
      condition = joined.exists(join, condition);
    }
    return condition;
  }

  /**
   * The same, found from the member's rows; as a table of its own, because MySQL reads none that it
   * changes.
   */
  private SqlFragment above(Member member, SqlFragment held) {
    SqlFragment condition = held;
    for (Join join : member.path()) {
      condition =
          new SqlFragment(
              tuple(join.toColumns(), "(", ")")
                  + " IN (SELECT * FROM (SELECT DISTINCT "
                  + tuple(join.fromColumns(), "", "")
                  + " FROM "
                  + dialect.quote(join.fromTable())
                  + " WHERE "
                  + condition.sql()
                  + ") held)",
              condition.binds());
    }
    return condition;
  }

  private String tuple(List<String> columns, String before, String after) {
    return before + String.join(", ", columns.stream().map(dialect::quote).toList()) + after;
  }

  private static Optional<SqlFragment> either(List<SqlFragment> parts) {
    return parts.isEmpty() ? Optional.empty() : Optional.of(SqlFragment.any(parts));
  }
}
