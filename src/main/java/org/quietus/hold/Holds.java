package org.quietus.hold;

import java.util.List;
import java.util.function.Predicate;

/**
 * The holds and restrictions that bind a target.
 *
 * @param epoch goes up whenever one is set or released
 */
public record Holds(long epoch, List<Hold> all) {
  /** Nothing is held. */
  public static final Holds NONE = new Holds(0, List.of());

  public Holds {
    all = List.copyOf(all);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** Without restrictions. */
  public Holds legal() {
    return only(hold -> !hold.isRestriction());
  }

  /** That one alone. */
  public Holds only(Hold hold) {
    return only(hold::equals);
  }

  private Holds only(Predicate<Hold> chosen) {
    return new Holds(epoch, all.stream().filter(chosen).toList());
  }

  /** Those on the rows of a table that meet a condition. */
  public List<Hold.OfRows> ofRows() {
    return each(Hold.OfRows.class);
  }

  /** Those on persons. */
  public List<Hold.OfPersons> ofPersons() {
    return each(Hold.OfPersons.class);
  }

  private <T extends Hold> List<T> each(Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
