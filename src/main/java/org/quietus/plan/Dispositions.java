package org.quietus.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.policy.ErasureRule;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/** What the job file says is done with the rows of each graph table, under erasure.records. */
final class Dispositions {
  private final Map<TableName, Optional<Disposition>> read = new HashMap<>();
  private final Set<TableName> missing = new HashSet<>();
  private final JobFile job;
  private final Resolver resolver;
  private final Anonymisations anonymisations;
  private final Findings findings;

  Dispositions(JobFile job, Resolver resolver, Anonymisations anonymisations, Findings findings) {
    this.job = job;
    this.resolver = resolver;
    this.anonymisations = anonymisations;
    this.findings = findings;
  }

  /** One entry, resolved; the rows stay when they are anonymised or kept. */
  record Disposition(Table table, Action action, Optional<Kept> keep) {
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
    ErasureRule rule = job.erasure().get(name);
    if (rule == null) {
      if (missing.add(name)) {
        findings.refuse(
            "NO-DISPOSITION",
            pointer,
            "nothing says what happens to '" + name + "', which is reached by " + reached,
            "add '"
                + name
                + ": { then: delete }' (or anonymise, or with keep) under"
                + " 'erasure: records', or name it under 'shares'");
      }
      return Optional.empty();
    }
    return resolve(rule);
  }

  /** What happens to the columns of a shared row that are one person's. */
  Optional<Action> ofShared(TableName table, List<String> columns, String pointer) {
    return anonymisations.of(table, columns, pointer).map(Action.Anonymise::new);
  }

  /** Reads every entry of this database, whether a graph reaches it or not. */
  void readAll() {
    job.erasure().values().stream()
        .filter(rule -> resolver.here(rule.records()))
        .forEach(this::resolve);
  }

  /** Refuses the entries that no graph reaches: what they promise would not happen. */
  void refuseUnreached(Set<String> reached) {
    job.erasure().keySet().stream()
        .filter(resolver::here)
        .filter(name -> !reached.contains(name.table()) && resolver.exists(name))
        .forEach(
            name ->
                findings.refuse(
                    "UNREACHED",
                    Pointer.to("erasure", "records", name),
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
    String pointer = Pointer.to("erasure", "records", rule.records());
    Optional<Table> table = resolver.table(rule.records(), pointer);
    Optional<Action> action =
        rule.then() == Then.DELETE
            ? Optional.of(new Action.Delete())
            : anonymisations
                .of(rule.records(), pointer + "/then")
                .map(how -> new Action.Anonymise(how));
    if (rule.keep().isEmpty()) {
      return table.flatMap(t -> action.map(a -> new Disposition(t, a, Optional.empty())));
    }
    Optional<Kept> kept = table.flatMap(t -> kept(rule, t, pointer));
    return table.flatMap(
        t -> action.flatMap(a -> kept.map(k -> new Disposition(t, a, Optional.of(k)))));
  }

  private Optional<Kept> kept(ErasureRule rule, Table table, String pointer) {
    return rule.keep()
        .flatMap(
            keep -> {
              Optional<Column> from = resolver.moment(table, keep.from(), pointer + "/from");
              String period = pointer + (keep.legalMinimum() ? "/keep-at-least" : "/keep");
              return resolver
                  .cutoff(keep.period(), period)
                  .flatMap(cutoff -> from.map(f -> new Kept(keep, f.type(), cutoff)));
            });
  }
}
