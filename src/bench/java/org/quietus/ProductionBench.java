package org.quietus;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.quietus.testing.BenchPlace;
import org.quietus.testing.ChildServer;

/**
 * What an application notices of a purge beside it: it reads and changes rows by primary key at a
 * steady rate, and waits for each answer; see {@code src/bench/purge}.
 */
final class ProductionBench {
  private static final int CLIENTS = 4;
  private static final int PER_SECOND_EACH = 50;
  private static final int ACCOUNTS = 100_000;

  private final ChildServer server;
  private final BenchPlace place;

  private ProductionBench(ChildServer server, BenchPlace place) {
    this.server = server;
    this.place = place;
  }

  /** Prints the 99th percentile during a purge of half of a table, divided by that without. */
  static void measure(ChildServer server, int rows) throws Exception {
    try (BenchPlace place = BenchPlace.on(server)) {
      new ProductionBench(server, place).measure(rows);
    }
  }

  private void measure(int rows) throws Exception {
    PurgeCase it = PurgeCase.dense(rows);
    String job =
        place.job(
            server.jdbcUrl(BenchPlace.SCHEMA) + "?sslMode=DISABLED",
            server.username(),
            "UTC",
            it.rules());
    place.quietus(0, List.of(), "key", "generate", job);
    List<String> fill = new ArrayList<>(PurgeProduct.MYSQL.numbers());
    fill.addAll(it.fill());
    fill.add(
        "CREATE TABLE account (id INT AUTO_INCREMENT PRIMARY KEY, balance INT, note CHAR(100))");
    fill.addAll(PurgeCase.inserted(ACCOUNTS, "account (balance, note)", "%1$d, 'a note'"));
    place.execute(fill.toArray(String[]::new));
    during(() -> pause(5)); // everything is warm afterwards
    beside(it, "", () -> run(job));
    beside(it, "-of-pt-archiver", this::archiver);
    beside(
        it,
        "-of-single-delete",
        () -> execute(List.of("DELETE FROM visit WHERE " + PurgeCase.CUTOFF)));
  }

  private void beside(PurgeCase it, String whose, Callable<?> work) throws Exception {
    execute(it.product().fresh(it));
    pause(5);
    long without = percentile(during(() -> pause(20)));
    long begun = System.nanoTime();
    long with = percentile(during(work));
    long ended = System.nanoTime();
    long after = percentile(during(() -> pause(20)));
    System.out.printf(
        Locale.ROOT,
        "production%s: 99 %% of the answers within %.2f ms before, %.2f ms during, %.2f ms after%n",
        whose,
        without / 1e6,
        with / 1e6,
        after / 1e6);
    System.out.printf(Locale.ROOT, "production%s: it took %.0f s%n", whose, (ended - begun) / 1e9);
    BenchPlace.print("ratio", "production-p99" + whose, with / ((without + after) / 2.0));
  }

  private String run(String job) throws Exception {
    return ended(
        new ProcessBuilder(System.getProperty("quietus.launcher"), "run", job),
        place.environment());
  }

  private String archiver() throws Exception {
    return ended(new ProcessBuilder(PurgeBench.archiverWords(server, "PRIMARY")), Map.of());
  }

  private static String ended(ProcessBuilder builder, Map<String, String> environment)
      throws Exception {
    builder.environment().putAll(environment);
    Process process =
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(builder.command().get(0) + " failed");
    }
    return "";
  }

  private String execute(List<String> statements) throws SQLException {
    List<String> all = new ArrayList<>(PurgeProduct.MYSQL.session());
    all.addAll(statements);
    place.execute(all.toArray(String[]::new));
    return "";
  }

  private static String pause(int seconds) throws InterruptedException {
    TimeUnit.SECONDS.sleep(seconds);
    return "";
  }

  /** How long each answer took, in nanoseconds, from when it should have been asked for. */
  private List<Long> during(Callable<?> work) throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    List<Future<List<Long>>> answers = new ArrayList<>();
    for (int n = 0; n < CLIENTS; n++) {
      Random random = new Random(n);
      answers.add(clients.submit(() -> answers(over, random)));
    }
    try {
      work.call();
    } finally {
      over.set(true);
      clients.shutdown();
    }
    List<Long> all = new ArrayList<>();
    for (Future<List<Long>> some : answers) {
      all.addAll(some.get());
    }
    return all;
  }

  private List<Long> answers(AtomicBoolean over, Random random) throws Exception {
    List<Long> nanos = new ArrayList<>();
    try (Connection connection = server.connect(BenchPlace.SCHEMA);
        PreparedStatement read =
            connection.prepareStatement("SELECT balance FROM account WHERE id = ?");
        PreparedStatement write =
            connection.prepareStatement("UPDATE account SET balance = balance + 1 WHERE id = ?")) {
      long wanted = System.nanoTime();
      while (!over.get()) {
        wanted += 1_000_000_000L / PER_SECOND_EACH;
        TimeUnit.NANOSECONDS.sleep(wanted - System.nanoTime());
        answer(random.nextInt(4) == 0 ? write : read, 1 + random.nextInt(ACCOUNTS));
        nanos.add(System.nanoTime() - wanted);
      }
    }
    return nanos;
  }

  private static void answer(PreparedStatement statement, int account) throws SQLException {
    statement.setInt(1, account);
    statement.execute();
  }

  private static long percentile(List<Long> nanos) {
    return nanos.stream().sorted().toList().get(nanos.size() * 99 / 100);
  }
}
