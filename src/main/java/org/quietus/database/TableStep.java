package org.quietus.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.Treatment;
import org.quietus.target.ChunkResult;
import org.quietus.target.ChunkTask;
import org.quietus.target.GoneKey;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowCounts;
import org.quietus.target.StepTarget;

/**
 * The chunk engine: works off one step of a plan, a bounded number of rows at a time.
 *
 * <p>A chunk finds root rows without locking, locks them by key with the predicate repeated, acts
 * on what hangs on them deepest first, and on the roots themselves only once nothing hangs on them
 * any more. When its budget is spent before that, it ends early and the next chunk takes up the
 * same roots.
 */
final class TableStep implements StepTarget {
  private static final String SOMEBODY_ELSES =
      "it, or what hangs on it, leads to another person too";
  private static final String CARRYING = "rows that hang on it stay";

  private final Step step;
  private final Table table;
  private final Dialect dialect;
  private final RowReader reader;
  private final CarefulChange change;
  private final Refusals refusals;
  private final JustGone gone;
  private final Predicates predicates;
  private final RootHandle handle;
  private final List<MemberRows> below;
  private final Doubts doubts;
  private final PersonGuard guard;
  private final PassedOn passedOn;
  private final BelowGone belowGone;
  private final List<Member> members;
  private final byte[] blinding;
  private final Optional<PersonRows> persons;
  private final boolean declared;

  TableStep(
      Step step,
      Dialect dialect,
      RowReader reader,
      CarefulChange change,
      Refusals refusals,
      JustGone gone,
      Predicates predicates,
      Optional<PersonRows> persons,
      List<MemberRows> below,
      BelowGone belowGone,
      PersonGuard guard,
      byte[] blinding) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.dialect = dialect;
    this.reader = reader;
    this.change = change;
    this.refusals = refusals;
    this.gone = gone;
    this.predicates = predicates;
    this.handle = RootHandle.of(step);
    this.members = step.members();
    this.below = below;
    this.doubts = new Doubts(step, predicates, dialect);
    this.belowGone = belowGone;
    this.guard = guard;
    this.passedOn = new PassedOn(step, below, belowGone);
    this.blinding = blinding.clone();
    this.persons = persons;
    this.declared = step.hasDeclaredEdges();
  }

  @Override
  public ChunkResult work(ChunkTask whole) {
    ChunkTask task = whole.atMost(dialect.mostKeys());
    ChunkDraft draft = new ChunkDraft(blinding);
    return step.selection() instanceof Selection.Due due
        ? workDue(due, task, draft)
        : workPerson(persons.orElseThrow(), task.person().orElseThrow(), task, draft);
  }

  private ChunkResult workDue(Selection.Due due, ChunkTask task, ChunkDraft draft) {
    SqlFragment condition = predicates.due(step, due);
    boolean byIndex = task.above().isEmpty() && task.upto().isEmpty() && due.index().isPresent();
    List<String> order = new ArrayList<>();
    if (byIndex) {
      order.add(due.from());
    }
    table.primaryKey().stream().filter(column -> !order.contains(column)).forEach(order::add);
    int limit = members.isEmpty() ? task.size() : Math.max(1, task.size() / 10);
    List<RowValues> candidates =
        reader.rows(
            table,
            order,
            byIndex
                ? dialect.forceIndex(due.index().orElseThrow().name())
                : dialect.forcePrimaryKey(),
            SqlFragment.all(List.of(bounds(task, order), condition)),
            " ORDER BY "
                + String.join(", ", order.stream().map(dialect::quote).toList())
                + " LIMIT "
                + limit);
    lookBelowGone(task, draft);
    if (candidates.isEmpty()) {
      boolean further = !draft.gone().isEmpty();
      if (further) {
        gone.add(task, task.position(), List.of(), draft.gone());
      }
      return result(draft, task.position(), !further);
    }
    List<RowValues> found =
        candidates.stream().map(key -> reordered(key, order, table.primaryKey())).toList();
    Locked locked = lock(found, condition);
    Optional<RowValues> end = Optional.of(candidates.get(candidates.size() - 1));
    boolean more = candidates.size() == limit;
    if (!locked.handles().isEmpty()) {
      if (descend(locked.handles(), task.size(), draft)) {
        gone.add(task, task.position(), List.of(), draft.gone());
        return result(draft, task.position(), false);
      }
      List<RowValues> changed = change(locked, condition, draft);
      descendAgain(changed, task.size(), draft);
      descendBelowGone(draft.gone(), locked.handles(), task.size(), draft);
      owned(changed, draft);
      if (declared && !(changed.isEmpty() && draft.gone().isEmpty())) {
        gone.add(task, end, changed, draft.gone());
        more = true;
      }
      leaveOwned(RowValues.without(locked.handles(), changed), draft);
    }
    draft.add(
        step.root().table(),
        step.root().method(),
        RowCounts.ofGone(found.size() - locked.handles().size()));
    return result(draft, end, !more);
  }

  /** What came below root rows before their deletion was committed. */
  private void lookBelowGone(ChunkTask task, ChunkDraft draft) {
    List<RowValues> before = declared ? gone.before(task) : List.of();
    if (!before.isEmpty()) {
      List<RowValues> keys = handle.primaryKeys(before);
      Set<RowValues> there =
          Set.copyOf(reader.rows(table, table.primaryKey(), "", predicates.keys(table, keys), ""));
      descendAgain(
          before.stream().filter(row -> !there.contains(handle.primaryKey(row))).toList(),
          task.size(),
          draft);
    }
    descendBelowGone(gone.keysBefore(task), before, task.size(), draft);
  }

  private ChunkResult workPerson(
      PersonRows rows, PersonKeys found, ChunkTask task, ChunkDraft draft) {
    PersonKeys person = found.actedOn(task.acted().test(step.root().table()));
    if (task.first()) {
      draft.add(
          step.root().table(),
          Treatment.UNMATCHED.text(),
          RowCounts.ofAmbiguous(person.unmatched().rows()));
      draft.add(
          step.root().table(), Treatment.REVIEW.text(), RowCounts.ofAmbiguous(person.undecided()));
    }
    if (person.isAmbiguous()) {
      draft.add(
          step.root().table(),
          Treatment.REVIEW.text(),
          RowCounts.ofAmbiguous(person.rows().size()));
    } else if (!person.rows().isEmpty()) {
      List<RowValues> locked = rows.lock(person);
      List<RowValues> hers =
          Stream.concat(locked.stream(), rows.stillHers(person).stream()).distinct().toList();
      if (guard.isHeld(hers, task.gone())) {
        return new ChunkResult(
            List.of(),
            draft.digest(),
            task.position(),
            true,
            true,
            List.of(),
            List.of(),
            List.of(),
            List.of());
      }
      if (task.first()) {
        // before anything is unlinked, after which nothing would lead to them any more
        for (int n = 0; n < members.size(); n++) {
          below.get(n).countKept(handle.values(hers, members.get(n)), counted(hers, n), draft);
        }
        passedOn.note(person, hers, task.kept(), draft);
        passedOn.noteBelow(belowGone.isEmpty() ? List.of() : task.gone().get(), hers, draft);
      }
      if (descend(hers, task.size(), draft)) {
        return result(draft, task.position(), false);
      }
      SqlFragment condition = predicates.free(step.root());
      Locked open = lock(handle.primaryKeys(locked), condition);
      List<RowValues> stay = new ArrayList<>(open.handles());
      stay.removeAll(change(open, condition, draft));
      descendAgain(hers, task.size(), draft);
      owned(hers.stream().filter(row -> !stay.contains(row)).toList(), draft);
      leaveOwned(stay, draft);
      boolean more = belowGone(hers, task, draft);
      draft.add(
          step.root().table(),
          step.root().method(),
          RowCounts.ofGone(
              locked.isEmpty() && task.first() && !task.ours().test(step.root().table()) ? 1 : 0));
      return result(draft, task.position(), !more);
    }
    return result(draft, task.position(), true);
  }

  private static ChunkResult result(
      ChunkDraft draft, Optional<RowValues> position, boolean exhausted) {
    return new ChunkResult(
        draft.lines(),
        draft.digest(),
        position,
        exhausted,
        false,
        draft.left(),
        draft.tokens(),
        draft.named(),
        draft.gone());
  }

  /**
   * Acts on descendants and referrers, deepest first; returns whether the budget was spent before
   * all were done.
   */
  private boolean descend(List<RowValues> handles, int budget, ChunkDraft draft) {
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
  private void descendAgain(List<RowValues> handles, int budget, ChunkDraft draft) {
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
  private boolean belowGone(List<RowValues> hers, ChunkTask task, ChunkDraft draft) {
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
  private void descendBelowGone(
      List<GoneKey> keys, List<RowValues> handles, int budget, ChunkDraft draft) {
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
    List<Leaving> leaving = new ArrayList<>();
    if (!doubts.isEmpty()) {
      leaving.add(new Leaving(doubts.of(member, handles), SOMEBODY_ELSES));
    }
    if (!refusals.isEmpty()) {
      leaving.add(
          new Leaving(doubts.carrying(member, below -> refusals.count(below) > 0), CARRYING));
    }
    leaving.removeIf(some -> some.rows().equals(SqlFragment.NONE));
    return below.get(n).work(hanging, leaving, limit, draft);
  }

  private void owned(List<RowValues> handles, ChunkDraft draft) {
    for (int n = 0; n < members.size(); n++) {
      if (RootHandle.isOwned(members.get(n))) {
        below
            .get(n)
            .workOwned(
                handle.values(handles, members.get(n)),
                step.root(),
                handle.primaryKeys(handles),
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

  /** Changes root rows; returns the handles of those that could be. */
  private List<RowValues> change(Locked locked, SqlFragment condition, ChunkDraft draft) {
    String method = step.root().method();
    Locked free = unblocked(locked, draft);
    if (free.handles().isEmpty()) {
      return List.of();
    }
    List<RowValues> keys = handle.primaryKeys(free.handles());
    CarefulChange.Outcome outcome =
        change.apply(step.root(), keys, free.inputs(), draft.persons(reader), condition);
    draft.add(step.root().table(), method, outcome.counts());
    draft.changed(step.root(), outcome.changed());
    draft.named(outcome.named());
    outcome.refused().forEach((key, why) -> draft.refused(step.root(), key, why));
    return free.handles().stream()
        .filter(row -> !outcome.refused().containsKey(handle.primaryKey(row)))
        .toList();
  }

  /** What only a row that stays leads to stays with it. */
  private void leaveOwned(List<RowValues> stay, ChunkDraft draft) {
    for (int n = 0; n < members.size() && !stay.isEmpty(); n++) {
      if (RootHandle.isOwned(members.get(n))) {
        below
            .get(n)
            .leave(
                handle.values(stay, members.get(n)), step.root(), handle.primaryKeys(stay), draft);
      }
    }
  }

  /** Without the rows that would be deleted although something on them could not be changed. */
  private Locked unblocked(Locked locked, ChunkDraft draft) {
    if (refusals.isEmpty() || !(step.root().action() instanceof Action.Delete)) {
      return locked;
    }
    Locked free = new Locked(new ArrayList<>(), new ArrayList<>());
    for (int n = 0; n < locked.handles().size(); n++) {
      RowValues row = locked.handles().get(n);
      if (isBlocked(row)) {
        draft.refused(step.root(), handle.primaryKey(row), CARRYING);
      } else {
        free.handles().add(row);
        free.inputs().add(locked.inputs().get(n));
      }
    }
    return free;
  }

  private boolean isBlocked(RowValues row) {
    List<RowValues> itself = List.of(row);
    for (int n = 0; n < members.size(); n++) {
      if (!RootHandle.isOwned(members.get(n))
          && below.get(n).left(handle.values(itself, members.get(n)), step.root(), List.of()) > 0) {
        return true;
      }
    }
    return false;
  }

  /** Root rows under lock: their handles, and the old values that anonymising needs. */
  private record Locked(List<RowValues> handles, List<RowValues> inputs) {}

  private Locked lock(List<RowValues> keys, SqlFragment condition) {
    if (keys.isEmpty()) {
      return new Locked(List.of(), List.of());
    }
    List<String> columns = new ArrayList<>(handle.columns());
    columns.addAll(RowChanger.inputs(step.root()));
    List<RowValues> rows =
        reader.rows(
            table,
            columns,
            "",
            SqlFragment.all(List.of(predicates.keys(table, keys), condition)),
            dialect.forUpdate());
    int width = handle.columns().size();
    return new Locked(
        rows.stream().map(row -> new RowValues(row.values().subList(0, width))).toList(),
        rows.stream()
            .map(row -> new RowValues(row.values().subList(width, columns.size())))
            .toList());
  }

  private SqlFragment bounds(ChunkTask task, List<String> order) {
    List<SqlFragment> parts = new ArrayList<>(List.of(SqlFragment.TRUE));
    String first = dialect.quote(table.primaryKey().get(0));
    task.above().ifPresent(above -> parts.add(SqlFragment.of(first + " > ?", above)));
    task.upto().ifPresent(upto -> parts.add(SqlFragment.of(first + " <= ?", upto)));
    task.position()
        .filter(position -> position.values().size() == order.size())
        .ifPresent(
            position ->
                parts.add(dialect.after(Predicates.columns(table, order), position.values())));
    return SqlFragment.all(parts);
  }

  private static RowValues reordered(RowValues key, List<String> from, List<String> to) {
    return new RowValues(
        to.stream().map(column -> key.values().get(from.indexOf(column))).toList());
  }
}
