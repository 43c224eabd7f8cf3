package org.quietus.plan;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.Table;
import org.quietus.policy.TableName;

/**
 * A table of a step, reached by one path; a table reached by two paths is two members, and both are
 * acted on.
 *
 * @param path joins from this table up to the root, empty for the root itself
 * @param bases why rows stay for a while although the action would fit them, of a referrer why what
 *     they point at does; the longest counts
 * @param rivals other paths by which a row may lead to a person, who has to be the same one
 * @param crossing by which a row may hang on one that is another tenant's
 * @param referencedBy every foreign key and declared edge that points at this table: what has to be
 *     gone before one of its rows may be deleted
 * @param owner whose its rows are, where the action depends on it
 * @param once which rows are meant, if those alone are that a basis kept when a person was erased
 */
public record Member(
    TableName table,
    Table catalogTable,
    List<Join> path,
    MemberRole role,
    Action action,
    List<Basis> bases,
    List<List<Join>> rivals,
    Optional<Crossing> crossing,
    List<ForeignKey> referencedBy,
    Optional<Owner> owner,
    Optional<OnceKept> once) {
  public Member {
    path = List.copyOf(path);
    bases = List.copyOf(bases);
    rivals = List.copyOf(rivals);
    referencedBy = List.copyOf(referencedBy);
  }

  /** A member whose action does not depend on whose its rows are. */
  public Member(
      TableName table,
      Table catalogTable,
      List<Join> path,
      MemberRole role,
      Action action,
      List<Basis> bases,
      List<List<Join>> rivals,
      Optional<Crossing> crossing,
      List<ForeignKey> referencedBy) {
    this(
        table,
        catalogTable,
        path,
        role,
        action,
        bases,
        rivals,
        crossing,
        referencedBy,
        Optional.empty(),
        Optional.empty());
  }

  /** The same member, with whose its rows are. */
  public Member of(Owner known) {
    return with(action, bases, rivals, Optional.of(known), once);
  }

  /** Those of its rows that a basis kept when a person was erased. */
  Member onceKept(OnceKept then) {
    return with(action, bases, rivals, owner, Optional.of(then));
  }

  /** The same rows, with something else done to them, or on other bases. */
  public Member under(Action other, List<Basis> otherBases) {
    return with(other, otherBases, rivals, Optional.empty(), Optional.empty());
  }

  /** The same member beside other paths from its table. */
  public Member beside(List<List<Join>> others) {
    return with(action, bases, others, owner, once);
  }

  private Member with(
      Action done,
      List<Basis> kept,
      List<List<Join>> others,
      Optional<Owner> whose,
      Optional<OnceKept> then) {
    return new Member(
        table, catalogTable, path, role, done, kept, others, crossing, referencedBy, whose, then);
  }

  /** Until when rows stay by what the job file says of their own table. */
  public Optional<Kept> keep() {
    return bases.stream().filter(Basis::isOwn).map(Basis::kept).findFirst();
  }

  /** The join that reaches the root; the root itself has none. */
  public Join rootEnd() {
    return path.get(path.size() - 1);
  }

  /** Whether no row is left with the key that a join leads to once the action is applied to it. */
  public boolean ends(Join join) {
    return join.toTable().equals(catalogTable.name())
        && (action instanceof Action.Delete || changesAny(join.toColumns()));
  }

  /** Whether rows that the action is applied to are not reached by the member's path any more. */
  public boolean endsPath() {
    return action instanceof Action.Delete
        || (!path.isEmpty() && changesAny(path.get(0).fromColumns()));
  }

  /** Whether rows that stay have another value in one of some columns. */
  public boolean changesAny(List<String> columns) {
    Set<String> changed = action.changes(catalogTable);
    return columns.stream().anyMatch(changed::contains);
  }

  /** How the ledger and the certificate call what is done. */
  public String method() {
    return Treatment.of(action).text();
  }
}
