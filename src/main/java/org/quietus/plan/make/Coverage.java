package org.quietus.plan.make;

import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Selection;
import org.quietus.plan.Step;
import org.quietus.policy.TableName;

/** Which columns a plan's steps empty, and of which of their rows. */
record Coverage(Catalog catalog, List<Step> steps) {

  /** Whether any step removes or overwrites the column in any row. */
  boolean touches(TableName table, String column) {
    return steps.stream()
        .flatMap(Coverage::members)
        .anyMatch(member -> empties(member, table, column));
  }

  /** The retention steps that remove or overwrite the column in every row, sooner or later. */
  Stream<Step> bounding(TableName table, String column) {
    return steps.stream()
        .filter(step -> step.selection() instanceof Selection.Due due && due.where().isEmpty())
        .filter(
            step ->
                members(step)
                    .anyMatch(member -> empties(member, table, column) && reachesEveryRow(member)));
  }

  private static Stream<Member> members(Step step) {
    return Stream.concat(Stream.of(step.root()), step.members().stream());
  }

  private static boolean empties(Member member, TableName table, String column) {
    return member.table().equals(table)
        && (member.action() instanceof Action.Delete
            || (member.action() instanceof Action.Anonymise anonymise
                && anonymise.how().columns().containsKey(column)));
  }

  /** A row without a parent, and a shared one, may outlast every root row. */
  private boolean reachesEveryRow(Member member) {
    return member.role() == MemberRole.ROOT
        || (member.role() == MemberRole.DESCENDANT
            && member.path().stream().allMatch(this::isTight));
  }

  private boolean isTight(Join join) {
    return catalog.table(join.fromTable()).stream()
        .anyMatch(
            table ->
                table.foreignKeys().stream()
                        .filter(ForeignKey::enforced)
                        .map(Join::up)
                        .anyMatch(join::follows)
                    && join.fromColumns().stream()
                        .flatMap(column -> table.column(column).stream())
                        .noneMatch(Column::nullable));
  }
}
