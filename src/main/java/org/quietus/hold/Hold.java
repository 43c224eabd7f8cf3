package org.quietus.hold;

import java.util.List;
import org.quietus.catalog.RowValues;
import org.quietus.policy.Condition;
import org.quietus.subject.Identifier;

/** A hold or restriction as a target has to honour it. */
public sealed interface Hold {

  String id();

  /** Whether it is the person's own restriction rather than a legal hold. */
  boolean isRestriction();

  /** The table in question, as the target calls it. */
  String table();

  /** Protects the rows of a table that meet a condition. */
  record OfRows(String id, boolean isRestriction, String table, Condition where) implements Hold {}

  /**
   * Protects persons and all that belongs to them; printed without its values.
   *
   * @param rows primary keys of their rows
   * @param identifiers what else they are known by
   * @param graph what belongs to such a row
   */
  record OfPersons(
      String id,
      boolean isRestriction,
      List<RowValues> rows,
      List<Identifier> identifiers,
      HeldGraph graph)
      implements Hold {
    public OfPersons {
      rows = List.copyOf(rows);
      identifiers = List.copyOf(identifiers);
    }

    @Override
    public String table() {
      return graph.table();
    }

    @Override
    public String toString() {
      return "OfPersons[" + id + ", " + rows.size() + " rows]";
    }
  }
}
