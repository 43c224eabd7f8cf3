package org.quietus.database.engine;

import java.util.Optional;
import java.util.function.Function;
import org.quietus.catalog.RowValues;
import org.quietus.hold.Holds;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.target.ChunkResult;
import org.quietus.target.ChunkTask;
import org.quietus.target.KeyRange;
import org.quietus.target.StepTarget;

/**
 * A step as one run works it off: chunk by chunk, each under its own holds. For several threads.
 */
final class StepWork implements StepTarget {
  private final Step step;
  private final Optional<SubjectType> subject;
  private final byte[] blinding;
  private final Function<Holds, DatabaseEngine> engine;
  private final SameTables same;
  private final Refusals refusals = new Refusals();
  private final JustGone gone = new JustGone();

  /**
   * Nothing is done yet.
   *
   * @param engine under the holds of one moment
   */
  StepWork(
      Step step,
      Optional<SubjectType> subject,
      byte[] blinding,
      Function<Holds, DatabaseEngine> engine,
      SameTables same) {
    this.step = step;
    this.subject = subject;
    this.blinding = blinding.clone();
    this.engine = engine;
    this.same = same;
  }

  @Override
  public ChunkResult work(ChunkTask task) {
    DatabaseEngine under = engine.apply(task.holds());
    return (isBegun(task) ? under : under.distrustingMarks())
        .step(step, subject, blinding, refusals, gone, same, task.careful())
        .work(task);
  }

  private boolean isBegun(ChunkTask task) {
    return task.person().isEmpty()
        || task.person().get().actedOn()
        || task.acted().test(step.root().table());
  }

  @Override
  public Optional<RowValues> cut(KeyRange range) {
    return step.selection() instanceof Selection.Due due
        ? engine.apply(Holds.NONE).ranges().cut(step, due, range)
        : Optional.empty();
  }
}
