package org.quietus.plan.make;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Owner;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.SubjectType;
import org.quietus.policy.TableName;

/**
 * Tells steps whose rows they anonymise, where a strategy depends on it. By an erasure a row is of
 * the person whose graph it is in; by a rule, of the one whom the erasure would take it with.
 */
final class Owners {
  private final Map<TableName, Owner> byTable = new HashMap<>();
  private final JobFile job;
  private final Findings findings;

  Owners(JobFile job, List<Step> steps, Findings findings) {
    this.job = job;
    this.findings = findings;
    for (Step step : steps) {
      if (step.selection() instanceof Selection.Persons) {
        Stream.concat(Stream.of(step.root()), step.members().stream())
            .filter(member -> member.role() != MemberRole.REFERRER)
            .forEach(member -> byTable.putIfAbsent(member.table(), owner(step, member)));
      }
    }
  }

  private Owner owner(Step step, Member member) {
    Member root = step.root();
    SubjectType subject =
        job.subjects().values().stream()
            .filter(each -> each.records().equals(root.table()))
            .findFirst()
            .orElseThrow();
    Optional<TableAnonymisation> how =
        root.action() instanceof Action.Anonymise anonymise
            ? Optional.of(anonymise.how())
            : Optional.empty();
    return new Owner(member.path(), root.catalogTable(), subject.identifiers(), how);
  }

  /** The step with whose rows they are; what has to know it and cannot is refused. */
  Step told(Step step) {
    boolean person = step.selection() instanceof Selection.Persons;
    List<Member> members =
        step.members().stream().map(member -> told(member, person ? step : null)).toList();
    Member root = told(step.root(), person ? step : null);
    return new Step(step.number(), step.rule(), step.selection(), root, members, step.graph());
  }

  private Member told(Member member, @Nullable Step erasure) {
    if (!(member.action() instanceof Action.Anonymise anonymise)
        || member.role() == MemberRole.REFERRER
        || anonymise.how().columns().values().stream().allMatch(s -> s.ofPerson().isEmpty())) {
      return member;
    }
    Optional<Owner> owner =
        erasure != null
            ? Optional.of(owner(erasure, member))
            : Optional.ofNullable(byTable.get(member.table()));
    if (owner.isEmpty()) {
      anonymise
          .how()
          .columns()
          .forEach((column, strategy) -> refuseUnknown(member, column, strategy));
    }
    return owner.map(member::of).orElse(member);
  }

  private void refuseUnknown(Member member, String column, Strategy strategy) {
    if (strategy.ofPerson().filter(Strategy.OfPerson.REQUIRED::equals).isPresent()) {
      findings.refuse(
          "NOBODYS-TEXT",
          Pointer.to("anonymise", member.table()) + Pointer.to("with", column),
          "strategy 'text' has to know whose text '"
              + member.table()
              + "."
              + column
              + "' is, and no subject's erasure leads to its table",
          "name the table under 'erasure: records' of a subject whose graph it is in, or use"
              + " 'redact'");
    }
  }
}
