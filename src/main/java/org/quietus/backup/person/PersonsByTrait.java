package org.quietus.backup.person;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.quietus.subject.Identifier;
import org.quietus.target.Sought;

/**
 * Who of those sought a row may be of: found by the row's own key and identifiers, so that many
 * persons cost no more than one.
 */
final class PersonsByTrait {
  private final Map<Object, List<Integer>> persons = new HashMap<>();

  private record Key(int step, List<String> values) {}

  private record Given(int step, Identifier identifier) {}

  private record Known(int step, String column, String value) {}

  PersonsByTrait(List<Sought> sought, List<PersonRow> rows) {
    for (int person = 0; person < sought.size(); person++) {
      Sought one = sought.get(person);
      int step = one.step().number();
      for (List<String> key : rows.get(person).keys()) {
        add(new Key(step, key), person);
      }
      for (Identifier identifier : one.traits().given()) {
        add(new Given(step, identifier), person);
      }
      for (Map.Entry<String, String> known : one.traits().columns().entrySet()) {
        add(new Known(step, known.getKey(), known.getValue()), person);
      }
    }
  }

  private void add(Object trait, int person) {
    persons.computeIfAbsent(trait, of -> new ArrayList<>(1)).add(person);
  }

  /** Those with whom a row of a step's root agrees in something, each once, in their order. */
  Collection<Integer> agreeing(int step, OwnRow row) {
    TreeSet<Integer> agreeing = new TreeSet<>();
    row.key().ifPresent(key -> agreeing.addAll(of(new Key(step, key))));
    row.identifiers()
        .forEach(
            (column, identifier) -> {
              agreeing.addAll(of(new Given(step, identifier)));
              agreeing.addAll(of(new Known(step, column, identifier.value())));
            });
    return agreeing;
  }

  private List<Integer> of(Object trait) {
    return persons.getOrDefault(trait, List.of());
  }
}
