package org.quietus.subject;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that may be one erased person's. Addresses pass on and keys are used again, so one token
 * is not enough: two different ones have to agree, and not names alone. What was created after the
 * erasure is somebody else's and none of these; a row that does not tell when it was created has to
 * have the same key as well.
 *
 * @param <R> how a row is told from others
 */
public final class Candidates<R> {
  private final Map<R, Standing> rows = new LinkedHashMap<>();

  private record Standing(boolean theirs, boolean sameKey) {}

  /** Whether entries that agree with a row say who somebody is, beyond what many are called. */
  public static boolean isStrong(Set<SuppressionEntry> agreeing) {
    return agreeing.stream().anyMatch(entry -> entry.kind().isStrong());
  }

  /**
   * Adds a row, or another copy of it, unless nothing but names agrees.
   *
   * @param agreeing the person's entries that agree with it
   * @param dated whether it is known to have been created before the erasure
   */
  public void add(R row, Set<SuppressionEntry> agreeing, boolean dated) {
    if (isStrong(agreeing)) {
      boolean sameKey = agreeing.stream().anyMatch(e -> e.kind().equals(TokenKind.ROW_KEY));
      rows.merge(
          row,
          new Standing(agreeing.size() > 1 && (dated || sameKey), sameKey),
          (one, other) -> new Standing(one.theirs || other.theirs, one.sameKey || other.sameKey));
    }
  }

  /**
   * The one that is certainly the person's. Of several that are recognised the one with the key is
   * the row that was erased.
   */
  public Optional<R> certain() {
    List<R> theirs = rows.keySet().stream().filter(row -> standing(row).theirs()).toList();
    List<R> one =
        theirs.size() == 1
            ? theirs
            : theirs.stream().filter(row -> standing(row).sameKey()).toList();
    return one.size() == 1 ? Optional.of(one.get(0)) : Optional.empty();
  }

  private Standing standing(R row) {
    return Optional.ofNullable(rows.get(row)).orElseThrow();
  }

  /** All of them, in the order in which they were added. */
  public List<R> all() {
    return new ArrayList<>(rows.keySet());
  }
}
