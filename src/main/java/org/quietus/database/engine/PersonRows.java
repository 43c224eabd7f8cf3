package org.quietus.database.engine;

import static org.quietus.database.engine.PersonConditions.NEVER;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;
import org.quietus.subject.Identifier;
import org.quietus.target.KeptLook;
import org.quietus.target.PersonKeys;
import org.quietus.target.PersonTraits;
import org.quietus.target.RowAges;
import org.quietus.target.StepPersons;

/**
 * Finds the rows of persons in their subject's table, by identifier once and by key from then on.
 */
final class PersonRows implements StepPersons {
  private final Step step;
  private final Table table;
  private final SubjectType subject;
  private final RootHandle handle;
  private final RowReader reader;
  private final Dialect dialect;
  private final Predicates predicates;
  private final PersonConditions conditions;

  PersonRows(
      Step step,
      SubjectType subject,
      RowReader reader,
      Dialect dialect,
      Predicates predicates,
      ZoneId zone) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.subject = subject;
    this.handle = RootHandle.of(step);
    this.reader = reader;
    this.dialect = dialect;
    this.predicates = predicates;
    this.conditions = new PersonConditions(step, subject, dialect, predicates, zone);
  }

  /** What tells of rows whose they are. */
  PersonConditions conditions() {
    return conditions;
  }

  @Override
  public List<RowValues> find(Optional<String> tenant, List<Identifier> identifiers) {
    return sought(
        SqlFragment.TRUE, List.of(conditions.of(tenant), conditions.identified(identifiers)));
  }

  /**
   * Other rows than the person's that the identifiers lead to, created before the erasure or
   * perhaps so.
   */
  @Override
  public List<RowValues> findLate(
      Optional<String> tenant, List<Identifier> identifiers, PersonKeys person) {
    return findLate(tenant, identifiers, person, SqlFragment.TRUE);
  }

  @Override
  public List<List<RowValues>> findEach(List<KnownBy> persons) {
    return new IdentifiedRows(table, subject, handle, reader, dialect).of(persons);
  }

  @Override
  public List<RowValues> findLate(KnownBy sought, PersonKeys person, List<RowValues> among) {
    return among.isEmpty()
        ? List.of()
        : findLate(
            sought.tenant(),
            sought.identifiers(),
            person,
            predicates.keys(table, handle.primaryKeys(among)));
  }

  private List<RowValues> findLate(
      Optional<String> tenant, List<Identifier> identifiers, PersonKeys person, SqlFragment among) {
    SqlFragment again = conditions.givenAgain(person);
    SqlFragment others =
        subject.created().isEmpty()
            ? NEVER
            : SqlFragment.all(
                List.of(
                    conditions.created(person, " <= ?"),
                    SqlFragment.not(predicates.keys(table, handle.primaryKeys(person.rows())))));
    return again.equals(NEVER) && others.equals(NEVER)
        ? List.of()
        : sought(
            among,
            List.of(
                conditions.of(tenant),
                conditions.identified(identifiers),
                SqlFragment.any(List.of(others, again))));
  }

  /**
   * Whether one of the person's rows does not tell its tenant, or something hangs on it that is
   * another's.
   */
  @Override
  public boolean isCrossed(PersonKeys person) {
    return !person.rows().isEmpty()
        && reader.count(
                table,
                SqlFragment.all(
                    List.of(
                        predicates.keys(table, handle.primaryKeys(person.rows())),
                        SqlFragment.any(List.of(predicates.crossed(step), conditions.ofNobody())))))
            > 0;
  }

  @Override
  public Map<String, String> traits(PersonKeys person) {
    Map<String, String> traits = new LinkedHashMap<>();
    List<String> columns = List.copyOf(subject.identifiers().keySet());
    if (!person.rows().isEmpty()) {
      SqlFragment own = predicates.keys(table, handle.primaryKeys(person.rows()));
      reader
          .rows(table, columns, "", own, "")
          .forEach(row -> traits.putAll(PersonTraits.of(subject, row)));
    }
    return traits;
  }

  @Override
  public Optional<Map<String, String>> held(RowValues row, Optional<KnownBy> sought) {
    return current().held(row, sought.map(conditions::of).orElse(SqlFragment.TRUE));
  }

  /** The day on which a row was created, as its column has it. */
  @Override
  public Optional<LocalDate> created(RowValues row) {
    if (subject.created().isEmpty()) {
      return Optional.empty();
    }
    SqlFragment itself = predicates.keys(table, handle.primaryKeys(List.of(row)));
    return reader.rows(table, List.of(subject.created().get()), "", itself, "").stream()
        .map(found -> found.values().get(0))
        .flatMap(
            value ->
                value instanceof LocalDateTime moment
                    ? Stream.of(moment.toLocalDate())
                    : value instanceof LocalDate day ? Stream.of(day) : Stream.empty())
        .findFirst();
  }

  /** The rows as they are in the table now. */
  CurrentRows current() {
    return new CurrentRows(step, handle, reader, dialect, predicates, conditions, subject);
  }

  @Override
  public List<RowValues> passedOn(PersonKeys person) {
    return current().passedOn(person);
  }

  @Override
  public List<RowValues> vanished(PersonKeys person) {
    return current().vanished(person).stream().filter(row -> !areKeptBelow(row)).toList();
  }

  /** All that leads to the person's rows: as they are now, and as they were frozen. */
  @Override
  public List<RowValues> leadingOn(PersonKeys person) {
    return current().leadingOn(current().asTheyAreNow(person, false));
  }

  /** A page of the table: primary keys, then identifiers, then further columns. */
  @Override
  public List<RowValues> page(List<String> further, Optional<RowValues> after, int size) {
    List<String> columns = new ArrayList<>(table.primaryKey());
    subject.tenant().ifPresent(columns::add);
    columns.addAll(subject.identifiers().keySet());
    columns.addAll(further);
    return reader.rows(
        table,
        columns,
        dialect.forceIndex(table.keyIndex()),
        after
            .map(key -> dialect.after(Predicates.columns(table, table.primaryKey()), key.values()))
            .orElse(SqlFragment.TRUE),
        " ORDER BY "
            + table.primaryKey().stream().map(dialect::quote).collect(Collectors.joining(", "))
            + " LIMIT "
            + size);
  }

  @Override
  public boolean areKeysTaken(PersonKeys person) {
    return !person.rows().isEmpty()
        && reader.count(table, predicates.keys(table, handle.primaryKeys(person.rows()))) > 0;
  }

  @Override
  public List<RowValues> withoutRow(Join by, Optional<RowValues> after, int size) {
    return hanging().withoutRow(by, after, size);
  }

  @Override
  public List<RowValues> belowDone(Join by, Optional<RowValues> after, int size) {
    return hanging().belowDone(by, after, size);
  }

  @Override
  public boolean hangOnNone(Join by) {
    return hanging().hangOnNone(by);
  }

  private HangingKeys hanging() {
    return new HangingKeys(step, reader, dialect, predicates);
  }

  /**
   * A person's rows by whether they tell that they were created before the erasure.
   *
   * @param done whether those too that are done already
   */
  @Override
  public RowAges ages(PersonKeys person, boolean done) {
    SqlFragment rows = predicates.keys(table, handle.primaryKeys(person.rows()));
    SqlFragment dated =
        subject
            .created()
            .map(column -> SqlFragment.not(dialect.undated(Predicates.column(table, column))))
            .orElse(NEVER);
    SqlFragment mine =
        SqlFragment.all(
            List.of(
                rows,
                conditions.inTime(person),
                done ? SqlFragment.TRUE : predicates.open(step.root())));
    SqlFragment sameDay = subject.created().isEmpty() ? NEVER : conditions.sameDay(person);
    return new RowAges(
        rows(List.of(mine, dated, SqlFragment.not(sameDay))),
        rows(List.of(mine, SqlFragment.not(dated))),
        rows(List.of(mine, dated, sameDay)));
  }

  @Override
  public List<RowValues> traced(List<RowValues> rows) {
    return rows.isEmpty()
        ? List.of()
        : rows(
            List.of(
                predicates.keys(table, handle.primaryKeys(rows)), predicates.traced(step.root())));
  }

  @Override
  public boolean areKeptBelow(RowValues row) {
    return step.members().stream()
        .filter(member -> !member.bases().isEmpty())
        .anyMatch(
            member -> {
              List<List<Object>> ends = handle.values(List.of(row), member);
              return !ends.isEmpty()
                  && reader.countUpTo(
                          member.catalogTable(),
                          SqlFragment.all(
                              List.of(predicates.below(member, ends), predicates.open(member))),
                          1)
                      > 0;
            });
  }

  @Override
  public Optional<LocalDate> comesDue(PersonKeys person, Predicate<TableName> kept, KeptLook look) {
    return new KeptMemberRows.ComingDue(step, dialect, reader, predicates, current())
        .of(person, kept, look);
  }

  private List<RowValues> sought(SqlFragment among, List<SqlFragment> conditions) {
    return new Sweep(reader, dialect).rows(table, handle.columns(), among, conditions);
  }

  private List<RowValues> rows(List<SqlFragment> conditions) {
    return reader.rows(table, handle.columns(), "", SqlFragment.all(conditions), "");
  }
}
