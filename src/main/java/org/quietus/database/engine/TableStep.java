package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.plan.Treatment;
import org.quietus.policy.TableName;
import org.quietus.target.ChunkResult;
import org.quietus.target.ChunkTask;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowCounts;
import org.quietus.target.StepTarget;

/**
 * The chunk engine: works off one step of a plan, a bounded number of rows at a time.
 *
 * <p>A chunk finds root rows without locking, locks them by key with the predicate repeated, acts
 * on what hangs on them deepest first, and on the roots themselves only once nothing hangs on them
 * any more. When its budget is spent before that, it ends early and the next chunk takes up the
 * same roots. Where nothing hangs on the rows, {@link SpanChunk} does with two statements.
 */
final class TableStep implements StepTarget {
  private final Step step;
  private final Table table;
  private final Dialect dialect;
  private final RowReader reader;
  private final CarefulChange change;
  private final Refusals refusals;
  private final JustGone gone;
  private final SameTables same;
  private final Predicates predicates;
  private final RootHandle handle;
  private final RootRows roots;
  private final SpanChunk spans;
  private final Descent descent;
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
      RowChanger changer,
      Refusals refusals,
      JustGone gone,
      SameTables same,
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
    this.same = same;
    this.predicates = predicates;
    this.handle = RootHandle.of(step);
    this.members = step.members();
    this.roots = new RootRows(step, dialect, reader, predicates);
    this.spans = new SpanChunk(step, dialect, reader, changer, same);
    this.descent = new Descent(step, dialect, refusals, predicates, below, belowGone);
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
    if (spans.fits(due, task) && spans.isWorthwhile(due, condition, task)) {
      SpanChunk.Span span = spans.work(due, condition, task, draft);
      return result(draft, span.end().or(task::position), !span.further());
    }
    int limit = members.isEmpty() ? task.size() : Math.max(1, task.size() / 10);
    RootRows.Candidates found = roots.due(due, condition, task, limit);
    lookBelowGone(task, draft);
    if (found.keys().isEmpty()) {
      boolean further = !draft.gone().isEmpty();
      if (further) {
        gone.add(task, task.position(), List.of(), draft.gone());
      }
      return result(draft, task.position(), !further);
    }
    RootRows.Locked locked = roots.lock(found.keys(), condition);
    boolean more = found.keys().size() == limit;
    if (!locked.handles().isEmpty()) {
      same.require();
      if (descent.descend(locked.handles(), task.size(), draft)) {
        gone.add(task, task.position(), List.of(), draft.gone());
        return result(draft, task.position(), false);
      }
      List<RowValues> changed = change(locked, condition, draft);
      descent.descendAgain(changed, task.size(), draft);
      descent.descendBelowGone(draft.gone(), locked.handles(), task.size(), draft);
      descent.owned(changed, changed, draft);
      if (declared && !(changed.isEmpty() && draft.gone().isEmpty())) {
        gone.add(task, found.end(), changed, draft.gone());
        more = true;
      }
      descent.leaveOwned(RowValues.without(locked.handles(), changed), draft);
    }
    draft.add(
        step.root().table(),
        step.root().method(),
        RowCounts.ofGone(found.keys().size() - locked.handles().size()));
    return result(draft, found.end(), !more);
  }

  /** What came below root rows before their deletion was committed. */
  private void lookBelowGone(ChunkTask task, ChunkDraft draft) {
    List<RowValues> before = declared ? gone.before(task) : List.of();
    if (!before.isEmpty()) {
      List<RowValues> keys = handle.primaryKeys(before);
      Set<RowValues> there =
          Set.copyOf(reader.rows(table, table.primaryKey(), "", predicates.keys(table, keys), ""));
      descent.descendAgain(
          before.stream().filter(row -> !there.contains(handle.primaryKey(row))).toList(),
          task.size(),
          draft);
    }
    descent.descendBelowGone(gone.keysBefore(task), before, task.size(), draft);
  }

  private ChunkResult workPerson(
      PersonRows rows, PersonKeys found, ChunkTask task, ChunkDraft draft) {
    PersonKeys known = found.actedOn(task.acted().test(step.root().table()));
    List<RowValues> there = lock(rows, known);
    List<RowValues> passed = known.isAmbiguous() ? List.of() : rows.current().lockPassedOn(known);
    PersonKeys person = CurrentRows.without(known, passed);
    List<RowValues> locked = passed.isEmpty() ? there : lock(rows, person);
    if (task.first() || !passed.isEmpty()) { // a name passes on between two chunks as well
      TableName root = step.root().table();
      long noted = task.first() ? 0 : task.unmatched().applyAsLong(root);
      long lost =
          person.unmatched().rows() + passed.size() + passedOn.renamed(rows, person, task) - noted;
      draft.add(root, Treatment.UNMATCHED.text(), RowCounts.ofAmbiguous(Math.max(0, lost)));
    }
    if (task.first()) {
      draft.add(
          step.root().table(), Treatment.REVIEW.text(), RowCounts.ofAmbiguous(person.undecided()));
      PassedOn.note(task.left().get(), draft);
    }
    if (person.isAmbiguous()) {
      draft.add(
          step.root().table(),
          Treatment.REVIEW.text(),
          RowCounts.ofAmbiguous(person.rows().size()));
    } else if (!person.rows().isEmpty() || isAnyGone(task)) {
      boolean given =
          !person.rows().isEmpty(); // or all were given up, and what hung on them was not
      same.require();
      List<RowValues> hers = given ? rows.current().leadingOn(person, locked) : List.of();
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
        descent.countKept(hers, draft);
        passedOn.note(person, hers, task.kept(), draft);
        passedOn.noteBelow(belowGone.isEmpty() ? List.of() : task.gone().get(), hers, draft);
      }
      boolean further = descent.descend(hers, task.size(), draft);
      passedOn.requireNobodyCame(rows, person, locked, hers, draft);
      if (further) {
        return result(draft, task.position(), false);
      }
      boolean whole = person.carried().isEmpty();
      SqlFragment condition = whole ? predicates.free(step.root()) : SqlFragment.NONE;
      RootRows.Locked open = roots.lock(handle.primaryKeys(locked), condition);
      List<RowValues> stay = new ArrayList<>(open.handles());
      stay.removeAll(change(open, condition, draft));
      descent.descendAgain(hers, task.size(), draft);
      List<RowValues> owners = hers.stream().filter(row -> !stay.contains(row)).toList();
      descent.owned(owners, whole ? owners : List.of(), draft);
      descent.leaveOwned(stay, draft);
      boolean more = descent.belowGone(hers, task, draft);
      draft.add(
          step.root().table(),
          step.root().method(),
          RowCounts.ofGone(
              given && locked.isEmpty() && task.first() && !task.ours().test(step.root().table())
                  ? 1
                  : 0));
      return result(draft, task.position(), !more);
    }
    return result(draft, task.position(), true);
  }

  private static List<RowValues> lock(PersonRows rows, PersonKeys person) {
    return person.isAmbiguous() || person.rows().isEmpty()
        ? List.of()
        : rows.current().lock(person);
  }

  /** Whether rows may hang on deleted ones. */
  private boolean isAnyGone(ChunkTask task) {
    return !belowGone.isEmpty() && !task.gone().get().isEmpty();
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

  /** Changes root rows; returns the handles of those that could be. */
  private List<RowValues> change(RootRows.Locked locked, SqlFragment condition, ChunkDraft draft) {
    String method = step.root().method();
    RootRows.Locked free = unblocked(locked, draft);
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

  /** Without the rows that would lose what hangs on them, or what they own, and stays. */
  private RootRows.Locked unblocked(RootRows.Locked locked, ChunkDraft draft) {
    if (refusals.isEmpty()) {
      return locked;
    }
    boolean deleted = step.root().action() instanceof Action.Delete;
    RootRows.Locked free = new RootRows.Locked(new ArrayList<>(), new ArrayList<>());
    for (int n = 0; n < locked.handles().size(); n++) {
      RowValues row = locked.handles().get(n);
      if (descent.ownsWhatStays(row, draft)) {
        draft.refused(step.root(), handle.primaryKey(row), Descent.OWNING);
      } else if (deleted && descent.isBlocked(row)) {
        draft.refused(step.root(), handle.primaryKey(row), Descent.CARRYING);
      } else {
        free.handles().add(row);
        free.inputs().add(locked.inputs().get(n));
      }
    }
    return free;
  }
}
