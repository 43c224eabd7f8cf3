package org.quietus.database.engine;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Member;
import org.quietus.policy.TableName;
import org.quietus.target.LeftRow;

/**
 * Rows that a run could not change, for whomever it tried, recognised by their tokens among those
 * that are still due.
 */
final class SparedRows {
  private static final int PAGE = 5_000;

  private final RowTokens tokens;
  private final Set<TableName> tables = new HashSet<>();
  private final Set<ByteBuffer> refused = new HashSet<>();
  private final Set<ByteBuffer> met = new HashSet<>();

  SparedRows(byte[] blinding, List<LeftRow> refused) {
    this.tokens = new RowTokens(blinding);
    for (LeftRow row : refused) {
      tables.add(row.table());
      this.refused.add(ByteBuffer.wrap(row.token()));
    }
  }

  /** No rows. */
  static SparedRows none() {
    return new SparedRows(new byte[32], List.of());
  }

  /** How many of the rows of a member that meet a condition are among them. */
  long among(Member member, SqlFragment rows, RowReader reader, Dialect dialect) {
    if (!tables.contains(member.table())) {
      return 0;
    }
    Table table = member.catalogTable();
    String order =
        " ORDER BY "
            + table.primaryKey().stream().map(dialect::quote).collect(Collectors.joining(", "))
            + " LIMIT "
            + PAGE;
    long found = 0;
    SqlFragment further = rows;
    List<RowValues> page;
    do {
      page = reader.rows(table, table.primaryKey(), "", further, order);
      for (byte[] token : tokens.of(member, page)) {
        if (refused.contains(ByteBuffer.wrap(token))) {
          met.add(ByteBuffer.wrap(token));
          found++;
        }
      }
      if (page.size() == PAGE) {
        further =
            SqlFragment.all(
                List.of(
                    dialect.after(
                        Predicates.columns(table, table.primaryKey()),
                        page.get(page.size() - 1).values()),
                    rows));
      }
    } while (page.size() == PAGE);
    return found;
  }

  /** Those of some rows that have not been met. */
  List<LeftRow> gone(List<LeftRow> rows) {
    return rows.stream().filter(row -> !met.contains(ByteBuffer.wrap(row.token()))).toList();
  }
}
