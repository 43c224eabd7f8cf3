package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Thousands of customers with three orders each, in a database and in dumps. */
final class CrowdedShop {
  static final List<String> TABLES = List.of("customer", "orders");
  static final int CUSTOMERS = 2_000;

  /** A job on it, to which its object stores and backups have to be added. */
  static final String JOB =
      """
      quietus: 1
      job: crowded
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        shop: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Europe/Berlin }
      subjects:
        customer: { records: shop.customer, identifiers: { email: email }, created: created_at }
      erasure:
        records:
          shop.customer: { then: delete }
          shop.orders: { then: delete }
      """;

  private static final String TIME = "2020-01-01 00:00:00";

  private CrowdedShop() {}

  static void fill(Connection connection) throws SQLException {
    boolean mysql = connection.getMetaData().getURL().startsWith("jdbc:mysql:");
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TABLE customer (id INT PRIMARY KEY, full_name VARCHAR(60), email VARCHAR(80),"
              + " created_at "
              + (mysql ? "DATETIME(6))" : "TIMESTAMP)")); // the same, as in the dumps
      statement.execute(
          "CREATE TABLE orders (id INT PRIMARY KEY, customer_id INT NOT NULL, note"
              + " VARCHAR(200), FOREIGN KEY (customer_id) REFERENCES customer (id))");
      for (String table : TABLES) {
        statement.execute("INSERT INTO " + table + " VALUES " + rows(table, id -> true, ","));
      }
    }
  }

  static String email(int customer) {
    return "c" + customer + "@example.org";
  }

  static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static String gunzip(byte[] dump) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(dump))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A dump of some tables with the customers that are in it. */
  static String text(List<String> tables, IntPredicate customers) {
    StringBuilder text = new StringBuilder("-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB\n");
    for (String table : tables) {
      text.append("CREATE TABLE `" + table + "` (\n" + columns(table));
      text.append("  PRIMARY KEY (`id`)\n) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;\n");
      text.append("INSERT INTO `" + table + "` VALUES\n");
      text.append(rows(table, customers, ",\n") + ";\n");
    }
    return text.append("-- Dump completed on 2026-03-01  3:00:00\n").toString();
  }

  private static String columns(String table) {
    return table.equals("customer")
        ? "  `id` int(11) NOT NULL,\n  `full_name` varchar(60),\n  `email` varchar(80),\n"
            + "  `created_at` datetime(6),\n"
        : "  `id` int(11) NOT NULL,\n  `customer_id` int(11) NOT NULL,\n  `note` varchar(200),\n";
  }

  private static String rows(String table, IntPredicate customers, String separator) {
    return IntStream.rangeClosed(1, CUSTOMERS)
        .filter(customers)
        .boxed()
        .flatMap(
            id ->
                table.equals("customer")
                    ? List.of("(" + id + ",'No. " + id + "','" + email(id) + "','" + TIME + "')")
                        .stream()
                    : IntStream.rangeClosed(1, 3).mapToObj(n -> order(id, n)))
        .collect(Collectors.joining(separator));
  }

  private static String order(int customer, int n) {
    int id = 10 * customer + n;
    return "(" + id + "," + customer + ",'for " + email(customer) + ": thing no. " + id + "')";
  }
}
