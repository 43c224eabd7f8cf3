package org.quietus;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.quietus.cli.CommandRun;
import org.quietus.testing.BenchPlace;

/**
 * Takes a person out of a store of very many small objects, beside a database on a server, and
 * prints what heap is held at most; see {@code memory}.
 */
final class KeysBench {
  private static final int IN_A_FOLDER = 20_000;

  private static final String TABLES =
      "CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80)) ENGINE=InnoDB";

  private static final String JOB =
      """
      quietus: 1
      job: bench
      controller: Example GmbH
      zone: Europe/Berlin
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        shop: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: shop.customer, identifiers: { email: email } }
      erasure:
        records: { shop.customer: { then: delete } }
      object-stores: { vault: { url: "${VAULT}" } }
      files:
        events:
          of: shop
          in: vault
          objects: "events/**"
          format: jsonl
          from: at
          persons: { customer: { user.email: email, user.id: id } }
          on-erasure: delete
      """;

  private static final String LINE =
      "{\"at\":\"2024-05-01T10:00:00Z\",\"user\":{\"email\":\"%s\",\"id\":%d}}\n";

  private KeysBench() {}

  /** With so many objects, every hundredth of which has the person in it. */
  static void measure(int objects) throws Exception {
    try (BenchPlace place = BenchPlace.withServer()) {
      try (Connection connection = place.server().connect(BenchPlace.SCHEMA);
          Statement statement = connection.createStatement()) {
        statement.execute(TABLES);
        statement.execute(
            "INSERT INTO customer VALUES (1, 'a1@example.org'), (2, 'a2@example.org')");
      }
      fill(place.directory().resolve("vault/events"), objects);
      OpenedJob job =
          new OpenedJob(place.directory(), place.server(), BenchPlace.SCHEMA, JOB)
              .with("VAULT", place.directory().resolve("vault").toUri().toString());
      RewriteJob.require(job.generateKeys());
      for (int person = 1; person <= 2; person++) {
        job.request("email: a%d@example.org".formatted(person));
        run(job, objects, person);
      }
    }
  }

  private static void fill(Path folder, int objects) throws Exception {
    for (int n = 0; n < objects; n++) {
      Path in = folder.resolve("%02d".formatted(n / IN_A_FOLDER));
      if (n % IN_A_FOLDER == 0) {
        Files.createDirectories(in);
      }
      int person = n % 100 == 0 ? 1 + n / 100 % 2 : n + 3;
      Files.writeString(
          in.resolve("event-%07d.jsonl".formatted(n)),
          LINE.formatted("a%d@example.org".formatted(person), person));
    }
  }

  private static void run(OpenedJob job, int objects, int person) throws Exception {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    AtomicLong live = new AtomicLong();
    Thread watch =
        new Thread(
            () -> {
              try {
                while (true) {
                  TimeUnit.SECONDS.sleep(2);
                  memory.gc();
                  live.accumulateAndGet(memory.getHeapMemoryUsage().getUsed(), Math::max);
                }
              } catch (InterruptedException e) {
                // the run has ended
              }
            });
    watch.start();
    long begin = System.nanoTime();
    CommandRun run = job.run();
    double seconds = (System.nanoTime() - begin) / 1e9;
    watch.interrupt();
    watch.join();
    RewriteJob.require(run);
    System.out.printf(
        Locale.ROOT,
        "memory keys %d objects, erasure %d: %.1f s, %.2f ms an object, %d MB of the heap live at"
            + " most%n",
        objects,
        person,
        seconds,
        seconds * 1000 / objects,
        live.get() >> 20);
  }
}
