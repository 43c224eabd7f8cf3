package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;

/** Acts on the rows of one member that hang on given root rows. */
final class MemberRows {
  private final Member member;
  private final Dialect dialect;
  private final RowReader reader;
  private final MemberChange change;
  private final KeptMemberRows kept;
  private final Predicates predicates;
  private final OwnedAlone alone;
  private final Refusals refusals;

  MemberRows(
      Member member,
      Dialect dialect,
      RowReader reader,
      MemberChange change,
      Predicates predicates,
      Refusals refusals,
      boolean lost) {
    this.member = member;
    this.dialect = dialect;
    this.reader = reader;
    this.change = change;
    this.kept = new KeptMemberRows(member, dialect, reader, predicates, lost);
    this.refusals = refusals;
    this.predicates = predicates;
    this.alone = new OwnedAlone(member, predicates, new Joined(dialect));
  }

  /**
   * Acts on at most {@code limit} rows that meet a condition; returns whether there may be more.
   *
   * @param leaving rows that are left and noted
   */
  boolean work(
      SqlFragment hanging, List<MemberChange.Leaving> leaving, int limit, ChunkDraft draft) {
    if (hanging.equals(SqlFragment.NONE)) {
      return false;
    }
    Table table = member.catalogTable();
    SqlFragment condition = predicates.whileChanging(member);
    SqlFragment mine = SqlFragment.all(List.of(hanging, predicates.actionable(member)));
    // passed over here and not by the statement, to which each key would be one more parameter
    long most = (long) limit + refusals.count(member);
    List<RowValues> found =
        refusals
            .without(member, reader.rows(table, table.primaryKey(), "", mine, " LIMIT " + most))
            .stream()
            .limit(limit)
            .toList();
    return change.act(found, mine, condition, leaving, draft) || found.size() == limit;
  }

  /**
   * Acts on owned rows that nothing references any more; what something does reference is counted
   * as shared. Rows are locked first, so that of two chunks that take the last references away one
   * sees that the other has.
   *
   * @param except root rows whose own reference does not count
   */
  void workOwned(
      List<List<Object>> rootValues, Member root, List<RowValues> except, ChunkDraft draft) {
    if (rootValues.isEmpty()) {
      return;
    }
    Table table = member.catalogTable();
    SqlFragment condition =
        SqlFragment.all(List.of(predicates.actionable(member), alone.unshared(root, except)));
    SqlFragment owned = predicates.below(member, rootValues);
    String inOrder =
        " ORDER BY "
            + table.primaryKey().stream().map(dialect::quote).collect(Collectors.joining(", "));
    reader.rows(table, table.primaryKey(), "", owned, inOrder + dialect.forUpdate());
    SqlFragment mine = SqlFragment.all(List.of(owned, condition));
    change.act(
        refusals.without(member, reader.rows(table, table.primaryKey(), "", mine, "")),
        mine,
        condition,
        List.of(),
        draft);
    SqlFragment shared =
        SqlFragment.all(
            List.of(owned, predicates.open(member), SqlFragment.not(alone.unshared(root, except))));
    draft.shared(member, reader.rows(table, table.primaryKey(), "", shared, ""));
  }

  /** Notes owned rows that would have gone with root rows which stay. */
  void leave(List<List<Object>> rootValues, Member root, List<RowValues> except, ChunkDraft draft) {
    if (!rootValues.isEmpty()) {
      Table table = member.catalogTable();
      SqlFragment mine =
          SqlFragment.all(
              List.of(
                  predicates.below(member, rootValues),
                  predicates.actionable(member),
                  alone.unshared(root, except)));
      Set<RowValues> named = refusals.keepingOwners(member).keySet();
      reader.rows(table, table.primaryKey(), "", mine, "").stream()
          .filter(key -> !named.contains(key))
          .forEach(key -> draft.refused(member, key, "the row that leads to it stays"));
    }
  }

  /** Notes those rows for which their owners stay; returns whether there are any. */
  boolean keepOwner(List<List<Object>> rootValues, ChunkDraft draft) {
    Map<RowValues, String> why = refusals.keepingOwners(member);
    if (why.isEmpty() || rootValues.isEmpty()) {
      return false;
    }
    Table table = member.catalogTable();
    List<RowValues> keeping =
        reader
            .rows(table, table.primaryKey(), "", predicates.below(member, rootValues), "")
            .stream()
            .filter(why::containsKey)
            .toList();
    keeping.forEach(key -> draft.refused(member, key, why.getOrDefault(key, "")));
    return !keeping.isEmpty();
  }

  /** Whether any of the rows is held. */
  boolean isHeld(List<List<Object>> rootValues) {
    return !rootValues.isEmpty() && isHeld(predicates.below(member, rootValues));
  }

  /** Whether any row that meets a condition is held. */
  boolean isHeld(SqlFragment hanging) {
    return !hanging.equals(SqlFragment.NONE)
        && predicates
            .held(member)
            .filter(
                held ->
                    reader.countUpTo(
                            member.catalogTable(), SqlFragment.all(List.of(hanging, held)), 1)
                        > 0)
            .isPresent();
  }

  /** Whether some row of its table is held. */
  boolean mayBeHeld() {
    return predicates.held(member).isPresent();
  }

  /** How many rows the action has still to be applied to. */
  long left(List<List<Object>> rootValues, Member root, List<RowValues> except) {
    return rootValues.isEmpty()
        ? 0
        : reader.count(member.catalogTable(), remaining(rootValues, root, except));
  }

  /** How many rows the action has not been applied to, whatever keeps them. */
  long open(List<List<Object>> rootValues) {
    return open(predicates.below(member, rootValues), List.of());
  }

  /** The same among rows that meet a condition, without those that hang on root rows. */
  long open(SqlFragment hanging, List<List<Object>> rootValues) {
    if (hanging.equals(SqlFragment.NONE)) {
      return 0;
    }
    List<SqlFragment> rows = new ArrayList<>(List.of(hanging, predicates.open(member)));
    if (!rootValues.isEmpty()) {
      rows.add(SqlFragment.not(predicates.below(member, rootValues)));
    }
    return reader.count(member.catalogTable(), SqlFragment.all(rows));
  }

  /** The rows that the action has still to be applied to. */
  SqlFragment remaining(List<List<Object>> rootValues, Member root, List<RowValues> except) {
    if (rootValues.isEmpty()) {
      return SqlFragment.NONE;
    }
    List<SqlFragment> parts =
        new ArrayList<>(
            List.of(predicates.below(member, rootValues), predicates.actionable(member)));
    if (RootHandle.isOwned(member)) {
      parts.add(alone.unshared(root, except));
    }
    return SqlFragment.all(parts);
  }

  /** Those of its rows that stay on a lawful basis. */
  KeptMemberRows kept() {
    return kept;
  }

  /** Which owned rows nothing needs any more. */
  record OwnedAlone(Member member, Predicates predicates, Joined joined) {

    /** That nothing references the row, the excepted root rows apart. */
    SqlFragment unshared(Member root, List<RowValues> except) {
      List<SqlFragment> parts = new ArrayList<>(List.of(SqlFragment.TRUE));
      for (ForeignKey key : member.referencedBy()) {
        SqlFragment other =
            key.table().equals(root.catalogTable().name())
                ? needing(root, except)
                : SqlFragment.TRUE;
        parts.add(
            SqlFragment.not(
                key.table().equals(key.referencedTable())
                    ? joined.referencedByAnother(Join.up(key))
                    : joined.exists(Join.up(key), other)));
      }
      return SqlFragment.all(parts);
    }

    /**
     * Root rows whose reference counts. One that is anonymised already does not need what it owns
     * as it was: nothing would come back for that. Where owned rows are deleted, its reference
     * counts.
     */
    private SqlFragment needing(Member root, List<RowValues> except) {
      List<SqlFragment> parts = new ArrayList<>(List.of(SqlFragment.TRUE));
      if (!except.isEmpty()) {
        parts.add(SqlFragment.not(predicates.keys(root.catalogTable(), except)));
      }
      if (member.action() instanceof Action.Anonymise) {
        parts.add(predicates.open(root));
      }
      return SqlFragment.all(parts);
    }
  }
}
