package org.quietus.database.engine;

import java.util.List;
import java.util.stream.Stream;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Crossing;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;
import org.quietus.plan.Owner;
import org.quietus.plan.Step;

/**
 * The tables that a step looks into to tell which rows it may act on, whether it changes them or
 * not: what keeps a row, what else leads to it, and what a hold may be on.
 */
final class ReadTables {
  private ReadTables() {}

  /** Their names; some more than once. */
  static Stream<String> of(Step step) {
    Stream<Member> acted = Stream.concat(Stream.of(step.root()), step.members().stream());
    return Stream.concat(
        acted.flatMap(ReadTables::of),
        step.graph().stream().flatMap(member -> along(member.path())));
  }

  private static Stream<String> of(Member member) {
    return Stream.of(
            along(member.path()),
            member.bases().stream().flatMap(ReadTables::of),
            member.rivals().stream().flatMap(ReadTables::along),
            member.crossing().stream().map(Crossing::join).flatMap(join -> along(List.of(join))),
            member.owner().stream().flatMap(ReadTables::of),
            needsToBeAlone(member)
                ? member.referencedBy().stream().map(ForeignKey::table)
                : Stream.<String>empty())
        .flatMap(tables -> tables);
  }

  /** Whether rows go only where nothing references them. */
  private static boolean needsToBeAlone(Member member) {
    return member.role() == MemberRole.OWNED || member.action() instanceof Action.Delete;
  }

  private static Stream<String> of(Basis basis) {
    return Stream.concat(along(basis.above()), Stream.of(basis.table().name()));
  }

  private static Stream<String> of(Owner owner) {
    return Stream.concat(along(owner.path()), Stream.of(owner.persons().name()));
  }

  private static Stream<String> along(List<Join> path) {
    return path.stream().flatMap(join -> Stream.of(join.fromTable(), join.toTable()));
  }
}
