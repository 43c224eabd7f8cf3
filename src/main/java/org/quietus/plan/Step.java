package org.quietus.plan;

import java.util.List;

/**
 * One root table, which of its rows, and what hangs on each of them. A root row is taken together
 * with its members' rows: all of them or none.
 *
 * @param number counted from 1 over the whole job, whatever part of it runs
 * @param rule the retention rule's name, or the subject type's for erasure
 * @param members in processing order, deepest first; the {@link Role#OWNED} ones come last and are
 *     acted on after the root row
 */
public record Step(
    int number, String rule, Selection selection, Member root, List<Member> members) {
  public Step {
    members = List.copyOf(members);
  }

  /** The part of the job file that the step belongs to. */
  public Part part() {
    return selection instanceof Selection.Due ? Part.RETENTION : Part.ERASURE;
  }
}
