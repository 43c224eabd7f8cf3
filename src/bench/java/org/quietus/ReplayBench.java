package org.quietus;

import java.nio.file.Files;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.testing.BenchPlace;

/**
 * Holds a large table against many suppression entries with the finished jar; see {@code replay}.
 */
final class ReplayBench {
  private static final int TIMES = 3;
  private static final Pattern TOLD =
      Pattern.compile(
          "([0-9]+) rows of bench.customer held against the suppression entries in ([0-9]+) ms");

  private final BenchPlace place;
  private final int rows;
  private final int entries;

  private ReplayBench(BenchPlace place, int rows, int entries) {
    this.place = place;
    this.rows = rows;
    this.entries = entries;
  }

  public static void main(String[] arguments) throws Exception {
    try (BenchPlace place = BenchPlace.withServer()) {
      new ReplayBench(place, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
    }
  }

  private void run() throws Exception {
    String job =
        place.job(
            "UTC",
            """
            subjects:
              customer: { records: bench.customer, identifiers: { email: email, phone: phone }, created: created_at }
            erasure:
              records: { bench.customer: { then: delete } }
            """);
    String person =
        Files.writeString(place.path("person.txt"), "email: ada@example.org\n").toString();
    start(0, "key", "generate", job);
    place.execute(
        "CREATE TABLE customer (id BIGINT AUTO_INCREMENT PRIMARY KEY, email VARCHAR(80), phone"
            + " VARCHAR(40), created_at DATETIME NOT NULL)",
        "INSERT INTO customer VALUES (1, 'ada@example.org', '+49 30 5551234', '2019-05-05')");
    start(0, "request", "add", job, "--identifiers-from", person);
    start(0, "run", job, "--only", "erasure");
    fillEntries();
    fillRows();
    place.execute(
        "INSERT INTO customer VALUES (1, 'Ada@example.org', '+49 30 5551234', '2019-05-05')");
    long fastest = Long.MAX_VALUE;
    long whole = Long.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      long begin = System.nanoTime();
      fastest = Math.min(fastest, millisOfMatching(job));
      whole = Math.min(whole, (System.nanoTime() - begin) / 1_000_000);
    }
    System.out.printf(
        "rows %d, entries %d, heap 256 MB, the fastest of %d times%n", rows, entries, TIMES);
    System.out.printf(
        "whole command %.1f s, of which reading and matching the rows %.1f s%n",
        whole / 1e3, fastest / 1e3);
    System.out.printf("rows/s %d%n", rows * 1_000L / fastest);
  }

  /** The indexes last and at once, or it would take hours. */
  private void fillEntries() throws SQLException {
    place.execute(
        "SET sql_log_bin = 0",
        "ALTER TABLE quietus.suppression DROP INDEX suppression_once, DROP INDEX suppression_request",
        "INSERT INTO quietus.suppression (job, request_id, subject, kind, kind_version, epoch, token, erased_at)"
            + " SELECT 'bench', CONCAT('r', seq DIV 4), 'customer', 'email', 1, 1,"
            + " UNHEX(SHA2(seq, 256)), '2026-01-01' FROM seq_1_to_"
            + entries,
        "ALTER TABLE quietus.suppression ADD CONSTRAINT suppression_once UNIQUE (token, request_id),"
            + " ADD INDEX suppression_request (request_id)",
        "ANALYZE TABLE quietus.suppression");
  }

  private void fillRows() throws SQLException {
    place.execute(
        "SET sql_log_bin = 0",
        "INSERT INTO customer (id, email, phone, created_at) SELECT 10 + seq,"
            + " CONCAT('Somebody.', seq % 1000000, '@Example', seq DIV 1000000, '.org'),"
            + " CONCAT('+49 (30) ', seq, '-', seq DIV 1000000), '2019-05-05' FROM seq_1_to_"
            + rows,
        "ANALYZE TABLE customer");
  }

  private String start(int code, String... arguments) throws Exception {
    return place.quietus(code, List.of("-Xmx256m"), arguments);
  }

  /** As the command itself tells it; the one who was erased has to be found. */
  private long millisOfMatching(String job) throws Exception {
    String said =
        start(
            9,
            "--verbose",
            "replay",
            job,
            "--database",
            "bench",
            "--snapshot",
            "2020-01-01T00:00:00Z",
            "--check");
    Matcher told = TOLD.matcher(said);
    if (!said.contains("1 erased person")
        || !told.find()
        || Integer.parseInt(told.group(1)) != rows + 1) {
      throw new IllegalStateException(said);
    }
    return Long.parseLong(told.group(2));
  }
}
