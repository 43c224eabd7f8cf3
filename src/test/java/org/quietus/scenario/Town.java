package org.quietus.scenario;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The company's database, as its own application writes it. */
final class Town implements AutoCloseable {
  static final List<String> THINGS = List.of("visit", "orders", "invoice", "member");

  private final String url;
  private Connection connection;

  Town(String url) throws SQLException {
    this.url = url;
    connection = DriverManager.getConnection(url, "sa", "");
    execute(
        "CREATE TABLE customer (id INT PRIMARY KEY, full_name VARCHAR(60) NOT NULL, email"
            + " VARCHAR(80), phone VARCHAR(40), created_at TIMESTAMP(6) NOT NULL, closed_on DATE,"
            + " anonymised_at TIMESTAMP(6))",
        "CREATE TABLE household (id INT PRIMARY KEY, street VARCHAR(80) NOT NULL)");
    for (int n = 0; n < 5; n++) {
      execute("INSERT INTO household VALUES (" + n + ", 'Street " + n + "')");
    }
    for (String table : THINGS) {
      execute(
          "CREATE TABLE "
              + table
              + " (id INT PRIMARY KEY, customer_id INT NOT NULL REFERENCES customer (id), at"
              + " TIMESTAMP(6) NOT NULL"
              + (table.equals("member") ? ", household_id INT REFERENCES household (id))" : ")"));
    }
  }

  void add(Account account) throws SQLException {
    execute("INSERT INTO customer VALUES " + account.values());
  }

  void add(Thing thing) throws SQLException {
    execute(
        "INSERT INTO "
            + thing.table()
            + " VALUES ("
            + thing.id()
            + ", "
            + thing.account()
            + ", '"
            + LocalDateTime.ofInstant(thing.at(), ZoneOffset.UTC)
            + (thing.table().equals("member") ? "', " + thing.id() % 5 + ")" : "')"));
  }

  void update(Account account) throws SQLException {
    execute(
        "UPDATE customer SET phone = "
            + Account.text(account.phone())
            + ", closed_on = "
            + Account.text(account.closed())
            + " WHERE id = "
            + account.id());
  }

  /** Every customer, as {@link Account#row()} writes them. */
  List<String> accounts() throws SQLException {
    return rows(
        "SELECT id, full_name, email, phone, created_at, closed_on, anonymised_at FROM customer",
        row ->
            new Account(
                    row.getInt(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    moment(row, 5),
                    row.getObject(6, LocalDate.class),
                    row.getObject(7) != null)
                .row());
  }

  /** Every row of a table, as {@link Thing#row()} writes them. */
  List<String> things(String table) throws SQLException {
    return rows(
        "SELECT id, customer_id, at FROM " + table,
        row -> new Thing(table, row.getInt(1), row.getInt(2), moment(row, 3)).row());
  }

  private static Instant moment(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private interface Reading {
    String row(ResultSet row) throws SQLException;
  }

  private List<String> rows(String sql, Reading reading) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(reading.row(result));
      }
    }
    return rows;
  }

  void execute(String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** As a power failure would. */
  void crash() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN IMMEDIATELY");
    } finally {
      connection.close();
      connection = DriverManager.getConnection(url, "sa", "");
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
