package org.quietus.run.person;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.SealedPerson;
import org.quietus.subject.UuidText;
import org.quietus.target.FoundAs;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;

/**
 * Rows of persons that are known by a name, such as a unique user name: it passes on to others,
 * unlike a number or a UUID, so that what a row held when it was found has to tell it too.
 */
final class NamedRows {
  private final Step step;
  private final Table table;
  private final SubjectType subject;
  private final StepPersons persons;

  NamedRows(Step step, SubjectType subject, StepPersons persons) {
    this.step = step;
    this.subject = subject;
    this.table = step.root().catalogTable();
    this.persons = persons;
  }

  /** The person with what their rows hold now, of those that are known by a name. */
  SealedPerson noting(SealedPerson person, PersonKeys found) {
    Map<String, Map<String, String>> held = new HashMap<>();
    found.rows().stream()
        .filter(this::isNamed)
        .forEach(row -> held.put(name(row), held(row, found)));
    return person.foundAs(held);
  }

  /**
   * The person without the rows whose name is another one's by now and that were found again under
   * another name, with the same identifiers.
   *
   * @param known the rows that were frozen
   * @param late those that were found now
   */
  SealedPerson withoutRenamed(SealedPerson person, PersonKeys known, PersonKeys late) {
    List<Map<String, String>> again =
        late.rows().stream().map(row -> unnamed(held(row, late))).toList();
    List<RowValues> renamed =
        persons.passedOn(known).stream()
            .filter(row -> again.stream().anyMatch(now -> isSame(known.foundAs(), row, now)))
            .toList();
    return renamed.isEmpty()
        ? person
        : new FrozenRows(step)
            .withoutPassedOn(
                person, known.rows().stream().filter(row -> !renamed.contains(row)).toList())
            .orElse(person);
  }

  private boolean isSame(FoundAs found, RowValues row, Map<String, String> now) {
    return found.of(row, table.primaryKey()).filter(then -> FoundAs.isSame(then, now)).isPresent();
  }

  private Map<String, String> held(RowValues row, PersonKeys of) {
    return FoundAs.held(subject, persons.traits(alone(row, of)));
  }

  private Map<String, String> unnamed(Map<String, String> held) {
    return FoundAs.without(held, table.primaryKey());
  }

  private boolean isNamed(RowValues row) {
    List<String> key = table.primaryKey();
    return IntStream.range(0, key.size())
        .anyMatch(
            n ->
                table
                    .column(key.get(n))
                    .filter(column -> column.type() == Column.Type.TEXT)
                    .filter(column -> isName(row.values().get(n)))
                    .isPresent());
  }

  private static boolean isName(@Nullable Object value) {
    return value != null && UuidText.canonical(value.toString()).isEmpty();
  }

  private String name(RowValues row) {
    return RowName.of(table, row).encode();
  }

  private static PersonKeys alone(RowValues row, PersonKeys of) {
    return new PersonKeys(List.of(row), of.erasedAt());
  }
}
