package org.quietus.run.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.quietus.catalog.RowValues;
import org.quietus.hold.Holds;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.target.PersonKeys;
import org.quietus.target.RowAges;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/**
 * Rows under the keys of an erased person that are as the erasure left them.
 *
 * @param certain which were there when the person was erased, or show that they were anonymised
 * @param doubtful which tell neither, and on which something hangs: keys are given again, and a
 *     guest's row may have as little in it
 */
record DoneRows(List<RowValues> certain, List<RowValues> doubtful) {
  static final DoneRows NONE = new DoneRows(List.of(), List.of());

  /** Looks at those under some keys. */
  static DoneRows of(
      Target target, Step step, SubjectType subject, List<RowValues> keys, Instant erasedAt) {
    if (keys.isEmpty()) {
      return NONE;
    }
    StepPersons persons = target.persons(step, subject);
    PersonKeys under = new PersonKeys(keys, erasedAt);
    RowAges ages = persons.ages(under, true);
    List<RowValues> open = persons.ages(under, false).all();
    List<RowValues> certain = new ArrayList<>(ages.older());
    List<RowValues> unsure = new ArrayList<>(ages.undated());
    unsure.addAll(ages.doubtful());
    certain.removeAll(open);
    unsure.removeAll(open);
    List<RowValues> traced = persons.traced(unsure);
    certain.addAll(traced);
    unsure.removeAll(traced);
    unsure.removeIf(row -> !bears(target, step, subject, row, erasedAt));
    return new DoneRows(certain, unsure);
  }

  /** Whether something hangs on a row that would go, or may that a law keeps for a time. */
  private static boolean bears(
      Target target, Step step, SubjectType subject, RowValues row, Instant erasedAt) {
    PersonKeys person =
        new PersonKeys(List.of(row), erasedAt, PersonKeys.Whose.ONE_PERSON).actedOn(true);
    return target.persons(step, subject).areKeptBelow(row)
        || target.recheck(Holds.NONE).person(step, subject, person).stream()
            .anyMatch(table -> table.due() > 0 || table.undated() > 0);
  }
}
