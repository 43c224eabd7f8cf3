package org.quietus.database.engine;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.anonymise.Whose;
import org.quietus.catalog.Column;
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

  /** What a strategy is applied to that makes the same of every value. */
  private static final String ANYTHING = "";

  private final JdbcTemplate jdbc;
  private final Dialect dialect;
  private final Predicates predicates;
  private final ZoneId zone;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  RowChanger(JdbcTemplate jdbc, Dialect dialect, Predicates predicates, ZoneId zone, Clock clock) {
    this.jdbc = jdbc;
    this.dialect = dialect;
    this.predicates = predicates;
    this.zone = zone;
    this.clock = clock;
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
      String table = member.table().toString();
      throw Refusal.why(dialect, member.catalogTable(), e)
          .<RuntimeException>map(why -> new RowRefused(table, why))
          .orElse(e);
    }
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
    SqlFragment statement = statement(member, keys, condition);
    if (member.action() instanceof Action.Anonymise anonymise) {
      return RowCounts.ofAnonymised(
          anonymise.how().constant()
              ? insist(member, keys.size(), update(statement))
              : updateEach(
                  member, anonymise.how(), rows(member, keys, inputs, persons), condition));
    }
    long rows = insist(member, keys.size(), update(statement));
    return member.action() instanceof Action.Unlink
        ? RowCounts.ofUnlinked(rows)
        : RowCounts.ofDeleted(rows);
  }

  /**
   * The statement that changes the rows with the given keys; where new values depend on old ones,
   * the one for the first key, with a parameter for each new value and no values bound for them.
   */
  SqlFragment statement(Member member, List<RowValues> keys, SqlFragment condition) {
    Table table = member.catalogTable();
    if (member.action() instanceof Action.Anonymise anonymise) {
      TableAnonymisation how = anonymise.how();
      return how.constant()
          ? updateSql(table, constants(member, how), keys, condition)
          : updateSql(table, parameters(table, how), keys.subList(0, 1), condition);
    }
    if (member.action() instanceof Action.Unlink unlink) {
      Map<String, SqlFragment> nulls = new LinkedHashMap<>();
      unlink.columns().forEach(column -> nulls.put(column, SqlFragment.of("NULL")));
      return updateSql(table, nulls, keys, condition);
    }
    if (!(member.action() instanceof Action.Delete)) {
      throw new IllegalArgumentException("rows of " + member.table() + " are to be left");
    }
    SqlFragment where = SqlFragment.all(List.of(predicates.keys(table, keys), condition));
    return new SqlFragment(
        "DELETE FROM " + dialect.quote(table.name()) + " WHERE " + where.sql(), where.binds());
  }

  private long updateEach(
      Member member, TableAnonymisation how, List<Row> rows, SqlFragment condition) {
    @Nullable Object moment = how.mark().map(mark -> now(member.catalogTable(), mark)).orElse(null);
    WrittenValues written = new WrittenValues(member.catalogTable(), how, dialect, predicates);
    int[][] affected =
        jdbc.batchUpdate(
            statement(member, List.of(rows.get(0).key()), condition).sql(),
            rows,
            ROWS_PER_BATCH,
            (statement, row) -> {
              int at = 1;
              int n = 0;
              for (Map.Entry<String, Strategy> column : how.columns().entrySet()) {
                Strategy strategy = column.getValue();
                Object value =
                    strategy.constant()
                        ? strategy.apply(ANYTHING, random)
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

  /** A parameter where the new value depends on the old one, which of other columns is not read. */
  private Map<String, SqlFragment> parameters(Table table, TableAnonymisation how) {
    Map<String, SqlFragment> sets = new LinkedHashMap<>();
    how.columns()
        .forEach(
            (column, strategy) ->
                sets.put(
                    column,
                    strategy.constant()
                        ? constant(column, strategy)
                        : SqlFragment.of(dialect.parameter(Predicates.column(table, column)))));
    how.mark().ifPresent(mark -> sets.put(mark, SqlFragment.of("?")));
    return sets;
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

  private Map<String, SqlFragment> constants(Member member, TableAnonymisation how) {
    Map<String, SqlFragment> sets = new LinkedHashMap<>();
    how.columns().forEach((column, strategy) -> sets.put(column, constant(column, strategy)));
    how.mark()
        .ifPresent(mark -> sets.put(mark, SqlFragment.of("?", now(member.catalogTable(), mark))));
    return sets;
  }

  private SqlFragment constant(String column, Strategy strategy) {
    Object value = strategy.apply(ANYTHING, random);
    return value == null
        ? SqlFragment.of("NULL")
        : SqlFragment.of(
            "CASE WHEN " + dialect.quote(column) + " IS NULL THEN NULL ELSE ? END", value);
  }

  private SqlFragment assignments(Table table, Map<String, SqlFragment> sets) {
    Map<String, SqlFragment> all = new LinkedHashMap<>(sets);
    // a column that updates itself would record when the person was erased, and hide when the row
    // last changed
    for (Column column : table.columns().values()) {
      if (column.updatesItself()) {
        all.putIfAbsent(column.name(), SqlFragment.of(dialect.quote(column.name())));
      }
    }
    List<Object> binds = new ArrayList<>();
    all.values().forEach(value -> binds.addAll(value.binds()));
    return new SqlFragment(
        all.entrySet().stream()
            .map(set -> dialect.quote(set.getKey()) + " = " + set.getValue().sql())
            .collect(Collectors.joining(", ")),
        binds);
  }

  private SqlFragment updateSql(
      Table table, Map<String, SqlFragment> sets, List<RowValues> keys, SqlFragment condition) {
    SqlFragment assignments = assignments(table, sets);
    SqlFragment where = SqlFragment.all(List.of(predicates.keys(table, keys), condition));
    List<Object> binds = new ArrayList<>(assignments.binds());
    binds.addAll(where.binds());
    return new SqlFragment(
        "UPDATE "
            + dialect.quote(table.name())
            + " SET "
            + assignments.sql()
            + " WHERE "
            + where.sql(),
        binds);
  }

  private long update(SqlFragment statement) {
    return jdbc.update(statement.sql(), prepared -> statement.bind(prepared, 1));
  }

  private Object now(Table table, String mark) {
    Object moment =
        ColumnValues.cutoff(
            Predicates.column(table, mark), clock.instant().truncatedTo(ChronoUnit.SECONDS), zone);
    return moment instanceof LocalDateTime local ? local.truncatedTo(ChronoUnit.SECONDS) : moment;
  }

  private static long insist(Member member, long selected, long affected) {
    if (selected != affected) {
      throw new RowsChanged(member.table().toString(), selected, affected);
    }
    return affected;
  }
}
