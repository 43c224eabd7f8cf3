package org.quietus.scenario;

import java.nio.file.Path;
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
import java.util.Optional;
import java.util.Set;

/** The company's database, as its own application writes it. */
final class Town implements AutoCloseable {
  static final List<String> THINGS = List.of("visit", "orders", "invoice", "member");

  private static final String PERSON =
      " (id INT PRIMARY KEY, full_name VARCHAR(60) NOT NULL, email VARCHAR(80), phone"
          + " VARCHAR(40), created_at TIMESTAMP(6) NOT NULL, closed_on DATE, anonymised_at"
          + " TIMESTAMP(6)";

  private final String url;
  private Connection connection;
  private Optional<Connection> club = Optional.empty();

  /** With a column that is computed from the address of a customer, or without. */
  Town(String url, boolean keyed) throws SQLException {
    this.url = url;
    connection = DriverManager.getConnection(url, "sa", "");
    execute(
        "CREATE TABLE customer"
            + PERSON
            + (keyed ? ", email_key VARCHAR(80) GENERATED ALWAYS AS (LOWER(email)))" : ")"),
        "CREATE TABLE employee" + PERSON + ")",
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
              + switch (table) {
                case "member" -> ", household_id INT REFERENCES household (id))";
                case "orders" -> ", employee_id INT REFERENCES employee (id))";
                default -> ")";
              });
    }
  }

  /** With a club, whose guests are in a database of their own. */
  void open(String urlOfClub) throws SQLException {
    club = Optional.of(DriverManager.getConnection(urlOfClub, "sa", ""));
    execute(club.get(), "CREATE TABLE guest" + PERSON + ")");
  }

  boolean hasClub() {
    return club.isPresent();
  }

  void add(Account account) throws SQLException {
    execute(
        account.subject().equals("guest") ? club.orElseThrow() : connection,
        "INSERT INTO "
            + account.subject()
            + " ("
            + Account.COLUMNS
            + ") VALUES "
            + account.values());
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
            + switch (thing.table()) {
              case "member" -> "', " + thing.id() % 5 + ")";
              case "orders" -> "', " + thing.taker() + ")";
              default -> "')";
            });
  }

  /** As the application does, which leaves nothing of a customer. */
  void remove(Account customer) throws SQLException {
    for (String table : THINGS) {
      execute("DELETE FROM " + table + " WHERE customer_id = " + customer.id());
    }
    execute("DELETE FROM customer WHERE id = " + customer.id());
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

  /** Every customer, employee and guest, as {@link Account#row()} writes them. */
  List<String> accounts() throws SQLException {
    List<String> all = new ArrayList<>(accounts(connection, "customer"));
    all.addAll(accounts(connection, "employee"));
    if (club.isPresent()) {
      all.addAll(accounts(club.get(), "guest"));
    }
    return all;
  }

  private static List<String> accounts(Connection database, String table) throws SQLException {
    return rows(
        database,
        "SELECT " + Account.COLUMNS + " FROM " + table + " ORDER BY id",
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
        connection,
        "SELECT id, customer_id, at, "
            + (table.equals("orders") ? "employee_id" : "NULL")
            + " FROM "
            + table,
        row ->
            new Thing(
                    table,
                    row.getInt(1),
                    row.getInt(2),
                    moment(row, 3),
                    row.getObject(4, Integer.class))
                .row());
  }

  private static Instant moment(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private interface Reading {
    String row(ResultSet row) throws SQLException;
  }

  private static List<String> rows(Connection database, String sql, Reading reading)
      throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(reading.row(result));
      }
    }
    return rows;
  }

  /** Backs up both databases, to be put back by {@link #restore}. */
  void save(Path directory) throws SQLException {
    execute(connection, "SCRIPT TO '" + directory.resolve("life.restore") + "'");
    if (club.isPresent()) {
      execute(club.get(), "SCRIPT TO '" + directory.resolve("club.restore") + "'");
    }
  }

  /** Puts some databases back as they were backed up. */
  void restore(Set<String> databases, Path directory) throws SQLException {
    for (String database : databases) {
      execute(
          database.equals("life") ? connection : club.orElseThrow(),
          "DROP ALL OBJECTS",
          "RUNSCRIPT FROM '" + directory.resolve(database + ".restore") + "'");
    }
  }

  private void execute(String... statements) throws SQLException {
    execute(connection, statements);
  }

  private static void execute(Connection database, String... statements) throws SQLException {
    try (Statement statement = database.createStatement()) {
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
    if (club.isPresent()) {
      club.get().close();
    }
  }
}
