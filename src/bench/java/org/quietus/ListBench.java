package org.quietus;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.Servers;

/** Takes in a list of hashes with the finished jar and carries it out; see {@code lists}. */
final class ListBench {
  private static final String SCHEMA = "bench";
  private static final Pattern IN_USE = Pattern.compile("([0-9]+)M->[0-9]+M\\(");

  private final DatabaseServer server = Servers.start();
  private final int persons;
  private final int matched;
  private final Path directory;

  private ListBench(int persons, int matched) throws Exception {
    this.persons = persons;
    this.matched = matched;
    this.directory = Files.createTempDirectory("quietus-bench");
  }

  public static void main(String[] arguments) throws Exception {
    ListBench bench = new ListBench(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
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
    command("key", 0, "key", "generate", job());
    fill();
    writeList();
    System.out.printf(
        "persons and entries %d, of which matched %d, heap 192 MB%n", persons, matched);
    command("request-add", 0, list());
    expect(0, "DELETED", statuses(3));
    expect(persons - matched, "NOT FOUND", statuses(5));
    command("run", 0, "run", job());
    expect(persons - matched, "persons left", count("SELECT COUNT(*) FROM customer"));
    expect(2 * (persons - matched), "visits left", count("SELECT COUNT(*) FROM visit"));
    command("report", 0, list());
    expect(matched, "DELETED", statuses(3));
    expect(persons - matched, "NOT FOUND", statuses(5));
  }

  private void fill() throws SQLException {
    execute(
        "SET sql_log_bin = 0",
        "CREATE TABLE customer (id BIGINT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80), phone"
            + " VARCHAR(40), created_at DATETIME NOT NULL)",
        "CREATE TABLE visit (id BIGINT AUTO_INCREMENT PRIMARY KEY, customer_id BIGINT NOT NULL,"
            + " page VARCHAR(60), FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "INSERT INTO customer SELECT seq, CONCAT('Somebody.', seq, '@Example.org'), CONCAT('+49 30"
            + " ', 1000000 + seq), '2019-05-05' FROM seq_1_to_"
            + persons,
        "INSERT INTO visit (customer_id, page) SELECT 1 + seq DIV 2, CONCAT('page ', seq) FROM"
            + " seq_0_to_"
            + (2 * persons - 1),
        "ANALYZE TABLE customer, visit");
  }

  /** Who is on it is spread over the whole table. */
  private void writeList() throws Exception {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement =
            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        BufferedWriter out = Files.newBufferedWriter(directory.resolve("list.csv"))) {
      statement.setFetchSize(Integer.MIN_VALUE);
      out.write("ID,Hash\n");
      int every = persons / matched;
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT UUID(), SHA2(CONCAT(IF(seq % "
                  + every
                  + " = 0 AND seq DIV "
                  + every
                  + " <= "
                  + matched
                  + ", 'somebody.', 'nobody.'), seq, '@example.org'), 256) FROM seq_1_to_"
                  + persons)) {
        while (rows.next()) {
          out.write(rows.getString(1) + "," + rows.getString(2) + "\n");
        }
      }
    }
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
      records: { bench.customer: { then: delete }, bench.visit: { then: delete } }
    """
        .formatted(directory, server.jdbcUrl(SCHEMA), server.username());
  }

  private String job() {
    return directory.resolve("job.yaml").toString();
  }

  private String[] list() {
    return new String[] {
      "request",
      "add",
      job(),
      "--hashed",
      "sha-256",
      "--type",
      "email",
      "--file",
      directory.resolve("list.csv").toString(),
      "--report",
      report().toString()
    };
  }

  private Path report() {
    return directory.resolve("status.csv");
  }

  private long statuses(int code) throws Exception {
    try (var lines = Files.lines(report())) {
      return lines.filter(line -> line.endsWith("," + code)).count();
    }
  }

  private static void expect(long wanted, String what, long found) {
    if (wanted != found) {
      throw new IllegalStateException(what + ": " + found + " instead of " + wanted);
    }
  }

  /** Runs a command with all that the JVM's compilers can do, and prints what it took. */
  private void command(String name, int code, String... arguments) throws Exception {
    Path collections = directory.resolve(name + "-gc.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx192m", "-Xlog:gc:file=" + collections));
    String more = System.getProperty("jvm");
    if (more != null) {
      command.addAll(List.of(more.replace("NAME", name).split(" ")));
    }
    command.addAll(List.of("-jar", "target/quietus.jar"));
    command.addAll(List.of(arguments));
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("DB_PASSWORD", server.password());
    long begin = System.nanoTime();
    int ended = builder.start().waitFor();
    double seconds = (System.nanoTime() - begin) / 1e9;
    if (ended != code) {
      String said = Files.readString(output);
      throw new IllegalStateException(
          name + " ended with " + ended + ": " + said.substring(0, Math.min(5000, said.length())));
    }
    System.out.printf("seconds %s-%d-%d %.1f%n", name, persons, matched, seconds);
    try (var lines = Files.lines(collections)) {
      int most =
          lines
              .map(IN_USE::matcher)
              .filter(Matcher::find)
              .mapToInt(one -> Integer.parseInt(one.group(1)))
              .max()
              .orElse(0);
      System.out.printf("megabytes %s-%d-%d %d%n", name, persons, matched, most);
    }
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
