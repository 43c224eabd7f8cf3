package org.quietus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.quietus.testing.ChildServer;
import org.quietus.testing.Servers;

/**
 * Deletes half of a table by ourselves, by pt-archiver and by one statement, in turn; see {@code
 * src/bench/purge}.
 */
final class PurgeBench {
  private static final String SCHEMA = "bench";
  private static final String DUE = "visited_at < '2020-01-01'";
  private static final Pattern ARCHIVER_ACTION =
      Pattern.compile("(?m)^\\w+ +\\d+ +([\\d.]+) +[\\d.]+$");

  private final ChildServer server =
      Servers.toMeasure(
          "--skip-ssl",
          "--default-authentication-plugin=mysql_native_password",
          "--innodb-buffer-pool-size=1G",
          "--innodb-log-file-size=512M",
          "--innodb-flush-log-at-trx-commit=1",
          "--innodb-doublewrite=ON",
          "--innodb-stats-persistent=ON",
          "--sync-binlog=1",
          "--performance-schema=OFF");
  private final String launcher;
  private final int rows;
  private final int rounds;
  private final Path directory;
  private Duration clientCpu = Duration.ZERO;

  private PurgeBench(String launcher, int rows, int rounds) throws IOException {
    this.launcher = launcher;
    this.rows = rows;
    this.rounds = rounds;
    this.directory = Files.createTempDirectory("quietus-bench");
  }

  public static void main(String[] arguments) throws Exception {
    PurgeBench bench =
        new PurgeBench(
            arguments[0], Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
    try {
      bench.run();
    } finally {
      bench.server.stop();
      try (Stream<Path> files = Files.walk(bench.directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private void run() throws Exception {
    server.createSchema(SCHEMA);
    Files.writeString(job(), jobFile());
    command(launcher, "key", "generate", job().toString());
    fill();
    long due = count("SELECT COUNT(*) FROM template WHERE " + DUE);
    System.out.printf("%s, %d rows, %d due%n", server.product(), rows, due);
    List<Double> ours = new ArrayList<>();
    List<Double> archiver = new ArrayList<>();
    List<Double> single = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      ours.add(ours(due));
      archiver.add(archiver());
      single.add(single());
    }
    System.out.printf(Locale.ROOT, "rows per second %.0f%n", due / median(ours));
    ratio("purge-vs-pt-archiver", median(archiver) / median(ours));
    ratio("purge-vs-single-delete", median(single) / median(ours));
  }

  private double ours(long due) throws Exception {
    fresh();
    long before =
        count("SELECT COALESCE(MAX(STEP_EXECUTION_ID), 0) FROM quietus.BATCH_STEP_EXECUTION", 0);
    Duration used = serverCpu();
    long begin = System.nanoTime();
    command(launcher, "run", job().toString());
    double whole = (System.nanoTime() - begin) / 1e9;
    double act =
        count(
                "SELECT COALESCE(SUM(TIMESTAMPDIFF(MICROSECOND, START_TIME, END_TIME)), 0)"
                    + " FROM quietus.BATCH_STEP_EXECUTION WHERE STEP_NAME = 'work' AND STEP_EXECUTION_ID > "
                    + before)
            / 1e6;
    long left = count("SELECT COUNT(*) FROM visit");
    if (left != rows - due) {
      throw new IllegalStateException(left + " rows are left, not " + (rows - due));
    }
    System.out.printf(
        Locale.ROOT,
        "quietus: act %.2f s; start, plan, re-scan, certificate %.2f s%s%n",
        act,
        whole - act,
        cpu(used));
    return act;
  }

  /** What its statements took, by its own statistics. */
  private double archiver() throws Exception {
    fresh();
    String source =
        "h=127.0.0.1,P=%d,u=%s,p=%s,D=%s,t=visit"
            .formatted(server.port(), server.username(), server.password(), SCHEMA);
    Duration used = serverCpu();
    String said =
        command(
            "pt-archiver",
            "--source",
            source,
            "--purge",
            "--where",
            DUE,
            "--bulk-delete",
            "--limit",
            "1000",
            "--commit-each",
            "--no-check-charset",
            "--no-version-check",
            "--statistics");
    double seconds = 0;
    for (Matcher action = ARCHIVER_ACTION.matcher(said); action.find(); ) {
      seconds += Double.parseDouble(action.group(1));
    }
    if (seconds == 0 || count("SELECT COUNT(*) FROM visit WHERE " + DUE) > 1) {
      throw new IllegalStateException(said);
    }
    System.out.printf(Locale.ROOT, "pt-archiver: %.2f s%s%n", seconds, cpu(used));
    return seconds;
  }

  private double single() throws Exception {
    fresh();
    Duration used = serverCpu();
    clientCpu = Duration.ZERO;
    long begin = System.nanoTime();
    execute("DELETE FROM visit WHERE " + DUE);
    double seconds = (System.nanoTime() - begin) / 1e9;
    System.out.printf(Locale.ROOT, "one DELETE: %.2f s%s%n", seconds, cpu(used));
    return seconds;
  }

  private void fill() throws SQLException {
    execute(
        "SET sql_log_bin = 0",
        "CREATE TABLE template (id BIGINT AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL, visited_at DATETIME NOT"
            + " NULL, country CHAR(2) NOT NULL, page VARCHAR(60))",
        "CREATE TABLE digit (d INT)",
        "INSERT INTO digit VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
        "CREATE TABLE thousand AS SELECT a.d + 10 * b.d + 100 * c.d n FROM digit a, digit b, digit c",
        "SET @seed = RAND(7)");
    for (int done = 0; done < rows; done += 1_000_000) {
      execute(
          "SET sql_log_bin = 0",
          "INSERT INTO template (customer, visited_at, country, page) SELECT FLOOR(RAND(%1$d) * 100000),"
                  .formatted(done)
              + " IF(RAND(%1$d) < 0.5, '2015-01-01' + INTERVAL FLOOR(RAND(%1$d) * 1500) DAY,"
                  .formatted(done + 1)
              + " '2026-01-01' + INTERVAL FLOOR(RAND(%1$d) * 200) DAY),".formatted(done + 2)
              + " ELT(1 + FLOOR(RAND(%1$d) * 4), 'DE', 'IN', 'CN', 'US'),".formatted(done + 3)
              + " CONCAT('a page that somebody looked at ', b.n) FROM thousand a, thousand b LIMIT "
              + Math.min(1_000_000, rows - done));
    }
  }

  /** The table as it was, and a server that has nothing else to do. */
  private void fresh() throws Exception {
    execute(
        "SET sql_log_bin = 0",
        "DROP TABLE IF EXISTS visit",
        "CREATE TABLE visit LIKE template",
        "INSERT INTO visit SELECT * FROM template",
        "ALTER TABLE visit ADD KEY (visited_at), ADD KEY (customer), ADD KEY (country, visited_at)",
        "ANALYZE TABLE visit");
    Duration before;
    do { // what was deleted before is still being purged
      before = serverCpu();
      TimeUnit.MILLISECONDS.sleep(300);
    } while (serverCpu().minus(before).toMillis() > 30);
  }

  private Path job() {
    return directory.resolve("job.yaml");
  }

  private String jobFile() {
    return """
        quietus: 1
        job: bench
        controller: Example GmbH
        zone: Europe/Berlin
        evidence: { store: "file://%1$s/evidence", keys: %1$s/keys }
        databases:
          bench: { url: "%2$s?sslMode=DISABLED", username: %3$s, password: "${DB_PASSWORD}", zone: UTC }
        retention:
          visits: { records: bench.visit, keep: P1Y, from: visited_at, then: delete }
        """
        .formatted(directory, server.jdbcUrl(SCHEMA), server.username());
  }

  private String command(String... words) throws Exception {
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("DB_PASSWORD", server.password());
    String recording = System.getenv("JFR");
    builder
        .environment()
        .put(
            "QUIETUS_JAVA_OPTS",
            "-Xmx192m"
                + (recording == null
                    ? ""
                    : " -XX:StartFlightRecording=settings=profile,filename=" + recording));
    Process process = builder.start();
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      clientCpu = process.toHandle().info().totalCpuDuration().orElse(clientCpu);
    }
    int code = process.exitValue();
    String said = Files.readString(output);
    if (code != 0) {
      throw new IllegalStateException(
          String.join(" ", words) + "\nended with " + code + "\n" + said);
    }
    return said;
  }

  private static Duration serverCpu() {
    return ProcessHandle.current()
        .descendants()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** What a busy machine changes less than the time on the clock. */
  private String cpu(Duration serverBefore) {
    return String.format(
        Locale.ROOT,
        " (CPU: server %.2f s, client %.2f s)",
        serverCpu().minus(serverBefore).toMillis() / 1e3,
        clientCpu.toMillis() / 1e3);
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

  /** The same where the tables that are asked for may not be there yet. */
  private long count(String sql, long otherwise) {
    try {
      return count(sql);
    } catch (SQLException e) {
      return otherwise;
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private static void ratio(String name, double value) {
    System.out.printf(Locale.ROOT, "ratio %s %.2f%n", name, value);
  }
}
