package org.quietus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.JarProcess;
import org.quietus.testing.Servers;

/** Deletes half of a large table with the finished jar, and with one statement, in turn; see {@code five-million-rows}. */
final class FiveMillionRows {
  private static final String SCHEMA = "bench";

  private final DatabaseServer server = Servers.start();
  private final int rows;
  private final Path directory;

  private FiveMillionRows(int rows) throws Exception {
    this.rows = rows;
    this.directory = Files.createTempDirectory("quietus-bench");
  }

  public static void main(String[] arguments) throws Exception {
    FiveMillionRows bench = new FiveMillionRows(Integer.parseInt(arguments[0]));
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
    expect(start("key", "generate", job()), 0);
    fill();
    execute("CREATE TABLE copy LIKE visit", "INSERT INTO copy SELECT * FROM visit");
    long ours = timed(() -> expect(start("run", job()), 0));
    long peer = timed(() -> execute("DELETE FROM copy WHERE visited_at < '2020-01-01'"));
    long due = rows / 2;
    if (count("SELECT COUNT(*) FROM visit") != rows - due
        || count("SELECT SUM(deleted) FROM quietus.ledger_count") != due) {
      throw new IllegalStateException("not what was due went");
    }
    System.out.printf("rows %d, due %d, heap 192 MB, 2 slots%n", rows, due);
    System.out.printf("quietus %.1f s (%d rows/s, start of the JVM included)%n", ours / 1e9, due * 1_000_000_000L / ours);
    System.out.printf("one DELETE %.1f s%n", peer / 1e9);
    System.out.printf("ratio single-delete-%d %.2f%n", rows, (double) peer / ours);
  }

  private void fill() throws SQLException {
    execute(
        "CREATE TABLE visit (id BIGINT AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL,"
            + " visited_at DATETIME NOT NULL, page VARCHAR(60), KEY (visited_at))",
        "CREATE TABLE digit (d INT)",
        "INSERT INTO digit VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
        "CREATE TABLE thousand AS SELECT a.d + 10 * b.d + 100 * c.d n FROM digit a, digit b, digit c");
    for (int done = 0; done < rows; done += 1_000_000) {
      int some = Math.min(1_000_000, rows - done);
      execute(
          "INSERT INTO visit (customer, visited_at, page) SELECT a.n, IF((a.n + b.n) % 2 = 0,"
              + " '2019-05-05', '2026-11-01'), CONCAT('a page that somebody looked at ', b.n)"
              + " FROM thousand a, thousand b LIMIT "
              + some);
    }
    execute("ANALYZE TABLE visit");
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
        retention:
          visits: { records: bench.visit, keep: P1Y, from: visited_at, then: delete }
        """
        .formatted(directory, server.jdbcUrl(SCHEMA), server.username());
  }

  private String job() {
    return directory.resolve("job.yaml").toString();
  }

  private JarProcess start(String... arguments) {
    return JarProcess.start(directory, Map.of("DB_PASSWORD", server.password()), arguments);
  }

  private static void expect(JarProcess process, int code) throws Exception {
    if (process.exitCode() != code) {
      throw new IllegalStateException(process.output());
    }
  }

  private interface Work {
    void perform() throws Exception;
  }

  private static long timed(Work work) throws Exception {
    long begin = System.nanoTime();
    work.perform();
    return System.nanoTime() - begin;
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      for (String sql : List.of(statements)) {
        statement.execute(sql);
      }
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
