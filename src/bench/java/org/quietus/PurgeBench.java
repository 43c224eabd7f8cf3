package org.quietus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.testing.BenchPlace;
import org.quietus.testing.ChildServer;

/**
 * Removes or anonymises due rows by ourselves and by others, in turn; see {@code src/bench/purge}.
 */
final class PurgeBench {
  private static final Pattern ARCHIVER_ACTION =
      Pattern.compile("(?m)^\\w+ +\\d+ +([\\d.]+) +[\\d.]+$");

  /** Until the server has also removed from its pages what was only marked as deleted. */
  private static final String PURGED = "-and-its-purge";

  private final BenchPlace place;
  private final ChildServer server;
  private final PurgeProduct product;
  private final int rounds;
  private Duration clientCpu = Duration.ZERO;

  private PurgeBench(BenchPlace place, ChildServer server, PurgeProduct product, int rounds) {
    this.place = place;
    this.server = server;
    this.product = product;
    this.rounds = rounds;
  }

  public static void main(String[] arguments) throws Exception {
    int rows = Integer.parseInt(arguments[0]);
    int rounds = Integer.parseInt(arguments[1]);
    for (String part : List.of(arguments).subList(2, arguments.length)) {
      switch (part) {
        case "dense" -> compare(PurgeCase.dense(rows), rounds);
        case "postgres" -> compare(PurgeCase.postgres(rows), rounds);
        case "sparse" -> compare(PurgeCase.sparse(10 * rows), rounds);
        case "anonymise" -> compare(PurgeCase.anonymise(rows / 2), rounds);
        case "graph" -> compare(PurgeCase.graph(rows / 5), rounds);
        case "growth" -> growth(rows, rounds);
        case "requests" -> RequestsBench.measure(PurgeProduct.MYSQL.server(), 5 * rows, rows / 100);
        case "production" -> ProductionBench.measure(PurgeProduct.MYSQL.server(), rows);
        default -> throw new IllegalArgumentException("no part " + part);
      }
    }
  }

  private static void growth(int rows, int rounds) throws Exception {
    Map<String, Double> small = medians(PurgeCase.dense(rows).beside("single-delete"), rounds);
    Map<String, Double> large = medians(PurgeCase.dense(10 * rows).beside("single-delete"), rounds);
    double ours = large.get("quietus") / small.get("quietus");
    BenchPlace.print(
        "ratio", "purge-growth", ours / (large.get("single-delete") / small.get("single-delete")));
  }

  private static void compare(PurgeCase it, int rounds) throws Exception {
    Map<String, Double> seconds = medians(it, rounds);
    for (String ending : List.of("", PURGED)) {
      for (String peer : it.peers().keySet()) {
        String name = it.name() + "-vs-" + peer + ending;
        double taken = seconds.get(peer + ending);
        BenchPlace.print("ratio", name, taken / seconds.get("quietus" + ending));
        it.limit()
            .filter(limit -> !limit.equals(peer))
            .ifPresent(
                limit -> BenchPlace.print("limit", name, taken / seconds.get(limit + ending)));
      }
    }
  }

  private static Map<String, Double> medians(PurgeCase it, int rounds) throws Exception {
    ChildServer server = it.product().server();
    try (BenchPlace place = BenchPlace.on(server)) {
      return new PurgeBench(place, server, it.product(), rounds).medians(it);
    }
  }

  private Map<String, Double> medians(PurgeCase it) throws Exception {
    String job =
        place.job(
            server.jdbcUrl(BenchPlace.SCHEMA) + product.url(),
            server.username(),
            "UTC",
            it.rules());
    watched(List.of(launcher(), "key", "generate", job), place.environment());
    execute(product.numbers());
    execute(it.fill());
    Map<String, List<Double>> seconds = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      measure(it, "quietus", () -> ours(job), seconds);
      for (Map.Entry<String, List<String>> peer : it.peers().entrySet()) {
        measure(it, peer.getKey(), () -> seconds(it, peer.getKey(), peer.getValue()), seconds);
      }
    }
    Map<String, Double> medians = new LinkedHashMap<>();
    seconds.forEach(
        (who, all) -> medians.put(who, all.stream().sorted().toList().get(all.size() / 2)));
    return medians;
  }

  private double seconds(PurgeCase it, String peer, List<String> told) throws Exception {
    return switch (peer) {
      case PurgeCase.ARCHIVER -> archiver(told.get(0));
      case PurgeCase.STREAMS -> {
        String table = it.copies().keySet().iterator().next();
        long rows = place.count("SELECT MAX(id) FROM " + table);
        PlainStreams streams = new PlainStreams(server, product, table, told);
        yield BenchPlace.seconds(() -> streams.work(PurgeCase.CUTOFF, rows));
      }
      case PurgeCase.STREAMS_OF_FEW -> {
        PlainStreams streams = new PlainStreams(server, product, "visit", told);
        yield BenchPlace.seconds(() -> streams.workOfFew(PurgeCase.CUTOFF));
      }
      default -> BenchPlace.seconds(() -> place.execute(told.toArray(String[]::new)));
    };
  }

  private interface Remover {
    double seconds() throws Exception;
  }

  private void measure(
      PurgeCase it, String who, Remover remover, Map<String, List<Double>> measured)
      throws Exception {
    fresh(it);
    long due = place.count(it.due());
    clientCpu = Duration.ZERO;
    Duration before = serverCpu();
    double seconds = remover.seconds();
    Duration cpu = serverCpu().minus(before);
    double purging = BenchPlace.seconds(this::awaitPurge);
    long left = place.count(it.due());
    if (left
        > (who.equals(PurgeCase.ARCHIVER) ? 1 : 0)) { // it spares the row with the highest number
      throw new IllegalStateException(who + " left " + left + " rows");
    }
    System.out.printf(
        Locale.ROOT,
        "%s: %s %.2f s for %d rows, and %.2f s of purging later; CPU seconds: server %.2f and %.2f"
            + " later, client %.2f%n",
        it.name(),
        who,
        seconds,
        due,
        purging,
        cpu.toMillis() / 1e3,
        serverCpu().minus(before).minus(cpu).toMillis() / 1e3,
        clientCpu.toMillis() / 1e3);
    measured.computeIfAbsent(who, name -> new ArrayList<>()).add(seconds);
    measured.computeIfAbsent(who + PURGED, name -> new ArrayList<>()).add(seconds + purging);
  }

  /** What the step took that works off the queue, by Spring Batch's own table. */
  private double ours(String job) throws Exception {
    String steps =
        " FROM quietus.BATCH_STEP_EXECUTION WHERE STEP_NAME = 'work' AND STEP_EXECUTION_ID > ";
    long last = lastStep();
    double whole =
        BenchPlace.seconds(() -> watched(List.of(launcher(), "run", job), place.environment()));
    double act =
        place.count("SELECT COALESCE(SUM(" + product.stepMicros() + "), 0)" + steps + last) / 1e6;
    System.out.printf(
        Locale.ROOT, "  start, plan, re-scan and certificate took %.2f s more%n", whole - act);
    return act;
  }

  private static String launcher() {
    return System.getProperty("quietus.launcher");
  }

  private long lastStep() {
    try {
      return place.count(
          "SELECT COALESCE(MAX(STEP_EXECUTION_ID), 0) FROM quietus.BATCH_STEP_EXECUTION");
    } catch (SQLException e) {
      return 0; // before the first run
    }
  }

  /** What its statements took, by its own statistics. */
  private double archiver(String index) throws Exception {
    String said = watched(archiverWords(server, index), Map.of());
    double seconds = 0;
    for (Matcher action = ARCHIVER_ACTION.matcher(said); action.find(); ) {
      seconds += Double.parseDouble(action.group(1));
    }
    return seconds;
  }

  /** The command that does the same, along an index. */
  static List<String> archiverWords(ChildServer server, String index) {
    return List.of(
        "pt-archiver",
        "--source",
        "h=127.0.0.1,P=%d,u=%s,p=%s,D=%s,t=visit,i=%s"
            .formatted(
                server.port(), server.username(), server.password(), BenchPlace.SCHEMA, index),
        "--purge",
        "--where",
        PurgeCase.CUTOFF,
        "--bulk-delete",
        "--limit",
        "1000",
        "--commit-each",
        "--no-check-charset",
        "--no-version-check",
        "--statistics");
  }

  /** The tables as they were, and a server that has nothing else to do. */
  private void fresh(PurgeCase it) throws Exception {
    execute(product.fresh(it));
    awaitPurge();
  }

  /** Returns when the server has nothing to do any more. */
  private void awaitPurge() throws InterruptedException {
    Duration before;
    do {
      before = serverCpu();
      TimeUnit.MILLISECONDS.sleep(300);
    } while (serverCpu().minus(before).toMillis() > 30);
  }

  private void execute(List<String> statements) throws SQLException {
    List<String> all = new ArrayList<>(product.session());
    all.addAll(statements);
    place.execute(all.toArray(String[]::new));
  }

  private String watched(List<String> words, Map<String, String> environment) throws Exception {
    Path output = place.path("said.txt");
    ProcessBuilder builder =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
      clientCpu = process.toHandle().info().totalCpuDuration().orElse(clientCpu);
    }
    String said = Files.readString(output);
    if (process.exitValue() != 0) {
      throw new IllegalStateException(words + " ended with " + process.exitValue() + ": " + said);
    }
    return said;
  }

  private static Duration serverCpu() {
    return ProcessHandle.current()
        .descendants()
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .reduce(Duration.ZERO, Duration::plus);
  }
}
