package org.quietus.subject;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The rows that may be one erased person's. Addresses pass on and keys are used again, so one token
 * is not enough: two different ones have to agree, and not names alone. What was created after the
 * erasure is somebody else's and none of these; a row that does not say when it was created has to
 * have the same key as well, and one that was perhaps created after the erasure is never certain.
 *
 * @param <R> how a row is told from others
 */
public final class TokenCandidates<R> {
  private final Map<R, Standing> rows = new LinkedHashMap<>();

  private record Standing(boolean theirs, boolean sameKey) {}

  /** Whether entries that agree with a row say who somebody is, beyond what many are called. */
  public static boolean isStrong(Set<SuppressionEntry> agreeing) {
    return agreeing.stream().anyMatch(entry -> entry.kind().isStrong());
  }

  /**
   * Whether two different traits of one person agree: one of which there are tokens under the keys
   * of several epochs is one.
   */
  public static boolean areTwo(Collection<SuppressionEntry> agreeing) {
    Map<String, Map<Integer, Set<Token>>> byKind = new HashMap<>();
    for (SuppressionEntry entry : agreeing) {
      byKind
          .computeIfAbsent(entry.kind().name(), kind -> new HashMap<>())
          .computeIfAbsent(entry.epoch(), epoch -> new HashSet<>())
          .add(entry.token());
    }
    return byKind.values().stream()
            .mapToInt(epochs -> epochs.values().stream().mapToInt(Set::size).max().orElse(0))
            .sum()
        > 1;
  }

  /**
   * What agrees with a row where its key is an identifier as well: that says no more than the key.
   *
   * @param ofKey of which kind the identifier is; empty where the key is none
   */
  public static Set<SuppressionEntry> besideKey(
      Collection<SuppressionEntry> agreeing, Optional<TokenKind> ofKey) {
    boolean byKey = agreeing.stream().anyMatch(entry -> entry.kind().equals(TokenKind.ROW_KEY));
    List<SuppressionEntry> twice =
        agreeing.stream()
            .filter(entry -> byKey && ofKey.filter(kind -> isOf(entry, kind)).isPresent())
            .toList();
    Set<SuppressionEntry> beside = new HashSet<>(agreeing);
    if (!areTwo(twice)) {
      twice.forEach(beside::remove);
    }
    return beside;
  }

  private static boolean isOf(SuppressionEntry entry, TokenKind kind) {
    return entry.kind().name().equals(kind.name());
  }

  /**
   * Adds a row, or another copy of it, unless nothing but names agrees.
   *
   * @param agreeing the person's entries that agree with it
   * @param age when it was created; not after the erasure
   */
  public void add(R row, Set<SuppressionEntry> agreeing, Age age) {
    if (isStrong(agreeing)) {
      boolean sameKey = agreeing.stream().anyMatch(e -> e.kind().equals(TokenKind.ROW_KEY));
      rows.merge(
          row,
          new Standing(areTwo(agreeing) && isBefore(age, sameKey), sameKey),
          (one, other) -> new Standing(one.theirs || other.theirs, one.sameKey || other.sameKey));
    }
  }

  private static boolean isBefore(Age age, boolean sameKey) {
    return age == Age.BEFORE || (age == Age.UNKNOWN && sameKey);
  }

  /**
   * Those that are certainly the person's: by the keys of the rows that were erased, of which there
   * are several if somebody chose them; else the only one that is recognised.
   */
  public List<R> certain() {
    List<R> theirs = rows(Standing::theirs);
    boolean alone = theirs.size() == 1 && rows(Standing::sameKey).size() <= 1;
    List<R> byKey = certainByKey();
    return byKey.isEmpty() && alone ? theirs : byKey;
  }

  /** The rows under the keys that were erased, if each of them is recognised; else none. */
  public List<R> certainByKey() {
    List<R> keyed = rows(Standing::sameKey);
    return rows(Standing::theirs).containsAll(keyed) ? keyed : List.of();
  }

  /** Those that somebody has to look at, all if none is certain: who shares two traits, perhaps. */
  public List<R> doubtful(List<R> certain) {
    return certain.isEmpty()
        ? all()
        : rows(Standing::theirs).stream().filter(row -> !certain.contains(row)).toList();
  }

  /** Whether two different tokens agree with a row. */
  public boolean isTheirs(R row) {
    return rows(Standing::theirs).contains(row);
  }

  /** All of them, in the order in which they were added. */
  public List<R> all() {
    return new ArrayList<>(rows.keySet());
  }

  private List<R> rows(Predicate<Standing> test) {
    return rows.entrySet().stream()
        .filter(row -> test.test(row.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }
}
