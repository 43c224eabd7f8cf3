package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.Plan;
import org.quietus.plan.Step;
import org.quietus.policy.Anonymisation;
import org.quietus.policy.JobFile;
import org.quietus.policy.TableName;
import org.quietus.policy.Then;

/**
 * What a run may do to a table besides reading it.
 *
 * @param deleted whether rows may be deleted
 * @param updated the columns that may be overwritten
 */
public record Touched(String table, boolean deleted, Set<String> updated) {

  public Touched {
    updated = Set.copyOf(updated);
  }

  boolean isChanged() {
    return deleted || !updated.isEmpty();
  }

  /** Every table that a plan reads or changes. */
  static Collection<Touched> by(Plan plan) {
    Map<String, Touched> touched = new LinkedHashMap<>();
    for (Step step : plan.steps()) {
      Stream<Touched> changed =
          Stream.concat(Stream.of(step.root()), step.members().stream()).map(Touched::of);
      Stream.concat(changed, ReadTables.of(step).map(Touched::reading))
          .forEach(each -> touched.merge(each.table(), each, Touched::joined));
    }
    return touched.values();
  }

  private static Touched reading(String table) {
    return new Touched(table, false, Set.of());
  }

  /** The tables of one database that a job file names, as far as they are there. */
  static Collection<Touched> by(JobFile job, String database, Catalog catalog) {
    Map<String, Touched> touched = new LinkedHashMap<>();
    Stream.concat(
            job.retention().values().stream()
                .map(rule -> of(job, database, rule.records(), rule.then(), catalog)),
            job.erasure().values().stream()
                .map(rule -> of(job, database, rule.records(), rule.then(), catalog)))
        .flatMap(Optional::stream)
        .forEach(each -> touched.merge(each.table(), each, Touched::joined));
    return touched.values();
  }

  private static Optional<Touched> of(
      JobFile job, String database, TableName name, Then then, Catalog catalog) {
    return catalog
        .table(name.table())
        .filter(table -> name.database().equals(database))
        .map(
            table -> {
              Set<String> updated = new TreeSet<>();
              Anonymisation how = job.anonymise().get(name);
              if (then == Then.ANONYMISE && how != null) {
                how.with().keySet().stream()
                    .filter(table.columns()::containsKey)
                    .forEach(updated::add);
              }
              return new Touched(table.name(), then == Then.DELETE, updated);
            });
  }

  private static Touched of(Member member) {
    Set<String> updated = new TreeSet<>();
    if (member.action() instanceof Action.Anonymise anonymise) {
      updated.addAll(anonymise.how().columns().keySet());
      anonymise.how().mark().ifPresent(updated::add);
    } else if (member.action() instanceof Action.Unlink unlink) {
      updated.addAll(unlink.columns());
    }
    return new Touched(
        member.catalogTable().name(), member.action() instanceof Action.Delete, updated);
  }

  private static Touched joined(Touched one, Touched other) {
    List<String> updated = new ArrayList<>(one.updated());
    updated.addAll(other.updated());
    return new Touched(one.table(), one.deleted() || other.deleted(), new TreeSet<>(updated));
  }
}
