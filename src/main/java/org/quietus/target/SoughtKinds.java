package org.quietus.target;

import java.util.List;

/**
 * The kinds of person who are sought in the copies of one database.
 *
 * @param kinds those that are in it
 * @param filed those of other databases for whom something may have been filed in it
 */
public record SoughtKinds(List<ErasedBefore.Kind> kinds, List<ErasedBefore.Kind> filed) {
  public SoughtKinds {
    kinds = List.copyOf(kinds);
    filed = List.copyOf(filed);
  }
}
