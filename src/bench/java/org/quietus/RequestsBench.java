package org.quietus;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.quietus.testing.BenchPlace;
import org.quietus.testing.ChildServer;

/** Erases many persons who ask for it in one run, over six tables; see {@code src/bench/purge}. */
final class RequestsBench {
  private static final List<String> HEAP = List.of("-Xmx192m");
  private static final String RULES =
      """
      subjects:
        customer:
          records: bench.customer
          identifiers: { email: email, phone: phone }
          created: created_at
      anonymise:
        bench.customer: { with: { full_name: redact, email: set-null, phone: set-null } }
      erasure:
        records:
          bench.customer: { then: anonymise }
          bench.orders: { then: delete }
          bench.item: { then: delete }
          bench.visit: { then: delete }
          bench.chat: { then: delete }
          bench.device: { then: delete }
      """;

  private RequestsBench() {}

  /**
   * Prints how many requests a minute a run works off, from its start to its last certificate.
   *
   * @param rows of all tables
   */
  static void measure(ChildServer server, int rows, int requests) throws Exception {
    try (BenchPlace place = BenchPlace.on(server)) {
      String job =
          place.job(
              server.jdbcUrl(BenchPlace.SCHEMA) + "?sslMode=DISABLED",
              server.username(),
              "UTC",
              RULES);
      place.quietus(0, HEAP, "key", "generate", job);
      fill(place, rows / 10);
      Files.write(
          place.path("requests.csv"),
          IntStream.rangeClosed(0, requests)
              .mapToObj(n -> n == 0 ? "email" : "c" + 7 * n + "@example.org")
              .toList());
      double added =
          BenchPlace.seconds(
              () ->
                  place.quietus(
                      0,
                      HEAP,
                      "request",
                      "add",
                      job,
                      "--file",
                      place.path("requests.csv").toString()));
      double seconds = BenchPlace.seconds(() -> place.quietus(0, HEAP, "run", job));
      long left = place.count("SELECT COUNT(*) FROM customer WHERE email IS NULL");
      if (left != requests) {
        throw new IllegalStateException(left + " persons erased of " + requests);
      }
      System.out.printf(
          Locale.ROOT, "requests: added in %.2f s, erased in %.2f s%n", added, seconds);
      BenchPlace.print("ratio", "requests-per-minute", 60 * requests / seconds);
    }
  }

  private static void fill(BenchPlace place, int customers) throws Exception {
    String key = "(id BIGINT AUTO_INCREMENT PRIMARY KEY, ";
    String reference = "customer_id BIGINT NOT NULL, page VARCHAR(60))";
    List<String> fill = new ArrayList<>(PurgeProduct.MYSQL.numbers());
    fill.add(
        "CREATE TABLE customer "
            + key
            + "full_name VARCHAR(40), email VARCHAR(60), phone VARCHAR(30), created_at DATETIME NOT"
            + " NULL)");
    for (String table : List.of("orders", "visit", "chat", "device")) {
      fill.add("CREATE TABLE " + table + " " + key + reference);
    }
    fill.add("CREATE TABLE item " + key + "order_id BIGINT NOT NULL, page VARCHAR(60))");
    fill.add(
        "INSERT INTO customer (id, full_name, email, phone, created_at) SELECT n, 'Ann Lee',"
            + " CONCAT('c', n, '@example.org'), CONCAT('+49 30 ', 1000000 + n), '2019-05-05' FROM"
            + " (SELECT 1 + a.n * 1000 + b.n n FROM thousand a, thousand b) numbers WHERE n <= "
            + customers);
    for (String table : List.of("visit", "visit", "chat", "device", "orders", "orders")) {
      fill.add("INSERT INTO " + table + " (customer_id, page) SELECT id, 'a page' FROM customer");
    }
    fill.add("INSERT INTO item (order_id, page) SELECT id, 'an item' FROM orders");
    fill.add("INSERT INTO item (order_id, page) SELECT id, 'an item' FROM orders WHERE id % 2 = 0");
    fill.add("ALTER TABLE customer ADD KEY (email), ADD KEY (phone)");
    for (String table : List.of("orders", "visit", "chat", "device")) {
      fill.add("ALTER TABLE " + table + " ADD FOREIGN KEY (customer_id) REFERENCES customer (id)");
    }
    fill.add("ALTER TABLE item ADD FOREIGN KEY (order_id) REFERENCES orders (id)");
    fill.add("ANALYZE TABLE customer, orders, item, visit, chat, device");
    place.execute(fill.toArray(String[]::new));
  }
}
