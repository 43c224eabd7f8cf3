package org.quietus.plan.make;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Lifetime;
import org.quietus.plan.Member;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.Keep;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.Then;

/** Makes the steps of retention rules, or refuses what is wrong with one. */
final class RetentionSteps {
  private final Resolver resolver;
  private final Indexes indexes;
  private final Anonymisations anonymisations;
  private final Dispositions dispositions;
  private final Bases bases;
  private final Graphs graphs;
  private final Findings findings;

  RetentionSteps(
      Resolver resolver,
      Indexes indexes,
      Anonymisations anonymisations,
      Dispositions dispositions,
      Bases bases,
      Graphs graphs,
      Findings findings) {
    this.resolver = resolver;
    this.indexes = indexes;
    this.anonymisations = anonymisations;
    this.dispositions = dispositions;
    this.bases = bases;
    this.graphs = graphs;
    this.findings = findings;
  }

  /** The step of a rule; empty if it was refused. */
  Optional<Step> step(RetentionRule rule, int number) {
    String pointer = Pointer.to("retention", rule.name());
    Optional<Table> found = resolver.table(rule.records(), pointer + "/records");
    Optional<Action> action =
        rule.then() == Then.DELETE
            ? Optional.of(new Action.Delete())
            : anonymisations
                .of(rule.records(), pointer + "/then")
                .map(how -> new Action.Anonymise(how));
    Optional<Selection> selection = found.flatMap(table -> due(rule, table, pointer));
    if (found.isEmpty() || action.isEmpty()) {
      return Optional.empty();
    }
    Table table = found.get();
    Dispositions own = rule.with().isEmpty() ? dispositions : dispositions.under(rule);
    GraphRoot from = graphs.root(table, action, Optional.of(rule), pointer);
    Graphs.Followed followed =
        rule.then() == Then.DELETE ? graphs.follow(from, own) : graphs.owned(from, own);
    refuseUnreached(rule, followed.all());
    Member root = graphs.rootMember(table, action.get(), longer(rule, table, own));
    return selection.map(
        due -> new Step(number, rule.name(), due, root, followed.members(), followed.all()));
  }

  /** What keeps a rule's own rows longer than the rule; named where it certainly counts. */
  private List<Basis> longer(RetentionRule rule, Table table, Dispositions own) {
    List<Basis> longer = bases.ofRoot(table, own, rule);
    longer.stream()
        .filter(
            basis -> basis.isOwn() || Lifetime.isLonger(basis.kept().keep().period(), rule.keep()))
        .forEach(basis -> tellLonger(rule, table, basis));
    return longer;
  }

  private void tellLonger(RetentionRule rule, Table table, Basis basis) {
    Keep kept = basis.kept().keep();
    String keepers =
        basis.isOwn()
            ? ", which are kept "
            : ", which hang on rows of '"
                + basis.table().name()
                + "' ("
                + basis.above().stream().map(Join::toString).collect(Collectors.joining(", "))
                + ") that are kept ";
    findings.warn(
        "KEPT-LONGER",
        Pointer.to("retention", rule.name()),
        "rule '"
            + rule.name()
            + "' takes rows of '"
            + table.name()
            + "' after "
            + rule.keep()
            + " from "
            + rule.from()
            + keepers
            + kept.period()
            + " from "
            + kept.from()
            + " for '"
            + kept.because()
            + "'; the longer of both counts",
        basis.isOwn()
            ? "give the rule that period too, if it is meant for the same rows"
            : "remove the rule, if no row is there without one that it hangs on: it goes with that"
                + " one");
  }

  private void refuseUnreached(RetentionRule rule, List<Member> graph) {
    rule.with().keySet().stream()
        .filter(table -> graph.stream().noneMatch(member -> member.table().equals(table)))
        .filter(resolver::exists)
        .forEach(
            table ->
                findings.refuse(
                    "UNREACHED",
                    Pointer.to("retention", rule.name(), "with", table),
                    "no rows of '" + table + "' go with those of rule '" + rule.name() + "'",
                    "remove the entry; only what hangs on deleted rows goes with them"));
  }

  private Optional<Selection> due(RetentionRule rule, Table table, String pointer) {
    rule.where().ifPresent(where -> resolver.condition(table, where, pointer + "/where"));
    Optional<Column> from = resolver.moment(table, rule.from(), pointer + "/from");
    if (from.isPresent() && !rule.scanAllowed()) {
      indexes.require(
          table,
          List.of(rule.from()),
          pointer + "/from",
          " or allow reading it all: 'scan: allowed'");
    }
    return resolver
        .cutoff(rule.keep(), pointer + "/keep")
        .flatMap(
            cutoff ->
                from.map(
                    column ->
                        new Selection.Due(
                            rule.where(),
                            rule.from(),
                            column.type(),
                            cutoff,
                            Indexes.ledBy(table, List.of(rule.from())),
                            rule.wholePartitions())));
  }
}
