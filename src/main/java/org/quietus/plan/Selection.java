package org.quietus.plan;

import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.Condition;
import org.quietus.policy.Cutoff;

/** Which rows of a step's root table it acts on; those already done are never among them. */
public sealed interface Selection {

  /**
   * Rows that meet the condition and whose {@code from} is strictly earlier than the cutoff; a NULL
   * there is not due.
   *
   * @param index the index led by {@code from}, if there is one
   * @param wholePartitions whether a partition is dropped in which there are no others
   */
  record Due(
      Optional<Condition> where,
      String from,
      Column.Type fromType,
      Cutoff cutoff,
      Optional<Table.Index> index,
      boolean wholePartitions)
      implements Selection {

    /** Rows that go one by one. */
    public Due(
        Optional<Condition> where,
        String from,
        Column.Type fromType,
        Cutoff cutoff,
        Optional<Table.Index> index) {
      this(where, from, fromType, cutoff, index, false);
    }
  }

  /**
   * The rows of the persons of one type who asked for erasure; their keys are known at run time.
   */
  record Persons(String subject) implements Selection {}
}
