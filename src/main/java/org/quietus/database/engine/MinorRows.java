package org.quietus.database.engine;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Step;
import org.quietus.policy.Minor;
import org.quietus.policy.SubjectType;
import org.quietus.target.FoundPerson;

/** Finds persons who have not asked in their subject's table, as children without consent. */
final class MinorRows {
  private final Step step;
  private final Table table;
  private final SubjectType subject;
  private final RowReader reader;
  private final Dialect dialect;
  private final Predicates predicates;

  MinorRows(
      Step step, SubjectType subject, RowReader reader, Dialect dialect, Predicates predicates) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.subject = subject;
    this.reader = reader;
    this.dialect = dialect;
    this.predicates = predicates;
  }

  /**
   * Those whose rows are not done, in the order of the primary key.
   *
   * @param after the primary key of the last row seen
   */
  List<FoundPerson> find(LocalDate today, Optional<RowValues> after, int size) {
    return subject.minor().isEmpty()
        ? List.of()
        : find(condition(subject.minor().get(), today), after, size);
  }

  /** Everybody whose row is not done, in the same order. */
  List<FoundPerson> everybody(Optional<RowValues> after, int size) {
    return find(SqlFragment.TRUE, after, size);
  }

  private List<FoundPerson> find(SqlFragment who, Optional<RowValues> after, int size) {
    RootHandle handle = RootHandle.of(step);
    List<String> columns = new ArrayList<>(handle.columns());
    subject.tenant().ifPresent(columns::add);
    SqlFragment condition =
        SqlFragment.all(
            List.of(
                after
                    .map(
                        key ->
                            dialect.after(
                                Predicates.columns(table, table.primaryKey()), key.values()))
                    .orElse(SqlFragment.TRUE),
                who,
                predicates.open(step.root())));
    String order =
        table.primaryKey().stream().map(dialect::quote).collect(Collectors.joining(", "));
    return reader
        .rows(
            table,
            columns,
            dialect.forceIndex(table.keyIndex()),
            condition,
            " ORDER BY " + order + " LIMIT " + size)
        .stream()
        .map(row -> found(row, handle.columns().size()))
        .toList();
  }

  private FoundPerson found(RowValues row, int width) {
    RowValues own = new RowValues(row.values().subList(0, width));
    return new FoundPerson(
        own,
        new RowValues(own.values().subList(0, table.primaryKey().size())),
        row.values().size() == width
            ? Optional.empty()
            : Optional.ofNullable(row.values().get(width)).map(Object::toString));
  }

  /** Who is born later than today is nobody yet, but a mistake. */
  private SqlFragment condition(Minor minor, LocalDate today) {
    Column born = Predicates.column(table, minor.born());
    String name = dialect.quote(born.name());
    return SqlFragment.all(
        List.of(
            SqlFragment.of(name + " >= ?", day(born, minor.lastAdult(today).plusDays(1))),
            SqlFragment.of(name + " < ?", day(born, today.plusDays(1))),
            minor.consent().map(this::missing).orElse(SqlFragment.TRUE)));
  }

  private static Object day(Column column, LocalDate day) {
    return column.type() == Column.Type.DATE ? day : day.atStartOfDay();
  }

  private SqlFragment missing(String consent) {
    Column column = Predicates.column(table, consent);
    String name = dialect.quote(column.name());
    return switch (column.type()) {
      case DATE, DATETIME, TIMESTAMP -> dialect.undated(column);
      case BOOLEAN -> SqlFragment.of(name + " IS NULL OR " + name + " = FALSE");
      case INTEGER -> SqlFragment.of(name + " IS NULL OR " + name + " = 0");
      default -> SqlFragment.of(name + " IS NULL OR CHAR_LENGTH(TRIM(" + name + ")) = 0");
    };
  }
}
