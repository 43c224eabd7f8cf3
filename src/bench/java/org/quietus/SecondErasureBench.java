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
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.quietus.cli.CommandRun;
import org.quietus.testing.H2Server;

/**
 * What a second erasure reads of a store in which its person is not, as a share of the store's
 * bytes: all that the process reads meanwhile counts, the pages of the filters among it.
 */
final class SecondErasureBench {
  static final String NAME = "second-erasure-bytes";
  private static final String SCHEMA = "shop";
  private static final int OBJECTS = 20;
  private static final int USERS = 3_000_000;
  private static final String WORD = " something that many say of it";

  private SecondErasureBench() {}

  static void measure(Path directory, long bytes) throws Exception {
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
    for (int n = 0; n < OBJECTS; n++) {
      Path file = vault.resolve("a" + n + ".jsonl.gz");
      write(file, bytes / OBJECTS, random);
      stored += Files.size(file);
    }
    OpenedJob job =
        new OpenedJob(
                directory,
                server,
                SCHEMA,
                RewriteCase.SCAN
                    .jobFile()
                    .replace("on-erasure: delete }", "on-erasure: delete, filters: keep }"))
            .with("VAULT", directory.resolve("vault").toUri().toString());
    require(job.generateKeys());
    double first = erase(job, -1, stored);
    double second = erase(job, -2, stored);
    System.out.printf(Locale.ROOT, "%s: %d bytes stored, first %.4f%n", NAME, stored, first);
    System.out.printf(Locale.ROOT, "ratio %s %.4f%n", NAME, second);
  }

  private static double erase(OpenedJob job, int person, long stored) throws Exception {
    job.request("email: " + RewriteData.email(person));
    long before = read();
    long begin = System.nanoTime();
    require(job.run());
    System.out.printf(
        Locale.ROOT, "%s: a run of %.1f s%n", NAME, (System.nanoTime() - begin) / 1e9);
    return (double) (read() - before) / stored;
  }

  private static void write(Path file, long bytes, Random random) throws IOException {
    try (BufferedWriter out =
        new BufferedWriter(
            new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
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
