package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.CarriedOut;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.UuidText;
import org.quietus.target.FoundAs;
import org.quietus.target.PersonKeys;

/** A person's rows, found before, as they are in the subject's table now. */
final class CurrentRows {
  private final Step step;
  private final Table table;
  private final RootHandle handle;
  private final RowReader reader;
  private final Dialect dialect;
  private final Predicates predicates;
  private final PersonConditions conditions;
  private final SubjectType subject;

  CurrentRows(
      Step step,
      RootHandle handle,
      RowReader reader,
      Dialect dialect,
      Predicates predicates,
      PersonConditions conditions,
      SubjectType subject) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.handle = handle;
    this.reader = reader;
    this.dialect = dialect;
    this.predicates = predicates;
    this.conditions = conditions;
    this.subject = subject;
  }

  /**
   * The person's row as it is now, locked; none if it vanished or its key has gone to somebody
   * else.
   */
  List<RowValues> lock(PersonKeys person) {
    return asTheyAre(person, dialect.forUpdate());
  }

  /**
   * Those of the person's rows whose names other rows have by now, or may have: they hold something
   * else than the person's had when they were found, and nothing that a run did is the cause of
   * that. Once all were deleted, what else comes to their keys is told otherwise; once all were
   * anonymised, of one that holds something again part of it has to be what the person's had.
   */
  List<RowValues> passedOn(PersonKeys person) {
    return passedOn(person, "");
  }

  /** The same, and locks them. */
  List<RowValues> lockPassedOn(PersonKeys person) {
    return passedOn(person, dialect.forUpdate());
  }

  /**
   * Those of the person's rows that a name tells, that stay when they are erased, and that are not
   * there any more: somebody has deleted them, or they are called otherwise.
   */
  List<RowValues> vanished(PersonKeys person) {
    return !(step.root().action() instanceof Action.Anonymise)
        ? List.of()
        : person.rows().stream()
            .filter(row -> isName(handle.primaryKey(row)))
            .filter(
                row ->
                    reader.countUpTo(
                            table, predicates.keys(table, handle.primaryKeys(List.of(row))), 1)
                        == 0)
            .toList();
  }

  /** The person without these. */
  static PersonKeys without(PersonKeys person, List<RowValues> passed) {
    return passed.isEmpty()
        ? person
        : person.with(
            person.rows().stream().filter(row -> !passed.contains(row)).toList(), person.whose());
  }

  private List<RowValues> passedOn(PersonKeys person, String suffix) {
    if (person.actedOn() && !(step.root().action() instanceof Action.Anonymise)) {
      return List.of();
    }
    List<RowValues> confirmed = handle.primaryKeys(person.confirmed());
    return person.rows().stream()
        .filter(row -> !confirmed.contains(handle.primaryKey(row)))
        .filter(
            row ->
                person
                    .foundAs()
                    .of(row, table.primaryKey())
                    .filter(then -> isOthers(row, then, person, suffix))
                    .isPresent())
        .toList();
  }

  /**
   * What tells a row from another one that comes to its name; empty unless it meets a condition.
   */
  Optional<Map<String, String>> held(RowValues row, SqlFragment condition) {
    SqlFragment under =
        SqlFragment.all(
            List.of(predicates.keys(table, handle.primaryKeys(List.of(row))), condition));
    return reader.rows(table, FoundAs.columns(subject), "", under, "").stream()
        .map(now -> FoundAs.held(subject, now))
        .findFirst();
  }

  private boolean isOthers(
      RowValues row, Map<String, String> then, PersonKeys person, String suffix) {
    OpenRows open = new OpenRows(dialect, false);
    List<SqlFragment> under = new ArrayList<>();
    under.add(predicates.keys(table, handle.primaryKeys(List.of(row))));
    person.foundAs().actions().forEach(action -> under.add(open.of(table, action)));
    if (person.actedOn()) {
      under.add(predicates.open(step.root()));
    }
    return reader.rows(table, FoundAs.columns(subject), "", SqlFragment.all(under), suffix).stream()
        .map(now -> FoundAs.without(FoundAs.held(subject, now), table.primaryKey()))
        .anyMatch(
            now -> person.actedOn() ? !FoundAs.isPartOf(then, now) : FoundAs.isAnother(then, now));
  }

  private List<RowValues> asTheyAre(PersonKeys person, String suffix) {
    return reader.rows(
        table,
        handle.columns(),
        "",
        SqlFragment.all(
            List.of(
                predicates.keys(table, handle.primaryKeys(person.rows())),
                conditions.hers(person))),
        suffix);
  }

  /** All that leads to the person's rows: as they are now, and as they were frozen. */
  List<RowValues> leadingOn(PersonKeys known) {
    PersonKeys person = without(known, passedOn(known));
    return leadingOn(person, asTheyAre(person, ""));
  }

  /**
   * The same of rows that were read. One that was filled again leads by its new values only where
   * nobody has looked before.
   */
  List<RowValues> leadingOn(PersonKeys person, List<RowValues> now) {
    Stream<RowValues> leading =
        person
            .carried()
            .map(carried -> now.stream().map(row -> handle.without(row, searched(carried))))
            .orElseGet(now::stream);
    List<RowValues> taken = takenNames(person);
    return Stream.concat(leading, stillHers(person).stream())
        .filter(row -> !taken.contains(handle.primaryKey(row)))
        .distinct()
        .toList();
  }

  /**
   * The names of the person's rows that somebody has filled again: when nothing is known of them
   * any more but their keys, that may be whoever has taken such a name since.
   */
  private List<RowValues> takenNames(PersonKeys person) {
    return person.carried().isEmpty()
        ? List.of()
        : person.rows().stream()
            .filter(row -> isName(handle.primaryKey(row)))
            .filter(row -> isFilledAgain(person.with(List.of(row), person.whose())))
            .map(handle::primaryKey)
            .toList();
  }

  /** Whether a text is among what rows are known by, which passes on to others, unlike a UUID. */
  private boolean isName(RowValues key) {
    List<Column> columns = Predicates.columns(table, table.primaryKey());
    return IntStream.range(0, columns.size())
        .filter(n -> columns.get(n).type() == Column.Type.TEXT)
        .mapToObj(n -> String.valueOf(key.values().get(n)))
        .anyMatch(text -> UuidText.canonical(text).isEmpty());
  }

  private List<String> searched(CarriedOut carried) {
    Set<String> columns = new LinkedHashSet<>(handle.columns());
    step.members().stream()
        .filter(carried::isJoined)
        .forEach(member -> columns.removeAll(member.rootEnd().toColumns()));
    return List.copyOf(columns);
  }

  /**
   * What is known of a person, as that counts now: once somebody has filled their row again, all
   * but the rows that were kept is new.
   */
  PersonKeys asTheyAreNow(PersonKeys person, boolean locking) {
    if (person.carried().isEmpty()
        || !(step.root().action() instanceof Action.Anonymise)
        || person.rows().isEmpty()) {
      return person.after(Optional.empty());
    }
    if (locking) {
      lock(person); // whoever fills it from here on does so after what is done now
    }
    return isFilledAgain(person) ? person : person.after(Optional.empty());
  }

  /** Whether somebody has filled a row of the person's again, or may have. */
  boolean isFilledAgain(PersonKeys person) {
    SqlFragment again =
        predicates.filledAgain(step.root(), person.carried().map(CarriedOut::searched));
    return reader.countUpTo(
            table,
            SqlFragment.all(
                List.of(predicates.keys(table, handle.primaryKeys(person.rows())), again)),
            1)
        > 0;
  }

  /**
   * The rows as they were frozen, which lead to the person's other rows even after a rule emptied a
   * reference or the row vanished, without those whose key has gone to somebody else, and without
   * what else of them leads to somebody else by now.
   */
  List<RowValues> stillHers(PersonKeys person) {
    List<RowValues> rows =
        isReplaced(person, person.rows())
            ? person.rows().stream().filter(row -> !isReplaced(person, List.of(row))).toList()
            : person.rows();
    for (List<String> columns : handle.referenced(step)) {
      if (isOthers(person, rows, columns)) {
        rows =
            rows.stream()
                .map(
                    row ->
                        isOthers(person, List.of(row), columns)
                            ? handle.without(row, columns)
                            : row)
                .toList();
      }
    }
    return rows;
  }

  /** Whether another row than the person's has the values that rows were referenced by. */
  private boolean isOthers(PersonKeys person, List<RowValues> rows, List<String> columns) {
    List<List<Object>> values = handle.values(rows, columns);
    SqlFragment others =
        SqlFragment.all(
            List.of(
                new Joined(dialect).in(columns, values),
                SqlFragment.not(predicates.keys(table, handle.primaryKeys(person.rows())))));
    return !values.isEmpty() && reader.countUpTo(table, others, 1) > 0;
  }

  /** Whether one of the keys has gone to a row that was created after the erasure. */
  private boolean isReplaced(PersonKeys person, List<RowValues> rows) {
    return reader.count(
            table,
            SqlFragment.all(
                List.of(
                    predicates.keys(table, handle.primaryKeys(rows)),
                    SqlFragment.not(conditions.hers(person)))))
        > 0;
  }
}
