package org.quietus.backup.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.format.Row;
import org.quietus.policy.SubjectType;

/**
 * Passes over records of which nothing that says who somebody is can be of those sought, by how it
 * is spelled: most of a file need not be understood any further.
 */
final class RecordSieve {
  private final List<Sieved> fields;

  private RecordSieve(List<Sieved> fields) {
    this.fields = fields;
  }

  /** One place of a record. */
  private record Sieved(int place, SoughtSpellings sought) {}

  /** Of all that tells who somebody is; empty if some of it is not compared as it is spelled. */
  static Optional<RecordSieve> of(RecordFields of, List<RecordPerson> persons) {
    List<Sieved> fields = new ArrayList<>();
    for (Map.Entry<SubjectType, List<WhoseField>> subject : of.subjects().entrySet()) {
      for (WhoseField field : subject.getValue()) {
        if (field.isStrong()) { // nobody is known by anything else alone
          Optional<SoughtSpellings> spellings =
              SoughtSpellings.of(field, sought(subject.getKey(), field, persons));
          if (spellings.isEmpty()) {
            return Optional.empty();
          }
          field.places().forEach(place -> fields.add(new Sieved(place, spellings.get())));
        }
      }
    }
    return Optional.of(new RecordSieve(fields));
  }

  private static Set<String> sought(
      SubjectType subject, WhoseField field, List<RecordPerson> persons) {
    return persons.stream()
        .filter(person -> person.sought().subject().equals(subject))
        .flatMap(person -> person.own().getOrDefault(field.name(), Set.of()).stream())
        .collect(Collectors.toSet());
  }

  /** Whether a record is surely of nobody who is sought, and has no key that cannot be compared. */
  boolean isNobodys(Row row) {
    for (int n = 0; n < fields.size(); n++) {
      Sieved field = fields.get(n);
      if (!row.spell(field.place(), field.sought())) {
        return false;
      }
    }
    return true;
  }
}
