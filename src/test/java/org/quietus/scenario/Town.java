package org.quietus.scenario;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
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

  List<String> accounts() throws SQLException {
    return rows(
        "SELECT id, full_name, email, phone, closed_on, anonymised_at IS NOT NULL FROM customer"
            + " ORDER BY id");
  }

  List<String> things(String table) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT id, customer_id, at FROM " + table + " ORDER BY id")) {
      while (result.next()) {
        Instant at = result.getObject(3, LocalDateTime.class).toInstant(ZoneOffset.UTC);
        rows.add(result.getInt(1) + " " + result.getInt(2) + " " + at);
      }
    }
    return rows;
  }

  List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        StringBuilder row = new StringBuilder(result.getString(1));
        for (int n = 2; n <= result.getMetaData().getColumnCount(); n++) {
          String text = result.getString(n);
          row.append(' ')
              .append(
                  text == null
                      ? "null"
                      : text.toLowerCase().equals("true") || text.equalsIgnoreCase("false")
                          ? text.toLowerCase()
                          : text);
        }
        rows.add(row.toString());
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
