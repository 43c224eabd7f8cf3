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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.quietus.anonymise.Strategy;
import org.quietus.anonymise.TableAnonymisation;
import org.quietus.anonymise.Truncate;
import org.quietus.catalog.Column;
import org.quietus.catalog.RowValues;
import org.quietus.catalog.Table;
import org.quietus.database.ColumnValues;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.plan.Action;
import org.quietus.plan.Member;

/** The statements that apply a member's action to rows, with the predicate repeated. */
final class ChangeSql {
  /** What a strategy is applied to that makes the same of every value. */
  static final String ANYTHING = "";

  private final Dialect dialect;
  private final Predicates predicates;
  private final ZoneId zone;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  ChangeSql(Dialect dialect, Predicates predicates, ZoneId zone, Clock clock) {
    this.dialect = dialect;
    this.predicates = predicates;
    this.zone = zone;
    this.clock = clock;
  }

  /**
   * The statement that changes the rows with the given keys; where new values depend on old ones,
   * the one for the first key, with a parameter for each new value and no values bound for them.
   */
  SqlFragment ofKeys(Member member, List<RowValues> keys, SqlFragment condition) {
    Table table = member.catalogTable();
    List<RowValues> listed = isConstant(member) ? keys : keys.subList(0, 1);
    SqlFragment rows = SqlFragment.all(List.of(predicates.keys(table, listed), condition));
    return isDelete(member)
        ? where("DELETE FROM " + dialect.quote(table.name()), rows)
        : update(table, "", assigned(member, column -> parameter(table, column)), rows);
  }

  /**
   * The statement that changes the rows in a span of an index, and walks along that; but for those
   * with dates that are none, of which it would make others.
   *
   * @param span what of the index
   * @throws java.util.NoSuchElementException unless {@link #isOneForAll}
   */
  SqlFragment ofSpan(Member member, String index, SqlFragment span, SqlFragment condition) {
    Table table = member.catalogTable();
    List<SqlFragment> chosen = new ArrayList<>(List.of(span, condition));
    undated(member).map(SqlFragment::not).ifPresent(chosen::add);
    SqlFragment rows = SqlFragment.all(chosen);
    return isDelete(member)
        ? where(dialect.deleteAlong(table.name(), index), rows)
        : update(
            table,
            dialect.forceIndex(index),
            assigned(member, column -> newValue(member, column).orElseThrow()),
            rows);
  }

  /** Whether one statement can change all rows, as no new value has to be made by Java. */
  boolean isOneForAll(Member member) {
    return isConstant(member)
        || dependent(member).allMatch(column -> newValue(member, column).isPresent());
  }

  /** Rows with dates that are none. */
  private Optional<SqlFragment> undated(Member member) {
    List<SqlFragment> undated =
        isConstant(member)
            ? List.of()
            : dependent(member)
                .filter(column -> strategies(member).get(column) instanceof Truncate)
                .map(column -> Predicates.column(member.catalogTable(), column))
                .map(
                    column ->
                        SqlFragment.of(dialect.quote(column.name()) + " IS NOT NULL")
                            .and(dialect.undated(column)))
                .toList();
    return undated.isEmpty() ? Optional.empty() : Optional.of(SqlFragment.any(undated));
  }

  private static boolean isConstant(Member member) {
    return !(member.action() instanceof Action.Anonymise anonymise) || anonymise.how().constant();
  }

  private static Map<String, Strategy> strategies(Member member) {
    return ((Action.Anonymise) member.action()).how().columns();
  }

  /** The columns whose new values depend on the old ones. */
  private static Stream<String> dependent(Member member) {
    return strategies(member).entrySet().stream()
        .filter(column -> !column.getValue().constant())
        .map(Map.Entry::getKey);
  }

  private Optional<SqlFragment> newValue(Member member, String column) {
    Strategy strategy = Objects.requireNonNull(strategies(member).get(column));
    return dialect
        .newValue(Predicates.column(member.catalogTable(), column), strategy)
        .map(value -> unlessNull(column, value));
  }

  private static boolean isDelete(Member member) {
    if (member.action() instanceof Action.Leave) {
      throw new IllegalArgumentException("rows of " + member.table() + " are to be left");
    }
    return member.action() instanceof Action.Delete;
  }

  /** The new values by column; {@code dependent} says those that depend on old ones. */
  private Map<String, SqlFragment> assigned(
      Member member, Function<String, SqlFragment> dependent) {
    Map<String, SqlFragment> sets = new LinkedHashMap<>();
    if (member.action() instanceof Action.Unlink unlink) {
      unlink.columns().forEach(column -> sets.put(column, SqlFragment.of("NULL")));
      return sets;
    }
    TableAnonymisation how = ((Action.Anonymise) member.action()).how();
    how.columns()
        .forEach(
            (column, strategy) ->
                sets.put(
                    column,
                    strategy.constant() ? constant(column, strategy) : dependent.apply(column)));
    how.mark()
        .ifPresent(mark -> sets.put(mark, SqlFragment.of("?", now(member.catalogTable(), mark))));
    return sets;
  }

  /** Of a new value that Java makes, for which no value is bound. */
  private SqlFragment parameter(Table table, String column) {
    return SqlFragment.of(dialect.parameter(Predicates.column(table, column)));
  }

  private SqlFragment constant(String column, Strategy strategy) {
    Object value = strategy.apply(ANYTHING, random);
    return value == null ? SqlFragment.of("NULL") : unlessNull(column, SqlFragment.of("?", value));
  }

  private SqlFragment unlessNull(String column, SqlFragment value) {
    return new SqlFragment(dialect.unlessNull(column, value.sql()), value.binds());
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

  private SqlFragment update(
      Table table, String hint, Map<String, SqlFragment> sets, SqlFragment rows) {
    SqlFragment assignments = assignments(table, sets);
    SqlFragment whole =
        where("UPDATE " + dialect.quote(table.name()) + hint + " SET " + assignments.sql(), rows);
    List<Object> binds = new ArrayList<>(assignments.binds());
    binds.addAll(rows.binds());
    return new SqlFragment(whole.sql(), binds);
  }

  private static SqlFragment where(String statement, SqlFragment rows) {
    return new SqlFragment(statement + " WHERE " + rows.sql(), rows.binds());
  }

  /** The current moment as a mark column holds it. */
  Object now(Table table, String mark) {
    Object moment =
        ColumnValues.cutoff(
            Predicates.column(table, mark), clock.instant().truncatedTo(ChronoUnit.SECONDS), zone);
    return moment instanceof LocalDateTime local ? local.truncatedTo(ChronoUnit.SECONDS) : moment;
  }
}
