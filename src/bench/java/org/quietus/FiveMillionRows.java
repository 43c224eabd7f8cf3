package org.quietus;

import java.sql.SQLException;
import org.quietus.testing.BenchPlace;
import org.quietus.testing.JarProcess;

/**
 * Deletes half of a large table with the finished jar, and with one statement, in turn; see {@code
 * five-million-rows}.
 */
final class FiveMillionRows {
  private final BenchPlace place;
  private final int rows;

  private FiveMillionRows(BenchPlace place, int rows) {
    this.place = place;
    this.rows = rows;
  }

  public static void main(String[] arguments) throws Exception {
    try (BenchPlace place = BenchPlace.withServer()) {
      new FiveMillionRows(place, Integer.parseInt(arguments[0])).run();
    }
  }

  private void run() throws Exception {
    String job =
        place.job(
            "UTC",
            """
            retention:
              visits: { records: bench.visit, keep: P1Y, from: visited_at, then: delete }
            """);
    expect(start("key", "generate", job), 0);
    fill();
    place.execute("CREATE TABLE copy LIKE visit", "INSERT INTO copy SELECT * FROM visit");
    double ours = BenchPlace.seconds(() -> expect(start("run", job), 0));
    double peer =
        BenchPlace.seconds(() -> place.execute("DELETE FROM copy WHERE visited_at < '2020-01-01'"));
    long due = rows / 2;
    if (place.count("SELECT COUNT(*) FROM visit") != rows - due
        || place.count("SELECT SUM(deleted) FROM quietus.ledger_count") != due) {
      throw new IllegalStateException("not what was due went");
    }
    System.out.printf("rows %d, due %d, heap 192 MB, 2 slots%n", rows, due);
    System.out.printf("%.0f rows/s, start of the JVM included%n", due / ours);
    BenchPlace.ratio("single-delete-" + rows, new double[] {ours}, new double[] {peer});
  }

  private void fill() throws SQLException {
    place.execute(
        "CREATE TABLE visit (id BIGINT AUTO_INCREMENT PRIMARY KEY, customer INT NOT NULL,"
            + " visited_at DATETIME NOT NULL, page VARCHAR(60), KEY (visited_at))",
        "CREATE TABLE digit (d INT)",
        "INSERT INTO digit VALUES (0),(1),(2),(3),(4),(5),(6),(7),(8),(9)",
        "CREATE TABLE thousand AS SELECT a.d + 10 * b.d + 100 * c.d n FROM digit a, digit b, digit c");
    for (int done = 0; done < rows; done += 1_000_000) {
      int some = Math.min(1_000_000, rows - done);
      place.execute(
          "INSERT INTO visit (customer, visited_at, page) SELECT a.n, IF((a.n + b.n) % 2 = 0,"
              + " '2019-05-05', '2026-11-01'), CONCAT('a page that somebody looked at ', b.n)"
              + " FROM thousand a, thousand b LIMIT "
              + some);
    }
    place.execute("ANALYZE TABLE visit");
  }

  private JarProcess start(String... arguments) {
    return JarProcess.start(place.directory(), place.environment(), arguments);
  }

  private static void expect(JarProcess process, int code) throws Exception {
    if (process.exitCode() != code) {
      throw new IllegalStateException(process.output());
    }
  }
}
