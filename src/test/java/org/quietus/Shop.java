package org.quietus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A small shop with everything in it that makes removing records hard; the database's zone is
 * Asia/Shanghai, and all is as of March 2026.
 */
final class Shop {
  /** When rows were last touched, by whoever owns them. */
  private static final String TOUCHED = "2020-01-01 00:00:00";

  private static final String[] STATUS = {"open", "open", "open", "closed"};

  private final Connection connection;
  private final Columns columns;

  /**
   * What engines spell differently.
   *
   * @param moment a date and time without a zone, to the microsecond
   * @param instant one with a zone
   * @param touched a column that the database sets whenever its row changes
   * @param ignoringCase table options for texts compared without case and accents
   * @param exact table options for texts compared as they are
   */
  record Columns(
      String moment, String instant, String touched, String ignoringCase, String exact) {}

  Shop(Connection connection, Columns columns) {
    this.connection = connection;
    this.columns = columns;
  }

  void create() throws SQLException {
    String ddl =
        """
        CREATE TABLE address (id INT NOT NULL PRIMARY KEY, street VARCHAR(80) NOT NULL,
          changed_at $touched);
        CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, full_name VARCHAR(60) NOT NULL,
          email VARCHAR(80), phone VARCHAR(40), status VARCHAR(10) NOT NULL, closed_on DATE,
          created_at $moment NOT NULL, address_id INT, referrer_id INT, anonymised_at $moment,
          changed_at $touched,
          FOREIGN KEY (address_id) REFERENCES address (id),
          FOREIGN KEY (referrer_id) REFERENCES customer (id)) $ignoringCase;
        CREATE TABLE orders (order_no VARCHAR(20) NOT NULL PRIMARY KEY, customer_id INT NOT NULL,
          ordered_at $moment NOT NULL, note VARCHAR(100),
          FOREIGN KEY (customer_id) REFERENCES customer (id)) $exact;
        CREATE TABLE order_item (order_no VARCHAR(20) NOT NULL, pos SMALLINT NOT NULL,
          what VARCHAR(40) NOT NULL, PRIMARY KEY (order_no, pos),
          FOREIGN KEY (order_no) REFERENCES orders (order_no)) $exact;
        CREATE TABLE payment (id BIGINT NOT NULL PRIMARY KEY, order_no VARCHAR(20) NOT NULL,
          pos SMALLINT NOT NULL, amount DECIMAL(8,2) NOT NULL,
          FOREIGN KEY (order_no, pos) REFERENCES order_item (order_no, pos)) $exact;
        CREATE TABLE visit (customer_id INT NOT NULL, visited_at $instant NOT NULL, n INT NOT NULL,
          page VARCHAR(80), PRIMARY KEY (customer_id, visited_at, n),
          FOREIGN KEY (customer_id) REFERENCES customer (id)) $ignoringCase;
        CREATE TABLE chat (id INT NOT NULL PRIMARY KEY, customer_ref INT, sent_at $moment,
          body VARCHAR(200)) $ignoringCase;
        CREATE INDEX chat_customer ON chat (customer_ref);
        CREATE INDEX chat_sent ON chat (sent_at);
        CREATE TABLE invoice (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,
          order_no VARCHAR(20), issued_on DATE, amount DECIMAL(8,2) NOT NULL,
          FOREIGN KEY (customer_id) REFERENCES customer (id),
          FOREIGN KEY (order_no) REFERENCES orders (order_no)) $exact;
        CREATE TABLE review (id INT NOT NULL PRIMARY KEY, customer_id INT, body VARCHAR(200),
          changed_at $touched,
          FOREIGN KEY (customer_id) REFERENCES customer (id)) $ignoringCase;
        CREATE TABLE access_log (id INT NOT NULL PRIMARY KEY, customer_id INT NOT NULL,
          seen_at $moment NOT NULL, ip VARCHAR(45),
          FOREIGN KEY (customer_id) REFERENCES customer (id))
        """
            .replace("$moment", columns.moment())
            .replace("$instant", columns.instant())
            .replace("$touched", columns.touched())
            .replace("$ignoringCase", columns.ignoringCase())
            .replace("$exact", columns.exact());
    try (Statement statement = connection.createStatement()) {
      for (String sql : ddl.split(";")) {
        statement.execute(sql);
      }
    }
  }

  /** The persons and rows that the facts are about. */
  void fill() throws SQLException {
    for (int id : new int[] {1, 2, 4, 5, 12}) {
      address(id, "No. " + id + " Straße der 花 😀");
    }
    customer(
        1, "Ada Lovelace", " Ada.Lovelace@Example.ORG", "+49 (30) 123-456", "open", null, 1, 1);
    customer(2, "Bo", "BO@example.org", "0049 89 555.1234", "open", null, 2, null);
    customer(3, "Bea Flatmate", "bea@example.org", null, "open", null, 2, 1);
    customer(4, "Adá", "adá.lovelace@example.org", "+49 30 1234567", "open", null, 4, 1);
    customer(5, "Ada L.", "ada.lovelace@example.org.uk", "+49 30 12345", "open", null, 5, 2);
    customer(6, "Twin One", "Twin@example.org", null, "open", null, null, null);
    customer(7, "Twin Two", "twin@EXAMPLE.org", null, "open", null, null, null);
    customer(8, "𠮷田 花子 😀", "hanako@example.jp", null, "closed", "2025-12-24", null, null);
    customer(9, "At Cutoff", "at@example.org", null, "closed", "2026-01-30", null, null);
    customer(10, "No Date", "no@example.org", null, "closed", null, null, null);
    customer(11, "Day Before", "before@example.org", null, "closed", "2026-01-29", null, null);
    customer(12, "Closed And Asks", "c12@example.org", null, "closed", "2025-01-01", 12, null);
    visits();
    chats();
    orders();
    insert("invoice", 4, 1, null, "2016-02-29", "4.00");
    insert("invoice", 5, 3, null, "2010-01-01", "5.00");
    insert("review", 1, 1, "Ada writes 'I, Ada' \\ 😀", TOUCHED);
    insert("review", 2, 1, null, TOUCHED);
    insert("review", 3, 1, "removed", TOUCHED);
    insert("review", 4, 3, "Bea writes", TOUCHED);
    insert("review", 5, null, "nobody's", TOUCHED);
    insert("access_log", 1, 2, "2025-12-01 10:00:00", "192.0.2.1");
    insert("access_log", 2, 2, "2025-08-01 10:00:00", "192.0.2.2");
    insert("access_log", 3, 3, "2020-01-01 10:00:00", "192.0.2.3");
  }

  /** Visits are due before 2025-09-01 in Berlin, which is two hours earlier in UTC. */
  private void visits() throws SQLException {
    insert("visit", 3, "2025-08-31 21:59:59.999999", 1, "/due");
    insert("visit", 3, "2025-08-31 22:00:00", 1, "/at-cutoff");
    insert("visit", 3, "2025-08-31 22:00:00", 2, "/at-cutoff-too");
    insert("visit", 3, "2019-01-01 00:00:00.000001", 1, "/old");
    insert("visit", 1, "2026-02-28 10:00:00.5", 1, "/ada?q=ada");
    insert("visit", 2, "2026-02-28 10:00:00.5", 1, null);
  }

  /** Chats are due before 2025-03-01 in Berlin, when the clocks of Shanghai show seven. */
  private void chats() throws SQLException {
    insert("chat", 1, 3, "2025-03-01 06:59:59.999999", "due");
    insert("chat", 2, 3, "2025-03-01 07:00:00", "at the cutoff");
    insert("chat", 3, 3, null, "undated");
    insert("chat", 4, 1, null, "Ada, undated");
    insert("chat", 5, 1, "2026-01-01 00:00:00", "Ada");
    insert("chat", 6, 2, "2026-01-01 00:00:00", "Bo");
    insert("chat", 7, null, "2026-01-01 00:00:00", "nobody's");
    insert("chat", 8, 12, "2026-01-01 00:00:00", "of a closed account");
  }

  private void orders() throws SQLException {
    order("a-1", 1, "2025-05-05 00:00:00", 2);
    order("A-1", 3, "2025-05-05 00:00:00", 1);
    order("O'Brien", 1, "2024-05-05 00:00:00", 1);
    order("back\\slash", 2, "2024-05-05 00:00:00", 0);
    order("100%_", 3, "2023-03-01 06:59:59", 2);
    order("100xx", 3, "2023-03-01 07:00:00", 1);
    order("😀-1", 3, "2020-03-01 00:00:00", 1);
    order(" lead", 3, "2020-03-01 00:00:00", 2);
    order("kept-child", 3, "2015-01-01 00:00:00", 2);
    order("undated-child", 3, "2015-01-01 00:00:00", 1);
    order("due-child", 3, "2015-01-01 00:00:00", 1);
    insert("invoice", 1, 1, "a-1", "2020-05-05", "1.00");
    insert("invoice", 2, 1, null, "2016-03-01", "2.00");
    insert("invoice", 3, 1, null, null, "3.00");
    insert("invoice", 6, 3, "kept-child", "2016-03-01", "6.00");
    insert("invoice", 7, 3, "undated-child", null, "7.00");
    insert("invoice", 8, 3, "due-child", "2016-02-29", "8.00");
  }

  /** More customers than fit a chunk, with rows of all kinds by chance. */
  void crowd(int customers, long seed) throws SQLException {
    Random random = new Random(seed);
    for (int n = 0; n < customers; n++) {
      int id = 1000 + n;
      String status = STATUS[random.nextInt(STATUS.length)];
      boolean dated = random.nextInt(5) > 0;
      customer(
          id,
          "Somebody " + n,
          "crowd" + n + "@example.com",
          null,
          status,
          status.equals("closed") && dated ? day(random, 2025, 2) : null,
          null,
          random.nextBoolean() ? id : null);
      for (int order = random.nextInt(4); order > 0; order--) {
        String number = "N" + id + "/" + order;
        order(number, id, day(random, 2014, 13) + " 00:00:00", random.nextInt(3));
        if (random.nextInt(3) == 0) {
          insert("invoice", id * 10 + order, id, number, day(random, 2014, 13), "9.99");
        }
      }
      for (int visit = random.nextInt(5); visit > 0; visit--) {
        insert("visit", id, day(random, 2025, 2) + " 22:00:00", visit, "/" + visit);
        String sent = random.nextInt(4) == 0 ? null : day(random, 2024, 2) + " 07:00:00";
        insert("chat", id * 10 + visit, id, sent, "hello");
      }
    }
  }

  private static String day(Random random, int firstYear, int years) {
    int month = 1 + random.nextInt(12);
    return "%d-%02d-%02d"
        .formatted(firstYear + random.nextInt(years), month, 1 + random.nextInt(28));
  }

  private void address(int id, String street) throws SQLException {
    insert("address", id, street, TOUCHED);
  }

  private void customer(
      int id,
      String name,
      String email,
      @Nullable String phone,
      String status,
      @Nullable String closed,
      @Nullable Integer address,
      @Nullable Integer referrer)
      throws SQLException {
    insert(
        "customer",
        id,
        name,
        email,
        phone,
        status,
        closed,
        "2012-01-01 00:00:00",
        address,
        referrer,
        null,
        TOUCHED);
  }

  private void order(String number, int customer, String at, int items) throws SQLException {
    insert("orders", number, customer, at, null);
    for (int pos = 1; pos <= items; pos++) {
      insert("order_item", number, pos, "item 商品 " + pos);
      insert("payment", Math.abs((long) number.hashCode()) * 10 + pos, number, pos, "12.50");
    }
  }

  /** One row, in the order of its columns; dates and moments as text. */
  void insert(String table, @Nullable Object... values) throws SQLException {
    String marks = String.join(", ", Collections.nCopies(values.length, "?"));
    try (PreparedStatement statement =
        connection.prepareStatement("INSERT INTO " + table + " VALUES (" + marks + ")")) {
      for (int n = 0; n < values.length; n++) {
        statement.setObject(n + 1, values[n]);
      }
      statement.execute();
    }
  }
}
