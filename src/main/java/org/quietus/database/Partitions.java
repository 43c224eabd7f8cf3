package org.quietus.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.quietus.catalog.Column;
import org.quietus.catalog.Table;

/**
 * How a product tells the partitions of a table, and drops one with all the rows that are in it.
 */
public interface Partitions {

  /**
   * One of them.
   *
   * @param name as the database tells it
   * @param sql the same as statements write it
   * @param stays why it cannot be dropped, whatever is in it; empty if it can
   */
  record Partition(String name, String sql, Optional<String> stays) {}

  /**
   * All of a table, in their order.
   *
   * @param obstacle why none of them can be dropped; empty if that depends on each
   */
  record Found(Optional<String> obstacle, List<Partition> all) {

    /** None of which any can be dropped. */
    public static Found none(String obstacle) {
      return new Found(Optional.of(obstacle), List.of());
    }
  }

  /**
   * Looks them up. One can be dropped only if rows that come later still find a place.
   *
   * @param cutoff what {@code from} is compared with: rows that come later are not due
   */
  Found of(Connection connection, String schema, Table table, Column from, Object cutoff)
      throws SQLException;

  /** The names of all partitions of a table; empty if the table is not there. */
  Optional<List<String>> names(Connection connection, String schema, String table)
      throws SQLException;

  /**
   * Keeps everybody else from a table and its partition, and from the fence, until the connection
   * ends, or the transaction if there is one; fails soon if somebody else is there.
   */
  List<String> locking(String schema, String table, Partition partition);

  /** Keeps everybody else from a table alone. */
  List<String> locking(String schema, String table);

  /** What follows FROM to select the rows of one partition. */
  String rows(String table, Partition partition);

  /** The statement that drops one. */
  String dropping(String table, Partition partition);

  /** Whether that cannot be part of a transaction. */
  boolean commitsByItself();

  /** The rights that it takes, in words. */
  String rights();
}
