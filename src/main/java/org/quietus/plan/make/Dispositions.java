package org.quietus.plan.make;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Kept;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/** What the job file says is done with the rows of each graph table, under erasure.records. */
final class Dispositions {
  private final Map<TableName, Optional<Disposition>> read = new HashMap<>();
  private final Set<TableName> missing = new HashSet<>();
  private final Map<TableName, ErasureRule> entries;
  private final Function<TableName, String> pointers;
  private final Resolver resolver;
  private final Anonymisations anonymisations;
  private final Findings findings;
  private final Optional<Dispositions> general;

  /** What is said under {@code erasure: records}. */
  Dispositions(JobFile job, Resolver resolver, Anonymisations anonymisations, Findings findings) {
    this(
        job.erasure(),
        table -> Pointer.to("erasure", "records", table),
        resolver,
        anonymisations,
        findings,
        Optional.empty());
  }

  private Dispositions(
      Map<TableName, ErasureRule> entries,
      Function<TableName, String> pointers,
      Resolver resolver,
      Anonymisations anonymisations,
      Findings findings,
      Optional<Dispositions> general) {
    this.entries = entries;
    this.general = general;
    this.pointers = pointers;
    this.resolver = resolver;
    this.anonymisations = anonymisations;
    this.findings = findings;
  }

  /** The same, but for what a retention rule says itself of the tables that hang on its own. */
  Dispositions under(RetentionRule rule) {
    Map<TableName, ErasureRule> all = new HashMap<>(entries);
    all.putAll(rule.with());
    return new Dispositions(
        all,
        table ->
            rule.with().containsKey(table)
                ? Pointer.to("retention", rule.name(), "with", table)
                : pointers.apply(table),
        resolver,
        anonymisations,
        findings,
        Optional.of(this));
  }

  /**
   * One entry, resolved; the rows stay when they are anonymised or kept.
   *
   * @param withParent whether they stay as long as a row that they hang on, anonymised or not
   */
  record Disposition(Table table, Action action, Optional<Kept> keep, boolean withParent) {
    boolean deletes() {
      return action instanceof Action.Delete;
    }
  }

  /**
   * The entry of a table; refused when there is none, empty also if it is wrong.
   *
   * @param reached how the graph comes to the table, for the message
   */
  Optional<Disposition> of(Table table, String pointer, String reached) {
    TableName name = resolver.name(table.name());
    ErasureRule rule = entries.get(name);
    if (rule == null) {
      if (missing.add(name)) {
        findings.refuse(
            "NO-DISPOSITION",
            pointer,
            "nothing says what happens to '" + name + "', which is reached by " + reached,
            "add '"
                + name
                + ": { then: delete }' (or anonymise, or with keep) under"
                + (pointer.startsWith("/retention/")
                    ? " 'with' of the rule, or under 'erasure: records'"
                    : " 'erasure: records', or name it under 'shares'"));
      }
      return Optional.empty();
    }
    return resolve(rule);
  }

  /** What is said of a table, if anything is. */
  Optional<Disposition> known(Table table) {
    return Optional.ofNullable(entry(table)).flatMap(this::resolve);
  }

  private @Nullable ErasureRule entry(Table table) {
    return entries.get(resolver.name(table.name()));
  }

  /**
   * All that is said of a table and keeps its rows: what a rule says itself does not undercut what
   * is said for all.
   */
  List<Disposition> keeping(Table table) {
    Optional<Disposition> ofAll =
        general.filter(all -> all.entry(table) != entry(table)).flatMap(all -> all.known(table));
    return Stream.concat(known(table).stream(), ofAll.stream())
        .filter(found -> found.keep().isPresent())
        .toList();
  }

  /** What happens to the columns of a shared row that are one person's. */
  Optional<Action> ofShared(TableName table, List<String> columns, String pointer) {
    return anonymisations.of(table, columns, pointer).map(Action.Anonymise::new);
  }

  /** What happens to the columns that a purpose needs of rows which stay without them. */
  Optional<Action> ofPurpose(TableName table, List<String> columns, String pointer) {
    return anonymisations.ofPurpose(table, columns, pointer).map(Action.Anonymise::new);
  }

  /** Reads every entry of this database, whether a graph reaches it or not. */
  void readAll() {
    entries.values().stream().filter(rule -> resolver.here(rule.records())).forEach(this::resolve);
  }

  /** Refuses the entries that no graph reaches: what they promise would not happen. */
  void refuseUnreached(Set<String> reached) {
    entries.keySet().stream()
        .filter(resolver::here)
        .filter(name -> !reached.contains(name.table()) && resolver.exists(name))
        .forEach(
            name ->
                findings.refuse(
                    "UNREACHED",
                    pointers.apply(name),
                    "no subject's graph leads to '" + name + "'",
                    "declare the edge under 'subjects: <type>: owns', or remove the entry"));
  }

  private Optional<Disposition> resolve(ErasureRule rule) {
    Optional<Disposition> known = read.get(rule.records());
    if (known == null) {
      known = resolveFirst(rule);
      read.put(rule.records(), known);
    }
    return known;
  }

  private Optional<Disposition> resolveFirst(ErasureRule rule) {
    String pointer = pointers.apply(rule.records());
    Optional<Table> table = resolver.table(rule.records(), pointer);
    Optional<Action> action =
        rule.then() == Then.DELETE
            ? Optional.of(new Action.Delete())
            : anonymisations
                .of(rule.records(), pointer + "/then")
                .map(how -> new Action.Anonymise(how));
    if (rule.keep().isEmpty()) {
      return table.flatMap(
          t -> action.map(a -> new Disposition(t, a, Optional.empty(), rule.withParent())));
    }
    Optional<Kept> kept = table.flatMap(t -> kept(rule, t, pointer));
    return table.flatMap(
        t ->
            action.flatMap(
                a -> kept.map(k -> new Disposition(t, a, Optional.of(k), rule.withParent()))));
  }

  private Optional<Kept> kept(ErasureRule rule, Table table, String pointer) {
    return rule.keep()
        .flatMap(
            keep -> {
              Optional<Column> from = resolver.moment(table, keep.from(), pointer + "/from");
              rule.where().ifPresent(where -> resolver.condition(table, where, pointer + "/where"));
              String period = pointer + (keep.legalMinimum() ? "/keep-at-least" : "/keep");
              return resolver
                  .cutoff(keep.period(), period)
                  .flatMap(cutoff -> from.map(f -> new Kept(keep, f.type(), cutoff, rule.where())));
            });
  }
}
