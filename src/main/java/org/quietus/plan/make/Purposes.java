package org.quietus.plan.make;

import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.quietus.catalog.Table;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/**
 * What goes of a person who withdraws consent to one purpose: of the person's graph, the rows and
 * columns that only this purpose needs. The person's own row stays, and so does what another
 * purpose needs too, which is counted as kept.
 */
final class Purposes {
  private final Resolver resolver;
  private final Dispositions dispositions;
  private final Edges edges;
  private final BiPredicate<TableName, Kept> ruled;
  private final Findings findings;

  /** A retention rule removes all rows of tables that are kept so, if they are {@code ruled}. */
  Purposes(
      Resolver resolver,
      Dispositions dispositions,
      Edges edges,
      BiPredicate<TableName, Kept> ruled,
      Findings findings) {
    this.ruled = ruled;
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
    PurposeScope scope = new PurposeScope(subject, purpose, root, graph);
    new PurposeChecks(scope, resolver, findings).check();
    List<Member> members =
        findings.count() == before
            ? new PurposeMembers(scope, resolver, dispositions, edges, ruled, findings).members()
            : List.of();
    return findings.count() == before ? Optional.of(members) : Optional.empty();
  }
}
