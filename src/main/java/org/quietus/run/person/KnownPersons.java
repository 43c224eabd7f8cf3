package org.quietus.run.person;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.quietus.catalog.RowName;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.request.ErasureRequest;
import org.quietus.request.Reviewed;
import org.quietus.request.SealedPerson;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;
import org.quietus.target.Target;

/**
 * The persons of one kind of whom a request is under way, or was decided, by the primary keys that
 * their rows have today. A row that was named under another primary key is looked for by the
 * columns of that, as long as the table has them and they hold values of the same kinds.
 */
final class KnownPersons {
  private static final int ROWS_PER_PAGE = 5_000;

  private final StepPersons persons;
  private final Step step;
  private final SubjectType subject;
  private final Table table;
  private final Set<String> keys = new HashSet<>();
  private final SortedSet<String> unreadable = new TreeSet<>();
  private final Map<List<String>, Set<String>> underOtherKeys = new HashMap<>();

  KnownPersons(Target target, Step step, SubjectType subject) {
    this.persons = target.persons(step, subject);
    this.step = step;
    this.subject = subject;
    this.table = step.root().catalogTable();
  }

  /** Takes in whom a request is about. */
  void add(ErasureRequest request, SealedPerson person) {
    person.reviewed().ifPresent(this::add);
    if (person.rows().isPresent() && request.resolvedAt().isPresent()) {
      new FrozenRows(step)
          .of(request, person)
          .rows()
          .forEach(row -> keys.add(RowName.of(table, row).key().encode()));
    }
  }

  /** Whether a person of a kind that was called otherwise may be one of these. */
  boolean mayBeOne(SealedPerson person) {
    return person.reviewed().stream()
        .flatMap(review -> review.theirs().entrySet().stream())
        .anyMatch(
            row ->
                RowName.decode(row.getKey()).lostIn(table).isEmpty()
                    && subject.identifiers().keySet().containsAll(row.getValue().keySet()));
  }

  private void add(Reviewed review) {
    List<RowValues> named = new ArrayList<>();
    for (String text : review.theirs().keySet()) {
      RowName name = RowName.decode(text);
      SortedSet<String> lost = name.lostIn(table);
      if (!lost.isEmpty()) {
        unreadable.addAll(lost);
      } else if (name.isKeyOf(table)) {
        named.add(name.key());
      } else {
        underOtherKeys
            .computeIfAbsent(name.columns(), columns -> new HashSet<>())
            .add(name.key().encode());
      }
    }
    stillThere(named, review.at()).forEach(key -> keys.add(key.encode()));
  }

  /** Without keys that have gone to rows which were created since. */
  private List<RowValues> stillThere(List<RowValues> named, Instant at) {
    if (named.isEmpty() || subject.created().isEmpty()) {
      return named;
    }
    return persons.ages(new PersonKeys(named, at), true).all().stream()
        .map(row -> RowName.of(table, row).key())
        .toList();
  }

  /** The encoded primary keys. */
  Set<String> keys() {
    underOtherKeys.forEach(this::find);
    underOtherKeys.clear();
    return keys;
  }

  /** The columns that some of them were known by and that cannot be read so any more. */
  SortedSet<String> unreadable() {
    return unreadable;
  }

  private void find(List<String> columns, Set<String> wanted) {
    int width = table.primaryKey().size();
    Optional<RowValues> after = Optional.empty();
    List<RowValues> page;
    do {
      page = persons.page(columns, after, ROWS_PER_PAGE);
      for (RowValues row : page) {
        int all = row.values().size();
        RowValues key = new RowValues(row.values().subList(0, width));
        RowValues name = new RowValues(row.values().subList(all - columns.size(), all));
        if (wanted.contains(name.encode())) {
          keys.add(key.encode());
        }
        after = Optional.of(key);
      }
    } while (page.size() == ROWS_PER_PAGE);
  }
}
