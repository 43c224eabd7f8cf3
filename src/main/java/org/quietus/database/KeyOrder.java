package org.quietus.database;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.quietus.catalog.Column;

/**
 * Comparisons of composite keys, spelled out: MySQL walks an index for these, not for {@code (a, b)
 * > (?, ?)}. The database compares; Java never does, but for an enum: databases sort its values in
 * the order in which the type lists them, and MySQL compares them as texts.
 */
public final class KeyOrder {
  private final List<Column> columns;
  private final UnaryOperator<String> quote;
  private final List<String> unlisted;

  KeyOrder(List<Column> columns, UnaryOperator<String> quote) {
    this(columns, quote, List.of());
  }

  /** {@code unlisted} are texts that an enum may hold besides those of its type, before which. */
  public KeyOrder(List<Column> columns, UnaryOperator<String> quote, List<String> unlisted) {
    this.columns = List.copyOf(columns);
    this.quote = quote;
    this.unlisted = List.copyOf(unlisted);
  }

  /** That a key comes after the given one: {@code a >= ? AND (a > ? OR (a = ? AND b > ?))}. */
  SqlFragment after(List<?> key) {
    if (columns.isEmpty() || columns.size() != key.size()) {
      throw new IllegalArgumentException(
          columns.size() + " key columns, but " + key.size() + " values");
    }
    SqlFragment after = after(0, key);
    return columns.size() == 1
        ? after
        : both(
            from(columns.get(0), key.get(0)),
            new SqlFragment("(" + after.sql() + ")", after.binds()));
  }

  private SqlFragment after(int n, List<?> key) {
    Column column = columns.get(n);
    SqlFragment beyond = beyond(column, key.get(n));
    if (n == columns.size() - 1) {
      return beyond;
    }
    SqlFragment rest = after(n + 1, key);
    List<Object> binds = new ArrayList<>(beyond.binds());
    binds.add(key.get(n));
    binds.addAll(rest.binds());
    return new SqlFragment(
        beyond.sql() + " OR (" + name(column) + " = ? AND (" + rest.sql() + "))", binds);
  }

  /**
   * That a key is the given one or comes before it: {@code a <= ? AND (a < ? OR (a = ? AND b <=
   * ?))}.
   */
  public SqlFragment upto(List<?> key) {
    if (columns.isEmpty() || columns.size() != key.size()) {
      throw new IllegalArgumentException(
          columns.size() + " key columns, but " + key.size() + " values");
    }
    SqlFragment upto = upto(0, key);
    return columns.size() == 1
        ? upto
        : both(
            until(columns.get(0), key.get(0)),
            new SqlFragment("(" + upto.sql() + ")", upto.binds()));
  }

  private SqlFragment upto(int n, List<?> key) {
    Column column = columns.get(n);
    if (n == columns.size() - 1) {
      return until(column, key.get(n));
    }
    SqlFragment before = before(column, key.get(n));
    SqlFragment rest = upto(n + 1, key);
    List<Object> binds = new ArrayList<>(before.binds());
    binds.add(key.get(n));
    binds.addAll(rest.binds());
    return new SqlFragment(
        before.sql() + " OR (" + name(column) + " = ? AND (" + rest.sql() + "))", binds);
  }

  private SqlFragment before(Column column, Object value) {
    return column.type() == Column.Type.ENUM
        ? in(column, listedBefore(column, value))
        : SqlFragment.of(name(column) + " < ?", value);
  }

  private SqlFragment until(Column column, Object value) {
    if (column.type() != Column.Type.ENUM) {
      return SqlFragment.of(name(column) + " <= ?", value);
    }
    List<Object> values = new ArrayList<>(listedBefore(column, value));
    values.add(value);
    return in(column, values);
  }

  /** The values before one; before what is no value of the type, which sorts first, is none. */
  private List<String> listedBefore(Column column, Object value) {
    int place = column.allowed().indexOf(value.toString());
    List<String> before = new ArrayList<>();
    if (place >= 0) {
      unlisted.stream().filter(text -> !column.allowed().contains(text)).forEach(before::add);
      before.addAll(column.allowed().subList(0, place));
    }
    return before;
  }

  private SqlFragment beyond(Column column, Object value) {
    return column.type() == Column.Type.ENUM
        ? in(column, listed(column, value))
        : SqlFragment.of(name(column) + " > ?", value);
  }

  private SqlFragment from(Column column, Object value) {
    if (column.type() != Column.Type.ENUM) {
      return SqlFragment.of(name(column) + " >= ?", value);
    }
    List<Object> values = new ArrayList<>(List.of(value));
    values.addAll(listed(column, value));
    return in(column, values);
  }

  /** The values behind one; behind what is no value of the type, which sorts first, are all. */
  private static List<String> listed(Column column, Object value) {
    int place = column.allowed().indexOf(value.toString());
    return column.allowed().subList(place + 1, column.allowed().size());
  }

  private SqlFragment in(Column column, List<?> values) {
    return values.isEmpty()
        ? SqlFragment.NONE
        : new SqlFragment(
            name(column)
                + " IN ("
                + String.join(", ", Collections.nCopies(values.size(), "?"))
                + ")",
            List.copyOf(values));
  }

  private String name(Column column) {
    return quote.apply(column.name());
  }

  private static SqlFragment both(SqlFragment one, SqlFragment other) {
    List<Object> binds = new ArrayList<>(one.binds());
    binds.addAll(other.binds());
    return new SqlFragment(one.sql() + " AND " + other.sql(), binds);
  }
}
