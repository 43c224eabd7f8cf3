package org.quietus.plan.make;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.policy.Purpose;
import org.quietus.policy.SubjectType;

/** Makes the members of a purpose's step: what goes, and what another purpose or a law keeps. */
final class PurposeMembers {
  private final PurposeScope scope;
  private final SubjectType subject;
  private final Purpose purpose;
  private final Dispositions dispositions;
  private final Edges edges;
  private final EndingRules rules;
  private final Findings findings;

  PurposeMembers(
      PurposeScope scope,
      Dispositions dispositions,
      Edges edges,
      EndingRules rules,
      Findings findings) {
    this.scope = scope;
    this.subject = scope.subject();
    this.purpose = scope.purpose();
    this.dispositions = dispositions;
    this.edges = edges;
    this.rules = rules;
    this.findings = findings;
  }

  /** All members but the root; those of rows that nothing keeps have no basis. */
  List<Member> members() {
    List<Member> members = new ArrayList<>();
    Set<String> deleted = new HashSet<>();
    for (Member member : scope.graph()) {
      if (member.role() == MemberRole.DESCENDANT) {
        rows(member).ifPresent(members::add);
        members.addAll(columns(member));
        if (scope.goes(member.table()) && member.action() instanceof Action.Delete) {
          deleted.add(member.catalogTable().name());
        }
      }
    }
    scope.graph().stream()
        .filter(member -> member.role() == MemberRole.REFERRER)
        .filter(member -> deleted.contains(member.path().get(0).toTable()))
        .forEach(members::add);
    members.addAll(columns(itself()));
    return members;
  }

  private Optional<Member> rows(Member member) {
    if (!purpose.needs(member.table())) {
      return Optional.empty();
    }
    List<String> needed = scope.others(other -> other.needs(member.table()));
    return Optional.of(
        member.under(
            member.action(), needed.isEmpty() ? byRule(member) : List.of(basis(member, needed))));
  }

  /** What only this purpose needs of rows, and what others need too, by who they are. */
  private List<Member> columns(Member member) {
    Map<List<String>, List<String>> byNeed =
        purpose.columns().getOrDefault(member.table(), Set.of()).stream()
            .sorted()
            .collect(
                Collectors.groupingBy(
                    column -> scope.others(other -> other.needs(member.table(), column)),
                    LinkedHashMap::new,
                    Collectors.toList()));
    List<Member> members = new ArrayList<>();
    byNeed.forEach(
        (needed, columns) ->
            dispositions
                .ofPurpose(member.table(), columns, scope.at(member.table().toString()))
                .map(
                    action ->
                        needed.isEmpty()
                            ? member.under(action, byRule(member))
                            : member.under(action, List.of(basis(member, action, needed))))
                .ifPresent(members::add));
    return members;
  }

  /**
   * New rows go on coming for a person who stays, so that a request cannot wait for the last of
   * those that a law keeps: a rule has to take them.
   */
  private List<Basis> byRule(Member member) {
    member.bases().stream()
        .filter(basis -> !rules.take(basis))
        .forEach(
            basis ->
                refuse(
                    "PURPOSE-KEPT",
                    member.table().toString(),
                    "rows of '"
                        + basis.table().name()
                        + "' are kept for '"
                        + basis.kept().keep().because()
                        + "' after consent is withdrawn, and no retention rule removes them when"
                        + " their period ends",
                    rules.advice(basis)));
    return member.bases().stream().map(Basis::byRule).toList();
  }

  private Basis basis(Member member, List<String> needed) {
    return basis(member, member.action(), needed);
  }

  private Basis basis(Member member, Action action, List<String> needed) {
    String names = needed.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    return new Basis(
        List.of(), member.catalogTable(), action, Kept.withoutEnd("needed for purpose " + names));
  }

  /** The person's own row as one that hangs on itself. */
  private Member itself() {
    Table root = scope.root();
    return new Member(
        subject.records(),
        root,
        List.of(Join.itself(root)),
        MemberRole.DESCENDANT,
        new Action.Leave(),
        List.of(),
        List.of(),
        Optional.empty(),
        edges.referencing(root.name()));
  }

  private void refuse(String id, String key, String what, String mend) {
    findings.refuse(id, scope.at(key), what, mend);
  }
}
