package org.quietus.database;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of SQL with the values for its question marks, in their order; values never stand in the
 * text.
 */
public record SqlFragment(String sql, List<Object> binds) {

  public SqlFragment {
    binds = List.copyOf(binds);
  }

  /** SQL with its values. */
  public static SqlFragment of(String sql, Object... binds) {
    return new SqlFragment(sql, List.of(binds));
  }

  /** Both conditions, each in brackets. */
  public SqlFragment and(SqlFragment other) {
    List<Object> both = new ArrayList<>(binds);
    both.addAll(other.binds);
    return new SqlFragment("(" + sql + ") AND (" + other.sql + ")", both);
  }

  /**
   * Binds the values from the given parameter on; returns the number of the parameter after them.
   */
  public int bind(PreparedStatement statement, int first) throws SQLException {
    int next = first;
    for (Object value : binds) {
      ColumnValues.bind(statement, next++, value);
    }
    return next;
  }
}
