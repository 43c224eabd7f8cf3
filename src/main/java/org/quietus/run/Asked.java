package org.quietus.run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.run.person.Requested;
import org.quietus.target.PersonKeys;
import org.quietus.target.TableDue;
import org.quietus.target.Target;

/** What a step would take of the persons who asked, many of whom are counted at a time. */
final class Asked {
  /** Few enough for the keys of all to stand in one statement. */
  private static final int AT_ONCE = 200;

  private final JobFile job;
  private final Step step;
  private final Target.Recheck looking;

  Asked(JobFile job, Step step, Target.Recheck looking) {
    this.job = job;
    this.step = step;
    this.looking = looking;
  }

  /** Persons who can be counted as one, because the same is asked of their rows. */
  private record Alike(String subject, Instant erasedAt, boolean actedOn) {}

  /** Rows by table, in parts; of who is held, and of whom nobody knows whose they are, none. */
  List<TableDue> due(Iterable<Requested> requests) {
    List<TableDue> due = new ArrayList<>();
    Map<Alike, List<PersonKeys>> alike = new LinkedHashMap<>();
    for (Requested requested : requests) {
      String subject = requested.request().subject();
      PersonKeys person = requested.person();
      if (!step.isOf(subject) || person.isAmbiguous()) {
        continue;
      }
      if (!isPlain(person)) {
        due.addAll(of(subject, person));
        continue;
      }
      Alike kind = new Alike(subject, person.erasedAt(), person.actedOn());
      List<PersonKeys> some = alike.computeIfAbsent(kind, of -> new ArrayList<>());
      some.add(person);
      if (some.size() == AT_ONCE) {
        due.addAll(together(kind, some));
        some.clear();
      }
    }
    alike.forEach((kind, rest) -> due.addAll(together(kind, rest)));
    return due;
  }

  private static boolean isPlain(PersonKeys person) {
    return person.confirmed().isEmpty()
        && person.gone().isEmpty()
        && person.unmatched().isNothing();
  }

  private List<TableDue> together(Alike kind, List<PersonKeys> persons) {
    if (persons.isEmpty()) {
      return List.of();
    }
    List<TableDue> due = of(kind.subject(), asOne(persons));
    return due.stream().allMatch(table -> table.withheld().rows() == 0)
        ? due
        : persons.stream().flatMap(person -> of(kind.subject(), person).stream()).toList();
  }

  private static PersonKeys asOne(List<PersonKeys> persons) {
    return persons
        .get(0)
        .with(
            persons.stream().flatMap(person -> person.rows().stream()).distinct().toList(),
            PersonKeys.Whose.ONE_PERSON);
  }

  private List<TableDue> of(String subject, PersonKeys person) {
    SubjectType type = job.subject(subject).orElseThrow();
    return looking.person(step, type, person);
  }
}
