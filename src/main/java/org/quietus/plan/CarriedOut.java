package org.quietus.plan;

import java.util.List;
import org.quietus.catalog.Join;

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

  /** Whether rows of a member were kept, on the basis that there is now. */
  boolean isKeptAsBefore(Member member) {
    return isKept(member) && !member.bases().isEmpty() && searched.hasSameBases(member);
  }

  /** Whether rows are in such a table, or hang on rows of one. */
  private boolean isKept(Member member) {
    List<Join> path = member.path();
    return searched.isKept(member.catalogTable().name())
        || path.subList(0, path.size() - 1).stream().map(Join::toTable).anyMatch(searched::isKept);
  }
}
