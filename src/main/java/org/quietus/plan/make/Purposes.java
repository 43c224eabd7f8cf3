package org.quietus.plan.make;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.Table;
import org.quietus.plan.Member;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;

/**
 * What goes of a person who withdraws consent to one purpose: of the person's graph, the rows and
 * columns that only this purpose needs. The person's own row stays, and so does what another
 * purpose needs too, which is counted as kept.
 */
final class Purposes {
  private final Collection<SubjectType> kinds;
  private final Resolver resolver;
  private final Dispositions dispositions;
  private final Edges edges;
  private final EndingRules rules;
  private final Findings findings;

  Purposes(
      Collection<SubjectType> kinds,
      Resolver resolver,
      Dispositions dispositions,
      Edges edges,
      EndingRules rules,
      Findings findings) {
    this.kinds = kinds;
    this.rules = rules;
    this.resolver = resolver;
    this.dispositions = dispositions;
    this.edges = edges;
    this.findings = findings;
  }

  /**
   * The members of a purpose's step; empty if anything is wrong with it, which was refused.
   *
   * @param subject the kind of person whose purpose it is
   * @param graph what hangs on the person's row, which stays
   */
  Optional<List<Member>> members(
      SubjectType subject, Purpose purpose, Table root, List<Member> graph) {
    int before = findings.count();
    PurposeScope scope = new PurposeScope(subject, purpose, kinds, root, graph);
    new PurposeChecks(scope, resolver, edges, rules, findings).check();
    List<Member> members =
        findings.count() == before
            ? new PurposeMembers(scope, dispositions, edges, rules, findings).members()
            : List.of();
    return findings.count() == before ? Optional.of(members) : Optional.empty();
  }
}
