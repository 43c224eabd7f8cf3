package org.quietus.plan.make;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.anonymise.Strategies;
import org.quietus.anonymise.Strategies.Choice;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.Anonymisation;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;

/** The job file's anonymisations of one database, each shown to be possible and to end. */
final class Anonymisations {
  private static final Set<Column.Type> MARKS =
      EnumSet.of(Column.Type.DATE, Column.Type.DATETIME, Column.Type.TIMESTAMP);

  private final Map<TableName, TableAnonymisation> byTable = new HashMap<>();
  private final JobFile job;
  private final Resolver resolver;
  private final ColumnFit fit;
  private final CheckProbes probes;
  private final Findings findings;

  Anonymisations(
      JobFile job, Resolver resolver, ColumnFit fit, CheckProbes probes, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.fit = fit;
    this.probes = probes;
    this.findings = findings;
    job.anonymise().values().stream()
        .filter(anonymisation -> resolver.here(anonymisation.table()))
        .forEach(
            anonymisation ->
                resolver
                    .table(anonymisation.table(), pointer(anonymisation))
                    .flatMap(table -> build(anonymisation, table))
                    .ifPresent(built -> byTable.put(anonymisation.table(), built)));
  }

  /**
   * How a table is anonymised; refused when the job file does not say, empty also if it is wrong.
   */
  Optional<TableAnonymisation> of(TableName table, String pointer) {
    if (!job.anonymise().containsKey(table)) {
      findings.refuse(
          "NO-ANONYMISATION",
          pointer,
          "nothing says how '" + table + "' is anonymised",
          "add 'anonymise: { " + table + ": { with: { <column>: <strategy> } } }'");
    }
    return Optional.ofNullable(byTable.get(table));
  }

  /** How some columns of a row are anonymised that is other persons' too, and has no mark so. */
  Optional<TableAnonymisation> of(TableName table, List<String> columns, String pointer) {
    return of(table, pointer).flatMap(whole -> part(table, whole, columns, pointer));
  }

  /** How the columns are anonymised that a purpose needs of rows which stay without them. */
  Optional<TableAnonymisation> ofPurpose(TableName table, List<String> columns, String pointer) {
    Optional<TableAnonymisation> whole = of(table, pointer);
    if (whole.isEmpty()) {
      return whole;
    }
    Map<String, Strategy> own = new LinkedHashMap<>(whole.get().columns());
    own.keySet().retainAll(columns);
    List<String> unfit =
        columns.stream()
            .filter(column -> !own.containsKey(column) || own.get(column).done().isEmpty())
            .toList();
    if (!unfit.isEmpty()) {
      findings.refuse(
          "PURPOSE-COLUMN",
          pointer,
          "nothing says how each of "
              + String.join(", ", unfit)
              + " in '"
              + table
              + "' is anonymised so that one can tell from the value that it is",
          "add them to 'anonymise: { "
              + table
              + ": { with: … } }', by 'set-null', 'redact' or 'fixed'");
      return Optional.empty();
    }
    return Optional.of(new TableAnonymisation(own, Optional.empty()));
  }

  private Optional<TableAnonymisation> part(
      TableName table, TableAnonymisation whole, List<String> columns, String pointer) {
    Map<String, Strategy> own = new LinkedHashMap<>(whole.columns());
    own.keySet().retainAll(columns);
    List<String> undecidable = TableAnonymisation.undecidable(own);
    if (own.size() < columns.size() || !undecidable.isEmpty()) {
      findings.refuse(
          "SHARED-COLUMN",
          pointer,
          "nothing says how each of "
              + String.join(", ", columns)
              + " in the shared table '"
              + table
              + "' is anonymised so that one can tell from the value that it is",
          "add them to 'anonymise: { "
              + table
              + ": { with: … } }', by 'set-null', 'redact' or 'fixed'");
      return Optional.empty();
    }
    return Optional.of(new TableAnonymisation(own, Optional.empty()));
  }

  private Optional<TableAnonymisation> build(Anonymisation anonymisation, Table table) {
    int before = findings.count();
    String pointer = pointer(anonymisation);
    Map<String, Strategy> columns = new LinkedHashMap<>();
    anonymisation
        .with()
        .forEach(
            (column, spec) -> {
              String at = pointer + Pointer.to("with", column);
              Optional<Strategy> strategy = accepted(Strategies.of(spec), at);
              Optional<Column> known = resolver.column(table, column, at);
              strategy
                  .flatMap(s -> known.flatMap(c -> fit.bind(s, table, c, at)))
                  .ifPresent(bound -> columns.put(column, bound));
            });
    anonymisation
        .mark()
        .ifPresent(mark -> checkMark(anonymisation, table, mark, pointer + "/mark"));
    List<String> undecidable = TableAnonymisation.undecidable(columns);
    if (anonymisation.mark().isEmpty() && !undecidable.isEmpty()) {
      findings.refuse(
          "NO-DONE-PREDICATE",
          pointer,
          "nothing tells which rows of '"
              + table.name()
              + "' are already anonymised, since "
              + String.join(", ", undecidable)
              + " may become anything",
          "add a nullable timestamp column and name it: 'mark: anonymised_at'");
    }
    new UniqueColumns(table, columns, pointer, probes, findings).check();
    probes.add(table, CheckProbes.changes(table, columns, anonymisation.mark()), pointer);
    return findings.count() == before && !columns.isEmpty()
        ? Optional.of(new TableAnonymisation(columns, anonymisation.mark()))
        : Optional.empty();
  }

  private Optional<Strategy> accepted(Choice choice, String pointer) {
    if (choice instanceof Choice.Refused refused) {
      findings.refuse(refused.id(), pointer, refused.what(), refused.mend());
      return Optional.empty();
    }
    return Optional.of(((Choice.Accepted) choice).strategy());
  }

  private void checkMark(Anonymisation anonymisation, Table table, String mark, String pointer) {
    Optional<Column> column = resolver.column(table, mark, pointer);
    boolean fits =
        column
            .filter(c -> MARKS.contains(c.type()) && c.nullable())
            .filter(c -> !c.generated() && !c.updatesItself())
            .filter(c -> !table.primaryKey().contains(mark))
            .filter(c -> !anonymisation.with().containsKey(mark))
            .isPresent();
    if (column.isPresent() && !fits) {
      findings.refuse(
          "UNFIT-MARK",
          pointer,
          "column '" + table.name() + "." + mark + "' cannot mark rows as anonymised",
          "name a nullable date or timestamp column that nothing else sets and that is not"
              + " anonymised itself");
    }
  }

  private static String pointer(Anonymisation anonymisation) {
    return Pointer.to("anonymise", anonymisation.table());
  }
}
