package org.quietus.anonymise;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The person whose row is anonymised, as far as it is known, within one chunk; printed without a
 * value.
 */
public final class Whose {
  private final List<Trait> traits;
  private final Map<Object, Object> replaced = new HashMap<>();
  private final boolean known;

  private Whose(boolean known, List<Trait> traits) {
    this.known = known;
    this.traits = List.copyOf(traits);
  }

  /** Nothing tells whose the row is. */
  public static Whose nobody() {
    return new Whose(false, List.of());
  }

  /** A person; the same instance stands for the same person within one chunk, and there alone. */
  public static Whose of(List<Trait> traits) {
    return new Whose(true, traits);
  }

  /** What a person is identified by. */
  public record Trait(Kind kind, String value) {
    /** How the value is written in running text. */
    public enum Kind {
      /** Words, each of which may stand alone. */
      NAME,
      /** Digits, grouped in various ways, with or without the country's prefix. */
      PHONE,
      /** As it is. */
      OTHER
    }

    @Override
    public String toString() {
      return "Trait[" + kind + "]";
    }
  }

  List<Trait> traits() {
    return traits;
  }

  /**
   * What this person's value has become before in this chunk, if that fits, or becomes now.
   *
   * @param fits whether the column holds it, for a narrower one may not hold what a wider one does
   */
  Object replace(Object value, Predicate<Object> fits, Supplier<Object> replacement) {
    if (!known || value instanceof Boolean) {
      return replacement.get();
    }
    Object key = value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    Object before = replaced.get(key);
    if (before == null || !fits.test(before)) {
      before = replacement.get();
      replaced.put(key, before);
    }
    return before;
  }

  @Override
  public String toString() {
    return "Whose[" + traits.size() + " traits]";
  }
}
