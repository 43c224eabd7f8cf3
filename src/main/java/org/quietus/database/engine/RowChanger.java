package org.quietus.database.engine;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.anonymise.Whose;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.ColumnValues;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;
import org.quietus.target.RowCounts;
import org.quietus.target.RowRefused;
import org.quietus.target.RowsChanged;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Applies a member's action to rows that the open transaction has locked, with the predicate
 * repeated, and insists that as many rows were affected as were locked.
 */
final class RowChanger {
  private static final int ROWS_PER_BATCH = 500;
  private static final String PUT_BACK = "a trigger that puts the old value back";

  private final JdbcTemplate jdbc;
  private final Dialect dialect;
  private final Predicates predicates;
  private final ChangeSql sql;
  private final SecureRandom random = new SecureRandom();

  RowChanger(JdbcTemplate jdbc, Dialect dialect, Predicates predicates, ZoneId zone, Clock clock) {
    this.jdbc = jdbc;
    this.dialect = dialect;
    this.predicates = predicates;
    this.sql = new ChangeSql(dialect, predicates, zone, clock);
  }

  /**
   * The columns that have to be read when locking: those whose new values depend on the old ones.
   */
  static List<String> inputs(Member member) {
    return member.action() instanceof Action.Anonymise anonymise
        ? anonymise.how().columns().entrySet().stream()
            .filter(column -> !column.getValue().constant())
            .map(Map.Entry::getKey)
            .toList()
        : List.of();
  }

  /**
   * Changes rows.
   *
   * @param keys their primary keys, not empty
   * @param inputs by row, the values of {@link #inputs}
   * @param persons whose rows they are, as far as this chunk knows
   * @param condition what made them be chosen, over the member's own columns
   * @throws RowsChanged if not exactly these rows were affected
   * @throws RowRefused if the database does not take one of them, or a trigger undoes the change
   */
  RowCounts apply(
      Member member,
      List<RowValues> keys,
      List<RowValues> inputs,
      ChunkPersons persons,
      SqlFragment condition) {
    try {
      RowCounts counts = change(member, keys, inputs, persons, condition);
      requireChanged(member, keys);
      return counts;
    } catch (DataAccessException e) {
      throw refused(member, e);
    }
  }

  /**
   * Changes all rows that meet a condition in a span of an index, with one statement.
   *
   * @param selected how many the open transaction has locked there
   * @throws RowsChanged if another number was affected, since one holds a date that is none, too
   * @throws RowRefused if the database does not take one of them
   */
  RowCounts applySpan(
      Member member, String index, SqlFragment span, SqlFragment condition, long selected) {
    try {
      return counted(
          member, insist(member, selected, update(sql.ofSpan(member, index, span, condition))));
    } catch (DataAccessException e) {
      throw refused(member, e);
    }
  }

  private RuntimeException refused(Member member, DataAccessException failure) {
    String table = member.table().toString();
    return RowRefusal.why(dialect, member.catalogTable(), failure)
        .<RuntimeException>map(why -> new RowRefused(table, why))
        .orElse(failure);
  }

  /** Whether a row that was not affected could have been, so that a trigger keeps it. */
  boolean isKept(Member member, RowValues key, SqlFragment condition) {
    Table table = member.catalogTable();
    SqlFragment itself = SqlFragment.all(List.of(predicates.keys(table, List.of(key)), condition));
    return !table.triggers().isEmpty()
        && new RowReader(jdbc, dialect).countUpTo(table, itself, 1) > 0;
  }

  /** The statements that it executes. */
  ChangeSql sql() {
    return sql;
  }

  /** A trigger may put back what was there, and the rows affected do not tell. */
  private void requireChanged(Member member, List<RowValues> keys) {
    Table table = member.catalogTable();
    if (!table.triggers().isEmpty()) {
      SqlFragment undone =
          SqlFragment.all(List.of(predicates.keys(table, keys), predicates.undone(member)));
      if (new RowReader(jdbc, dialect).countUpTo(table, undone, 1) > 0) {
        throw new RowRefused(member.table().toString(), PUT_BACK);
      }
    }
  }

  private RowCounts change(
      Member member,
      List<RowValues> keys,
      List<RowValues> inputs,
      ChunkPersons persons,
      SqlFragment condition) {
    if (member.action() instanceof Action.Anonymise anonymise && !anonymise.how().constant()) {
      return RowCounts.ofAnonymised(
          updateEach(member, anonymise.how(), rows(member, keys, inputs, persons), condition));
    }
    return counted(
        member, insist(member, keys.size(), update(sql.ofKeys(member, keys, condition))));
  }

  private static RowCounts counted(Member member, long rows) {
    if (member.action() instanceof Action.Anonymise) {
      return RowCounts.ofAnonymised(rows);
    }
    return member.action() instanceof Action.Unlink
        ? RowCounts.ofUnlinked(rows)
        : RowCounts.ofDeleted(rows);
  }

  private long updateEach(
      Member member, TableAnonymisation how, List<Row> rows, SqlFragment condition) {
    @Nullable Object moment =
        how.mark().map(mark -> sql.now(member.catalogTable(), mark)).orElse(null);
    WrittenValues written = new WrittenValues(member.catalogTable(), how, dialect, predicates);
    int[][] affected =
        jdbc.batchUpdate(
            sql.ofKeys(member, List.of(rows.get(0).key()), condition).sql(),
            rows,
            ROWS_PER_BATCH,
            (statement, row) -> {
              int at = 1;
              int n = 0;
              for (Map.Entry<String, Strategy> column : how.columns().entrySet()) {
                Strategy strategy = column.getValue();
                Object value =
                    strategy.constant()
                        ? strategy.apply(ChangeSql.ANYTHING, random)
                        : strategy.apply(row.inputs().values().get(n++), row.whose(), random);
                written.note(row.key(), column.getKey(), value);
                if (value != null || !strategy.constant()) {
                  ColumnValues.bind(statement, at++, value);
                }
              }
              if (moment != null) {
                ColumnValues.bind(statement, at++, moment);
              }
              for (Object value : row.key().values()) {
                ColumnValues.bind(statement, at++, value);
              }
              condition.bind(statement, at);
            });
    long total = 0;
    for (int[] batch : affected) {
      for (int one : batch) {
        total += insist(member, 1, one);
      }
    }
    if (written.areLost(new RowReader(jdbc, dialect))) {
      throw new RowRefused(member.table().toString(), PUT_BACK);
    }
    return total;
  }

  private record Row(RowValues key, RowValues inputs, Whose whose) {}

  private static List<Row> rows(
      Member member, List<RowValues> keys, List<RowValues> inputs, ChunkPersons persons) {
    Map<RowValues, Whose> known = persons.of(member, keys);
    List<Row> rows = new ArrayList<>(keys.size());
    for (int n = 0; n < keys.size(); n++) {
      RowValues key = keys.get(n);
      rows.add(new Row(key, inputs.get(n), known.getOrDefault(key, Whose.nobody())));
    }
    return rows;
  }

  private long update(SqlFragment statement) {
    return jdbc.update(statement.sql(), prepared -> statement.bind(prepared, 1));
  }

  private static long insist(Member member, long selected, long affected) {
    if (selected != affected) {
      throw new RowsChanged(member.table().toString(), selected, affected);
    }
    return affected;
  }
}
