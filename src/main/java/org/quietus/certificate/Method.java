package org.quietus.certificate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * How a target's records were removed.
 *
 * @param strategies names of the anonymisation strategies, in order; empty unless anonymised
 */
public record Method(Kind kind, List<String> strategies) {

  /** Removed, made anonymous, or left as they are by design. */
  public enum Kind {
    DELETE,
    /** Removed with the whole of the partition that held them and no others. */
    DROP_PARTITION,
    ANONYMISE,
    NONE;

    /** As the certificate writes it. */
    @JsonValue
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Method {
    strategies = strategies.stream().distinct().sorted().toList();
    strategies.forEach(strategy -> SafeText.code("a strategy's name", strategy));
    if ((kind == Kind.ANONYMISE) == strategies.isEmpty()) {
      throw new IllegalArgumentException("strategies are named where records are anonymised");
    }
  }

  /** Rows are deleted. */
  public static Method delete() {
    return new Method(Kind.DELETE, List.of());
  }

  /** Rows are counted, and go with the partition that holds them and no others. */
  public static Method dropPartition() {
    return new Method(Kind.DROP_PARTITION, List.of());
  }

  /** Columns are overwritten, by the strategies with these names, in any order. */
  public static Method anonymise(List<String> strategies) {
    return new Method(Kind.ANONYMISE, strategies);
  }

  /** Nothing is to happen to the records yet; they are kept. */
  public static Method none() {
    return new Method(Kind.NONE, List.of());
  }

  void refuseOthers(Counts counts) {
    boolean deletes = kind == Kind.DELETE || kind == Kind.DROP_PARTITION;
    if ((!deletes && counts.deleted() > 0)
        || (kind != Kind.ANONYMISE && counts.anonymised() + counts.masked() > 0)) {
      throw new IllegalArgumentException("counts do not fit the method " + kind.label());
    }
  }

  @Override
  public String toString() {
    return strategies.isEmpty() ? kind.label() : kind.label() + " " + strategies;
  }
}
