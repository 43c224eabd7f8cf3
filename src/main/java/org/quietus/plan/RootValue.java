package org.quietus.plan;

import java.util.SortedSet;
import java.util.TreeSet;
import org.quietus.catalog.Column;

/**
 * What a value of a root row's column stands for.
 *
 * @param refersTo the columns of owned tables that it is looked up in; none for one that is only
 *     referred to
 * @param leadsToKept whether rows that a law keeps for a while may be found by it
 */
public record RootValue(Column.Type type, SortedSet<String> refersTo, boolean leadsToKept) {
  public RootValue {
    refersTo = new TreeSet<>(refersTo);
  }

  /** Whether a value that was frozen as this may still be read as that. */
  public boolean isStill(RootValue today) {
    return type == today.type && refersTo.containsAll(today.refersTo);
  }
}
