package org.quietus.plan;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.quietus.catalog.Table;
import org.quietus.policy.Problem;

/**
 * What a run does to one database, in order.
 *
 * @param warnings what a person should know and need not mend
 * @param checkProbes what the database has still to be asked before the first change
 */
public record Plan(List<Step> steps, List<Problem> warnings, List<CheckProbe> checkProbes) {
  public Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
    checkProbes = List.copyOf(checkProbes);
  }

  /** The same plan with further warnings. */
  public Plan warning(List<Problem> further) {
    return new Plan(
        steps, Stream.concat(warnings.stream(), further.stream()).toList(), checkProbes);
  }

  /** The steps that work for the requests of one kind of person, in order. */
  public List<Step> stepsOf(String subject) {
    return steps.stream().filter(step -> step.isOf(subject)).toList();
  }

  /** Every table that a step may change, once each, by name. */
  public Collection<Table> tables() {
    TreeMap<String, Table> tables = new TreeMap<>();
    steps.stream()
        .flatMap(step -> Stream.concat(Stream.of(step.root()), step.members().stream()))
        .forEach(member -> tables.put(member.catalogTable().name(), member.catalogTable()));
    return tables.values();
  }
}
