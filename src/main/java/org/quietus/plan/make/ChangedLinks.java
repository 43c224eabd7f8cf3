package org.quietus.plan.make;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Part;
import org.quietus.plan.Step;
import org.quietus.policy.JobFile;
import org.quietus.policy.Then;

/**
 * Looks for rules that anonymise away the link by which an erasure finds what hangs on their rows.
 */
final class ChangedLinks {
  private final JobFile job;
  private final Findings findings;

  ChangedLinks(JobFile job, Findings findings) {
    this.job = job;
    this.findings = findings;
  }

  /** Refuses each below which rows would stay when their person is erased. */
  void check(List<Step> steps) {
    for (Step rule : steps) {
      if (rule.part() == Part.RETENTION
          && rule.root().action() instanceof Action.Anonymise anonymise) {
        steps.stream()
            .filter(step -> step.part() == Part.ERASURE)
            .filter(step -> !step.root().table().equals(rule.root().table()))
            .forEach(step -> check(rule, anonymise.changes(rule.root().catalogTable()), step));
      }
    }
  }

  private void check(Step rule, Set<String> changed, Step erasure) {
    Table table = rule.root().catalogTable();
    for (Member member : erasure.members()) {
      if (member.role() == MemberRole.DESCENDANT && !(member.action() instanceof Action.Leave)) {
        lost(member, table, changed)
            .findFirst()
            .filter(link -> !isFoundAnyway(member, erasure, table, changed) && !isRuled(member))
            .ifPresent(link -> refuse(rule, member, link));
      }
    }
  }

  /** The changed links that a row is found by, behind its own. */
  private static Stream<Join> lost(Member member, Table table, Set<String> changed) {
    return member.path().stream()
        .filter(
            join ->
                (isAny(changed, join.toColumns()) && join.toTable().equals(table.name()))
                    || (isAny(changed, join.fromColumns())
                        && join.fromTable().equals(table.name())
                        && !member.catalogTable().equals(table)));
  }

  private static boolean isAny(Set<String> changed, List<String> columns) {
    return columns.stream().anyMatch(changed::contains);
  }

  /** Whether another path leads from each such row to the person. */
  private static boolean isFoundAnyway(
      Member member, Step erasure, Table table, Set<String> changed) {
    return erasure.members().stream()
        .filter(other -> other.role() == MemberRole.DESCENDANT)
        .filter(other -> other.table().equals(member.table()) && other.path().size() == 1)
        .filter(other -> lost(other, table, changed).findAny().isEmpty())
        .anyMatch(
            other ->
                other.rootEnd().fromColumns().stream()
                    .flatMap(name -> member.catalogTable().column(name).stream())
                    .allMatch(Column::filled));
  }

  /** Whether a rule of their own takes all such rows. */
  private boolean isRuled(Member member) {
    return job.retention().values().stream()
        .filter(rule -> rule.records().equals(member.table()) && rule.where().isEmpty())
        .anyMatch(
            rule -> rule.then() == Then.DELETE || member.action() instanceof Action.Anonymise);
  }

  private void refuse(Step rule, Member member, Join link) {
    findings.refuse(
        "LINK-CHANGED-BY-RULE",
        Pointer.to("retention", rule.rule()),
        "rule '"
            + rule.rule()
            + "' changes "
            + link
            + ", by which rows of '"
            + member.table()
            + "' are found when their person is erased; they would stay then",
        "leave these columns out of 'anonymise', let the rule delete, or add a retention rule for '"
            + member.table()
            + "' without 'where'");
  }
}
