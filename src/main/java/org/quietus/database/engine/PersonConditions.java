package org.quietus.database.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.database.ColumnValues;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Step;
import org.quietus.policy.SubjectType;
import org.quietus.subject.Identifier;
import org.quietus.subject.IdentifierType;
import org.quietus.target.PersonKeys;
import org.quietus.target.StepPersons;

/**
 * Tells of rows of a subject's table whose they are, and since when: as SQL, without reading any.
 */
final class PersonConditions {
  /** Creation times are often kept in whole seconds, rounded up. */
  private static final Duration ROUNDING = Duration.ofSeconds(1);

  /** Meets no row. */
  static final SqlFragment NEVER = SqlFragment.not(SqlFragment.TRUE);

  private final Step step;
  private final Table table;
  private final SubjectType subject;
  private final RootHandle handle;
  private final Dialect dialect;
  private final Predicates predicates;
  private final ZoneId zone;

  PersonConditions(
      Step step, SubjectType subject, Dialect dialect, Predicates predicates, ZoneId zone) {
    this.step = step;
    this.table = step.root().catalogTable();
    this.subject = subject;
    this.handle = RootHandle.of(step);
    this.dialect = dialect;
    this.predicates = predicates;
    this.zone = zone;
  }

  /**
   * That a row is of a tenant, or of nobody knows which: letter for letter, whatever the column's
   * collation takes for the same.
   */
  SqlFragment of(Optional<String> tenant) {
    if (tenant.isEmpty()) {
      return SqlFragment.TRUE;
    }
    if (subject.tenant().isEmpty()) {
      return NEVER; // nothing tells the tenants apart any more
    }
    String column = dialect.text(dialect.quote(subject.tenant().get()));
    return SqlFragment.any(
        List.of(
            SqlFragment.of(dialect.exactly(column) + " = " + dialect.exactly("?"), tenant.get()),
            ofNobody()));
  }

  /** That what somebody is sought by leads to a row. */
  SqlFragment of(StepPersons.KnownBy sought) {
    return SqlFragment.all(List.of(of(sought.tenant()), identified(sought.identifiers())));
  }

  /** That a row does not tell its tenant. */
  SqlFragment ofNobody() {
    return subject
        .tenant()
        .map(column -> SqlFragment.of(dialect.quote(column) + " IS NULL"))
        .orElse(SqlFragment.not(SqlFragment.TRUE));
  }

  /** That any of the identifiers leads to a row. */
  SqlFragment identified(List<Identifier> identifiers) {
    return identified(subject.identifiers(), identifiers, dialect);
  }

  /**
   * The same of a table that is known by its columns alone.
   *
   * @param columns with the types of what they hold
   */
  static SqlFragment identified(
      Map<String, String> columns, List<Identifier> identifiers, Dialect dialect) {
    Map<IdentifierType, List<String>> wanted = new LinkedHashMap<>();
    for (Identifier identifier : identifiers) {
      wanted.computeIfAbsent(identifier.type(), type -> new ArrayList<>()).add(identifier.value());
    }
    List<SqlFragment> parts = new ArrayList<>();
    columns.forEach(
        (column, typeName) -> {
          IdentifierType type = IdentifierType.named(typeName).orElseThrow();
          if (wanted.containsKey(type)) {
            parts.add(is(column, type, wanted.get(type), dialect));
          }
        });
    return parts.isEmpty() ? SqlFragment.not(SqlFragment.TRUE) : SqlFragment.any(parts);
  }

  /**
   * That a date is the day of the erasure, or a time of day one of those that clocks showed twice
   * around it, so that the row may have been created after it.
   */
  SqlFragment sameDay(PersonKeys person) {
    Column created = Predicates.column(table, subject.created().orElseThrow());
    String name = dialect.quote(created.name());
    Latest latest = latest(created, person.erasedAt());
    return latest
        .doubtfulFrom()
        .map(from -> SqlFragment.of(name + " >= ? AND " + name + " <= ?", from, latest.value()))
        .orElse(NEVER);
  }

  /**
   * The latest that a row of before an erasure tells of its creation.
   *
   * @param doubtfulFrom from where on one of after it may tell the same
   */
  private record Latest(Object value, Optional<Object> doubtfulFrom) {}

  private Latest latest(Column created, Instant erasedAt) {
    if (created.type() == Column.Type.DATE) {
      Object day = ColumnValues.cutoff(created, erasedAt, zone);
      return new Latest(day, Optional.of(day));
    }
    Instant latest = erasedAt.plus(ROUNDING);
    Object value = ColumnValues.cutoff(created, latest, zone);
    ZoneOffsetTransition back =
        created.type() == Column.Type.DATETIME
            ? zone.getRules().getTransition((LocalDateTime) value)
            : null;
    if (back == null) {
      return new Latest(value, Optional.empty());
    }
    return latest.isBefore(back.getInstant())
        ? new Latest(value, Optional.of(back.getDateTimeAfter()))
        : new Latest(back.getDateTimeBefore(), Optional.of(value));
  }

  /** That a row under one of the person's keys is not somebody else's by now. */
  SqlFragment hers(PersonKeys person) {
    SqlFragment again = givenAgain(person);
    return again.equals(NEVER)
        ? inTime(person)
        : SqlFragment.all(List.of(inTime(person), SqlFragment.not(again)));
  }

  /** That a row was not created after the erasure. */
  SqlFragment inTime(PersonKeys person) {
    return subject.created().isEmpty()
        ? SqlFragment.TRUE
        : SqlFragment.not(created(person, " > ?"));
  }

  /**
   * That a row has come to a key that an erased row of the person's had, and perhaps after the
   * erasure: it tells the day of it alone, or nothing although the person's row was deleted; or its
   * key is a name, which whoever was there before may take once it is free. From one that is done
   * nothing can be taken.
   */
  SqlFragment givenAgain(PersonKeys person) {
    SqlFragment perhapsLater = perhapsLater(person);
    if (step.root().action() instanceof Action.Leave) {
      return NEVER; // the row was there all the time
    }
    if (!person.actedOn() || perhapsLater.equals(NEVER)) {
      return NEVER;
    }
    return SqlFragment.all(
        List.of(
            predicates.keys(table, handle.primaryKeys(person.rows())),
            perhapsLater,
            predicates.open(step.root()),
            SqlFragment.not(predicates.keys(table, handle.primaryKeys(person.confirmed())))));
  }

  private SqlFragment perhapsLater(PersonKeys person) {
    boolean deleted = step.root().action() instanceof Action.Delete;
    if (subject.created().isEmpty() || (deleted && isNamed())) {
      return deleted ? SqlFragment.TRUE : NEVER;
    }
    SqlFragment untold = dialect.undated(Predicates.column(table, subject.created().get()));
    return deleted ? SqlFragment.any(List.of(sameDay(person), untold)) : sameDay(person);
  }

  /** Whether rows are known by a text, which people change, unlike a number. */
  private boolean isNamed() {
    return Predicates.columns(table, table.primaryKey()).stream()
        .anyMatch(column -> column.type() == Column.Type.TEXT);
  }

  /** That a row was created at such a time, against when the person was erased. */
  SqlFragment created(PersonKeys person, String compared) {
    Column created = Predicates.column(table, subject.created().orElseThrow());
    return SqlFragment.of(
        dialect.quote(created.name()) + compared, latest(created, person.erasedAt()).value());
  }

  private static SqlFragment is(
      String column, IdentifierType type, List<String> values, Dialect dialect) {
    String normalised = type.sql(dialect.text(dialect.quote(column)));
    List<SqlFragment> parts = new ArrayList<>();
    for (String value : values.stream().flatMap(one -> type.stored(one).stream()).toList()) {
      parts.add(SqlFragment.of(dialect.exactly(normalised) + " = " + dialect.exactly("?"), value));
    }
    return SqlFragment.any(parts);
  }
}
