package org.quietus.database.engine;

import java.util.List;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.target.LeftRow;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepCounts;
import org.quietus.target.TableDue;
import org.quietus.target.Target;

/** Counting with the eyes of the verification's user, if there is one. */
record Eyes(DatabaseEngine parts, SparedRows spared, boolean isSeparate) implements Target.Recheck {

  @Override
  public Target.Recheck sparing(byte[] blinding, List<LeftRow> refused) {
    return new Eyes(parts, new SparedRows(blinding, refused), isSeparate);
  }

  @Override
  public List<LeftRow> gone(List<LeftRow> rows) {
    return spared.gone(rows);
  }

  @Override
  public StepCounts due(Step step, Selection.Due due) {
    return new Recount(parts, spared).due(step, due);
  }

  @Override
  public List<TableDue> members(Step step, Selection.Due due) {
    return new Recount(parts, spared).members(step, due);
  }

  @Override
  public List<TableDue> person(Step step, SubjectType subject, PersonKeys person) {
    return new Recount(parts, spared).person(step, subject, person);
  }
}
