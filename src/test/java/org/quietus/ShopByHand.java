package org.quietus;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What has to become of the {@link Shop}, written by hand as SQL with the dates in it, for a second
 * copy. No line of it comes from the product.
 */
final class ShopByHand {
  private final Connection connection;

  ShopByHand(Connection connection) {
    this.connection = connection;
  }

  /**
   * Retention; everything strictly before these goes.
   *
   * @param visits in UTC
   * @param chats on the clocks of Shanghai
   * @param orders on the clocks of Shanghai
   * @param invoices younger ones, and undated ones, keep their order
   * @param closed the day
   * @param now on the clocks of Shanghai
   */
  void retention(
      String visits, String chats, String orders, String invoices, String closed, String now)
      throws SQLException {
    execute("DELETE FROM visit WHERE visited_at < '" + visits + "'");
    execute("DELETE FROM chat WHERE sent_at < '" + chats + "'");
    execute(
        "CREATE TABLE going AS SELECT order_no FROM orders WHERE ordered_at < '" + orders + "'");
    execute(
        "DELETE FROM going WHERE order_no IN (SELECT order_no FROM invoice WHERE order_no IS NOT"
            + " NULL AND (issued_on IS NULL OR issued_on >= '"
            + invoices
            + "'))");
    for (String table : List.of("payment", "order_item", "invoice", "orders")) {
      execute("DELETE FROM " + table + " WHERE order_no IN (SELECT order_no FROM going)");
    }
    execute("DROP TABLE going");
    anonymise("status = 'closed' AND closed_on < '" + closed + "' AND anonymised_at IS NULL", now);
  }

  /** One person's erasure, but for the address; invoices and log lines before their days go. */
  void erase(int person, String invoices, String log, String now) throws SQLException {
    String hers = " WHERE customer_id = " + person;
    String ordered = " WHERE order_no IN (SELECT order_no FROM orders" + hers + ")";
    execute("DELETE FROM payment" + ordered);
    execute("DELETE FROM order_item" + ordered);
    execute("DELETE FROM invoice" + hers + " AND issued_on < '" + invoices + "'");
    execute("UPDATE invoice SET order_no = NULL" + hers);
    execute("DELETE FROM orders" + hers);
    execute("DELETE FROM visit" + hers);
    execute("DELETE FROM chat WHERE customer_ref = " + person);
    execute(
        "UPDATE review SET body = 'removed', changed_at = changed_at"
            + hers
            + " AND body IS NOT NULL");
    execute("DELETE FROM access_log" + hers + " AND seen_at < '" + log + "'");
    anonymise("id = " + person + " AND anonymised_at IS NULL", now);
  }

  private void anonymise(String which, String now) throws SQLException {
    execute(
        "UPDATE customer SET full_name = CASE WHEN id = 8 THEN '*******' ELSE"
            + " SUBSTRING('********', 1, CHAR_LENGTH(full_name)) END, email = NULL, phone = NULL,"
            + " address_id = NULL, anonymised_at = '"
            + now
            + "', changed_at = changed_at WHERE "
            + which);
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
