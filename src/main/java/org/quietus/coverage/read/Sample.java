package org.quietus.coverage.read;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.quietus.catalog.Catalog;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;
import org.quietus.coverage.Inventory;
import org.quietus.coverage.Sign;
import org.quietus.database.Dialect;
import org.quietus.database.SqlFragment;
import org.quietus.target.ReadCap;

/**
 * Looks at some rows of each table, by primary key and from a few places of it, never at all of
 * them; what is seen is counted by shape and forgotten.
 */
public final class Sample {
  private static final Set<Column.Type> LOOKED_AT =
      EnumSet.of(
          Column.Type.TEXT,
          Column.Type.JSON,
          Column.Type.INTEGER,
          Column.Type.DECIMAL,
          Column.Type.DATE,
          Column.Type.DATETIME);

  private static final int PLACES = 5;
  private static final int LONGEST = 500;

  private final Connection connection;
  private final Dialect dialect;
  private final Catalog catalog;
  private final Inventory inventory;
  private final int rows;
  private final TimeLimit time;
  private final ReadCap cap;
  private final LocalDate today;
  private final List<Unseen> unread = new ArrayList<>();

  /** Looks at so many rows of a table at most. */
  public Sample(
      Connection connection,
      Dialect dialect,
      Inventory inventory,
      int rows,
      TimeLimit time,
      ReadCap cap,
      LocalDate today) {
    this.connection = connection;
    this.dialect = dialect;
    this.inventory = inventory;
    this.catalog = inventory.catalog();
    this.rows = rows;
    this.time = time;
    this.cap = cap;
    this.today = today;
  }

  /** What the values of some columns say, by table and column. */
  public Map<String, Map<String, List<Sign>>> signs(Map<String, List<Column>> columns) {
    Map<String, Map<String, List<Sign>>> signs = new TreeMap<>();
    columns.forEach(
        (name, all) -> {
          Table table = catalog.table(name).orElseThrow();
          List<Column> some = all.stream().filter(column -> isWorthALook(table, column)).toList();
          String place = catalog.database() + "." + name;
          if (!some.isEmpty() && Unseen.unlessOver(time, place, unread)) {
            try {
              signs.put(name, look(table, some));
            } catch (SQLException e) {
              unread.add(Unseen.because(place, e, dialect));
            }
          }
        });
    return signs;
  }

  /** The tables that could not be looked at. */
  public List<Unseen> unread() {
    return List.copyOf(unread);
  }

  private static boolean isWorthALook(Table table, Column column) {
    boolean key =
        table.foreignKeys().stream().anyMatch(each -> each.columns().contains(column.name()));
    boolean number = column.type() == Column.Type.INTEGER && column.autoIncrement();
    return LOOKED_AT.contains(column.type()) && !key && !number;
  }

  private Map<String, List<Sign>> look(Table table, List<Column> columns) throws SQLException {
    List<ShapeCounts> counts =
        columns.stream().map(column -> new ShapeCounts(inventory, today)).toList();
    for (SqlFragment query : queries(table, columns)) {
      read(query, counts);
    }
    Map<String, List<Sign>> signs = new TreeMap<>();
    for (int n = 0; n < columns.size(); n++) {
      signs.put(columns.get(n).name(), counts.get(n).signs());
    }
    return signs;
  }

  private void read(SqlFragment query, List<ShapeCounts> counts) throws SQLException {
    cap.await();
    long seen = 0;
    try (PreparedStatement statement = connection.prepareStatement(query.sql())) {
      time.limit(statement);
      query.bind(statement, 1);
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          seen++;
          for (int n = 0; n < counts.size(); n++) {
            String value = found.getString(n + 1);
            if (value != null && !value.isBlank()) {
              counts.get(n).add(value.strip());
            }
          }
        }
      }
    }
    cap.took(seen);
  }

  private List<SqlFragment> queries(Table table, List<Column> columns) throws SQLException {
    String select =
        columns.stream()
            .map(
                column ->
                    "LEFT(" + dialect.text(dialect.quote(column.name())) + ", " + LONGEST + ")")
            .collect(Collectors.joining(", ", "SELECT ", " FROM " + dialect.quote(table.name())));
    List<String> key = table.primaryKey();
    if (key.isEmpty()) {
      return List.of(SqlFragment.of(select + " LIMIT " + rows));
    }
    boolean number =
        table.column(key.get(0)).filter(c -> c.type() == Column.Type.INTEGER).isPresent();
    return number ? inPlaces(table, select) : atBothEnds(table, select);
  }

  private List<SqlFragment> atBothEnds(Table table, String select) {
    int half = (rows + 1) / 2;
    return List.of(
        SqlFragment.of(select + order(table, "") + " LIMIT " + half),
        SqlFragment.of(select + order(table, " DESC") + " LIMIT " + half));
  }

  private String order(Table table, String direction) {
    return table.primaryKey().stream()
        .map(column -> dialect.quote(column) + direction)
        .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  /** At equal distances of the key, which is a number; each place ends where the next begins. */
  private List<SqlFragment> inPlaces(Table table, String select) throws SQLException {
    String key = dialect.quote(table.primaryKey().get(0));
    List<BigDecimal> bounds = bounds(table, key);
    List<SqlFragment> queries = new ArrayList<>();
    int each = (rows + PLACES - 1) / PLACES;
    for (int n = 0; n + 1 < bounds.size(); n++) {
      boolean last = n + 2 == bounds.size();
      queries.add(
          SqlFragment.of(
              "%s WHERE %s >= ? AND %2$s %s ?%s LIMIT %d"
                  .formatted(
                      select, key, last ? "<=" : "<", order(table, last ? " DESC" : ""), each),
              exact(bounds.get(n)),
              exact(bounds.get(n + 1))));
    }
    return queries;
  }

  /** As the column's own type, for else an index would not be used. */
  private static Object exact(BigDecimal bound) {
    BigInteger whole = bound.toBigInteger();
    return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : bound;
  }

  private List<BigDecimal> bounds(Table table, String key) throws SQLException {
    String query = "SELECT MIN(%s), MAX(%1$s) FROM %s".formatted(key, dialect.quote(table.name()));
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      time.limit(statement);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        BigDecimal least = row.getBigDecimal(1);
        BigDecimal most = row.getBigDecimal(2);
        return least == null || most == null ? List.of() : bounds(least, most);
      }
    }
  }

  private static List<BigDecimal> bounds(BigDecimal least, BigDecimal most) {
    List<BigDecimal> bounds = new ArrayList<>();
    bounds.add(least);
    for (int n = 1; n < PLACES; n++) {
      BigDecimal at =
          most.subtract(least)
              .multiply(BigDecimal.valueOf(n))
              .divide(BigDecimal.valueOf(PLACES), 0, RoundingMode.DOWN)
              .add(least);
      if (at.compareTo(bounds.get(bounds.size() - 1)) > 0) {
        bounds.add(at);
      }
    }
    bounds.add(most);
    return bounds;
  }
}
