package org.quietus;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
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
      """;

  private static final String FILES =
      """
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

  private static final String BACKUPS =
      """
      backups:
        events:
          of: shop
          in: vault
          objects: "events/**"
          format: mysqldump
          keep: P90D
          on-erasure: rewrite
          pitr: none
      """;

  private static final String DUMP =
      """
      -- MariaDB dump 10.19  Distrib 11.4.5-MariaDB, for Linux (x86_64)
      DROP TABLE IF EXISTS `customer`;
      CREATE TABLE `customer` (`id` int(11) NOT NULL, `email` varchar(80), PRIMARY KEY (`id`));
      INSERT INTO `customer` VALUES (%2$d,'%1$s');
      -- Dump completed on 2026-02-28  2:00:00
      """;

  private static final String LINE =
      "{\"at\":\"2024-05-01T10:00:00Z\",\"user\":{\"email\":\"%s\",\"id\":%d}}\n";

  private KeysBench() {}

  /**
   * With so many objects, every hundredth of which has the person in it.
   *
   * @param backups whether they are dumps, of which every tenth has outlived its period
   */
  static void measure(int objects, boolean backups) throws Exception {
    try (BenchPlace place = BenchPlace.withServer()) {
      try (Connection connection = place.server().connect(BenchPlace.SCHEMA);
          Statement statement = connection.createStatement()) {
        statement.execute(TABLES);
        statement.execute(
            "INSERT INTO customer VALUES (1, 'a1@example.org'), (2, 'a2@example.org')");
      }
      fill(place.directory().resolve("vault/events"), objects, backups);
      OpenedJob job =
          new OpenedJob(
                  place.directory(),
                  place.server(),
                  BenchPlace.SCHEMA,
                  JOB + (backups ? BACKUPS : FILES))
              .with("VAULT", place.directory().resolve("vault").toUri().toString());
      RewriteJob.require(job.generateKeys());
      for (int person = 1; person <= 2; person++) {
        job.request("email: a%d@example.org".formatted(person));
        run(job, objects, person);
      }
    }
  }

  private static void fill(Path folder, int objects, boolean backups) throws Exception {
    FileTime old = FileTime.from(Instant.now().minus(Duration.ofDays(100)));
    for (int n = 0; n < objects; n++) {
      Path in = folder.resolve("%02d".formatted(n / IN_A_FOLDER));
      if (n % IN_A_FOLDER == 0) {
        Files.createDirectories(in);
      }
      int person = n % 100 == 0 ? 1 + n / 100 % 2 : n + 3;
      Path file = in.resolve("event-%07d.%s".formatted(n, backups ? "sql" : "jsonl"));
      String email = "a%d@example.org".formatted(person);
      Files.writeString(file, (backups ? DUMP : LINE).formatted(email, person));
      if (backups && n % 10 == 0) {
        Files.setLastModifiedTime(file, old);
      }
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
