package org.quietus.plan.make;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
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
final class EmptiedLinks {
  private final JobFile job;
  private final Findings findings;

  EmptiedLinks(JobFile job, Findings findings) {
    this.job = job;
    this.findings = findings;
  }

  /** Refuses each below which rows would stay when their person is erased. */
  void check(List<Step> steps) {
    for (Step rule : steps) {
      Set<String> emptied =
          rule.part() == Part.RETENTION ? ColumnsSetNull.by(rule.root().action()) : Set.of();
      if (!emptied.isEmpty()) {
        steps.stream()
            .filter(step -> step.part() == Part.ERASURE)
            .forEach(step -> check(rule, emptied, step));
      }
    }
  }

  private void check(Step rule, Set<String> emptied, Step erasure) {
    Table table = rule.root().catalogTable();
    for (Member member : erasure.members()) {
      if (member.role() == MemberRole.DESCENDANT && !(member.action() instanceof Action.Leave)) {
        lost(member, table, emptied)
            .findFirst()
            .filter(link -> !isFoundAnyway(member, erasure, table, emptied) && !isRuled(member))
            .ifPresent(link -> refuse(rule, member, link));
      }
    }
  }

  /** The emptied links that a row is found by, behind the row that it hangs on. */
  private static Stream<Join> lost(Member member, Table table, Set<String> emptied) {
    return member.path().stream()
        .skip(1)
        .filter(join -> join.fromTable().equals(table.name()))
        .filter(join -> join.fromColumns().stream().anyMatch(emptied::contains));
  }

  /** Whether another path leads from each such row to the person. */
  private static boolean isFoundAnyway(
      Member member, Step erasure, Table table, Set<String> emptied) {
    return erasure.members().stream()
        .filter(other -> other.role() == MemberRole.DESCENDANT)
        .filter(other -> other.table().equals(member.table()) && other.path().size() == 1)
        .filter(other -> lost(other, table, emptied).findAny().isEmpty())
        .anyMatch(
            other ->
                other.rootEnd().fromColumns().stream()
                    .flatMap(name -> member.catalogTable().column(name).stream())
                    .noneMatch(column -> column.nullable()));
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
        "LINK-EMPTIED-BY-RULE",
        Pointer.to("retention", rule.rule()),
        "rule '"
            + rule.rule()
            + "' empties "
            + link
            + ", by which rows of '"
            + member.table()
            + "' are found when their person is erased; they would stay then",
        "leave out 'set-null' for "
            + String.join(" and ", link.fromColumns())
            + ", let the rule delete, or add a retention rule for '"
            + member.table()
            + "' without 'where'");
  }
}
