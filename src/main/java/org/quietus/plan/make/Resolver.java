package org.quietus.plan.make;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.Period;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.Condition;
import org.quietus.policy.Cutoff;
import org.quietus.policy.Cutoffs;
import org.quietus.policy.JobFile;
import org.quietus.policy.Nearest;
import org.quietus.policy.TableName;

/**
 * Looks up what the job file names, in the catalog and the calendar, and refuses what is not fit.
 */
final class Resolver {
  private static final Set<Column.Type> MOMENTS =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);
  private static final Set<Column.Type> NO_KEYS =
      EnumSet.of(Column.Type.FLOAT, Column.Type.JSON, Column.Type.POINT, Column.Type.OTHER);

  private final JobFile job;
  private final Catalog catalog;
  private final Instant asOf;
  private final Findings findings;

  Resolver(JobFile job, Catalog catalog, Instant asOf, Findings findings) {
    this.job = job;
    this.catalog = catalog;
    this.asOf = asOf;
    this.findings = findings;
  }

  /** Whether the table lies in the database that is planned for. */
  boolean here(TableName table) {
    return table.database().equals(catalog.database());
  }

  Optional<Table> find(String table) {
    return catalog.table(table);
  }

  boolean exists(TableName table) {
    return here(table) && catalog.table(table.table()).isPresent();
  }

  TableName name(String table) {
    return new TableName(catalog.database(), table);
  }

  /** The table if it exists and its rows can be acted on. */
  Optional<Table> table(TableName name, String pointer) {
    Optional<Table> table = existing(name, pointer);
    return table.filter(found -> usable(found, pointer));
  }

  /** The table if it exists. */
  Optional<Table> existing(TableName name, String pointer) {
    Optional<Table> table = catalog.table(name.table());
    if (table.isEmpty()) {
      findings.refuse(
          "UNKNOWN-TABLE",
          pointer,
          "database '" + name.database() + "' has no base table '" + name.table() + "'",
          suggestion(
              name.table(),
              catalog.tables().keySet(),
              "name a table of it; a view is not a table"));
    }
    return table;
  }

  private boolean usable(Table table, String pointer) {
    int before = findings.count();
    if (!table.transactional()) {
      findings.refuse(
          "NOT-TRANSACTIONAL",
          pointer,
          "the storage engine of table '" + table.name() + "' cannot roll back",
          "convert the table to a transactional engine, e.g. InnoDB");
    }
    if (table.primaryKey().isEmpty()) {
      findings.refuse(
          "NO-PRIMARY-KEY",
          pointer,
          "table '"
              + table.name()
              + "' has no primary key, and no unique key of columns that are NOT NULL",
          "add one, so that each row can be named");
    }
    requireComparable(table, table.primaryKey(), pointer);
    return findings.count() == before;
  }

  /** Refuses columns whose values would not find their row again. */
  void requireComparable(Table table, List<String> columns, String pointer) {
    columns.stream()
        .flatMap(column -> table.column(column).stream())
        .filter(column -> NO_KEYS.contains(column.type()))
        .forEach(
            column ->
                findings.refuse(
                    "UNUSABLE-KEY",
                    pointer,
                    "key column '"
                        + table.name()
                        + "."
                        + column.name()
                        + "' is of type "
                        + column.typeName()
                        + ", whose values cannot be compared exactly",
                    "use a key of another type"));
  }

  /** The column if the table has it. */
  Optional<Column> column(Table table, String name, String pointer) {
    Optional<Column> column = table.column(name);
    if (column.isEmpty()) {
      findings.refuse(
          "UNKNOWN-COLUMN",
          pointer,
          "table '" + table.name() + "' has no column '" + name + "'",
          suggestion(
              name,
              table.columns().keySet(),
              "name one of " + String.join(", ", table.columns().keySet())));
    }
    return column;
  }

  /** Refuses a condition over columns that the table does not have, or of types that do not fit. */
  void condition(Table table, Condition where, String pointer) {
    where.columns().stream()
        .filter(name -> table.columns().keySet().stream().noneMatch(name::equalsIgnoreCase))
        .forEach(name -> column(table, name, pointer));
    ConditionFit.misfits(where, table)
        .forEach(
            misfit -> findings.refuse("CONDITION-TYPES", pointer, misfit.what(), misfit.mend()));
  }

  /** The column if the table has it and it holds a date, with or without a time. */
  Optional<Column> moment(Table table, String name, String pointer) {
    Optional<Column> column = column(table, name, pointer);
    column
        .filter(found -> !MOMENTS.contains(found.type()))
        .ifPresent(
            found ->
                findings.refuse(
                    "NOT-A-DATE",
                    pointer,
                    "column '"
                        + table.name()
                        + "."
                        + name
                        + "' is of type "
                        + found.typeName()
                        + " and tells no moment",
                    "name a column of a date or timestamp type"));
    return column.filter(found -> MOMENTS.contains(found.type()));
  }

  /** The cutoff of a period that ends now. */
  Optional<Cutoff> cutoff(Period keep, String pointer) {
    try {
      return Optional.of(Cutoffs.of(keep, asOf, job.zone()));
    } catch (DateTimeException | ArithmeticException beyond) {
      findings.refuse(
          "PERIOD-TOO-LONG",
          pointer,
          "the period " + keep + " reaches beyond the calendar",
          "write a shorter one");
      return Optional.empty();
    }
  }

  private static String suggestion(String name, Collection<String> known, String otherwise) {
    List<String> sameLetters = known.stream().filter(name::equalsIgnoreCase).sorted().toList();
    if (!sameLetters.isEmpty()) {
      return "write '" + sameLetters.get(0) + "': upper and lower case differ";
    }
    return Nearest.to(name, known).map(near -> "did you mean '" + near + "'?").orElse(otherwise);
  }
}
