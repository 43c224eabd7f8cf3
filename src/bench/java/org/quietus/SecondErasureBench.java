package org.quietus;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.quietus.cli.CommandRun;
import org.quietus.testing.H2Server;

/**
 * What a second erasure reads of a store in which its person is not, as a share of the store's
 * bytes: all that the process reads meanwhile counts, the pages of the filters among it.
 *
 * @param part of the bytes that a bench is to take, one in so many is made
 * @param file by number, its name
 */
record SecondErasureBench(String name, int part, String file, String job, Content content) {
  private static final String SCHEMA = "shop";
  private static final int OBJECTS = 20;
  private static final int USERS = 3_000_000;
  private static final String WORD = " something that many say of it";

  /** Of dumps a quarter is made, for a first erasure takes longer in them. */
  static final List<SecondErasureBench> ALL =
      List.of(
          new SecondErasureBench(
              "second-erasure-bytes",
              1,
              "a%d.jsonl.gz",
              RewriteCase.SCAN
                  .jobFile()
                  .replace("on-erasure: delete }", "on-erasure: delete, filters: keep }"),
              SecondErasureBench::lines),
          new SecondErasureBench(
              "second-erasure-bytes-dumps",
              4,
              "shop-2026-02-%02d.sql.gz",
              RewriteCase.DUMP
                  .jobFile()
                  .replace("on-erasure: rewrite }", "on-erasure: rewrite, filters: keep }"),
              SecondErasureBench::dump));

  /** Writes so many bytes of users. */
  private interface Content {
    void write(BufferedWriter out, long bytes, Random random) throws IOException;
  }

  void measure(Path directory, long most) throws Exception {
    long bytes = most / part;
    H2Server server = new H2Server(directory);
    server.createSchemaWithControl(SCHEMA);
    try (Connection connection =
            DriverManager.getConnection(
                server.jdbcUrl(SCHEMA), server.username(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))");
      statement.execute(
          "CREATE TABLE visit (id INT NOT NULL PRIMARY KEY, customer_id INT, FOREIGN KEY"
              + " (customer_id) REFERENCES customer (id))");
      statement.execute(
          "INSERT INTO customer VALUES (-1, '%s'), (-2, '%s')"
              .formatted(RewriteData.email(-1), RewriteData.email(-2)));
    }
    Path vault = Files.createDirectories(directory.resolve("vault/nightly"));
    long stored = 0;
    Random random = new Random(14);
    for (int n = 1; n <= OBJECTS; n++) {
      Path file = vault.resolve(this.file.formatted(n));
      try (BufferedWriter out =
          new BufferedWriter(
              new OutputStreamWriter(
                  new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
        content.write(out, bytes / OBJECTS, random);
      }
      stored += Files.size(file);
    }
    OpenedJob job =
        new OpenedJob(directory, server, SCHEMA, this.job)
            .with("VAULT", directory.resolve("vault").toUri().toString());
    require(job.generateKeys());
    double first = erase(job, -1, stored);
    double second = erase(job, -2, stored);
    System.out.printf(Locale.ROOT, "%s: %d bytes stored, first %.4f%n", name, stored, first);
    System.out.printf(Locale.ROOT, "ratio %s %.4f%n", name, second);
  }

  private double erase(OpenedJob job, int person, long stored) throws Exception {
    job.request("email: " + RewriteData.email(person));
    long before = read();
    long begin = System.nanoTime();
    require(job.run());
    System.out.printf(
        Locale.ROOT, "%s: a run of %.1f s%n", name, (System.nanoTime() - begin) / 1e9);
    return (double) (read() - before) / stored;
  }

  private static void lines(BufferedWriter out, long bytes, Random random) throws IOException {
    for (long written = 0; written < bytes; ) {
      int user = 1 + random.nextInt(USERS);
      String line =
          "{\"at\":\"2024-05-%02dT10:00:00Z\",\"user\":{\"email\":\"%s\",\"id\":%d},\"note\":\"%d%s\"}\n"
              .formatted(
                  1 + random.nextInt(28), RewriteData.email(user), user, random.nextLong(), WORD);
      out.write(line);
      written += line.length();
    }
  }

  /** Users, and three visits of each. */
  private static void dump(BufferedWriter out, long bytes, Random random) throws IOException {
    out.write("-- MariaDB dump 10.19  Distrib 11.4.5-MariaDB\n/*!40101 SET NAMES utf8mb4 */;\n");
    out.write(
        "CREATE TABLE `customer` (`id` int NOT NULL, `email` varchar(80), PRIMARY KEY (`id`));\n");
    long users = Math.max(1, bytes / 400);
    for (int user = 1; user <= users; user++) {
      out.write(
          "INSERT INTO `customer` VALUES (%d,'%s');\n".formatted(user, RewriteData.email(user)));
    }
    out.write(
        "CREATE TABLE `visit` (`id` int NOT NULL, `customer_id` int, `note` text, PRIMARY KEY"
            + " (`id`));\n");
    for (int id = 1; id <= 3 * users; id++) {
      out.write(
          "INSERT INTO `visit` VALUES (%d,%d,'%d%s');\n"
              .formatted(id, 1 + random.nextInt((int) users), random.nextLong(), WORD));
    }
    out.write("-- Dump completed on 2026-02-01  3:00:00\n");
  }

  /** What the process has read so far by any call, from wherever. */
  private static long read() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("rchar: "))
        .mapToLong(line -> Long.parseLong(line.substring(7)))
        .findFirst()
        .orElseThrow();
  }

  private static void require(CommandRun run) {
    if (run.exitCode() != 0) {
      throw new IllegalStateException(run.out() + run.err());
    }
  }
}
