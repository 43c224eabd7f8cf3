package org.quietus.database.engine;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.hold.Holds;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.OnceKept;
import org.quietus.plan.SearchedPaths;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;

/**
 * The conditions that decide which rows a step acts on: the same when selecting, locking, acting
 * and verifying. They name columns of the table in question without a qualifier, and wherever one
 * is negated, what is unknown counts as not so.
 */
final class Predicates {
  private final Dialect dialect;
  private final PastPeriods periods;
  private final Joined joined;
  private final HeldRows held;
  private final CrossedTenants tenants;
  private final OpenRows open;

  /**
   * Conditions under holds.
   *
   * @param zone the one that the database's columns without a zone are written in
   * @param trusting whether a mark alone tells that a row is done, or only one of which no column
   *     tells otherwise
   */
  Predicates(Dialect dialect, ZoneId zone, Holds holds, boolean trusting) {
    this.dialect = dialect;
    this.periods = new PastPeriods(dialect, zone);
    this.joined = new Joined(dialect);
    this.held = new HeldRows(holds, dialect, joined);
    this.tenants = new CrossedTenants(dialect);
    this.open = new OpenRows(dialect, trusting);
  }

  /**
   * Rows of a retention step's root that are due, not done, and whose graph has nothing in it that
   * must stay.
   */
  SqlFragment due(Step step, Selection.Due due) {
    List<SqlFragment> parts =
        new ArrayList<>(List.of(periods.ripe(step.root().catalogTable(), due)));
    parts.add(open.asRuled(step.root()));
    keepers(step).forEach(kept -> parts.add(SqlFragment.not(kept)));
    tenants.whileChanging(step).forEach(crossed -> parts.add(SqlFragment.not(crossed)));
    held.graph(step).ifPresent(rows -> parts.add(SqlFragment.not(rows)));
    return SqlFragment.all(parts);
  }

  /** Rows that would be due but for something in their graph that must stay. */
  SqlFragment keptBack(Step step, Selection.Due due) {
    List<SqlFragment> keepers = keepers(step);
    if (keepers.isEmpty()) {
      return SqlFragment.NONE;
    }
    List<SqlFragment> parts =
        new ArrayList<>(
            List.of(
                periods.ripe(step.root().catalogTable(), due),
                open.asRuled(step.root()),
                SqlFragment.any(keepers)));
    held.graph(step).ifPresent(rows -> parts.add(SqlFragment.not(rows)));
    return SqlFragment.all(parts);
  }

  /** Rows that would be due, or kept, but for a hold on something in their graph. */
  Optional<SqlFragment> heldBack(Step step, Selection.Due due) {
    return held.graph(step)
        .map(
            rows ->
                SqlFragment.all(
                    List.of(
                        periods.ripe(step.root().catalogTable(), due),
                        open.asRuled(step.root()),
                        rows)));
  }

  /** Rows that would be due but for something that hangs on them and is another tenant's. */
  SqlFragment crossed(Step step, Selection.Due due) {
    return SqlFragment.all(
        List.of(
            periods.ripe(step.root().catalogTable(), due),
            open.asRuled(step.root()),
            crossed(step)));
  }

  /** Root rows on which something hangs that is another tenant's. */
  SqlFragment crossed(Step step) {
    List<SqlFragment> crossed = tenants.over(step);
    return crossed.isEmpty() ? SqlFragment.NONE : SqlFragment.any(crossed);
  }

  /** Rows that no period can be counted for, because the moment that it starts at is not known. */
  SqlFragment undated(Step step, Selection.Due due) {
    Table table = step.root().catalogTable();
    Column from = column(table, due.from());
    return SqlFragment.all(
        List.of(periods.condition(table, due), dialect.undated(from), open.asRuled(step.root())));
  }

  /** Rows of a member, whoever they belong to, that its action has still to be applied to. */
  SqlFragment actionable(Member member) {
    SqlFragment rows = actionable(member, member.bases());
    return member
        .once()
        .map(once -> SqlFragment.all(List.of(rows, were(member, once))))
        .orElse(rows);
  }

  private SqlFragment were(Member member, OnceKept once) {
    return once.otherwise().map(periods::upTo).orElseGet(() -> lapsed(member));
  }

  /** Rows of a member that something kept, and does not any more. */
  SqlFragment lapsed(Member member) {
    return member.bases().isEmpty()
        ? SqlFragment.NONE
        : SqlFragment.any(member.bases().stream().map(basis -> lapsed(member, basis)).toList());
  }

  /** Rows of persons' own table that were done once, and hold something again. */
  SqlFragment filledAgain(Member root, Optional<SearchedPaths> then) {
    return open.filledAgain(root, then);
  }

  /** The same as far as the very statement can tell that changes them, which reads no other row. */
  SqlFragment whileChanging(Member member) {
    return actionable(
        member,
        member.bases().stream()
            .filter(basis -> basis.above().stream().noneMatch(join -> leadsTo(member, join)))
            .toList());
  }

  private static boolean leadsTo(Member member, Join join) {
    return join.toTable().equals(member.catalogTable().name());
  }

  private SqlFragment actionable(Member member, List<Basis> bases) {
    List<SqlFragment> parts = new ArrayList<>(List.of(open(member)));
    bases.forEach(basis -> parts.add(SqlFragment.not(keeps(basis))));
    held.row(member).ifPresent(rows -> parts.add(SqlFragment.not(rows)));
    return SqlFragment.all(parts);
  }

  /** Rows of a member that are held themselves, whatever becomes of others. */
  Optional<SqlFragment> held(Member member) {
    return held.row(member);
  }

  /** Whether a person is held who has, or had, a row of a table with one of these primary keys. */
  boolean isOfHeld(Table table, List<RowValues> keys) {
    return held.isOfHeld(table, keys);
  }

  /** Rows of persons' own table that the action has not been applied to yet, and may be. */
  SqlFragment free(Member root) {
    if (root.action() instanceof Action.Leave) {
      return SqlFragment.NONE;
    }
    return held.row(root)
        .map(rows -> SqlFragment.all(List.of(open(root), SqlFragment.not(rows))))
        .orElse(open(root));
  }

  /** Rows of a member that stay although the action would fit them. */
  SqlFragment kept(Member member) {
    return member.bases().isEmpty()
        ? SqlFragment.NONE
        : SqlFragment.all(
            List.of(
                open(member), SqlFragment.any(member.bases().stream().map(this::keeps).toList())));
  }

  /** Rows that a basis of their own keeps, whose period has no moment to start at. */
  SqlFragment undated(Basis basis) {
    List<SqlFragment> parts = new ArrayList<>();
    basis.kept().where().ifPresent(where -> parts.add(dialect.condition(basis.table(), where)));
    parts.add(dialect.undated(column(basis.table(), basis.kept().keep().from())));
    return SqlFragment.all(parts);
  }

  /** Rows of a member that one basis keeps. */
  SqlFragment keeps(Basis basis) {
    return joined.along(basis.above(), basis.above().size(), lasting(basis));
  }

  /** Rows of a member that one basis kept, and does not any more. */
  private SqlFragment lapsed(Member member, Basis basis) {
    List<SqlFragment> parts =
        new ArrayList<>(List.of(SqlFragment.not(lasting(basis)), periods.before(member, basis)));
    basis.kept().where().ifPresent(where -> parts.add(dialect.condition(basis.table(), where)));
    return joined.along(basis.above(), basis.above().size(), SqlFragment.all(parts));
  }

  /** Rows whose own period has not passed. */
  SqlFragment lasting(Basis basis) {
    List<SqlFragment> parts = new ArrayList<>();
    if (basis.action() instanceof Action.Anonymise) {
      parts.add(open.of(basis.table(), basis.action()));
    }
    Kept kept = basis.kept();
    kept.where().ifPresent(where -> parts.add(dialect.condition(basis.table(), where)));
    parts.add(
        kept.isWithoutEnd()
            ? SqlFragment.TRUE
            : SqlFragment.not(periods.past(basis.table(), kept)));
    return SqlFragment.all(parts);
  }

  /** Rows that the action has not been applied to yet. */
  SqlFragment open(Member member) {
    return open.of(member);
  }

  /** Rows of a member that hold what nothing but anonymising leaves in them. */
  SqlFragment traced(Member member) {
    return open.traced(member);
  }

  /** Rows that the action cannot have been applied to, whatever a mark says. */
  SqlFragment undone(Member member) {
    return open.surely(member);
  }

  /**
   * Rows of a member that hang on root rows with the given values of the root's referenced columns.
   */
  SqlFragment below(Member member, List<List<Object>> rootValues) {
    return joined.below(member.path(), rootValues);
  }

  /** Rows of a member that hang on root rows that are due. */
  SqlFragment belowDue(Member member, Step step, Selection.Due due) {
    return joined.along(member.path(), member.path().size(), due(step, due));
  }

  /** Rows with these primary keys. */
  SqlFragment keys(Table table, List<RowValues> keys) {
    return joined.in(table.primaryKey(), keys.stream().map(RowValues::values).toList());
  }

  /** Rows with such values in some columns. */
  SqlFragment rows(List<String> columns, RowValues values) {
    return joined.in(columns, List.of(values.values()));
  }

  /** The conditions of periods alone. */
  PastPeriods periods() {
    return periods;
  }

  /** What keeps a root row back: a basis of its own, or a descendant that may have to stay. */
  private List<SqlFragment> keepers(Step step) {
    return Stream.concat(
            Stream.of(step.root()).filter(root -> !root.bases().isEmpty()).map(this::kept),
            step.members().stream()
                .filter(
                    member -> member.role() == MemberRole.DESCENDANT && !member.bases().isEmpty())
                .map(this::hasKept))
        .toList();
  }

  private SqlFragment hasKept(Member member) {
    SqlFragment condition = kept(member);
    for (Join join : member.path()) {
      condition = joined.exists(join, condition);
    }
    return condition;
  }

  static List<Column> columns(Table table, List<String> names) {
    return names.stream().map(name -> column(table, name)).toList();
  }

  static Column column(Table table, String name) {
    return table
        .column(name)
        .orElseThrow(
            () -> new IllegalStateException("the plan names no column of " + table.name()));
  }
}
