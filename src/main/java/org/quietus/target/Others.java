package org.quietus.target;

import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.plan.Basis;
import org.quietus.subject.Identifier;

/** Tells of today's data what somebody else has, and what is kept. */
public interface Others {
  /** Nobody else has anything of anybody. */
  Others NONE =
      new Others() {
        @Override
        public boolean have(Sought person, Identifier identifier) {
          return false;
        }

        @Override
        public boolean keep(Basis basis, Join up, RowValues values) {
          return false;
        }
      };

  /** Whether somebody else who is no younger than the erasure has an identifier of a person. */
  boolean have(Sought person, Identifier identifier);

  /**
   * Whether a row that a join leads to is kept on a basis.
   *
   * @param basis counted from that row on
   * @param values of the columns that the join starts from
   */
  boolean keep(Basis basis, Join up, RowValues values);
}
