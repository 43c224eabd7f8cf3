package org.quietus.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where a benchmark works: a folder that goes with it, a server of its own if it needs one, and the
 * finished jar. It prints a line for each result, {@code UNIT NAME VALUE}.
 */
public final class BenchPlace implements AutoCloseable {
  /** The name of the job file's database, and of its schema. */
  public static final String SCHEMA = "bench";

  private final Path directory;
  private final Optional<DatabaseServer> server;

  private BenchPlace(Optional<DatabaseServer> server) throws IOException {
    this.directory = Files.createTempDirectory("quietus-bench");
    this.server = server;
  }

  /** A folder, which TMPDIR says where. */
  public static BenchPlace folder() throws IOException {
    return new BenchPlace(Optional.empty());
  }

  /** The same with a server that is started for it, and an empty schema. */
  public static BenchPlace withServer() throws IOException, SQLException {
    BenchPlace place = new BenchPlace(Optional.of(Servers.start()));
    place.server().createSchema(SCHEMA);
    return place;
  }

  /** The same with a server of special options. */
  public static BenchPlace on(DatabaseServer server) throws IOException, SQLException {
    server.createSchema(SCHEMA);
    return new BenchPlace(Optional.of(server));
  }

  /** The server, for one that has it. */
  public DatabaseServer server() {
    return server.orElseThrow();
  }

  /** The folder. */
  public Path directory() {
    return directory;
  }

  /** A file in the folder. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** Writes a job file for a database, which is {@code bench} in it; returns its path. */
  public String job(String url, String username, String zone, String more) throws IOException {
    String head =
        """
        quietus: 1
        job: bench
        controller: Example GmbH
        zone: Europe/Berlin
        evidence: { store: "file://%1$s/evidence", keys: %1$s/keys }
        databases:
          bench: { url: "%2$s", username: %3$s, password: "${DB_PASSWORD}", zone: %4$s }
        """
            .formatted(directory, url, username, zone);
    return Files.writeString(path("job.yaml"), head + more).toString();
  }

  /** The same for the schema of its server. */
  public String job(String zone, String more) throws IOException {
    return job(server().jdbcUrl(SCHEMA), server().username(), zone, more);
  }

  /** What the job file's variables stand for. */
  public Map<String, String> environment() {
    return Map.of("DB_PASSWORD", server.map(DatabaseServer::password).orElse(""));
  }

  /**
   * Runs a command of the finished jar with all that the JVM's compilers can do, unlike the tests,
   * which are short; returns what it said.
   *
   * @param options of the JVM, e.g. its heap
   * @throws IllegalStateException if it does not end with the code
   */
  public String quietus(int code, List<String> options, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", "target/quietus.jar"));
    command.addAll(List.of(arguments));
    Path output = path("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment());
    int ended = builder.start().waitFor();
    String said = Files.readString(output);
    if (ended != code) {
      throw new IllegalStateException(
          arguments[0]
              + " ended with "
              + ended
              + ": "
              + said.substring(0, Math.min(5000, said.length())));
    }
    return said;
  }

  /** Runs statements on the schema, in one session. */
  public void execute(String... statements) throws SQLException {
    try (Connection connection = server().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** The number that a query gives. */
  public long count(String sql) throws SQLException {
    try (Connection connection = server().connect(SCHEMA);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** What is measured. */
  public interface Work {
    void perform() throws Exception;
  }

  /** The wall-clock seconds that some work takes. */
  public static double seconds(Work work) throws Exception {
    long begin = System.nanoTime();
    work.perform();
    return (System.nanoTime() - begin) / 1e9;
  }

  /** The seconds of the fastest of a few times: whatever else the machine does only ever adds. */
  public static double fastest(int times, Work work) throws Exception {
    double fastest = Double.MAX_VALUE;
    for (int n = 0; n < times; n++) {
      fastest = Math.min(fastest, seconds(work));
    }
    return fastest;
  }

  /**
   * Measures two in turn, so that a change of the machine meets both, and prints the ratio of their
   * medians: above 1 ours is the faster one.
   */
  public static void compare(String name, int rounds, Work ours, Work peer) throws Exception {
    double[] our = new double[rounds];
    double[] their = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      our[round] = seconds(ours);
      their[round] = seconds(peer);
    }
    ratio(name, our, their);
  }

  /** Prints the ratio of two medians. */
  public static void ratio(String name, double[] ours, double[] peer) {
    double our = median(ours);
    double their = median(peer);
    System.out.printf(Locale.ROOT, "%s: quietus %.1f s, peer %.1f s%n", name, our, their);
    print("ratio", name, their / our);
  }

  /** The same for the least that ours would take if it had nothing to decide. */
  public static void limit(String name, double[] least, double[] peer) {
    double our = median(least);
    double their = median(peer);
    System.out.printf(Locale.ROOT, "%s: reading, digests and writing alone %.1f s%n", name, our);
    print("limit", name, their / our);
  }

  private static double median(double[] seconds) {
    double[] sorted = Arrays.stream(seconds).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /** Prints a result. */
  public static void print(String unit, String name, double value) {
    System.out.printf(Locale.ROOT, "%s %s %.2f%n", unit, name, value);
  }

  @Override
  public void close() throws IOException {
    server.ifPresent(DatabaseServer::stop);
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
