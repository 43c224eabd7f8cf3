package org.quietus;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.quietus.cli.CommandRun;
import org.quietus.testing.BenchPlace;

/** What commands cost that have nothing to do; see {@code startup}. */
final class StartupBench {
  private static final String JAR = "java -jar target/quietus.jar";
  private static final int TIMES = 5;
  private static final int WARM_UP = 50;
  private static final int MEASURED = 21;

  private static final String RULES =
      """
      subjects:
        customer:
          records: bench.customer
          identifiers: { email: email, phone: phone }
          created: created_at
          owns: [ "bench.chat.customer_ref -> bench.customer.id" ]
      anonymise:
        bench.customer: { mark: anonymised_at, with: { full_name: redact, email: set-null, phone: set-null } }
      retention:
        visits: { records: bench.visit, keep: P6M, from: visited_at, then: delete }
        chats: { records: bench.chat, keep: P1Y, from: sent_at, then: delete }
        orders: { records: bench.orders, keep: P3Y, from: ordered_at, then: delete, because: warranty }
        closed: { records: bench.customer, where: "status = 'closed'", keep: P30D, from: closed_at, then: anonymise }
      erasure:
        records:
          bench.customer: { then: anonymise }
          bench.orders: { then: delete, despite: [ orders ] }
          bench.order_item: { then: delete }
          bench.visit: { then: delete }
          bench.chat: { then: delete }
      """;

  /** Runs a command and writes its wall-clock and CPU seconds to a file. */
  private static final String TIMED =
      "TIMEFORMAT='%R %U %S'; times=$1; shift; { time \"$@\" >\"$times.out\" 2>&1; } 2>\"$times\"";

  private final BenchPlace place;
  private final String command;

  private StartupBench(BenchPlace place, String command) {
    this.place = place;
    this.command = command;
  }

  /** What one command took. */
  private record Cost(double seconds, double cpuSeconds) {}

  public static void main(String[] arguments) throws Exception {
    try (BenchPlace place = BenchPlace.withServer()) {
      new StartupBench(place, arguments[0]).run();
    }
  }

  private void run() throws Exception {
    fill();
    String job = place.job("Europe/Berlin", RULES);
    timed(command, "key", "generate", job);
    timed(command, "run", job);
    report("help", fastest(command, "--help"));
    report("status", fastest(command, "status", job));
    report("run-idle", fastest(command, "run", job));
    report("run-idle-jar", fastest(JAR, "run", job));
    inProcess(job);
  }

  /** The fastest of a few times, because whatever else the machine does only ever adds. */
  private Cost fastest(String program, String... arguments) throws Exception {
    double seconds = Double.MAX_VALUE;
    double cpuSeconds = Double.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      Cost cost = timed(program, arguments);
      seconds = Math.min(seconds, cost.seconds());
      cpuSeconds = Math.min(cpuSeconds, cost.cpuSeconds());
    }
    return new Cost(seconds, cpuSeconds);
  }

  private Cost timed(String program, String... arguments) throws Exception {
    Path times = place.path("times");
    List<String> line = new ArrayList<>(List.of("bash", "-c", TIMED, "bash", times.toString()));
    line.addAll(List.of(program.split(" ")));
    line.addAll(List.of(arguments));
    if (new ProcessBuilder(line).start().waitFor() != 0) {
      throw new IllegalStateException(Files.readString(place.path("times.out")));
    }
    String[] told = Files.readString(times).trim().split(" ");
    return new Cost(
        Double.parseDouble(told[0]), Double.parseDouble(told[1]) + Double.parseDouble(told[2]));
  }

  private static void report(String name, Cost cost) {
    BenchPlace.print("seconds", name, cost.seconds());
    BenchPlace.print("cpu-seconds", name, cost.cpuSeconds());
  }

  /**
   * What the process takes, its compilers and collectors included, for one more run after some, as
   * in a JVM of tests: the median, because a compiler that begins or ends just then is chance.
   */
  private static void inProcess(String job) {
    List<Double> costs = new ArrayList<>();
    for (int n = 0; n < WARM_UP + MEASURED; n++) {
      costs.add(cpuSecondsOfRun(job));
    }
    BenchPlace.print("cpu-seconds", "run-idle-in-process-second", costs.get(1));
    List<Double> warm = costs.subList(WARM_UP, costs.size()).stream().sorted().toList();
    BenchPlace.print("cpu-seconds", "run-idle-in-process", warm.get(MEASURED / 2));
  }

  private static double cpuSecondsOfRun(String job) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    CommandRun quietus = CommandRun.onDatabases(System.getenv()).at(Instant.now());
    long before = system.getProcessCpuTime();
    quietus.run("run", job);
    long taken = system.getProcessCpuTime() - before;
    if (quietus.exitCode() != 0) {
      throw new IllegalStateException(quietus.out() + quietus.err());
    }
    return taken / 1e9;
  }

  private void fill() throws SQLException {
    place.execute(
        "CREATE TABLE customer (id BIGINT PRIMARY KEY, full_name VARCHAR(80), email VARCHAR(80),"
            + " phone VARCHAR(40), status VARCHAR(10) NOT NULL, created_at DATETIME NOT NULL,"
            + " closed_at DATETIME, anonymised_at DATETIME, INDEX (email), INDEX (closed_at))",
        "CREATE TABLE orders (id BIGINT PRIMARY KEY, customer_id BIGINT NOT NULL, ordered_at"
            + " DATETIME NOT NULL, INDEX (ordered_at), FOREIGN KEY (customer_id) REFERENCES"
            + " customer (id))",
        "CREATE TABLE order_item (id BIGINT PRIMARY KEY, order_id BIGINT NOT NULL, FOREIGN KEY"
            + " (order_id) REFERENCES orders (id))",
        "CREATE TABLE visit (id BIGINT PRIMARY KEY, customer_id BIGINT, visited_at DATETIME NOT"
            + " NULL, INDEX (visited_at), FOREIGN KEY (customer_id) REFERENCES customer (id))",
        "CREATE TABLE chat (id BIGINT PRIMARY KEY, customer_ref BIGINT, sent_at DATETIME NOT NULL,"
            + " INDEX (customer_ref), INDEX (sent_at))",
        "INSERT INTO customer SELECT seq, CONCAT('Name ', seq), CONCAT('p', seq, '@example.org'),"
            + " CONCAT('+49 30 555', seq), 'open', NOW(), NULL, NULL FROM seq_1_to_1000",
        "INSERT INTO orders SELECT seq, 1 + seq % 1000, NOW() FROM seq_1_to_2000",
        "INSERT INTO order_item SELECT seq, 1 + seq % 2000 FROM seq_1_to_4000",
        "INSERT INTO visit SELECT seq, 1 + seq % 1000, NOW() FROM seq_1_to_2000",
        "INSERT INTO chat SELECT seq, 1 + seq % 1000, NOW() FROM seq_1_to_1000");
  }
}
