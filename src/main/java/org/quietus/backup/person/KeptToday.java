package org.quietus.backup.person;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.quietus.backup.KeyOwners;
import org.quietus.backup.KeyToken;
import org.quietus.backup.KeyTokens;
import org.quietus.backup.Relation;
import org.quietus.backup.dump.BoundTable;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.format.Row;
import org.quietus.plan.Action;
import org.quietus.plan.Basis;
import org.quietus.plan.Kept;
import org.quietus.plan.Member;
import org.quietus.target.Others;

/**
 * Rows that a basis keeps and a backup lacks, as one of a single table or of chosen rows does,
 * although rows of it hang on them: the database tells of each whether it is kept.
 */
public final class KeptToday {
  private static final int NO = 0;
  private static final int YES = 1;

  private final Set<String> present;
  private final Set<String> filtered;
  private final Others others;
  private final KeyOwners known;

  /**
   * Asks the database at most that often.
   *
   * @param present the tables that the backup has
   * @param filtered those of them of which it has chosen rows only
   */
  public KeptToday(Set<String> present, Set<String> filtered, Others others, int most) {
    this.present = Set.copyOf(present);
    this.filtered = Set.copyOf(filtered);
    this.others = others;
    this.known = new KeyOwners(most);
  }

  /** Whether the backup lacks the table that a join leads to. */
  boolean isAbsent(Join up) {
    return !present.contains(up.toTable());
  }

  /**
   * Whether the backup may lack the row that a join leads to, although it has rows of its table.
   */
  boolean isFiltered(Join up) {
    return isFiltered(up.toTable());
  }

  /** Whether the backup may lack rows of a table that it has. */
  boolean isFiltered(String table) {
    return filtered.contains(table);
  }

  /** Whether the backup may lack rows of the table that a foreign key is of. */
  boolean mayLackRowsOf(ForeignKey key) {
    return isFiltered(key.table()) || !present.contains(key.table());
  }

  /**
   * Whether rows that the backup lacks may point at an owned one of it: of a table that it has not
   * the database tells it.
   */
  boolean mayPointAt(KeyTokens tokens, Member owned, BoundTable bound, Row row) throws IOException {
    for (ForeignKey key : owned.referencedBy()) {
      if (isFiltered(key.table())
          || (!present.contains(key.table()) && pointsAt(tokens, key, bound, row))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether rows of the database, of tables of which the backup may lack some, point at one that
   * would be deleted: then the database has it, too, with what hangs on it.
   */
  boolean isPointedAt(KeyTokens tokens, Member deleted, BoundTable bound, Row row)
      throws IOException {
    for (ForeignKey key : deleted.referencedBy()) {
      if (mayLackRowsOf(key) && pointsAt(tokens, key, bound, row)) {
        return true;
      }
    }
    return false;
  }

  private boolean pointsAt(KeyTokens tokens, ForeignKey key, BoundTable bound, Row row)
      throws IOException {
    Optional<List<String>> values = bound.key(row, key.referencedColumns());
    if (values.isEmpty()) {
      return false;
    }
    KeyToken token = tokens.of(new Relation("points today " + key), values.get());
    int answer = known.owner(token);
    if (answer < 0) {
      Basis any =
          new Basis(List.of(), bound.table(), new Action.Delete(), Kept.withoutEnd("pointed at"));
      RowValues at = bound.values(row, key.referencedColumns());
      answer = others.keep(any, Join.down(key), at) ? YES : NO;
      known.add(token, answer);
    }
    return answer == YES;
  }

  /**
   * Whether a row of the database, which one of the backup leads to, is kept.
   *
   * @param n which join of the basis leads there
   */
  boolean keeps(KeyTokens tokens, Basis basis, int n, BoundTable bound, Row row)
      throws IOException {
    Join up = basis.above().get(n);
    Optional<List<String>> key = bound.key(row, up.fromColumns());
    if (key.isEmpty()) {
      return false;
    }
    List<Join> rest = basis.above().subList(n + 1, basis.above().size());
    KeyToken token = tokens.of(new Relation("kept today " + up + rest + basis.kept()), key.get());
    int answer = known.owner(token);
    if (answer < 0) {
      Basis there = new Basis(rest, basis.table(), basis.action(), basis.kept());
      answer = others.keep(there, up, bound.values(row, up.fromColumns())) ? YES : NO;
      known.add(token, answer);
    }
    return answer == YES;
  }
}
