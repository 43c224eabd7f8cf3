package org.quietus.plan.make;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quietus.catalog.Join;
import org.quietus.plan.Action;
import org.quietus.plan.Member;

/** What hangs on rows that stay without the link by which they are reached. */
final class LostLinks {
  private final GraphRoot root;
  private final List<Member> members;
  private final Dispositions dispositions;
  private final StayingRefusals refusals;

  LostLinks(
      GraphRoot root, List<Member> members, Dispositions dispositions, StayingRefusals refusals) {
    this.root = root;
    this.members = members;
    this.dispositions = dispositions;
    this.refusals = refusals;
  }

  /** Refuses, or warns of, each that would never be found again. */
  void refuse() {
    Map<List<Join>, List<Member>> below = below();
    for (Member member : members) {
      for (Member hanging : below.getOrDefault(member.path(), List.of())) {
        Join own = member.path().get(0);
        Join leading = leading(member, hanging);
        if (member.changesAny(own.fromColumns())) {
          refuseKept(own.fromColumns(), hanging);
          warnOfLate(member, own, leading);
        } else if (member.changesAny(leading.toColumns())) { // until then the old key is remembered
          refuseKept(leading.toColumns(), hanging);
        }
      }
    }
  }

  /** By path, what hangs on the rows that it leads from. */
  private Map<List<Join>, List<Member>> below() {
    Map<List<Join>, List<Member>> below = new HashMap<>();
    for (Member member : members) {
      List<Join> path = member.path();
      for (int n = 1; n < path.size(); n++) {
        below.computeIfAbsent(path.subList(n, path.size()), of -> new ArrayList<>()).add(member);
      }
    }
    return below;
  }

  /** By what a row, or what it hangs on, hangs on a row of a member. */
  private static Join leading(Member member, Member below) {
    return below.path().get(below.path().size() - member.path().size() - 1);
  }

  private void refuseKept(List<String> changed, Member below) {
    if (below.keep().isPresent()) {
      dispositions
          .known(below.catalogTable())
          .ifPresent(
              kept ->
                  refusals.orphaned(
                      root,
                      kept,
                      "leave out what 'anonymise' says of '"
                          + String.join(" and ", changed)
                          + "'"));
    }
  }

  private void warnOfLate(Member staying, Join lost, Join leading) {
    if (staying.action() instanceof Action.Anonymise && root.rule().isEmpty()) {
      refusals.lateRowsLost(root, leading, lost);
    }
  }
}
