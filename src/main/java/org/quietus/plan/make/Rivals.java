package org.quietus.plan.make;

import java.util.List;
import org.quietus.catalog.Join;
import org.quietus.plan.Member;
import org.quietus.plan.MemberRole;

/**
 * Paths from the same table that may lead to different persons, or records: a row is nobody's for
 * certain unless all of them lead to the same one. A declared reference outranks the others of its
 * table.
 */
record Rivals(Edges edges, List<Member> members) {

  /** The members, each beside the other paths of its table. */
  List<Member> noted() {
    return members.stream().map(member -> member.beside(of(member))).toList();
  }

  private List<List<Join>> of(Member member) {
    boolean led =
        members.stream()
            .anyMatch(
                other ->
                    other.role() == MemberRole.DESCENDANT && other.path().equals(member.path()));
    return !led
        ? List.of()
        : members.stream()
            .filter(other -> other.role() == MemberRole.DESCENDANT)
            .filter(other -> other.table().equals(member.table()))
            .map(Member::path)
            .filter(path -> !path.equals(member.path()))
            .filter(path -> !isOutranked(path, member.path()))
            .distinct()
            .toList();
  }

  private boolean isOutranked(List<Join> path, List<Join> by) {
    int at = 0;
    while (path.get(at).equals(by.get(at))) {
      at++;
    }
    return declared(by.get(at)) && !declared(path.get(at));
  }

  private boolean declared(Join join) {
    return edges.children().stream().map(Join::up).anyMatch(join::follows);
  }
}
