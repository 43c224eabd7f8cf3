package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.target.ChunkTask;
import org.quietus.target.GoneKey;

/** Acts on what hangs on root rows, and on what these lead to and own. */
final class Descent {
  static final String CARRYING = "rows that hang on it stay";
  static final String OWNING = "what it leads to stays";
  private static final String SOMEBODY_ELSES =
      "it, or what hangs on it, leads to another person too";
  private static final String ANOTHER_RECORDS =
      "it, or what hangs on it, leads to another record too, which is not due";

  private final Step step;
  private final Refusals refusals;
  private final Predicates predicates;
  private final RootHandle handle;
  private final List<MemberRows> below;
  private final Doubts doubts;
  private final BelowGone belowGone;
  private final List<Member> members;
  private final boolean declared;

  Descent(
      Step step,
      Dialect dialect,
      Refusals refusals,
      Predicates predicates,
      List<MemberRows> below,
      BelowGone belowGone) {
    this.step = step;
    this.refusals = refusals;
    this.predicates = predicates;
    this.handle = RootHandle.of(step);
    this.below = below;
    this.doubts = new Doubts(step, predicates, dialect);
    this.belowGone = belowGone;
    this.members = step.members();
    this.declared = step.hasDeclaredEdges();
  }

  /** Counts what stays below root rows, each row once. */
  void countKept(List<RowValues> handles, ChunkDraft draft) {
    for (int n = 0; n < members.size(); n++) {
      below.get(n).kept().count(handle.values(handles, members.get(n)), counted(handles, n), draft);
    }
  }

  /**
   * Acts on descendants and referrers, deepest first; returns whether the budget was spent before
   * all were done.
   */
  boolean descend(List<RowValues> handles, int budget, ChunkDraft draft) {
    for (int n = 0; n < members.size(); n++) {
      if (RootHandle.isOwned(members.get(n))) {
        continue;
      }
      int left = (int) (budget - draft.changedRows());
      if (left <= 0 || work(n, handles, left, draft)) {
        return true;
      }
    }
    return false;
  }

  /**
   * What a declared edge leads to could be inserted while the descendants went, since no foreign
   * key forbids it; nothing would lead to it once the root row is gone.
   */
  void descendAgain(List<RowValues> handles, int budget, ChunkDraft draft) {
    if (declared && !handles.isEmpty()) {
      for (int n = 0; n < members.size(); n++) {
        Member member = members.get(n);
        boolean more = !RootHandle.isOwned(member);
        while (more) {
          more = work(n, handles, budget, draft);
        }
      }
    }
  }

  /**
   * Acts on what has come to hang on rows that this chunk, or an earlier one for the same request,
   * deleted; returns whether the budget was spent before all was done.
   */
  boolean belowGone(List<RowValues> hers, ChunkTask task, ChunkDraft draft) {
    if (belowGone.isEmpty()) {
      return false;
    }
    List<GoneKey> keys = Stream.concat(task.gone().get().stream(), draft.gone().stream()).toList();
    for (List<GoneKey> part : BelowGone.parts(keys)) {
      for (int n = 0; n < members.size(); n++) {
        SqlFragment hanging = belowGone.certain(members.get(n), part);
        int left = (int) (task.size() - draft.changedRows());
        boolean any = !hanging.equals(SqlFragment.NONE);
        if (any && (left <= 0 || work(n, hanging, hers, left, draft))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The same to the end, where no later chunk would. */
  void descendBelowGone(List<GoneKey> keys, List<RowValues> handles, int budget, ChunkDraft draft) {
    for (List<GoneKey> part : BelowGone.parts(keys)) {
      for (int n = 0; n < members.size(); n++) {
        SqlFragment hanging = belowGone.certain(members.get(n), part);
        boolean more = !hanging.equals(SqlFragment.NONE);
        while (more) {
          more = work(n, hanging, handles, budget, draft);
        }
      }
    }
  }

  private boolean work(int n, List<RowValues> handles, int limit, ChunkDraft draft) {
    List<List<Object>> ends = handle.values(handles, members.get(n));
    return !ends.isEmpty()
        && work(n, predicates.below(members.get(n), ends), handles, limit, draft);
  }

  /** Acts on rows of a member that meet a condition. */
  private boolean work(
      int n, SqlFragment hanging, List<RowValues> handles, int limit, ChunkDraft draft) {
    Member member = members.get(n);
    List<MemberChange.Leaving> leaving = new ArrayList<>();
    if (!doubts.isEmpty()) {
      leaving.add(
          new MemberChange.Leaving(
              doubts.of(member, handles),
              step.selection() instanceof Selection.Due ? ANOTHER_RECORDS : SOMEBODY_ELSES));
    }
    if (!refusals.isEmpty()) {
      leaving.add(
          new MemberChange.Leaving(
              doubts.carrying(member, below -> refusals.count(below) > 0), CARRYING));
    }
    leaving.removeIf(some -> some.rows().equals(SqlFragment.NONE));
    return below.get(n).work(hanging, leaving, limit, draft);
  }

  /** {@code except} are root rows whose own reference does not count. */
  void owned(List<RowValues> handles, List<RowValues> except, ChunkDraft draft) {
    for (int n = 0; n < members.size(); n++) {
      if (RootHandle.isOwned(members.get(n))) {
        below
            .get(n)
            .workOwned(
                handle.values(handles, members.get(n)),
                step.root(),
                handle.primaryKeys(except),
                draft);
      }
    }
  }

  /** Rows of a member that an earlier one leads to by another path, and has counted. */
  private SqlFragment counted(List<RowValues> handles, int n) {
    List<SqlFragment> earlier = new ArrayList<>(List.of(SqlFragment.not(SqlFragment.TRUE)));
    for (Member member : members.subList(0, n)) {
      if (member.table().equals(members.get(n).table()) && member.role() == members.get(n).role()) {
        earlier.add(predicates.below(member, handle.values(handles, member)));
      }
    }
    return SqlFragment.any(earlier);
  }

  /** What only a row that stays leads to stays with it. */
  void leaveOwned(List<RowValues> stay, ChunkDraft draft) {
    for (int n = 0; n < members.size() && !stay.isEmpty(); n++) {
      if (RootHandle.isOwned(members.get(n))) {
        below
            .get(n)
            .leave(
                handle.values(stay, members.get(n)), step.root(), handle.primaryKeys(stay), draft);
      }
    }
  }

  /** Whether a root row owns something that could not be changed; notes what that is. */
  boolean ownsWhatStays(RowValues row, ChunkDraft draft) {
    List<RowValues> itself = List.of(row);
    boolean owns = false;
    for (int n = 0; n < members.size(); n++) {
      owns |=
          RootHandle.isOwned(members.get(n))
              && below.get(n).keepOwner(handle.values(itself, members.get(n)), draft);
    }
    return owns;
  }

  /** Whether something that could not be changed still hangs on a root row. */
  boolean isBlocked(RowValues row) {
    List<RowValues> itself = List.of(row);
    for (int n = 0; n < members.size(); n++) {
      if (!RootHandle.isOwned(members.get(n))
          && below.get(n).left(handle.values(itself, members.get(n)), step.root(), List.of()) > 0) {
        return true;
      }
    }
    return false;
  }
}
