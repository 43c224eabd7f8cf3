package org.quietus.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.quietus.catalog.Column;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;

/**
 * What was carried out for a person of whom rows were kept.
 *
 * @param searched the paths by which all was found gone but for these, and the tables that they are
 *     in
 */
public record CarriedOut(SearchedPaths searched) {

  /** Whether rows of a member may still be the erased person's. */
  boolean isOpen(Member member) {
    return isJoined(member) || member.role() == MemberRole.OWNED || isKept(member);
  }

  /** Whether nobody has looked for rows of a member before. */
  public boolean isJoined(Member member) {
    return !searched.has(member);
  }

  /**
   * Which rows of a member may still be the erased person's; empty if any may.
   *
   * @param members all of its step, of which some are of the tables that it hangs on
   */
  Optional<OnceKept> once(Member member, List<Member> members) {
    if (isJoined(member) || !isKept(member)) {
      return Optional.empty();
    }
    return !member.bases().isEmpty() && searched.hasSameBases(member)
        ? Optional.of(new OnceKept(searched, Optional.empty()))
        : byMoment(member, members).map(rows -> new OnceKept(searched, Optional.of(rows)));
  }

  /** By the rows nearest to a member's that were kept, and that a moment tells. */
  private Optional<OnceKept.ByMoment> byMoment(Member member, List<Member> members) {
    List<Join> path = member.path();
    return IntStream.range(0, path.size())
        .boxed()
        .flatMap(
            joins -> {
              String table =
                  joins == 0 ? member.catalogTable().name() : path.get(joins - 1).toTable();
              return members.stream()
                  .map(Member::catalogTable)
                  .filter(other -> other.name().equals(table))
                  .limit(1)
                  .flatMap(other -> byMoment(path.subList(0, joins), other).stream());
            })
        .findFirst();
  }

  private Optional<OnceKept.ByMoment> byMoment(List<Join> above, Table table) {
    List<Column> columns =
        table.columns().values().stream()
            .filter(column -> searched.isDatedBy(table.name(), column.name()))
            .toList();
    return searched
        .dated(table.name())
        .filter(at -> !columns.isEmpty())
        .map(at -> new OnceKept.ByMoment(above, table, columns, at));
  }

  /** Whether rows are in such a table, or hang on rows of one. */
  private boolean isKept(Member member) {
    List<Join> path = member.path();
    return searched.isKept(member.catalogTable().name())
        || path.subList(0, path.size() - 1).stream().map(Join::toTable).anyMatch(searched::isKept);
  }
}
