package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Member;
import org.quietus.target.GoneKey;
import org.quietus.target.OwnersStay;
import org.quietus.target.RowCounts;

/** Locks found rows of one member, notes those that have to be left, and acts on the others. */
final class MemberChange {
  /**
   * Rows that are not acted on.
   *
   * @param why as it is recorded
   */
  record Leaving(SqlFragment rows, String why) {}

  private final Member member;
  private final Dialect dialect;
  private final RowReader reader;
  private final CarefulChange change;
  private final Predicates predicates;
  private final Refusals refusals;
  private final List<List<String>> offered;
  private final boolean ownersStay;
  private final Burdens burdens;

  /**
   * A change of a member's rows.
   *
   * @param offered columns by which rows may come to hang on deleted ones
   * @param ownersStay whether what leads to rows that cannot be changed has to stay, since nobody
   *     remembers where it led
   */
  MemberChange(
      Member member,
      Dialect dialect,
      RowReader reader,
      CarefulChange change,
      Predicates predicates,
      Refusals refusals,
      List<List<String>> offered,
      boolean ownersStay) {
    this.member = member;
    this.dialect = dialect;
    this.reader = reader;
    this.change = change;
    this.predicates = predicates;
    this.refusals = refusals;
    this.offered = offered;
    this.ownersStay = ownersStay;
    this.burdens = new Burdens(member, reader, predicates, new Joined(dialect));
  }

  /**
   * Acts on rows that were found; returns whether some of them have to be tried once more.
   *
   * @param mine that a row is still one of those that were looked for
   * @param condition that a row may be acted on
   * @param leaving rows that are left and noted
   */
  boolean act(
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
    if (ownersStay && refusals.keepOwners(member, outcome.refused())) {
      throw new OwnersStay(member.table().toString());
    }
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
}
