package org.quietus;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A shop whose columns are of every kind that dumps spell in a way of their own: what its rows
 * hold, a job that erases two of its customers, and the same by hand.
 *
 * @param seed of the values
 * @param anonymising whether customers are anonymised rather than deleted
 */
record VariantShop(long seed, boolean anonymising) {
  static final String SCHEMA = "variants";
  static final List<String> TABLES =
      List.of(
          "address",
          "click",
          "customer",
          "logbook",
          "order_item",
          "orders",
          "session",
          "session_step",
          "ticket",
          "visit");
  private static final String[] TEXTS = {
    "it's",
    "a),(b",
    "\\",
    "\"",
    "`x`;",
    "\n\r\t",
    "-- no",
    "/* 'no */",
    "#",
    "%_",
    "漢字",
    "😀",
    "é",
    "\u0081ÿ",
    "\0\u001a",
    "NULL",
    "');INSERT INTO `customer` VALUES (",
    "plain",
    ""
  };
  private static final List<String> STATEMENTS =
      List.of(
          "CREATE TABLE address (id BIGINT UNSIGNED PRIMARY KEY AUTO_INCREMENT, street TEXT,"
              + " town VARCHAR(60) CHARACTER SET latin1)",
          "CREATE TABLE customer (id INT PRIMARY KEY AUTO_INCREMENT, code VARCHAR(20) CHARACTER SET"
              + " ascii NOT NULL UNIQUE, full_name VARCHAR(200), email VARCHAR(120), phone"
              + " VARCHAR(40), address_id BIGINT UNSIGNED, email_small VARCHAR(120) AS"
              + " (lower(email)) STORED, name_length INT AS (char_length(full_name)) VIRTUAL, photo"
              + " BLOB, thumb VARBINARY(60), flags BIT(9), settings JSON, kind ENUM('a','b''c),'),"
              + " tags SET('x','y'), born DATE, seen DATETIME(3), wake TIME, owed DECIMAL(12,3),"
              + " score DOUBLE, joined YEAR, token UUID, created_at DATETIME NOT NULL, changed"
              + " TIMESTAMP NULL, hidden INT INVISIBLE DEFAULT 5, FOREIGN KEY (address_id)"
              + " REFERENCES address (id))",
          "CREATE TABLE visit (customer_id INT NOT NULL, at TIMESTAMP(3) NOT NULL DEFAULT 0, page"
              + " TEXT, PRIMARY KEY (customer_id, at), FOREIGN KEY (customer_id) REFERENCES"
              + " customer (id))",
          "CREATE TABLE click (customer_id INT NOT NULL, at TIMESTAMP(3) NOT NULL DEFAULT 0, n INT,"
              + " PRIMARY KEY (customer_id, at, n), FOREIGN KEY (customer_id, at) REFERENCES visit"
              + " (customer_id, at))",
          "CREATE TABLE session (began DATETIME(6) PRIMARY KEY, customer_id INT, FOREIGN KEY"
              + " (customer_id) REFERENCES customer (id))",
          "CREATE TABLE session_step (began DATETIME(6), n INT, PRIMARY KEY (began, n), FOREIGN KEY"
              + " (began) REFERENCES session (began))",
          "CREATE TABLE orders (id INT PRIMARY KEY AUTO_INCREMENT, customer_id INT NOT NULL,"
              + " address_id BIGINT UNSIGNED, FOREIGN KEY (customer_id) REFERENCES customer (id),"
              + " FOREIGN KEY (address_id) REFERENCES address (id))",
          "CREATE TABLE order_item (order_id INT, n INT, article TEXT, PRIMARY KEY (order_id, n),"
              + " FOREIGN KEY (order_id) REFERENCES orders (id))",
          "CREATE TABLE ticket (id INT PRIMARY KEY AUTO_INCREMENT, customer_code VARCHAR(20)"
              + " CHARACTER SET ascii, body MEDIUMTEXT, FOREIGN KEY (customer_code) REFERENCES"
              + " customer (code))",
          "CREATE TABLE logbook (id INT PRIMARY KEY AUTO_INCREMENT, line TEXT, raw BLOB)",
          "CREATE VIEW people AS SELECT id, email FROM customer",
          "CREATE TRIGGER logs AFTER INSERT ON logbook FOR EACH ROW SET @x = 'a;b'");

  private static final String JOB =
      """
      quietus: 1
      job: variants
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
      %s
      erasure:
        records:
          crm.customer: { then: %s }
          crm.visit: { then: delete }
          crm.click: { then: delete }
          crm.session: { then: delete }
          crm.session_step: { then: delete }
          crm.orders: { then: delete }
          crm.order_item: { then: delete }
          crm.ticket: { then: delete }
      object-stores: { vault: { url: "${VAULT}" } }
      backups:
        nightly: { of: crm, in: vault, objects: "**.sql*", format: mysqldump, keep: P90D, on-erasure: rewrite, zone: "%s" }
      """;
  private static final String OWNS = "    owns: [ \"crm.customer.address_id -> crm.address.id\" ]";
  private static final String HOW =
      """
      anonymise:
        crm.customer:
          with: { full_name: { fixed: "已删除" }, email: set-null, phone: set-null, photo: set-null, thumb: set-null, settings: set-null, born: year, seen: month, tags: set-null, wake: set-null }
      """;

  /** The job file; TIMESTAMP values of dumps that do not say their zone are in {@code zone}. */
  String job(String zone) {
    return anonymising
        ? JOB.formatted(HOW, "anonymise", zone)
        : JOB.formatted(OWNS, "delete", zone)
            .replace("crm.visit: {", "crm.address: { then: delete }\n    crm.visit: {");
  }

  static String email(int customer) {
    return "c" + customer + "@example.org";
  }

  /** Makes its tables and rows. */
  void fill(Connection connection) throws SQLException {
    Random random = new Random(seed);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET sql_mode = '', time_zone = '+00:00'");
      for (String table : STATEMENTS) {
        statement.execute(table);
      }
      for (String row : rows(random)) {
        statement.execute(row);
      }
    }
  }

  /** What happens on the next day. */
  void another(Connection connection) throws SQLException {
    Random random = new Random(seed + 1);
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET sql_mode = '', time_zone = '+00:00'");
      statement.execute("DELETE FROM session_step");
      for (int id = 1; id <= 8; id++) {
        String at = "'2025-03-0%d 02:30:00.001'".formatted(id);
        statement.execute("INSERT INTO visit VALUES (%d, %s, %s)".formatted(id, at, text(random)));
        statement.execute("INSERT INTO click VALUES (%d, %s, 7)".formatted(id, at));
        statement.execute(
            "INSERT INTO ticket VALUES (NULL, 'K-%d', %s)".formatted(id, text(random)));
      }
      statement.execute("DELETE FROM ticket WHERE id = 1");
    }
  }

  private static List<String> rows(Random random) {
    List<String> rows = new ArrayList<>();
    for (int id = 1; id <= 8; id++) {
      rows.add(
          "INSERT INTO address VALUES (%d, %s, 'M\u00fcn\u00dfter\u20ac')"
              .formatted(id, text(random)));
    }
    for (int id = 1; id <= 8; id++) {
      rows.add(customer(id, random));
      for (int n = random.nextInt(4); n > 0; n--) {
        String at = "'2024-%02d-%02d 0%d:00:00.%03d'".formatted(1 + n, 1 + id, n, n * 7);
        rows.add("INSERT INTO visit VALUES (%d, %s, %s)".formatted(id, at, text(random)));
        rows.add("INSERT INTO click VALUES (%d, %s, 1), (%d, %s, 2)".formatted(id, at, id, at));
        String began = "'2024-%02d-%02d 0%d:30:00.%06d'".formatted(1 + n, 1 + id, n, n * 10);
        rows.add("INSERT INTO session VALUES (%s, %d)".formatted(began, id));
        rows.add("INSERT INTO session_step VALUES (%s, 1)".formatted(began));
        int order = id * 10 + n;
        rows.add(
            "INSERT INTO orders VALUES (%d, %d, %d)".formatted(order, id, 1 + random.nextInt(8)));
        rows.add("INSERT INTO order_item VALUES (%d, 1, %s)".formatted(order, text(random)));
        String code = random.nextBoolean() ? "K-" + id : "k-" + id;
        rows.add("INSERT INTO ticket VALUES (NULL, '%s', %s)".formatted(code, text(random)));
      }
      rows.add("INSERT INTO logbook VALUES (NULL, %s, %s)".formatted(text(random), bytes(random)));
    }
    return rows;
  }

  private static String customer(int id, Random random) {
    boolean odd = random.nextInt(3) == 0 && id % 3 != 2; // those cannot be anonymised
    return ("INSERT INTO customer (id, code, full_name, email, phone, address_id, photo, thumb,"
            + " flags, settings, kind, tags, born, seen, wake, owed, score, joined, token,"
            + " created_at, changed) VALUES (%d, 'K-%d', CONCAT('Name %d ', %s), '%s', '+49"
            + " 1555 10%d', %d, %s, %s, %d, '{\"a\": \"b\\\\\"c\"}', %s, 'x,y', '%s', '%s', %s,"
            + " %s, %s, 2001, UUID(), '2020-01-0%d 10:00:00', %s)")
        .formatted(
            id,
            id,
            id,
            text(random),
            email(id),
            id,
            1 + random.nextInt(6),
            bytes(random),
            random.nextBoolean() ? bytes(random) : "NULL",
            random.nextInt(512),
            random.nextBoolean() ? "'a'" : "'b''c),'",
            odd ? "0000-00-00" : "1984-0" + id + "-07",
            odd ? "0000-00-00 00:00:00" : "2023-05-0" + id + " 11:12:13.456",
            random.nextBoolean() ? "'-10:00:00'" : "'23:59:59'",
            random.nextInt() + ".125",
            random.nextInt() + ".7e" + random.nextInt(40),
            id,
            random.nextBoolean() ? "'2024-07-01 02:30:00'" : "NULL");
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int n = random.nextInt(5); n > 0; n--) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return "'" + text.toString().replace("\\", "\\\\").replace("'", "''") + "'";
  }

  private static String bytes(Random random) {
    StringBuilder digits = new StringBuilder("x'");
    for (int n = random.nextInt(30); n > 0; n--) {
      digits.append("%02x".formatted(random.nextInt(4) == 0 ? 0x27 : random.nextInt(256)));
    }
    return digits.append("'").toString();
  }

  /** What the job does to a customer, in SQL. */
  String byHand(int id) {
    String customer =
        anonymising
            ? "UPDATE customer SET full_name = '已删除', email = NULL, phone = NULL, photo = NULL,"
                + " thumb = NULL, settings = NULL, tags = NULL, wake = NULL,"
                + " born = IF(born = 0, born, MAKEDATE(YEAR(born), 1)),"
                + " seen = IF(seen = 0, seen, DATE_FORMAT(seen, '%%Y-%%m-01')) WHERE id = %1$d;\n"
            : "DELETE FROM customer WHERE id = %1$d;\n";
    String address =
        anonymising
            ? ""
            : """
            DELETE FROM address WHERE id = @lived
              AND NOT EXISTS (SELECT 1 FROM customer WHERE address_id = @lived)
              AND NOT EXISTS (SELECT 1 FROM orders WHERE address_id = @lived);
            """;
    return """
    SET sql_mode = '';
    SET @lived = (SELECT address_id FROM customer WHERE id = %1$d);
    DELETE FROM click WHERE customer_id = %1$d;
    DELETE FROM visit WHERE customer_id = %1$d;
    DELETE FROM session_step WHERE began IN (SELECT began FROM session WHERE customer_id = %1$d);
    DELETE FROM session WHERE customer_id = %1$d;
    DELETE FROM order_item WHERE order_id IN (SELECT id FROM orders WHERE customer_id = %1$d);
    DELETE FROM orders WHERE customer_id = %1$d;
    DELETE FROM ticket WHERE customer_code = 'K-%1$d';
    """
            .formatted(id)
        + customer.formatted(id)
        + address;
  }
}
