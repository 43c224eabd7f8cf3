package org.quietus.run.person;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
import org.quietus.target.StepPersons.KnownBy;

/**
 * Rows of persons that are known by a name, such as a unique user name: it passes on to others,
 * unlike a number or a UUID, so that what a row held when it was found has to tell it too.
 */
public final class NamedRows {
  private final Step step;
  private final Table table;
  private final SubjectType subject;
  private final StepPersons persons;

  public NamedRows(Step step, SubjectType subject, StepPersons persons) {
    this.step = step;
    this.subject = subject;
    this.table = step.root().catalogTable();
    this.persons = persons;
  }

  /**
   * Rows that somebody's identifiers lead to.
   *
   * @param held by row, what those hold that are known by a name
   * @param certain whether each was still theirs when that was read
   */
  record Found(List<RowValues> rows, Map<RowValues, Map<String, String>> held, boolean certain) {}

  /** Rows that were looked up, perhaps a while ago: names may have passed on since. */
  Found found(KnownBy sought, List<RowValues> rows) {
    return read(sought, rows)
        .or(() -> read(sought, persons.find(sought.tenant(), sought.identifiers())))
        .orElseGet(() -> new Found(rows, Map.of(), false));
  }

  private Optional<Found> read(KnownBy sought, List<RowValues> rows) {
    Map<RowValues, Map<String, String>> held = new LinkedHashMap<>();
    for (RowValues row : rows) {
      if (isNamed(row)) {
        Optional<Map<String, String>> now = persons.held(row, Optional.of(sought));
        if (now.isEmpty()) {
          return Optional.empty();
        }
        held.put(row, now.get());
      }
    }
    return Optional.of(new Found(rows, held, true));
  }

  /** The normalised identifiers of rows that were found, by column. */
  Map<String, String> traits(Found found) {
    List<RowValues> numbered = found.rows().stream().filter(row -> !isNamed(row)).toList();
    Map<String, String> traits =
        new LinkedHashMap<>(persons.traits(new PersonKeys(numbered, Instant.EPOCH)));
    found.held().values().forEach(held -> traits.putAll(identifiers(held)));
    return traits;
  }

  /** The normalised identifiers of each of a person's rows, by column. */
  List<Map<String, String>> each(PersonKeys person) {
    return person.rows().stream()
        .map(
            row ->
                Optional.ofNullable(person.foundAs().traits().get(row))
                    .map(this::identifiers)
                    .orElseGet(() -> persons.traits(alone(row))))
        .toList();
  }

  /** A row for somebody to look at, as it is now. */
  Candidate candidate(RowValues row) {
    Map<String, String> held =
        isNamed(row) ? persons.held(row, Optional.empty()).orElse(Map.of()) : Map.of();
    return new Candidate(
        row,
        RowName.of(table, row),
        isNamed(row) ? identifiers(held) : persons.traits(alone(row)),
        held);
  }

  /** What some rows hold now, of those that are known by a name. */
  public Map<RowValues, Map<String, String>> held(List<RowValues> rows) {
    Map<RowValues, Map<String, String>> held = new HashMap<>();
    for (RowValues row : rows) {
      if (isNamed(row)) {
        persons.held(row, Optional.empty()).ifPresent(now -> held.put(row, now));
      }
    }
    return held;
  }

  /** What some rows hold, of those that are known by a name. */
  static Map<RowValues, Map<String, String>> held(Collection<Candidate> rows) {
    return rows.stream()
        .filter(row -> !row.held().isEmpty())
        .collect(Collectors.toMap(Candidate::row, Candidate::held, (one, same) -> one));
  }

  /** The person with what their rows held when they were found, of those known by a name. */
  SealedPerson noting(SealedPerson person, PersonKeys found) {
    Map<String, Map<String, String>> held = new HashMap<>();
    for (RowValues row : found.rows()) {
      Optional.ofNullable(found.foundAs().traits().get(row))
          .ifPresent(then -> held.put(RowName.of(table, row).encode(), then));
    }
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
        each(late).stream().map(now -> unnamed(FoundAs.held(subject, now))).toList();
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

  private Map<String, String> unnamed(Map<String, String> held) {
    return FoundAs.without(held, table.primaryKey());
  }

  private Map<String, String> identifiers(Map<String, String> held) {
    Map<String, String> identifiers = new LinkedHashMap<>(held);
    identifiers.keySet().retainAll(subject.identifiers().keySet());
    identifiers.values().removeIf(String::isEmpty);
    return identifiers;
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

  private static PersonKeys alone(RowValues row) {
    return new PersonKeys(List.of(row), Instant.EPOCH);
  }
}
