package org.quietus.database.engine;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.quietus.catalog.RowValues;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Step;
import org.quietus.target.GoneKey;

/** Tells whether a person is held: any row of the graph is enough to spare all of them. */
final class PersonGuard {
  private final Step step;
  private final RowReader reader;
  private final Predicates predicates;
  private final List<MemberRows> below;
  private final BelowGone belowGone;

  /** {@code below} are those of the step's graph. */
  PersonGuard(
      Step step,
      RowReader reader,
      Predicates predicates,
      List<MemberRows> below,
      BelowGone belowGone) {
    this.step = step;
    this.reader = reader;
    this.predicates = predicates;
    this.below = below;
    this.belowGone = belowGone;
  }

  /**
   * {@code hers} are the handles that lead to the person's rows, {@code gone} the keys of those
   * that were deleted.
   */
  boolean isHeld(List<RowValues> hers, Supplier<List<GoneKey>> gone) {
    if (!belowGone.isEmpty()
        && below.stream().anyMatch(MemberRows::mayBeHeld)
        && isHeldBelow(gone.get())) {
      return true;
    }
    if (hers.isEmpty()) {
      return false;
    }
    RootHandle handle = RootHandle.of(step);
    return isOwnRowHeld(handle.primaryKeys(hers))
        || isHeldThoughGone(handle.primaryKeys(hers), gone)
        || IntStream.range(0, below.size())
            .anyMatch(n -> below.get(n).isHeld(handle.values(hers, step.graph().get(n))));
  }

  /** Whether the person is held whose row is gone, and something has come to hang on what went. */
  private boolean isHeldThoughGone(List<RowValues> keys, Supplier<List<GoneKey>> gone) {
    return !belowGone.isEmpty()
        && predicates.isOfHeld(step.root().catalogTable(), keys)
        && BelowGone.parts(gone.get()).stream()
            .anyMatch(
                part ->
                    IntStream.range(0, below.size())
                        .anyMatch(n -> isAny(n, belowGone.certain(step.graph().get(n), part))));
  }

  private boolean isAny(int n, SqlFragment hanging) {
    return below.get(n).open(hanging, List.of()) > 0;
  }

  private boolean isHeldBelow(List<GoneKey> gone) {
    return BelowGone.parts(gone).stream()
        .anyMatch(
            part ->
                IntStream.range(0, below.size())
                    .anyMatch(
                        n -> below.get(n).isHeld(belowGone.certain(step.graph().get(n), part))));
  }

  private boolean isOwnRowHeld(List<RowValues> keys) {
    return predicates
        .held(step.root())
        .filter(
            held -> {
              SqlFragment own =
                  SqlFragment.all(List.of(predicates.keys(step.root().catalogTable(), keys), held));
              return reader.countUpTo(step.root().catalogTable(), own, 1) > 0;
            })
        .isPresent();
  }
}
