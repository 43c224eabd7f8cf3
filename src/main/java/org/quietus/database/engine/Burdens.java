package org.quietus.database.engine;

import java.util.List;
import java.util.Set;
import org.quietus.catalog.ForeignKey;
import org.quietus.catalog.Join;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;

/**
 * What has come to hang on rows since their own descendants went, and before they were locked: the
 * database would take it along with them, or empty its reference, unseen.
 */
record Burdens(Member member, RowReader reader, Predicates predicates, Joined joined) {

  /** Those of some locked rows that are to be deleted and on which something hangs, by key. */
  Set<RowValues> on(List<RowValues> locked) {
    if (locked.isEmpty()
        || RootHandle.isOwned(member)
        || !(member.action() instanceof Action.Delete)) {
      return Set.of();
    }
    List<SqlFragment> hanging =
        member.referencedBy().stream().filter(Burdens::actsUnseen).map(this::hanging).toList();
    if (hanging.isEmpty()) {
      return Set.of();
    }
    Table table = member.catalogTable();
    SqlFragment rows =
        SqlFragment.all(List.of(predicates.keys(table, locked), SqlFragment.any(hanging)));
    return Set.copyOf(reader.rows(table, table.primaryKey(), "", rows, ""));
  }

  /** Also of rows that go themselves: they have all been taken off each other before. */
  private SqlFragment hanging(ForeignKey key) {
    return key.table().equals(key.referencedTable())
        ? joined.existsAnother(Join.up(key), member.catalogTable().primaryKey())
        : joined.exists(Join.up(key), SqlFragment.TRUE);
  }

  private static boolean actsUnseen(ForeignKey key) {
    return switch (key.onDelete()) {
      case CASCADE, SET_NULL, SET_DEFAULT -> true;
      case RESTRICT, NONE -> false;
    };
  }
}
