package org.quietus.coverage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Comments;
import org.quietus.catalog.Table;
import org.quietus.plan.Acknowledged;
import org.quietus.policy.ColumnName;
import org.quietus.policy.JobFile;
import org.quietus.policy.Problem;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/** Holds what a database seems to hold against what a job file covers and acknowledges. */
public final class Gaps {
  private final JobFile job;
  private final Catalog catalog;
  private final Inventory inventory;
  private final Covered covered;
  private final Acknowledged acknowledged;
  private final Copies copies;
  private final References references;
  private final Map<String, String> triggered;

  /** Compares, without looking at any row. */
  public Gaps(JobFile job, Catalog catalog, Comments comments) {
    this.job = job;
    this.catalog = catalog;
    this.covered = new Covered(job, catalog.database());
    this.acknowledged = Acknowledged.of(job, catalog);
    this.inventory =
        Inventory.of(
            catalog,
            comments,
            job.subjects().values().stream()
                .map(SubjectType::records)
                .filter(table -> table.database().equals(catalog.database()))
                .map(TableName::table)
                .collect(Collectors.toSet()));
    this.copies = new Copies(inventory, covered, marked());
    this.references = new References(inventory, job);
    this.triggered = triggered();
  }

  /** Columns that the job file itself calls personal, as {@code table.column}. */
  private Set<String> marked() {
    Set<String> marked = new HashSet<>();
    job.anonymise()
        .forEach(
            (table, how) ->
                how.with().keySet().forEach(column -> marked.add(table.table() + "." + column)));
    job.categories()
        .columns()
        .forEach(
            (table, columns) ->
                columns.keySet().forEach(column -> marked.add(table.table() + "." + column)));
    return marked;
  }

  private Map<String, String> triggered() {
    Map<String, String> targets = new TreeMap<>();
    String prefix = catalog.database() + ".";
    job.triggers()
        .forEach(
            (from, places) ->
                places.stream()
                    .filter(place -> place.startsWith(prefix))
                    .forEach(
                        place -> targets.put(place.substring(prefix.length()), from.toString())));
    return targets;
  }

  /** The columns that nothing covers and nobody has acknowledged, by table. */
  public Map<String, List<Column>> open() {
    Map<String, List<Column>> open = new TreeMap<>();
    for (Table table : catalog.tables().values()) {
      List<Column> columns =
          table.columns().values().stream()
              .filter(column -> !covered.covers(table, column))
              .filter(column -> acknowledged.reason(table.name(), column.name()).isEmpty())
              .toList();
      if (!columns.isEmpty()) {
        open.put(table.name(), columns);
      }
    }
    return open;
  }

  /**
   * What is not covered, the surest first.
   *
   * @param sampled what values say, by table and column
   */
  public List<Finding> findings(Map<String, Map<String, List<Sign>>> sampled) {
    List<Finding> findings = new ArrayList<>();
    for (Table table : catalog.tables().values()) {
      findings.addAll(of(table, sampled.getOrDefault(table.name(), Map.of())));
    }
    findings.sort(Comparator.comparing(Finding::level).thenComparing(Finding::table));
    return List.copyOf(findings);
  }

  /** An acknowledged column counts where it is about what else the table has. */
  private List<Finding> of(Table table, Map<String, List<Sign>> values) {
    Optional<String> original =
        covered.names(table.name()) ? Optional.empty() : copies.original(table);
    Map<String, List<Sign>> signs = new LinkedHashMap<>();
    for (Column column : uncovered(table)) {
      List<Sign> some = signs(table, column, original);
      some.addAll(values.getOrDefault(column.name(), List.of()));
      signs.put(column.name(), some);
    }
    boolean silent = signs.values().stream().allMatch(List::isEmpty);
    for (Column column : uncovered(table)) {
      references
          .of(table, column)
          .filter(sign -> silent || sign.level().isAtLeast(Level.LIKELY))
          .ifPresent(sign -> signs.getOrDefault(column.name(), List.of()).add(sign));
    }
    List<Sign> ofTable = ofTable(table, original, signs);
    List<Finding> findings = new ArrayList<>();
    signs.forEach(
        (column, some) -> {
          if (acknowledged.reason(table.name(), column).isEmpty()) {
            finding(table.name(), Optional.of(column), some).ifPresent(findings::add);
          }
        });
    if (acknowledged.reason(table.name()).isEmpty()) {
      finding(table.name(), Optional.empty(), ofTable).ifPresent(findings::add);
    }
    return findings;
  }

  private List<Column> uncovered(Table table) {
    return table.columns().values().stream()
        .filter(column -> !covered.covers(table, column))
        .toList();
  }

  private List<Sign> signs(Table table, Column column, Optional<String> original) {
    List<Sign> signs = new ArrayList<>(inventory.of(table.name(), column));
    copies.of(table, column, original).ifPresent(signs::add);
    declared(table, column).ifPresent(signs::add);
    if (signs.isEmpty() && inventory.isLog(table.name()) && Kind.LOG.fits(column)) {
      signs.add(
          new Sign(
              Kind.LOG, Level.POSSIBLE, "the table looks like a log, which repeats what it is of"));
    } else if (signs.isEmpty()
        && inventory.belongsToPersons(table.name())
        && Kind.LARGE.fits(column)) {
      signs.add(
          new Sign(
              Kind.LARGE, Level.POSSIBLE, "takes anything, in rows that seem to be of a person"));
    }
    return signs;
  }

  private Optional<Sign> declared(Table table, Column column) {
    TableName name = new TableName(catalog.database(), table.name());
    return Optional.ofNullable(
            job.categories().columns().getOrDefault(name, Map.of()).get(column.name()))
        .map(
            category ->
                new Sign(Kind.DECLARED, Level.CERTAIN, "the job file calls it '" + category + "'"));
  }

  /** What speaks for the table as a whole, beyond what its columns say. */
  private List<Sign> ofTable(
      Table table, Optional<String> original, Map<String, List<Sign>> columns) {
    List<Sign> signs = new ArrayList<>();
    Optional.ofNullable(triggered.get(table.name()))
        .filter(from -> !covered.names(table.name()))
        .ifPresent(
            from ->
                signs.add(
                    new Sign(Kind.LOG, Level.LIKELY, "a trigger of " + from + " writes here")));
    original.ifPresent(
        other ->
            signs.add(
                new Sign(
                    Kind.DATABASE_COPY,
                    Level.LIKELY,
                    "looks like a copy of " + catalog.database() + "." + other)));
    if (!covered.names(table.name())) {
      Optional<Level> surest =
          columns.values().stream().flatMap(List::stream).map(Sign::level).reduce(Level::surer);
      inventory.of(table).stream()
          .filter(sign -> surest.filter(level -> level.isAtLeast(sign.level())).isEmpty())
          .forEach(signs::add);
      if (surest.isEmpty() && inventory.isOfPersons(table.name())) {
        signs.add(
            new Sign(Kind.REFERENCE, Level.POSSIBLE, "by its name, its rows seem to be persons"));
      }
      if (surest.isEmpty() && inventory.isLog(table.name())) {
        signs.add(new Sign(Kind.LOG, Level.POSSIBLE, "looks like a log"));
      }
    }
    return signs;
  }

  private Optional<Finding> finding(String table, Optional<String> column, List<Sign> signs) {
    if (signs.isEmpty()) {
      return Optional.empty();
    }
    List<Sign> sorted = signs.stream().sorted(Comparator.comparing(Sign::level)).toList();
    List<String> why = new ArrayList<>(sorted.stream().map(Sign::why).distinct().toList());
    if (column.isPresent() && covered.anonymises(table)) {
      why.add("its rows are anonymised without it");
    } else if (column.isPresent() && covered.shares(table)) {
      why.add("its rows are shared and stay");
    }
    return Optional.of(
        new Finding(sorted.get(0).level(), new TableName(catalog.database(), table), column, why));
  }

  /** Tables that nothing names and nobody has acknowledged, and of which nothing was found. */
  public List<TableName> unnamed(List<Finding> findings) {
    Set<String> found =
        findings.stream().map(each -> each.table().table()).collect(Collectors.toSet());
    return open().keySet().stream()
        .filter(table -> !covered.names(table) && !found.contains(table))
        .map(table -> new TableName(catalog.database(), table))
        .toList();
  }

  /** What is wrong with the acknowledgements. */
  public List<Problem> warnings() {
    return acknowledged.warnings(job.text());
  }

  /** Whether somebody has acknowledged the column, or its whole table. */
  public boolean isAcknowledged(ColumnName column) {
    return acknowledged.reason(column.table().table(), column.column()).isPresent();
  }

  /** What the database seems to hold. */
  public Inventory inventory() {
    return inventory;
  }
}
