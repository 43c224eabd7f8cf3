package org.quietus.plan;

import java.util.List;
import java.util.Optional;
import org.quietus.policy.TableName;

/**
 * A table of a step, reached by one path; a table reached by two paths is two members, and both are
 * acted on.
 *
 * @param path joins from this table up to the root, empty for the root itself
 * @param keep until when rows stay although the action would fit them
 * @param referencedBy every foreign key and declared edge that points at this table: what has to be
 *     gone before one of its rows may be deleted
 */
public record Member(
    TableName table,
    Table catalogTable,
    List<Join> path,
    Role role,
    Action action,
    Optional<Kept> keep,
    List<ForeignKey> referencedBy) {
  public Member {
    path = List.copyOf(path);
    referencedBy = List.copyOf(referencedBy);
  }
}
