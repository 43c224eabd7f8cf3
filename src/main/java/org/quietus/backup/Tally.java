package org.quietus.backup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.target.Sought;

/** Adds up what becomes of the rows of one object version. */
final class Tally {
  private final List<Sought> persons;
  private final Map<String, CountLine> lines = new LinkedHashMap<>();
  private long changes;

  Tally(List<Sought> persons) {
    this.persons = persons;
  }

  void add(Judgement judgement) {
    changes += judgement.changes() ? 1 : 0;
    for (Effect effect : judgement.effects()) {
      Sought person = persons.get(effect.person());
      CountLine line = CountLine.of(person.request(), person.step().number(), effect);
      lines.merge(line.group(), line, CountLine::plus);
    }
  }

  /** How many rows go or are changed. */
  long changes() {
    return changes;
  }

  List<CountLine> lines() {
    return List.copyOf(lines.values());
  }
}
