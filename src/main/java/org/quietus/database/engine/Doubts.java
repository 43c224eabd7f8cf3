package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;

/**
 * Rows that hang on a person's row by one path and on another person's by a second one, and what
 * they hang on themselves: nobody can tell whose they are.
 */
final class Doubts {
  private final Step step;
  private final RootHandle handle;
  private final Predicates predicates;
  private final Joined joined;

  Doubts(Step step, Predicates predicates, Dialect dialect) {
    this.step = step;
    this.handle = RootHandle.of(step);
    this.predicates = predicates;
    this.joined = new Joined(dialect);
  }

  /** Whether there can be none. */
  boolean isEmpty() {
    return step.members().stream().allMatch(member -> member.rivals().isEmpty());
  }

  /**
   * Rows of a member among those that hang on root rows.
   *
   * @param handles the root rows of the person, or that are due
   */
  SqlFragment of(Member member, List<RowValues> handles) {
    List<SqlFragment> parts = new ArrayList<>(elsewhere(member, handles));
    if (member.action() instanceof Action.Delete) {
      step.members().stream()
          .filter(other -> isBelow(other, member))
          .forEach(other -> parts.addAll(above(other, member, handles)));
    }
    if (member.role() == MemberRole.REFERRER) {
      parts.addAll(pointing(member, handles));
    }
    return parts.isEmpty() ? SqlFragment.NONE : SqlFragment.any(parts);
  }

  /** Rows of others that point at doubtful ones, which stay for now. */
  private List<SqlFragment> pointing(Member member, List<RowValues> handles) {
    List<Join> rest = member.path().subList(1, member.path().size());
    if (rest.isEmpty()) {
      List<SqlFragment> roots = roots(handles);
      return roots.isEmpty()
          ? List.of()
          : List.of(joined.along(member.path(), 1, SqlFragment.any(roots)));
    }
    return step.members().stream()
        .filter(other -> other.action() instanceof Action.Delete && other.path().equals(rest))
        .map(other -> of(other, handles))
        .filter(rows -> !rows.equals(SqlFragment.NONE))
        .map(rows -> joined.along(member.path(), 1, rows))
        .toList();
  }

  /**
   * Rows of a member on which some hang, or of which another part, that should have gone or been
   * changed and are still as they were: a foreign key would take those along, whatever kept them,
   * and nothing would lead to them any more.
   *
   * @param refused whether rows of a member could not be changed
   */
  SqlFragment carrying(Member member, Predicate<Member> refused) {
    if (!member.endsPath()) {
      return SqlFragment.NONE;
    }
    List<SqlFragment> parts =
        step.members().stream()
            .filter(other -> isBelow(other, member) || isBeside(other, member))
            .filter(refused)
            .map(
                other ->
                    joined.above(
                        other.path().subList(0, other.path().size() - member.path().size()),
                        predicates.actionable(other)))
            .toList();
    return parts.isEmpty() ? SqlFragment.NONE : SqlFragment.any(parts);
  }

  private static boolean isBelow(Member other, Member member) {
    int joins = other.path().size() - member.path().size();
    return joins > 0 && other.path().subList(joins, other.path().size()).equals(member.path());
  }

  /** Whether another member is of the same rows. */
  private static boolean isBeside(Member other, Member member) {
    return other != member && other.path().equals(member.path());
  }

  /** Root rows that doubtful ones hang on, by rows that would go, and which stay with these. */
  private List<SqlFragment> roots(List<RowValues> handles) {
    return step.root().action() instanceof Action.Delete
        ? step.members().stream()
            .filter(other -> !RootHandle.isOwned(other))
            .flatMap(other -> roots(other, handles).stream())
            .toList()
        : List.of();
  }

  private List<SqlFragment> roots(Member other, List<RowValues> handles) {
    List<SqlFragment> rows = going(other, elsewhere(other, handles));
    for (int at = 0; at < other.path().size(); at++) {
      Join join = other.path().get(at);
      List<Join> rest = other.path().subList(at + 1, other.path().size());
      List<SqlFragment> above = rows.stream().map(some -> joined.exists(join, some)).toList();
      rows =
          rest.isEmpty()
              ? above
              : step.members().stream()
                  .filter(one -> one.role() == MemberRole.DESCENDANT && one.path().equals(rest))
                  .filter(one -> one.action() instanceof Action.Delete)
                  .flatMap(one -> going(one, above).stream())
                  .toList();
    }
    return rows;
  }

  private List<SqlFragment> going(Member member, List<SqlFragment> rows) {
    return rows.stream()
        .map(some -> SqlFragment.all(List.of(some, predicates.actionable(member))))
        .toList();
  }

  /** Rows of a member that doubtful ones of another hang on. */
  private List<SqlFragment> above(Member other, Member member, List<RowValues> handles) {
    List<SqlFragment> doubtful = elsewhere(other, handles);
    for (Join join : other.path().subList(0, other.path().size() - member.path().size())) {
      doubtful = doubtful.stream().map(rows -> joined.exists(join, rows)).toList();
    }
    return doubtful;
  }

  private List<SqlFragment> elsewhere(Member member, List<RowValues> handles) {
    return member.rivals().stream()
        .map(
            path -> {
              SqlFragment others = joined.along(path, path.size(), others(path, handles));
              List<SqlFragment> hers = outranking(path, member, handles);
              return hers.isEmpty()
                  ? others
                  : SqlFragment.all(List.of(others, SqlFragment.not(SqlFragment.any(hers))));
            })
        .toList();
  }

  /** Rows that a reference which outranks a path, since it is declared, leads to root rows. */
  private List<SqlFragment> outranking(List<Join> path, Member member, List<RowValues> handles) {
    return step.members().stream()
        .filter(other -> other.role() == MemberRole.DESCENDANT)
        .filter(other -> other.table().equals(member.table()))
        .filter(other -> !other.path().equals(path) && !other.rivals().contains(path))
        .map(other -> hers(other.path(), handles))
        .toList();
  }

  private SqlFragment hers(List<Join> path, List<RowValues> handles) {
    if (step.selection() instanceof Selection.Due due) {
      return joined.along(path, path.size(), predicates.due(step, due));
    }
    return joined.below(path, handle.values(handles, path.get(path.size() - 1).toColumns()));
  }

  /** Root rows at the end of a path that are somebody else's, or not due. */
  private SqlFragment others(List<Join> path, List<RowValues> handles) {
    if (step.selection() instanceof Selection.Due due) {
      return SqlFragment.not(predicates.due(step, due));
    }
    List<String> columns = path.get(path.size() - 1).toColumns();
    return SqlFragment.not(joined.in(columns, handle.values(handles, columns)));
  }
}
