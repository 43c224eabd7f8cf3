package org.quietus.plan.make;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Kept;
import org.quietus.plan.Lifetime;
import org.quietus.policy.JobFile;
import org.quietus.policy.Keep;
import org.quietus.policy.RetentionRule;
import org.quietus.policy.Then;

/**
 * What keeps the rows of a table although a step's action would fit them: what the job file says of
 * the table, what it says of the rows that they hang on, and under retention the other rules that
 * give a reason. The longest counts.
 */
final class Bases {
  private final JobFile job;
  private final Resolver resolver;
  private final Anonymisations anonymisations;
  private final Edges edges;
  private final Set<String> persons;

  Bases(
      JobFile job,
      Resolver resolver,
      Anonymisations anonymisations,
      Edges edges,
      Set<String> persons) {
    this.job = job;
    this.resolver = resolver;
    this.anonymisations = anonymisations;
    this.edges = edges;
    this.persons = persons;
  }

  /** Under an erasure. */
  List<Basis> of(Table table, Dispositions dispositions) {
    return of(table, dispositions, Optional.empty(), new HashSet<>());
  }

  /**
   * Under a retention rule.
   *
   * @param path tables between this one and the rule's, which keep back the whole record themselves
   */
  List<Basis> of(Table table, Dispositions dispositions, RetentionRule rule, Set<String> path) {
    return of(table, dispositions, Optional.of(rule), new HashSet<>(path));
  }

  /**
   * What keeps the rows of a rule's own table longer than the rule does, also that rows stay which
   * they hang on and which could not be read without them.
   */
  List<Basis> ofRoot(Table table, Dispositions dispositions, RetentionRule rule) {
    return of(table, dispositions, Optional.of(rule), new HashSet<>()).stream()
        .filter(basis -> !basis.isOwn() || !isWithin(basis.kept(), rule))
        .toList();
  }

  private List<Basis> of(
      Table table, Dispositions dispositions, Optional<RetentionRule> rule, Set<String> passed) {
    passed.add(table.name());
    List<Basis> all = new ArrayList<>(own(table, dispositions, rule));
    for (ForeignKey edge : edges.from(table.name())) {
      String above = edge.referencedTable();
      if (!persons.contains(above)
          && !passed.contains(above)
          && isBelowKept(above, dispositions, rule)) {
        Optional<Table> parent = resolver.find(above);
        parent.stream()
            .flatMap(found -> of(found, dispositions, rule, new HashSet<>(passed)).stream())
            .map(basis -> basis.below(Join.up(edge)))
            .forEach(all::add);
      }
    }
    return List.copyOf(all);
  }

  /** Whether rows of a table may be kept, or hang on such; tells before every path is followed. */
  private boolean isBelowKept(
      String table, Dispositions dispositions, Optional<RetentionRule> rule) {
    Set<String> seen = new HashSet<>(Set.of(table));
    Deque<String> ahead = new ArrayDeque<>(seen);
    while (!ahead.isEmpty()) {
      String next = ahead.remove();
      if (resolver.find(next).filter(of -> !own(of, dispositions, rule).isEmpty()).isPresent()) {
        return true;
      }
      edges.from(next).stream()
          .map(ForeignKey::referencedTable)
          .filter(above -> !persons.contains(above) && seen.add(above))
          .forEach(ahead::add);
    }
    return false;
  }

  private List<Basis> own(Table table, Dispositions dispositions, Optional<RetentionRule> rule) {
    Stream<Basis> entry =
        dispositions.keeping(table).stream()
            .flatMap(
                found ->
                    found.keep().stream()
                        .map(kept -> new Basis(List.of(), table, found.action(), kept)));
    return rule.isEmpty()
        ? entry.toList()
        : Stream.concat(entry, others(table, rule.get())).toList();
  }

  /** Rules with a reason for the same table. */
  private Stream<Basis> others(Table table, RetentionRule rule) {
    return job.retention().values().stream()
        .filter(other -> !other.name().equals(rule.name()) && other.because().isPresent())
        .filter(other -> other.records().equals(resolver.name(table.name())))
        .flatMap(
            other ->
                table.column(other.from()).stream()
                    .map(from -> new Basis(List.of(), table, action(other), kept(other, from))));
  }

  /**
   * An anonymised row keeps nothing, whatever has become of the moment that its period began at.
   */
  private Action action(RetentionRule rule) {
    return rule.then() == Then.DELETE
        ? new Action.Delete()
        : anonymisations
            .of(rule.records(), Pointer.to("retention", rule.name(), "then"))
            .<Action>map(Action.Anonymise::new)
            .orElseGet(Action.Delete::new);
  }

  private Kept kept(RetentionRule rule, Column from) {
    Keep keep = new Keep(false, rule.keep(), rule.from(), rule.because().orElseThrow());
    return new Kept(
        keep,
        from.type(),
        resolver.cutoff(rule.keep(), Pointer.to("retention", rule.name(), "keep")).orElseThrow(),
        rule.where());
  }

  private static boolean isWithin(Kept kept, RetentionRule rule) {
    return kept.keep().from().equals(rule.from())
        && !Lifetime.isLonger(kept.keep().period(), rule.keep());
  }
}
