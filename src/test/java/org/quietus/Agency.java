package org.quietus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Somebody who keeps customers for others: Ann is a customer of two of them, with the same address
 * and telephone. A second copy of the data is changed by hand, to tell what a run should have left.
 */
final class Agency {
  static final String SCHEMA = "agency";
  private static final String BY_HAND = "agency_by_hand";
  private static final Map<String, List<String>> ROWS =
      Map.of(
          "customer",
          List.of(
              "(1,'acme','Ann','ann@example.org','+49 30 1000','2020-01-01 00:00:00')",
              "(2,'bolt','Ann B.','ann@example.org','+49 30 1000','2020-01-01 00:00:00')",
              "(3,'acme','Ben','ben@example.org','+49 30 2000','2020-01-01 00:00:00')",
              "(4,'bolt','Ben B.','ben@example.org','+49 30 2000','2020-01-01 00:00:00')"),
          "orders",
          List.of(
              "(11,'acme',1,'tea','2021-01-01 00:00:00')",
              "(12,'bolt',2,'salt','2021-01-01 00:00:00')",
              "(13,'acme',3,'rice','2025-12-01 00:00:00')",
              "(14,'bolt',4,'milk','2025-12-01 00:00:00')"),
          "item",
          List.of("(111,11,'green')", "(121,12,'fine')", "(131,13,'brown')", "(141,14,'whole')"));
  private static final List<String> TABLES = List.of("customer", "orders", "item");

  static final String JOB =
      """
      quietus: 1
      job: agency
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      tenant:
        crm.customer: { column: account }
        crm.orders: { column: account }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email, phone: phone }
          created: created_at
      categories:
        crm.customer: { full_name: identity, email: contact, phone: contact }
        crm.orders: { what: purchases }
      sensitive: [ purchases ]
      erasure:
        records:
          crm.customer: { then: delete }
          crm.orders: { then: delete }
          crm.item: { then: delete }
      """;

  static final String BACKUPS =
      """
      object-stores:
        disk: { url: "${DISK}" }
      backups:
        nightly: { of: crm, in: disk, objects: "**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
      """;

  private final ShopEngine engine;
  private final Path disk;

  private Agency(ShopEngine engine, Path disk) {
    this.engine = engine;
    this.disk = disk;
  }

  /** Both copies, afresh; dumps go to a directory. */
  static Agency fresh(ShopEngine engine, Path disk) throws SQLException {
    Agency agency = new Agency(engine, disk);
    for (String schema : List.of(SCHEMA, BY_HAND)) {
      engine.fresh(schema);
      List<String> sql = new ArrayList<>();
      String moment = engine.columns().moment();
      sql.add(
          "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, account VARCHAR(20), full_name"
              + " VARCHAR(40), email VARCHAR(80), phone VARCHAR(40), created_at "
              + moment
              + ")");
      sql.add(
          "CREATE TABLE orders (id INT NOT NULL PRIMARY KEY, account VARCHAR(20), customer_id INT"
              + " NOT NULL, what VARCHAR(20), at "
              + moment
              + ", FOREIGN KEY (customer_id) REFERENCES customer (id))");
      sql.add(
          "CREATE TABLE item (id INT NOT NULL PRIMARY KEY, order_id INT NOT NULL, what"
              + " VARCHAR(20), FOREIGN KEY (order_id) REFERENCES orders (id))");
      TABLES.forEach(table -> sql.add(insert(table)));
      engine.execute(schema, sql.toArray(String[]::new));
    }
    return agency;
  }

  private static String insert(String table) {
    return "INSERT INTO " + table + " VALUES " + String.join(", ", rows(table));
  }

  private static List<String> rows(String table) {
    return ROWS.getOrDefault(table, List.of());
  }

  OpenedJob job(Path directory, String yaml) throws Exception {
    OpenedJob job =
        new OpenedJob(directory, engine.server(), SCHEMA, yaml)
            .with("DISK", disk.toUri().toString());
    job.generateKeys();
    return job;
  }

  void execute(String... statements) throws SQLException {
    engine.execute(SCHEMA, statements);
  }

  /** Changes the copy as a run should change the original. */
  void byHand(String... statements) throws SQLException {
    engine.execute(BY_HAND, statements);
  }

  Map<String, List<String>> rows() throws SQLException {
    return engine.rows(SCHEMA);
  }

  Map<String, List<String>> expected() throws SQLException {
    return engine.rows(BY_HAND);
  }

  /** Writes a dump of all that there was in the beginning. */
  void dump(String name) throws Exception {
    dump(name, text -> text);
  }

  /** Writes one in which something was another way. */
  void dump(String name, UnaryOperator<String> otherwise) throws Exception {
    String text = otherwise.apply(text(List.of()));
    Files.write(disk.resolve(name + ".sql.gz"), CrowdedShop.gzip(text));
  }

  /** Whether a dump holds all that there was in the beginning but some rows. */
  boolean holdsAllBut(String name, String... rows) throws Exception {
    byte[] dump = Files.readAllBytes(disk.resolve(name + ".sql.gz"));
    return CrowdedShop.gunzip(dump).equals(text(List.of(rows)));
  }

  private static String text(List<String> without) {
    StringBuilder text = new StringBuilder("-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB\n");
    text.append(
        """
        CREATE TABLE `customer` (
          `id` int(11) NOT NULL,
          `account` varchar(20),
          `full_name` varchar(40),
          `email` varchar(80),
          `phone` varchar(40),
          `created_at` datetime(6),
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
        """);
    text.append(into("customer", without));
    text.append(
        """
        CREATE TABLE `orders` (
          `id` int(11) NOT NULL,
          `account` varchar(20),
          `customer_id` int(11) NOT NULL,
          `what` varchar(20),
          `at` datetime(6),
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
        """);
    text.append(into("orders", without));
    text.append(
        """
        CREATE TABLE `item` (
          `id` int(11) NOT NULL,
          `order_id` int(11) NOT NULL,
          `what` varchar(20),
          PRIMARY KEY (`id`)
        ) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
        """);
    text.append(into("item", without));
    return text.append("-- Dump completed on 2026-03-01  3:00:00\n").toString();
  }

  private static String into(String table, List<String> without) {
    return rows(table).stream()
        .filter(row -> without.stream().noneMatch(id -> row.startsWith("(" + id + ",")))
        .collect(Collectors.joining(",\n", "INSERT INTO `" + table + "` VALUES\n", ";\n"));
  }
}
