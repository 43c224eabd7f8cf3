package org.quietus.database.engine;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.quietus.catalog.RowValues;
import org.quietus.hold.Holds;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.target.ChunkResult;
import org.quietus.target.ChunkTask;
import org.quietus.target.KeyRange;
import org.quietus.target.PersonKeys;
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
  private final AtomicInteger cuts = new AtomicInteger();

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
  public ChunkResult work(ChunkTask given) {
    DatabaseEngine under = engine.apply(given.holds());
    ChunkTask task =
        given.person().map(person -> given.of(asTheyAreNow(person, under))).orElse(given);
    Step acting = task.person().flatMap(PersonKeys::carried).map(step::after).orElse(step);
    return (isBegun(task) ? under : under.distrustingMarks())
        .step(acting, subject, blinding, refusals, gone, same, task.careful())
        .work(task.leftBeside(step)); // what was carried out need not be looked into again
  }

  private PersonKeys asTheyAreNow(PersonKeys person, DatabaseEngine under) {
    return under.persons(step, subject.orElseThrow()).current().asTheyAreNow(person, true);
  }

  private boolean isBegun(ChunkTask task) {
    return task.person().isEmpty()
        || task.person().get().actedOn()
        || task.acted().test(step.root().table());
  }

  @Override
  public Optional<RowValues> cut(KeyRange range) {
    Optional<RowValues> end =
        step.selection() instanceof Selection.Due due
            ? engine.apply(Holds.NONE).ranges().cut(step, due, range, cuts.get())
            : Optional.empty();
    end.ifPresent(key -> cuts.incrementAndGet());
    return end;
  }
}
