package org.quietus;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.quietus.backup.dump.Codecs;
import org.quietus.backup.dump.Formats;
import org.quietus.format.Codec;
import org.quietus.format.DumpBench;
import org.quietus.format.Format;
import org.quietus.format.RewriteReport;
import org.quietus.testing.BenchPlace;

/**
 * Rewrites a dump of two gigabytes in little memory, and copies it with plain tools, in turn; see
 * {@code two-gigabyte-dump}.
 */
public final class TwoGigabyteDump {
  private static final Format FORMAT = Formats.named("mysqldump", "").orElseThrow();
  private static final int COPIES = 500;

  private final BenchPlace place;
  private final int rounds;

  private TwoGigabyteDump(BenchPlace place, int rounds) {
    this.place = place;
    this.rounds = rounds;
  }

  /** Runs the bench; the argument is how often each pair is measured. */
  public static void main(String[] arguments) throws Exception {
    try (BenchPlace place = BenchPlace.folder()) {
      new TwoGigabyteDump(place, Integer.parseInt(arguments[0])).run();
    }
  }

  private void run() throws Exception {
    Path plain = Files.createDirectories(place.path("objects/nightly")).resolve("shop.sql");
    Path copy = place.path("copy");
    try (InputStream dump = DumpBench.dump()) {
      Files.copy(dump, plain);
    }
    System.out.printf(
        "dump of %,d bytes; heap %d MB%n",
        Files.size(plain), Runtime.getRuntime().maxMemory() >> 20);
    if (rounds > 0) {
      formatAlone(plain, copy);
    }
    wholeRun(plain, copy);
  }

  private void formatAlone(Path plain, Path copy) throws Exception {
    Path gzip = place.path("shop.sql.gz");
    shell("gzip -c \"$1\" > \"$2\"", plain, gzip);
    BenchPlace.compare(
        "rewrite-2gb-plain",
        rounds,
        () -> rewrite(plain, copy),
        () -> shell("cat \"$1\" > \"$2\"", plain, copy));
    BenchPlace.compare(
        "rewrite-2gb-gzip",
        rounds,
        () -> rewrite(gzip, copy),
        () -> shell("gzip -dc \"$1\" | gzip > \"$2\"", gzip, copy));
    Files.delete(gzip);
  }

  private static void rewrite(Path from, Path to) throws Exception {
    Codec codec = Codecs.of(from.getFileName().toString());
    RewriteReport report;
    try (InputStream in =
            codec.decode(new BufferedInputStream(Files.newInputStream(from), 1 << 16));
        OutputStream out =
            codec.encode(new BufferedOutputStream(Files.newOutputStream(to), 1 << 16))) {
      report = FORMAT.rewrite(in, out, DumpBench.deciding("person"));
    }
    if (report.tables().values().stream()
        .noneMatch(table -> table.dropped() > 0 && table.changed() > 0)) {
      throw new IllegalStateException("nothing was rewritten");
    }
  }

  /** Takes one person, who is in the one large INSERT five hundred times, out of the dump. */
  private void wholeRun(Path dump, Path copy) throws Exception {
    String url =
        "jdbc:h2:file:"
            + place.path("shop")
            + ";WRITE_DELAY=0;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE";
    try (Connection connection = DriverManager.getConnection(url, "sa", "");
        Statement statement = connection.createStatement()) {
      for (String table : List.of("person", "log")) {
        statement.execute(
            "CREATE TABLE "
                + table
                + " (id INT PRIMARY KEY, email VARCHAR(60), name VARCHAR(60), born TIMESTAMP, n"
                + " INT)");
      }
      statement.execute(
          "INSERT INTO person VALUES (100077, 'p100077@example.org', 'Béla', '2020-01-01 10:11:12',"
              + " 1)");
    }
    String job =
        place.job(
            url,
            "sa",
            "UTC",
            """
            subjects:
              customer: { records: bench.person, identifiers: { email: email } }
            erasure:
              records: { bench.person: { then: delete } }
            object-stores:
              vault: { url: "%s" }
            backups:
              nightly: { of: bench, in: vault, objects: "nightly/*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
            """
                .formatted(place.path("objects").toUri()));
    Path persons = Files.writeString(place.path("persons"), "email: p100077@example.org\n");
    quietus("key", "generate", job);
    quietus("request", "add", job, "--identifiers-from", persons.toString());
    long before = Files.size(dump);
    double[] peer = {BenchPlace.seconds(() -> shell("cat \"$1\" > \"$2\"", dump, copy)), 0};
    Files.delete(copy);
    String[] said = {""};
    double ours =
        BenchPlace.seconds(
            () -> said[0] = quietus("run", job, "--only", "erasure", "--only", "backups"));
    peer[1] = BenchPlace.seconds(() -> shell("cat \"$1\" > \"$2\"", dump, copy));
    shell("! grep -q \"(100077,'p100077@\" <(tail -c 500000000 \"$1\")", dump, copy);
    if (Files.size(dump) >= before
        || !said[0].matches("(?s).*nightly\\.person +" + COPIES + " .*")) {
      throw new IllegalStateException("not all was taken out:\n" + said[0]);
    }
    BenchPlace.ratio("run-2gb-plain", new double[] {ours}, peer);
  }

  private String quietus(String... arguments) throws Exception {
    return place.quietus(0, List.of("-Xmx192m"), arguments);
  }

  private static void shell(String command, Path first, Path second) throws Exception {
    Process process =
        new ProcessBuilder("bash", "-c", command, "bash", first.toString(), second.toString())
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("failed: " + command);
    }
  }
}
