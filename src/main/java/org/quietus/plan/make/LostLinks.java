package org.quietus.plan.make;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    members.stream()
        .filter(LostLinks::losesItsLink)
        .forEach(member -> lostBelow(member, below.getOrDefault(member.path(), List.of())));
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

  /** Whether a row no longer hangs on what it is reached by. */
  private static boolean losesItsLink(Member member) {
    Set<String> emptied =
        member.action() instanceof Action.Unlink unlink
            ? Set.copyOf(unlink.columns())
            : ColumnsSetNull.by(member.action());
    return member.path().get(0).fromColumns().stream().anyMatch(emptied::contains);
  }

  /** What hangs on a row that stays without its link is not found any more either. */
  private void lostBelow(Member unlinked, List<Member> below) {
    List<Join> path = unlinked.path();
    Join emptied = path.get(0);
    String instead =
        "leave out 'set-null' for '" + String.join(" and ", emptied.fromColumns()) + "'";
    for (Member member : below) {
      int deeper = member.path().size() - path.size();
      if (member.keep().isPresent()) {
        dispositions
            .known(member.catalogTable())
            .ifPresent(staying -> refusals.orphaned(root, staying, instead));
      }
      if (unlinked.action() instanceof Action.Anonymise && root.rule().isEmpty()) {
        refusals.lateRowsLost(root, member.path().get(deeper - 1), emptied);
      }
    }
  }
}
