package org.quietus.backup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Dumps of the shop of {@link Shop}, one row a statement, so that lines can be compared. */
final class ShopDump {
  private static final String HEADER =
      """
      -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
      /*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
      """;
  private static final String TRAILER =
      """
      /*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
      -- Dump completed
      """;

  private final Map<String, String> columns = new LinkedHashMap<>();
  private final Map<String, List<String>> rows = new LinkedHashMap<>();

  private ShopDump() {}

  /** Everybody who is in the database, and everything that is theirs. */
  static ShopDump ofTheDatabase() {
    ShopDump dump = new ShopDump();
    dump.table("address", "`id` bigint(20) NOT NULL, `street` varchar(100) DEFAULT NULL");
    dump.table("chat_message", "`id` bigint(20), `customer_ref` bigint(20), `body` varchar(200)");
    dump.table(
        "customer",
        "`id` bigint(20) NOT NULL, `full_name` varchar(100), `email` varchar(200), `phone`"
            + " varchar(40), `address_id` bigint(20), `created_at` datetime(6)");
    dump.table("invoice", "`id` bigint(20), `customer_id` bigint(20), `issued_at` date");
    dump.table("order_item", "`id` bigint(20), `order_id` bigint(20), `article` varchar(60)");
    dump.table("orders", "`id` bigint(20), `customer_id` bigint(20), `address_id` bigint(20)");
    dump.row("address", "(1,'1 Ann Lane')").row("address", "(2,'2 Ben Road')");
    dump.row("address", "(3,'3 House of Cid')");
    dump.row("chat_message", "(1,1,'It\\'s Ann')").row("chat_message", "(2,2,'It\\'s Ben')");
    dump.row("customer", Shop.ANN).row("customer", Shop.BEN).row("customer", Shop.CID);
    dump.row("invoice", "(1,1,'2025-05-05')").row("invoice", "(2,1,'2011-05-05')");
    dump.row("invoice", "(3,2,'2011-05-05')");
    dump.row("order_item", "(1,1,'Ann: tea pot')").row("order_item", "(2,1,'Ann: lamp')");
    dump.row("order_item", "(3,2,'Ben: scarf')");
    dump.row("orders", "(1,1,1)").row("orders", "(2,2,2)").row("orders", "(3,3,3)");
    dump.row("orders", "(4,1,3)");
    return dump;
  }

  ShopDump table(String name, String definition) {
    columns.put(name, definition);
    rows.putIfAbsent(name, new ArrayList<>());
    return this;
  }

  ShopDump row(String table, String values) {
    rows.get(table).add(values);
    return this;
  }

  ShopDump before(String table, String other, String values) {
    rows.get(table).add(rows.get(table).indexOf(other), values);
    return this;
  }

  ShopDump without(String table, String values) {
    if (!rows.get(table).remove(values)) {
      throw new IllegalArgumentException("the dump has no such row of " + table);
    }
    return this;
  }

  ShopDump replacing(String table, String old, String values) {
    List<String> of = rows.get(table);
    of.set(of.indexOf(old), values);
    return this;
  }

  /** As it should be once Ann is gone; the first address goes, the shared one stays. */
  ShopDump withoutAnn() {
    without("address", "(1,'1 Ann Lane')").without("chat_message", "(1,1,'It\\'s Ann')");
    without("customer", Shop.ANN).without("invoice", "(2,1,'2011-05-05')");
    replacing("invoice", "(1,1,'2025-05-05')", "(1,NULL,'2025-05-05')");
    without("order_item", "(1,1,'Ann: tea pot')").without("order_item", "(2,1,'Ann: lamp')");
    return without("orders", "(1,1,1)").without("orders", "(4,1,3)");
  }

  Collection<String> tables() {
    return columns.keySet();
  }

  String text() {
    return text(columns.keySet());
  }

  /** Without what shows where it ends, as {@code --compact} writes it. */
  String compact() {
    return body(columns.keySet());
  }

  /** A dump of some of the tables. */
  String text(Collection<String> tables) {
    return HEADER + body(tables) + TRAILER;
  }

  private String body(Collection<String> tables) {
    StringBuilder text = new StringBuilder();
    for (String table : tables) {
      text.append("CREATE TABLE `" + table + "` (\n  " + columns.get(table).replace(", ", ",\n  "));
      text.append(",\n  PRIMARY KEY (`id`)\n) ENGINE=InnoDB;\n");
      rows.get(table)
          .forEach(row -> text.append("INSERT INTO `" + table + "` VALUES " + row + ";\n"));
    }
    return text.toString();
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

  static String gunzip(byte[] bytes) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The lines of a dump that are not empty. */
  static List<String> lines(String text) {
    return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }
}
