package org.quietus.plan;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.catalog.Table;
import org.quietus.policy.Problem;

/**
 * What a run does to the databases of a job, in order.
 *
 * @param warnings what a person should know and need not mend
 * @param checkProbes what the database has still to be asked before the first change
 * @param anonymising what of the whole job anonymises rows, whichever part of it is run
 */
public record Plan(
    List<Step> steps,
    List<Problem> warnings,
    List<CheckProbe> checkProbes,
    List<Member> anonymising) {
  public Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
    checkProbes = List.copyOf(checkProbes);
    anonymising = List.copyOf(anonymising);
  }

  /** What the steps of some parts of a job do, of those of the whole one. */
  public static Plan of(
      List<Step> whole,
      Predicate<Step> part,
      List<Problem> warnings,
      List<CheckProbe> checkProbes) {
    return new Plan(
        whole.stream().filter(part).toList(),
        warnings,
        checkProbes,
        whole.stream()
            .flatMap(step -> Stream.concat(Stream.of(step.root()), step.members().stream()))
            .filter(member -> member.action() instanceof Action.Anonymise)
            .toList());
  }

  /** The same plan with further warnings. */
  public Plan warning(List<Problem> further) {
    return new Plan(
        steps,
        Stream.concat(warnings.stream(), further.stream()).toList(),
        checkProbes,
        anonymising);
  }

  /** The plans of several databases as one. */
  public static Plan joined(List<Plan> plans) {
    return plans.size() == 1
        ? plans.get(0)
        : new Plan(
            plans.stream().flatMap(plan -> plan.steps().stream()).toList(),
            plans.stream().flatMap(plan -> plan.warnings().stream()).distinct().toList(),
            plans.stream().flatMap(plan -> plan.checkProbes().stream()).toList(),
            plans.stream().flatMap(plan -> plan.anonymising().stream()).toList());
  }

  /** What it does to one database. */
  public Plan in(String database) {
    return in(Set.of(database));
  }

  /** What it does to some databases. */
  public Plan in(Set<String> databases) {
    return new Plan(
        steps.stream().filter(step -> databases.contains(step.database())).toList(),
        warnings,
        checkProbes.stream().filter(probe -> databases.contains(probe.table().database())).toList(),
        anonymising.stream()
            .filter(member -> databases.contains(member.table().database()))
            .toList());
  }

  /** The same with the steps, which are numbered from 1, numbered from that on. */
  public Plan numberedFrom(int first) {
    return first == 1
        ? this
        : new Plan(
            steps.stream().map(step -> step.numbered(step.number() + first - 1)).toList(),
            warnings,
            checkProbes,
            anonymising);
  }

  /** The steps that work for the requests of one kind of person, in order. */
  public List<Step> stepsOf(String subject) {
    return steps.stream().filter(step -> step.isOf(subject)).toList();
  }

  /** How the job anonymises rows of a table, whoever has them. */
  public List<Action> anonymising(Table table) {
    return anonymising.stream()
        .filter(member -> member.catalogTable().equals(table))
        .map(Member::action)
        .distinct()
        .toList();
  }

  /** The names of the tables that a step may change. */
  public Set<String> tableNames() {
    return tables().stream().map(Table::name).collect(Collectors.toSet());
  }

  /** Every table that a step may change, once each, by name; of a plan in one database. */
  public Collection<Table> tables() {
    TreeMap<String, Table> tables = new TreeMap<>();
    steps.stream()
        .flatMap(step -> Stream.concat(Stream.of(step.root()), step.members().stream()))
        .forEach(member -> tables.put(member.catalogTable().name(), member.catalogTable()));
    return tables.values();
  }
}
