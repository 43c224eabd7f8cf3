package org.quietus;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Makes dumps and files of a shop, of which one row in 10,000 is of somebody who is to go. */
final class RewriteData {
  private static final int ONE_IN = 10_000;
  private static final int ROWS_A_STATEMENT = 5_000;
  private static final int PERSONS = 100;
  private static final long GRAPH_ROWS = 1_000_000;
  private static final List<String> WORDS =
      List.of(
          "shoes", "hats", "coats", "bags", "spring", "summer", "sale", "new", "wool", "silk",
          "linen", "blue", "green", "red", "small", "large", "gift", "card", "return", "basket");

  private final Random random = new Random(14);
  private final long bytes;

  RewriteData(long bytes) {
    this.bytes = bytes;
  }

  long bytes() {
    return bytes;
  }

  static String email(int person) {
    return "person" + person + "@example.org";
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int n = 0; n < count; n++) {
      text.append(n == 0 ? "" : " ").append(WORDS.get(random.nextInt(WORDS.size())));
    }
    return text.toString();
  }

  private String moment() {
    return "2024-%02d-%02d %02d:%02d:%02d"
        .formatted(
            1 + random.nextInt(12),
            1 + random.nextInt(28),
            random.nextInt(24),
            random.nextInt(60),
            random.nextInt(60));
  }

  /** Of persons and their visits; the first person has visits all over the dump. */
  void flat(Path file) throws IOException {
    try (Dump dump = new Dump(file)) {
      dump.declare("customer", "`id` int NOT NULL, `email` varchar(80), PRIMARY KEY (`id`)");
      for (int id = 1; id <= 1000; id++) {
        dump.row("customer", id + ",'" + email(id) + "'");
      }
      dump.declare(
          "visit",
          "`id` int NOT NULL, `customer_id` int, `email` varchar(80), `page` varchar(80), `note`"
              + " text, `at` datetime, PRIMARY KEY (`id`)");
      for (int id = 1; dump.written < bytes; id++) {
        int customer = id % ONE_IN == 77 ? 1 : 2 + random.nextInt(999);
        dump.row(
            "visit",
            id
                + ","
                + customer
                + ",'"
                + email(customer)
                + "','/"
                + words(1)
                + "/"
                + id % 977
                + "','"
                + words(3 + random.nextInt(20))
                + "','"
                + moment()
                + "'");
      }
    }
  }

  /**
   * Six tables that hang on each other, of a hundred persons among others, and a log beside them.
   */
  void graph(Path file) throws IOException {
    int customers = (int) (GRAPH_ROWS / 10);
    try (Dump dump = new Dump(file)) {
      dump.declare(
          "customer", "`id` int NOT NULL, `email` varchar(80), `name` text, PRIMARY KEY (`id`)");
      for (int id = 1; id <= customers; id++) {
        dump.row("customer", id + ",'" + email(id) + "','" + words(2) + "'");
      }
      rows(dump, "orders", "customer_id", 2 * customers, customers);
      rows(dump, "line", "orders_id", 3 * customers, 2 * customers);
      rows(dump, "parcel", "line_id", customers, 3 * customers);
      rows(dump, "message", "customer_id", 2 * customers, customers);
      rows(dump, "attachment", "message_id", customers, 2 * customers);
      dump.declare("event", "`id` int NOT NULL, `page` varchar(80), `note` text, `at` datetime");
      for (int id = 1; dump.written < bytes; id++) {
        dump.row(
            "event",
            id + ",'/" + words(1) + "','" + words(3 + random.nextInt(20)) + "','" + moment() + "'");
      }
    }
  }

  private void rows(Dump dump, String table, String up, int count, int above) throws IOException {
    dump.declare(
        table,
        "`id` int NOT NULL, `" + up + "` int, `note` text, `at` datetime, PRIMARY KEY (`id`)");
    for (int id = 1; id <= count; id++) {
      dump.row(
          table,
          id
              + ","
              + (1 + random.nextInt(above))
              + ",'"
              + words(3 + random.nextInt(10))
              + "','"
              + moment()
              + "'");
    }
  }

  /** A record a line. */
  void lines(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      long written = 0;
      for (int id = 1; written < bytes; id++) {
        int customer = id % ONE_IN == 77 ? 1 : 2 + random.nextInt(999);
        byte[] line =
            ("{\"at\":\"%s\",\"user\":{\"email\":\"%s\",\"id\":%d},\"page\":\"/%s/%d\",\"tags\":[\"%s\",\"%s\"],\"note\":\"%s\"}\n"
                    .formatted(
                        moment().replace(' ', 'T') + "Z",
                        email(customer),
                        customer,
                        words(1),
                        id % 977,
                        words(1),
                        words(1),
                        words(3 + random.nextInt(20))))
                .getBytes(StandardCharsets.UTF_8);
        out.write(line);
        written += line.length;
      }
    }
  }

  /** A row a line, texts in quotes, under a header. */
  void rows(Path file) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
      out.write("at,email,user,page,tags,note\n".getBytes(StandardCharsets.UTF_8));
      long written = 0;
      for (int id = 1; written < bytes; id++) {
        int customer = id % ONE_IN == 77 ? 1 : 2 + random.nextInt(999);
        byte[] line =
            ("%s,\"%s\",%d,\"/%s/%d\",\"%s,%s\",\"%s\"\n"
                    .formatted(
                        moment().replace(' ', 'T') + "Z",
                        email(customer),
                        customer,
                        words(1),
                        id % 977,
                        words(1),
                        words(1),
                        words(3 + random.nextInt(20))))
                .getBytes(StandardCharsets.UTF_8);
        out.write(line);
        written += line.length;
      }
    }
  }

  /** Writes a dump as the tools do, a row a line. */
  private static final class Dump implements AutoCloseable {
    private final OutputStream out;
    private String table = "";
    private int rows;
    long written;

    Dump(Path file) throws IOException {
      out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
      write(
          "-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)\n"
              + "/*!40101 SET NAMES utf8mb4 */;\n");
    }

    void declare(String name, String columns) throws IOException {
      end();
      write("CREATE TABLE `%s` (%s) ENGINE=InnoDB;\n".formatted(name, columns));
    }

    void row(String name, String values) throws IOException {
      if (!table.equals(name) || rows == ROWS_A_STATEMENT) {
        end();
        write("INSERT INTO `" + name + "` VALUES\n");
        table = name;
      } else {
        write(",\n");
      }
      rows++;
      write("(" + values + ")");
    }

    private void end() throws IOException {
      write(rows > 0 ? ";\n" : "");
      rows = 0;
      table = "";
    }

    private void write(String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.write(bytes);
      written += bytes.length;
    }

    @Override
    public void close() throws IOException {
      end();
      write("-- Dump completed on 2026-02-01  2:00:00\n");
      out.close();
    }
  }

  static int persons() {
    return PERSONS;
  }
}
