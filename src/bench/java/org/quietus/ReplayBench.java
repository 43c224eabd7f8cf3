package org.quietus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.Servers;

/** Holds a large table against many suppression entries with the finished jar; see {@code replay}. */
final class ReplayBench {
  private static final String SCHEMA = "bench";
  private static final int TIMES = 3;
  private static final Pattern TOLD =
      Pattern.compile("([0-9]+) rows of bench.customer held against the suppression entries in ([0-9]+) ms");

  private final DatabaseServer server = Servers.start();
  private final int rows;
  private final int entries;
  private final Path directory;

  private ReplayBench(int rows, int entries) throws Exception {
    this.rows = rows;
    this.entries = entries;
    this.directory = Files.createTempDirectory("quietus-bench");
  }

  public static void main(String[] arguments) throws Exception {
    ReplayBench bench =
        new ReplayBench(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    try {
      bench.run();
    } finally {
      bench.server.stop();
      try (var files = Files.walk(bench.directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run() throws Exception {
    server.createSchema(SCHEMA);
    Files.writeString(directory.resolve("job.yaml"), jobFile());
    Files.writeString(directory.resolve("person.txt"), "email: ada@example.org\n");
    start(0, "key", "generate", job());
    execute(
        "CREATE TABLE customer (id BIGINT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80), phone"
            + " VARCHAR(40), created_at DATETIME NOT NULL)",
        "INSERT INTO customer VALUES (1, 'ada@example.org', '+49 30 5551234', '2019-05-05')");
    String person = directory.resolve("person.txt").toString();
    start(0, "request", "add", job(), "--identifiers-from", person);
    start(0, "run", job(), "--only", "erasure");
    fillEntries();
    fillRows();
    execute("INSERT INTO customer VALUES (1, 'Ada@example.org', '+49 30 5551234', '2019-05-05')");
    long fastest = Long.MAX_VALUE;
    long whole = Long.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      long begin = System.nanoTime();
      fastest = Math.min(fastest, millisOfMatching());
      whole = Math.min(whole, (System.nanoTime() - begin) / 1_000_000);
    }
    System.out.printf(
        "rows %d, entries %d, heap 256 MB, the fastest of %d times%n", rows, entries, TIMES);
    System.out.printf(
        "whole command %.1f s, of which reading and matching the rows %.1f s%n", whole / 1e3, fastest / 1e3);
    System.out.printf("rows/s %d%n", rows * 1_000L / fastest);
  }

  /** The indexes last and at once, or it would take hours. */
  private void fillEntries() throws SQLException {
    execute(
        "SET sql_log_bin = 0",
        "ALTER TABLE quietus.suppression DROP INDEX suppression_once, DROP INDEX suppression_request",
        "INSERT INTO quietus.suppression (job, request_id, subject, kind, kind_version, epoch, token, erased_at)"
            + " SELECT 'bench', CONCAT('r', seq DIV 4), 'customer', 'email', 1, 1,"
            + " UNHEX(SHA2(seq, 256)), '2026-01-01' FROM seq_1_to_" + entries,
        "ALTER TABLE quietus.suppression ADD CONSTRAINT suppression_once UNIQUE (token, request_id),"
            + " ADD INDEX suppression_request (request_id)",
        "ANALYZE TABLE quietus.suppression");
  }

  private void fillRows() throws SQLException {
    execute(
        "SET sql_log_bin = 0",
        "INSERT INTO customer (id, email, phone, created_at) SELECT 10 + seq,"
            + " CONCAT('Somebody.', seq % 1000000, '@Example', seq DIV 1000000, '.org'),"
            + " CONCAT('+49 (30) ', seq, '-', seq DIV 1000000), '2019-05-05' FROM seq_1_to_" + rows,
        "ANALYZE TABLE customer");
  }

  private String jobFile() {
    return """
        quietus: 1
        job: bench
        controller: Example GmbH
        zone: Europe/Berlin
        evidence: { store: "file://%1$s/evidence", keys: %1$s/keys }
        databases:
          bench: { url: "%2$s", username: %3$s, password: "${DB_PASSWORD}", zone: UTC }
        subjects:
          customer: { records: bench.customer, identifiers: { email: email, phone: phone }, created: created_at }
        erasure:
          records: { bench.customer: { then: delete } }
        """
        .formatted(directory, server.jdbcUrl(SCHEMA), server.username());
  }

  private String job() {
    return directory.resolve("job.yaml").toString();
  }

  /** Runs a command with all that the JVM's compilers can do, unlike the tests, which are short. */
  private String start(int code, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-jar", "target/quietus.jar"));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("DB_PASSWORD", server.password());
    if (builder.start().waitFor() != code) {
      throw new IllegalStateException(Files.readString(output));
    }
    return Files.readString(output);
  }

  /** As the command itself tells it; the one who was erased has to be found. */
  private long millisOfMatching() throws Exception {
    String said =
        start(9, "--verbose", "replay", job(), "--database", "bench", "--snapshot", "2020-01-01T00:00:00Z", "--check");
    Matcher told = TOLD.matcher(said);
    if (!said.contains("1 erased person") || !told.find() || Integer.parseInt(told.group(1)) != rows + 1) {
      throw new IllegalStateException(said);
    }
    return Long.parseLong(told.group(2));
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      for (String sql : List.of(statements)) {
        statement.execute(sql);
      }
    }
  }
}
