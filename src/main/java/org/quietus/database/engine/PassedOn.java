package org.quietus.database.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.quietus.catalog.RowValues;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Member;
import org.quietus.plan.Step;
import org.quietus.plan.Treatment;
import org.quietus.policy.TableName;
import org.quietus.target.ChunkTask;
import org.quietus.target.GoneKey;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowCounts;
import org.quietus.target.RowsChanged;

/**
 * Rows that hang on a key or number of a person's which is somebody else's by now: nobody can tell
 * whose they are.
 */
final class PassedOn {
  private final Step step;
  private final RootHandle handle;
  private final List<MemberRows> below;
  private final BelowGone belowGone;

  PassedOn(Step step, List<MemberRows> below, BelowGone belowGone) {
    this.step = step;
    this.handle = RootHandle.of(step);
    this.below = below;
    this.belowGone = belowGone;
  }

  /**
   * Notes those of tables in which rows of the person's were kept before.
   *
   * @param hers what still leads to the person's rows
   */
  void note(PersonKeys person, List<RowValues> hers, Predicate<TableName> kept, ChunkDraft draft) {
    Map<TableName, Long> left = new LinkedHashMap<>();
    for (int n = 0; n < below.size(); n++) {
      Member member = step.members().get(n);
      List<List<Object>> lost = handle.lost(person.rows(), hers, member);
      if (!lost.isEmpty() && kept.test(member.table())) {
        left.merge(member.table(), below.get(n).open(lost), Math::max);
      }
    }
    note(left, draft);
  }

  /**
   * Whether rows were kept that hung on names which no row has any more, and none does by now: they
   * may hang on what these rows are called today.
   */
  private boolean isAnyLost(List<RowValues> vanished, Predicate<TableName> kept) {
    List<String> key = step.root().catalogTable().primaryKey();
    return IntStream.range(0, below.size())
        .filter(n -> step.members().get(n).rootEnd().toColumns().stream().anyMatch(key::contains))
        .filter(n -> kept.test(step.members().get(n).table()))
        .anyMatch(n -> below.get(n).open(handle.values(vanished, step.members().get(n))) == 0);
  }

  /**
   * Notes what hangs on keys of deleted rows which other rows have again.
   *
   * @param hers what leads to the person's rows without them
   */
  void noteBelow(List<GoneKey> gone, List<RowValues> hers, ChunkDraft draft) {
    Map<TableName, Long> left = new LinkedHashMap<>();
    for (int n = 0; n < below.size() && !gone.isEmpty(); n++) {
      Member member = step.members().get(n);
      long rows = 0;
      for (List<GoneKey> part : BelowGone.parts(gone)) {
        SqlFragment hanging = belowGone.doubtful(member, part);
        rows += below.get(n).open(hanging, handle.values(hers, member));
      }
      left.merge(member.table(), rows, Math::max);
    }
    note(left, draft);
  }

  /** Notes of tables how many rows of the person's nothing leads to any more. */
  static void note(Map<TableName, Long> left, ChunkDraft draft) {
    left.forEach(
        (table, rows) -> draft.add(table, Treatment.UNMATCHED.text(), RowCounts.ofAmbiguous(rows)));
  }

  /** How many anonymised rows may be called otherwise by now, and what a law kept with them. */
  long renamed(PersonRows rows, PersonKeys person, ChunkTask task) {
    if (!task.first() || person.isAmbiguous() || !person.actedOn()) {
      return 0;
    }
    List<RowValues> vanished = rows.current().vanished(person);
    return !vanished.isEmpty() && isAnyLost(vanished, task.kept()) ? vanished.size() : 0;
  }

  /**
   * Does the chunk anew if a key or name that no row had, so that none could be locked, is somebody
   * else's by now: what hangs on it may be theirs.
   */
  void requireNobodyCame(
      PersonRows rows,
      PersonKeys person,
      List<RowValues> locked,
      List<RowValues> hers,
      ChunkDraft draft) {
    Set<RowValues> there = Set.copyOf(handle.primaryKeys(locked));
    if (!draft.isAnyChanged() || there.containsAll(handle.primaryKeys(hers))) {
      return;
    }
    CurrentRows current = rows.current();
    PersonKeys still = CurrentRows.without(person, current.passedOn(person));
    List<RowValues> leading = current.leadingOn(still, locked);
    if (!leading.containsAll(hers)) {
      throw new RowsChanged(step.root().table().toString(), hers.size(), leading.size());
    }
  }
}
