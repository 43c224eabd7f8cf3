package org.quietus.database;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Basis;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.Keep;
import org.quietus.target.GoneKey;
import org.quietus.target.KeptRows;
import org.quietus.target.RowCounts;

/** Acts on the rows of one member that hang on given root rows. */
final class MemberRows {
  private final Member member;
  private final Dialect dialect;
  private final RowReader reader;
  private final CarefulChange change;
  private final Predicates predicates;
  private final Joined joined;
  private final Refusals refusals;
  private final List<List<String>> offered;
  private final Burdens burdens;

  /** {@code offered} are columns by which rows may come to hang on deleted ones. */
  MemberRows(
      Member member,
      Dialect dialect,
      RowReader reader,
      CarefulChange change,
      Predicates predicates,
      Refusals refusals,
      List<List<String>> offered) {
    this.member = member;
    this.dialect = dialect;
    this.reader = reader;
    this.change = change;
    this.refusals = refusals;
    this.offered = offered;
    this.predicates = predicates;
    this.joined = new Joined(dialect);
    this.burdens = new Burdens(member, reader, predicates, joined);
  }

  /**
   * Acts on at most {@code limit} rows that meet a condition; returns whether there may be more.
   *
   * @param leaving rows that are left and noted
   */
  boolean work(SqlFragment hanging, List<Leaving> leaving, int limit, ChunkDraft draft) {
    if (hanging.equals(SqlFragment.NONE)) {
      return false;
    }
    Table table = member.catalogTable();
    SqlFragment condition = predicates.actionable(member);
    SqlFragment mine = SqlFragment.all(List.of(hanging, condition));
    // passed over here and not by the statement, to which each key would be one more parameter
    long most = (long) limit + refusals.count(member);
    List<RowValues> found =
        refusals
            .without(member, reader.rows(table, table.primaryKey(), "", mine, " LIMIT " + most))
            .stream()
            .limit(limit)
            .toList();
    return act(found, mine, condition, leaving, draft) || found.size() == limit;
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
        SqlFragment.all(List.of(predicates.actionable(member), unshared(root, except)));
    SqlFragment owned = predicates.below(member, rootValues);
    String inOrder =
        " ORDER BY "
            + table.primaryKey().stream().map(dialect::quote).collect(Collectors.joining(", "));
    reader.rows(table, table.primaryKey(), "", owned, inOrder + dialect.forUpdate());
    SqlFragment mine = SqlFragment.all(List.of(owned, condition));
    act(
        refusals.without(member, reader.rows(table, table.primaryKey(), "", mine, "")),
        mine,
        condition,
        List.of(),
        draft);
    SqlFragment shared =
        SqlFragment.all(
            List.of(owned, predicates.open(member), SqlFragment.not(unshared(root, except))));
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
                  unshared(root, except)));
      reader
          .rows(table, table.primaryKey(), "", mine, "")
          .forEach(key -> draft.refused(member, key, "the row that leads to it stays"));
    }
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
      parts.add(unshared(root, except));
    }
    return SqlFragment.all(parts);
  }

  /** How many rows stay on a basis of their own but have no date that its period starts at. */
  long undated(List<List<Object>> rootValues) {
    Table table = member.catalogTable();
    List<SqlFragment> undated =
        member.bases().stream()
            .filter(Basis::isOwn)
            .filter(basis -> !basis.kept().isWithoutEnd())
            .map(predicates::undated)
            .toList();
    if (undated.isEmpty() || rootValues.isEmpty()) {
      return 0;
    }
    return reader.count(
        table,
        SqlFragment.all(
            List.of(
                predicates.below(member, rootValues),
                predicates.open(member),
                SqlFragment.any(undated))));
  }

  /**
   * Counts the rows that stay, each on the first basis that keeps it, and when they come due.
   *
   * @param counted rows that have been counted
   */
  void countKept(List<List<Object>> rootValues, SqlFragment counted, ChunkDraft draft) {
    if (rootValues.isEmpty() || member.role() == MemberRole.REFERRER) {
      return;
    }
    SqlFragment open =
        SqlFragment.all(List.of(predicates.below(member, rootValues), predicates.open(member)));
    SqlFragment seen = counted;
    for (Basis basis : member.bases()) {
      SqlFragment keeps = predicates.keeps(basis);
      countKept(basis, SqlFragment.all(List.of(open, keeps, SqlFragment.not(seen))), draft);
      seen = SqlFragment.any(List.of(seen, keeps));
    }
  }

  private void countKept(Basis basis, SqlFragment mine, ChunkDraft draft) {
    long rows = reader.count(member.catalogTable(), mine);
    boolean dated = rows > 0 && !basis.kept().isWithoutEnd();
    draft.kept(
        member.table(),
        rows,
        KeptRows.by(
            basis.kept(),
            dated ? until(mine, "ASC", basis) : Optional.empty(),
            dated ? until(mine, "DESC", basis) : Optional.empty()));
  }

  private Optional<LocalDate> until(SqlFragment mine, String order, Basis basis) {
    Keep keep = basis.kept().keep();
    String quoted = dialect.quote(keep.from());
    SqlFragment keepers =
        basis.isOwn()
            ? mine
            : SqlFragment.all(
                List.of(predicates.lasting(basis), joined.above(basis.above(), mine)));
    SqlFragment dated =
        SqlFragment.all(
            List.of(
                keepers,
                SqlFragment.not(dialect.undated(Predicates.column(basis.table(), keep.from())))));
    List<RowValues> first =
        reader.rows(
            basis.table(),
            List.of(keep.from()),
            "",
            dated,
            " ORDER BY " + quoted + " " + order + " LIMIT 1");
    if (first.isEmpty()) {
      return Optional.empty();
    }
    @Nullable Object value = first.get(0).values().get(0);
    LocalDate start =
        value instanceof LocalDateTime moment ? moment.toLocalDate() : (LocalDate) value;
    // due when strictly earlier than the start of a local day, hence the day after; a day more
    // covers zones
    return Optional.ofNullable(start).map(day -> day.plus(keep.period()).plusDays(1));
  }

  /** Acts on rows that were found; returns whether some of them have to be tried once more. */
  private boolean act(
      List<RowValues> found,
      SqlFragment mine,
      SqlFragment condition,
      List<Leaving> leaving,
      ChunkDraft draft) {
    if (found.isEmpty()) {
      return false;
    }
    Table table = member.catalogTable();
    int keyLength = table.primaryKey().size();
    List<String> columns = new ArrayList<>(table.primaryKey());
    List<String> inputs = RowChanger.inputs(member);
    columns.addAll(inputs);
    offered.forEach(columns::addAll);
    List<RowValues> locked =
        reader.rows(
            table,
            columns,
            "",
            SqlFragment.all(List.of(predicates.keys(table, found), mine)),
            dialect.forUpdate());
    String method = member.method();
    draft.add(member.table(), method, RowCounts.ofGone(found.size() - locked.size()));
    Set<RowValues> left = leave(parts(locked, 0, keyLength), leaving, draft);
    locked = without(left, locked);
    Set<RowValues> carrying = burdens.on(parts(locked, 0, keyLength));
    boolean again = putOff(carrying, draft);
    locked = without(carrying, locked);
    if (locked.isEmpty()) {
      return again;
    }
    List<RowValues> keys = parts(locked, 0, keyLength);
    CarefulChange.Outcome outcome =
        change.apply(
            member,
            keys,
            parts(locked, keyLength, keyLength + inputs.size()),
            draft.persons(reader),
            condition);
    draft.add(member.table(), method, outcome.counts());
    draft.changed(member, outcome.changed());
    draft.named(outcome.named());
    noteGone(locked, Set.copyOf(outcome.changed()), keyLength + inputs.size(), draft);
    outcome
        .refused()
        .forEach(
            (key, why) -> {
              refusals.add(member, key);
              draft.refused(member, key, why);
            });
    return again;
  }

  private List<RowValues> without(Set<RowValues> keys, List<RowValues> rows) {
    int width = member.catalogTable().primaryKey().size();
    return keys.isEmpty()
        ? rows
        : rows.stream()
            .filter(row -> !keys.contains(new RowValues(row.values().subList(0, width))))
            .toList();
  }

  /** Leaves rows to the next chunk; returns whether one has to try, and not leave them for good. */
  private boolean putOff(Set<RowValues> carrying, ChunkDraft draft) {
    boolean again = false;
    for (RowValues key : carrying) {
      if (refusals.putOff(member, key)) {
        again = true;
      } else {
        refusals.add(member, key);
        draft.refused(member, key, Descent.CARRYING);
      }
    }
    return again;
  }

  /** Notes by which keys further rows may come to hang on those that were deleted. */
  private void noteGone(
      List<RowValues> locked, Set<RowValues> deleted, int from, ChunkDraft draft) {
    Table table = member.catalogTable();
    int at = from;
    for (List<String> columns : offered) {
      int past = at + columns.size();
      for (RowValues row : locked) {
        if (deleted.contains(new RowValues(row.values().subList(0, table.primaryKey().size())))) {
          draft.gone(
              List.of(GoneKey.of(table, columns, new RowValues(row.values().subList(at, past)))));
        }
      }
      at = past;
    }
  }

  /** Notes those of the locked rows that are left. */
  private Set<RowValues> leave(List<RowValues> locked, List<Leaving> leaving, ChunkDraft draft) {
    Table table = member.catalogTable();
    Set<RowValues> left = new HashSet<>();
    for (Leaving some : locked.isEmpty() ? List.<Leaving>of() : leaving) {
      SqlFragment rows = SqlFragment.all(List.of(predicates.keys(table, locked), some.rows()));
      for (RowValues key : reader.rows(table, table.primaryKey(), "", rows, "")) {
        if (left.add(key)) {
          refusals.add(member, key);
          draft.refused(member, key, some.why());
        }
      }
    }
    return left;
  }

  private static List<RowValues> parts(List<RowValues> rows, int from, int to) {
    return rows.stream().map(row -> new RowValues(row.values().subList(from, to))).toList();
  }

  /** That nothing references the row, the excepted root rows apart. */
  private SqlFragment unshared(Member root, List<RowValues> except) {
    List<SqlFragment> parts = new ArrayList<>(List.of(SqlFragment.TRUE));
    for (ForeignKey key : member.referencedBy()) {
      SqlFragment other =
          key.table().equals(root.catalogTable().name()) && !except.isEmpty()
              ? SqlFragment.not(predicates.keys(root.catalogTable(), except))
              : SqlFragment.TRUE;
      parts.add(
          SqlFragment.not(
              key.table().equals(key.referencedTable())
                  ? joined.referencedByAnother(Join.up(key))
                  : joined.exists(Join.up(key), other)));
    }
    return SqlFragment.all(parts);
  }
}
