package org.quietus.database.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.quietus.catalog.Join;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Crossing;
import org.quietus.plan.Member;
import org.quietus.plan.Step;

/**
 * Root rows on which a row hangs that is another tenant's, or nobody knows whose. One of the two is
 * wrong, so that neither is touched.
 */
final class CrossedTenants {
  private final Dialect dialect;

  CrossedTenants(Dialect dialect) {
    this.dialect = dialect;
  }

  /** The same over all members of a step. */
  List<SqlFragment> over(Step step) {
    return of(step, step.members());
  }

  /** Those that can be told in the very statement that changes root rows, which reads no other. */
  List<SqlFragment> whileChanging(Step step) {
    String root = step.root().catalogTable().name();
    return of(
        step,
        step.members().stream()
            .filter(member -> member.path().stream().noneMatch(j -> j.fromTable().equals(root)))
            .toList());
  }

  private List<SqlFragment> of(Step step, List<Member> members) {
    List<SqlFragment> crossed = new ArrayList<>();
    for (Member member : members) {
      member.crossing().ifPresent(crossing -> crossed.add(on(step, member, crossing)));
    }
    return crossed;
  }

  /** Tables on the way have names of their own, since the root may be passed once more. */
  private SqlFragment on(Step step, Member member, Crossing crossing) {
    List<Join> path = new ArrayList<>(member.path());
    path.set(0, crossing.join());
    List<String> conditions = new ArrayList<>();
    for (int n = 0; n < path.size(); n++) {
      conditions.add(equal(alias(step, path, n), alias(step, path, n + 1), path.get(n)));
    }
    conditions.add(
        "(%s.%s = %s.%s) IS NOT TRUE"
            .formatted(
                alias(step, path, 0),
                dialect.quote(crossing.fromTenant()),
                alias(step, path, 1),
                dialect.quote(crossing.toTenant())));
    String tables =
        IntStream.range(0, path.size())
            .mapToObj(n -> dialect.quote(path.get(n).fromTable()) + " " + alias(step, path, n))
            .collect(Collectors.joining(", "));
    return SqlFragment.of(
        "EXISTS (SELECT 1 FROM " + tables + " WHERE " + String.join(" AND ", conditions) + ")");
  }

  private String alias(Step step, List<Join> path, int n) {
    return n == path.size() ? dialect.quote(step.root().catalogTable().name()) : "on_way_" + n;
  }

  private String equal(String from, String to, Join join) {
    return IntStream.range(0, join.fromColumns().size())
        .mapToObj(
            n ->
                from
                    + "."
                    + dialect.quote(join.fromColumns().get(n))
                    + " = "
                    + to
                    + "."
                    + dialect.quote(join.toColumns().get(n)))
        .collect(Collectors.joining(" AND "));
  }
}
