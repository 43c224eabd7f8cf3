package org.quietus.certificate;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The outcome of a run or request, and the others that apply too, in the order of {@link Outcome}.
 */
public record Outcomes(Outcome outcome, List<Outcome> others) {

  public Outcomes {
    others = List.copyOf(others);
    if (others.stream().anyMatch(other -> other.compareTo(outcome) <= 0)
        || !others.equals(others.stream().distinct().sorted().toList())
        || others.contains(Outcome.COMPLETE)
        || others.contains(Outcome.REFUSED)) {
      throw new IllegalArgumentException("the outcomes are not in their order of precedence");
    }
  }

  /** Those that apply, by their precedence; complete if none does. */
  static Outcomes of(Set<Outcome> applying) {
    EnumSet<Outcome> found = EnumSet.noneOf(Outcome.class);
    found.addAll(applying);
    found.remove(Outcome.COMPLETE);
    if (found.contains(Outcome.REFUSED) && found.size() > 1) {
      throw new IllegalArgumentException("a refused request has no other outcome");
    }
    if (found.isEmpty()) {
      return new Outcomes(Outcome.COMPLETE, List.of());
    }
    List<Outcome> inOrder = List.copyOf(found);
    return new Outcomes(inOrder.get(0), inOrder.subList(1, inOrder.size()));
  }

  /** Every outcome that applies. */
  public Set<Outcome> all() {
    EnumSet<Outcome> all = EnumSet.of(outcome);
    all.addAll(others);
    return all;
  }
}
