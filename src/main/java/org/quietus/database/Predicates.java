package org.quietus.database;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.anonymise.Done;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.plan.Action;
import org.quietus.plan.Column;
import org.quietus.plan.Join;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.plan.Role;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.Table;
import org.quietus.policy.Cutoff;
import org.quietus.target.Holds;
import org.quietus.target.Key;

/**
 * The conditions that decide which rows a step acts on: the same when selecting, locking, acting
 * and verifying. They name columns of the table in question without a qualifier, and wherever one
 * is negated, what is unknown counts as not so.
 */
final class Predicates {
  static final SqlFragment TRUE = SqlFragment.of("1 = 1");
  private static final SqlFragment NONE = SqlFragment.of("1 = 0");

  private final Dialect dialect;
  private final ZoneId zone;
  private final HeldRows held;
  private final CrossedTenants tenants;

  /**
   * Conditions under holds.
   *
   * @param zone the one that the database's columns without a zone are written in
   */
  Predicates(Dialect dialect, ZoneId zone, Holds holds) {
    this.dialect = dialect;
    this.zone = zone;
    this.held = new HeldRows(holds, dialect, this);
    this.tenants = new CrossedTenants(dialect);
  }

  /**
   * Rows of a retention step's root that are due, not done, and whose graph has nothing in it that
   * must stay.
   */
  SqlFragment due(Step step, Selection.Due due) {
    List<SqlFragment> parts = new ArrayList<>(List.of(ripe(step.root().catalogTable(), due)));
    parts.add(open(step.root()));
    keepers(step).forEach(kept -> parts.add(not(kept)));
    tenants.whileChanging(step).forEach(crossed -> parts.add(not(crossed)));
    held.graph(step).ifPresent(rows -> parts.add(not(rows)));
    return all(parts);
  }

  /** Rows that would be due but for something in their graph that must stay. */
  SqlFragment keptBack(Step step, Selection.Due due) {
    List<SqlFragment> keepers = keepers(step);
    if (keepers.isEmpty()) {
      return NONE;
    }
    List<SqlFragment> parts =
        new ArrayList<>(
            List.of(ripe(step.root().catalogTable(), due), open(step.root()), any(keepers)));
    held.graph(step).ifPresent(rows -> parts.add(not(rows)));
    return all(parts);
  }

  /** Rows that would be due, or kept, but for a hold on something in their graph. */
  Optional<SqlFragment> heldBack(Step step, Selection.Due due) {
    return held.graph(step)
        .map(rows -> all(List.of(ripe(step.root().catalogTable(), due), open(step.root()), rows)));
  }

  /** Rows that would be due but for something that hangs on them and is another tenant's. */
  SqlFragment crossed(Step step, Selection.Due due) {
    return all(List.of(ripe(step.root().catalogTable(), due), open(step.root()), crossed(step)));
  }

  /** Root rows on which something hangs that is another tenant's. */
  SqlFragment crossed(Step step) {
    List<SqlFragment> crossed = tenants.over(step);
    return crossed.isEmpty() ? NONE : any(crossed);
  }

  /** Rows that no period can be counted for, because the moment that it starts at is not known. */
  SqlFragment undated(Step step, Selection.Due due) {
    Column from = column(step.root().catalogTable(), due.from());
    return all(List.of(condition(due), dialect.undated(from), open(step.root())));
  }

  /** Rows of a member, whoever they belong to, that its action has still to be applied to. */
  SqlFragment actionable(Member member) {
    List<SqlFragment> parts = new ArrayList<>(List.of(open(member)));
    member.keep().ifPresent(kept -> parts.add(earlier(member.catalogTable(), kept)));
    held.row(member).ifPresent(rows -> parts.add(not(rows)));
    return all(parts);
  }

  /** Rows of a member that are held themselves, whatever becomes of others. */
  Optional<SqlFragment> held(Member member) {
    return held.row(member);
  }

  /** Rows of persons' own table that the action has not been applied to yet, and may be. */
  SqlFragment free(Member root) {
    return held.row(root).map(rows -> all(List.of(open(root), not(rows)))).orElse(open(root));
  }

  /** Rows of a member that stay although the action would fit them. */
  SqlFragment kept(Member member) {
    return member
        .keep()
        .map(kept -> all(List.of(open(member), not(earlier(member.catalogTable(), kept)))))
        .orElse(NONE);
  }

  /** Rows that the action has not been applied to yet. */
  SqlFragment open(Member member) {
    Action action = member.action();
    if (action instanceof Action.Anonymise anonymise) {
      return not(done(member.catalogTable(), anonymise.how()));
    }
    if (action instanceof Action.Unlink unlink) {
      return any(
          unlink.columns().stream()
              .map(column -> SqlFragment.of(dialect.quote(column) + " IS NOT NULL"))
              .toList());
    }
    return TRUE;
  }

  /**
   * Rows of a member that hang on root rows with the given values of the root's referenced columns.
   */
  SqlFragment below(Member member, List<List<Object>> rootValues) {
    return below(member.path(), rootValues);
  }

  /** The same for rows at the beginning of a path. */
  SqlFragment below(List<Join> path, List<List<Object>> rootValues) {
    return along(path, path.size() - 1, in(path.get(path.size() - 1).fromColumns(), rootValues));
  }

  /** Rows of a member that hang on root rows that are due. */
  SqlFragment belowDue(Member member, Step step, Selection.Due due) {
    return along(member.path(), member.path().size(), due(step, due));
  }

  /**
   * Carries a condition on the table that the first {@code joins} joins of a path lead to down to
   * the path's start.
   */
  SqlFragment along(List<Join> path, int joins, SqlFragment condition) {
    SqlFragment carried = condition;
    for (int at = joins - 1; at >= 0; at--) {
      Join join = path.get(at);
      carried =
          new SqlFragment(
              tuple(join.fromColumns())
                  + " IN (SELECT "
                  + join.toColumns().stream().map(dialect::quote).collect(Collectors.joining(", "))
                  + " FROM "
                  + dialect.quote(join.toTable())
                  + " WHERE "
                  + carried.sql()
                  + ")",
              carried.binds());
    }
    return carried;
  }

  /** Rows whose columns hold one of the given tuples, none of which has a null in it. */
  SqlFragment in(List<String> columns, List<? extends List<?>> tuples) {
    if (tuples.isEmpty()) {
      return NONE;
    }
    List<Object> binds = new ArrayList<>();
    tuples.forEach(binds::addAll);
    if (columns.size() == 1) {
      String marks = String.join(", ", Collections.nCopies(tuples.size(), "?"));
      return new SqlFragment(dialect.quote(columns.get(0)) + " IN (" + marks + ")", binds);
    }
    // spelled out, because MariaDB walks no index for a list of row values
    String one =
        columns.stream()
            .map(column -> dialect.quote(column) + " = ?")
            .collect(Collectors.joining(" AND ", "(", ")"));
    return new SqlFragment(
        "(" + String.join(" OR ", Collections.nCopies(tuples.size(), one)) + ")", binds);
  }

  /** Rows with these primary keys. */
  SqlFragment keys(Table table, List<Key> keys) {
    return in(table.primaryKey(), keys.stream().map(Key::values).toList());
  }

  static SqlFragment all(List<SqlFragment> parts) {
    return joined(parts, " AND ");
  }

  static SqlFragment any(List<SqlFragment> parts) {
    return joined(parts, " OR ");
  }

  /** The opposite; what is unknown counts as not so. */
  static SqlFragment not(SqlFragment part) {
    return new SqlFragment("(" + part.sql() + ") IS NOT TRUE", part.binds());
  }

  private static SqlFragment joined(List<SqlFragment> parts, String word) {
    List<Object> binds = new ArrayList<>();
    parts.forEach(part -> binds.addAll(part.binds()));
    return new SqlFragment(
        parts.stream().map(part -> "(" + part.sql() + ")").collect(Collectors.joining(word)),
        binds);
  }

  private SqlFragment ripe(Table table, Selection.Due due) {
    Column from = column(table, due.from());
    return all(List.of(condition(due), dialect.earlier(from, at(due.cutoff(), from))));
  }

  private SqlFragment condition(Selection.Due due) {
    return due.where().map(where -> SqlFragment.of(where.sql())).orElse(TRUE);
  }

  private SqlFragment earlier(Table table, Kept kept) {
    Column from = column(table, kept.keep().from());
    return dialect.earlier(from, at(kept.cutoff(), from));
  }

  private Object at(Cutoff cutoff, Column column) {
    return switch (column.type()) {
      case DATE -> cutoff.dayIn(zone);
      case DATETIME -> cutoff.inZone(zone);
      default -> ColumnValues.cutoff(column, cutoff.instant(), zone);
    };
  }

  private SqlFragment done(Table table, TableAnonymisation how) {
    if (how.mark().isPresent()) {
      return SqlFragment.of(dialect.quote(how.mark().get()) + " IS NOT NULL");
    }
    List<SqlFragment> parts = new ArrayList<>();
    for (Map.Entry<String, Strategy> entry : how.columns().entrySet()) {
      Done done = entry.getValue().done().orElseThrow();
      parts.add(dialect.done(column(table, entry.getKey()), done));
    }
    return all(parts);
  }

  /** For each descendant that may have to stay: that the root row has such a one. */
  private List<SqlFragment> keepers(Step step) {
    return step.members().stream()
        .filter(member -> member.role() == Role.DESCENDANT && member.keep().isPresent())
        .map(this::hasKept)
        .toList();
  }

  private SqlFragment hasKept(Member member) {
    SqlFragment condition = kept(member);
    for (Join join : member.path()) {
      condition = exists(join, condition);
    }
    return condition;
  }

  /** That a row which meets a condition is joined to the row in question. */
  SqlFragment exists(Join join, SqlFragment condition) {
    return new SqlFragment(
        "EXISTS (SELECT 1 FROM "
            + dialect.quote(join.fromTable())
            + " WHERE "
            + matching(join)
            + " AND ("
            + condition.sql()
            + "))",
        condition.binds());
  }

  private String matching(Join join) {
    List<String> pairs = new ArrayList<>();
    for (int n = 0; n < join.fromColumns().size(); n++) {
      pairs.add(
          qualified(join.fromTable(), join.fromColumns().get(n))
              + " = "
              + qualified(join.toTable(), join.toColumns().get(n)));
    }
    return String.join(" AND ", pairs);
  }

  private String qualified(String table, String column) {
    return dialect.quote(table) + "." + dialect.quote(column);
  }

  private String tuple(List<String> columns) {
    return columns.stream().map(dialect::quote).collect(Collectors.joining(", ", "(", ")"));
  }

  static Column column(Table table, String name) {
    return table
        .column(name)
        .orElseThrow(
            () -> new IllegalStateException("the plan names no column of " + table.name()));
  }
}
