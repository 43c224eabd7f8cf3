package org.quietus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tables with due rows, and who else removes them.
 *
 * @param fill makes and fills tables named {@code x_filled}, of which everybody gets copies named
 *     {@code x}
 * @param copies the names of the copies, parents first, with what is added to each: its secondary
 *     indexes, its foreign keys
 * @param rules the job file's, for us
 * @param due counts the rows that are due; nothing once everything is done
 * @param peers by name, the statements that do the same; none for pt-archiver, which is told the
 *     index to go along
 */
record PurgeCase(
    String name,
    List<String> fill,
    Map<String, String> copies,
    String rules,
    String due,
    Map<String, List<String>> peers) {
  static final String CUTOFF = "visited_at < '2020-01-01'";
  static final String ARCHIVER = "pt-archiver";

  private static final String VISITS =
      "(id BIGINT AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL, visited_at DATETIME NOT NULL,"
          + " country CHAR(2) NOT NULL, page VARCHAR(60))";

  /** Half of a table is due, at random. */
  static PurgeCase dense(int rows) {
    return visits("purge", rows, 0.5, List.of("PRIMARY"));
  }

  /** One row in a hundred is. */
  static PurgeCase sparse(int rows) {
    return visits("purge-sparse", rows, 0.01, List.of("visited_at"));
  }

  private static PurgeCase visits(String name, int rows, double share, List<String> along) {
    List<String> fill = new ArrayList<>(List.of("CREATE TABLE visit_filled " + VISITS));
    fill.addAll(
        inserted(
            rows,
            "visit_filled (customer, visited_at, country, page)",
            "FLOOR(RAND(%1$d) * 100000), IF(RAND(%1$d + 1) < "
                + share
                + ", '2015-01-01' + INTERVAL FLOOR(RAND(%1$d + 2) * 1500) DAY, '2026-01-01' +"
                + " INTERVAL FLOOR(RAND(%1$d + 2) * 200) DAY), ELT(1 + FLOOR(RAND(%1$d + 3) * 4),"
                + " 'DE', 'IN', 'CN', 'US'), CONCAT('a page that somebody looked at ', b.n)"));
    Map<String, List<String>> peers = new LinkedHashMap<>();
    peers.put(ARCHIVER, along);
    if (share > 0.1) {
      peers.put("single-delete", List.of("DELETE FROM visit WHERE " + CUTOFF));
    }
    return new PurgeCase(
        name,
        fill,
        Map.of("visit", "ADD KEY (visited_at), ADD KEY (customer), ADD KEY (country, visited_at)"),
        """
        retention:
          visits: { records: bench.visit, keep: P1Y, from: visited_at, then: delete }
        """,
        "SELECT COUNT(*) FROM visit WHERE " + CUTOFF,
        peers);
  }

  /** Five columns of every row. */
  static PurgeCase anonymise(int rows) {
    List<String> fill =
        new ArrayList<>(
            List.of(
                "CREATE TABLE person_filled (id BIGINT AUTO_INCREMENT PRIMARY KEY, closed_at"
                    + " DATETIME NOT NULL, full_name VARCHAR(40), email VARCHAR(60), city"
                    + " VARCHAR(40), born DATE, points INT, country CHAR(2) NOT NULL)"));
    fill.addAll(
        inserted(
            rows,
            "person_filled (closed_at, full_name, email, city, born, points, country)",
            "'2015-01-01' + INTERVAL FLOOR(RAND(%1$d) * 1500) DAY, CONCAT('Ann Lee ', b.n),"
                + " CONCAT('ann', a.n, '@example.org'), 'Bonn', '1950-01-02' + INTERVAL"
                + " FLOOR(RAND(%1$d + 1) * 18000) DAY, 1 + FLOOR(RAND(%1$d + 2) * 99), 'DE'"));
    return new PurgeCase(
        "anonymise",
        fill,
        Map.of("person", "ADD KEY (closed_at)"),
        """
        anonymise:
          bench.person: { with: { full_name: redact, email: set-null, city: { fixed: removed }, born: year, points: { bucket: 100 } } }
        retention:
          persons: { records: bench.person, keep: P1Y, from: closed_at, then: anonymise }
        """,
        "SELECT COUNT(*) FROM person WHERE email IS NOT NULL",
        Map.of(
            "single-update",
            List.of(
                "UPDATE person SET full_name = REPEAT('*', LEAST(CHAR_LENGTH(full_name), 8)), email"
                    + " = NULL, city = 'removed', born = MAKEDATE(YEAR(born), 1), points = points -"
                    + " points % 100 WHERE closed_at < '2020-01-01'")));
  }

  /**
   * Half of so many orders are due, each with two items, which have a move each, which has a note.
   */
  static PurgeCase graph(int orders) {
    List<String> fill =
        new ArrayList<>(
            List.of(
                "CREATE TABLE orders_filled (id BIGINT AUTO_INCREMENT PRIMARY KEY, visited_at"
                    + " DATETIME NOT NULL, page VARCHAR(60))",
                "CREATE TABLE item_filled (id BIGINT AUTO_INCREMENT PRIMARY KEY, order_id BIGINT"
                    + " NOT NULL, page VARCHAR(60))",
                "CREATE TABLE move_filled (id BIGINT AUTO_INCREMENT PRIMARY KEY, item_id BIGINT NOT"
                    + " NULL, page VARCHAR(60))",
                "CREATE TABLE note_filled (id BIGINT AUTO_INCREMENT PRIMARY KEY, move_id BIGINT NOT"
                    + " NULL, page VARCHAR(60))"));
    fill.addAll(
        inserted(
            orders,
            "orders_filled (visited_at, page)",
            "IF(RAND(%1$d) < 0.5, '2015-01-01', '2026-01-01') + INTERVAL FLOOR(RAND(%1$d + 1) *"
                + " 200) DAY, 'an order'"));
    fill.add(
        "INSERT INTO item_filled (order_id, page) SELECT o.id, 'an item' FROM orders_filled o,"
            + " digit d WHERE d.d < 2");
    fill.add("INSERT INTO move_filled (item_id, page) SELECT id, 'a move' FROM item_filled");
    fill.add("INSERT INTO note_filled (move_id, page) SELECT id, 'a note' FROM move_filled");
    Map<String, String> copies = new LinkedHashMap<>();
    copies.put("orders", "ADD KEY (visited_at)");
    copies.put("item", "ADD FOREIGN KEY (order_id) REFERENCES orders (id)");
    copies.put("move", "ADD FOREIGN KEY (item_id) REFERENCES item (id)");
    copies.put("note", "ADD FOREIGN KEY (move_id) REFERENCES move (id)");
    String above = " JOIN orders o ON o.id = i.order_id WHERE o." + CUTOFF;
    return new PurgeCase(
        "purge-graph",
        fill,
        copies,
        """
        retention:
          orders:
            { records: bench.orders, keep: P1Y, from: visited_at, then: delete,
              with: { bench.item: { then: delete }, bench.move: { then: delete }, bench.note: { then: delete } } }
        """,
        "SELECT COUNT(*) FROM orders WHERE " + CUTOFF,
        Map.of(
            "single-deletes",
            List.of(
                "DELETE n FROM note n JOIN move m ON m.id = n.move_id JOIN item i ON i.id ="
                    + " m.item_id"
                    + above,
                "DELETE m FROM move m JOIN item i ON i.id = m.item_id" + above,
                "DELETE i FROM item i" + above,
                "DELETE FROM orders WHERE " + CUTOFF)));
  }

  /**
   * A million at once; {@code a.n} and {@code b.n} count, and {@code %1$d} seeds what is random.
   */
  static List<String> inserted(int rows, String into, String values) {
    List<String> statements = new ArrayList<>();
    for (int done = 0; done < rows; done += 1_000_000) {
      statements.add(
          "INSERT INTO "
              + into
              + " SELECT "
              + values.formatted(done + 1)
              + " FROM thousand a, thousand b LIMIT "
              + Math.min(1_000_000, rows - done));
    }
    return statements;
  }
}
