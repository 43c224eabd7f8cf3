package org.quietus;

import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quietus.testing.BenchPlace;

/** Takes in a list of hashes with the finished jar and carries it out; see {@code lists}. */
final class ListBench {
  private static final Pattern IN_USE = Pattern.compile("([0-9]+)M->[0-9]+M\\(");

  private final BenchPlace place;
  private final int persons;
  private final int matched;
  private String job = "";

  private ListBench(BenchPlace place, int persons, int matched) {
    this.place = place;
    this.persons = persons;
    this.matched = matched;
  }

  public static void main(String[] arguments) throws Exception {
    try (BenchPlace place = BenchPlace.withServer()) {
      new ListBench(place, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
    }
  }

  private void run() throws Exception {
    job =
        place.job(
            "UTC",
            """
            subjects:
              customer: { records: bench.customer, identifiers: { email: email, phone: phone }, created: created_at }
            erasure:
              records: { bench.customer: { then: delete }, bench.visit: { then: delete } }
            """);
    command("key", 0, "key", "generate", job);
    fill();
    writeList();
    System.out.printf(
        "persons and entries %d, of which matched %d, heap 192 MB%n", persons, matched);
    command("request-add", 0, list());
    expect(0, "DELETED", statuses(3));
    expect(persons - matched, "NOT FOUND", statuses(5));
    command("run", 0, "run", job);
    expect(persons - matched, "persons left", place.count("SELECT COUNT(*) FROM customer"));
    expect(2 * (persons - matched), "visits left", place.count("SELECT COUNT(*) FROM visit"));
    command("report", 0, list());
    expect(matched, "DELETED", statuses(3));
    expect(persons - matched, "NOT FOUND", statuses(5));
  }

  private void fill() throws SQLException {
    place.execute(
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
    try (Connection connection = place.server().connect(BenchPlace.SCHEMA);
        Statement statement =
            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        BufferedWriter out = Files.newBufferedWriter(place.path("list.csv"))) {
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

  private String[] list() {
    return new String[] {
      "request",
      "add",
      job,
      "--hashed",
      "sha-256",
      "--type",
      "email",
      "--file",
      place.path("list.csv").toString(),
      "--report",
      report().toString()
    };
  }

  private Path report() {
    return place.path("status.csv");
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

  /** Runs a command, and prints what it took. */
  private void command(String name, int code, String... arguments) throws Exception {
    Path collections = place.path(name + "-gc.txt");
    List<String> options = new ArrayList<>(List.of("-Xmx192m", "-Xlog:gc:file=" + collections));
    String more = System.getProperty("jvm");
    if (more != null) {
      options.addAll(List.of(more.replace("NAME", name).split(" ")));
    }
    String what = name + "-" + persons + "-" + matched;
    BenchPlace.print(
        "seconds", what, BenchPlace.seconds(() -> place.quietus(code, options, arguments)));
    try (var lines = Files.lines(collections)) {
      int most =
          lines
              .map(IN_USE::matcher)
              .filter(Matcher::find)
              .mapToInt(one -> Integer.parseInt(one.group(1)))
              .max()
              .orElse(0);
      System.out.printf("megabytes %s %d%n", what, most);
    }
  }
}
