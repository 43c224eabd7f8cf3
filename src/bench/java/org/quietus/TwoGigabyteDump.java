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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.quietus.backup.dump.Codecs;
import org.quietus.backup.dump.Formats;
import org.quietus.format.Codec;
import org.quietus.format.DumpBench;
import org.quietus.format.Format;
import org.quietus.format.RewriteReport;

/**
 * Rewrites a dump of two gigabytes in little memory, and copies it with plain tools, in turn; see
 * {@code two-gigabyte-dump}.
 */
public final class TwoGigabyteDump {
  private static final Format FORMAT = Formats.named("mysqldump", Optional.empty()).orElseThrow();
  private static final int COPIES = 500;

  private final Path directory;
  private final int rounds;

  private TwoGigabyteDump(int rounds) throws Exception {
    this.directory = Files.createTempDirectory("quietus-bench");
    this.rounds = rounds;
  }

  /** Runs the bench; the argument is how often each pair is measured. */
  public static void main(String[] arguments) throws Exception {
    TwoGigabyteDump bench = new TwoGigabyteDump(Integer.parseInt(arguments[0]));
    try {
      bench.run();
    } finally {
      try (var files = Files.walk(bench.directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private interface Work {
    void perform() throws Exception;
  }

  private void run() throws Exception {
    Path plain = Files.createDirectories(directory.resolve("objects/nightly")).resolve("shop.sql");
    Path copy = directory.resolve("copy");
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
    Path gzip = directory.resolve("shop.sql.gz");
    shell("gzip -c \"$1\" > \"$2\"", plain, gzip);
    compare(
        "rewrite-2gb-plain",
        () -> rewrite(plain, copy),
        () -> shell("cat \"$1\" > \"$2\"", plain, copy));
    compare(
        "rewrite-2gb-gzip",
        () -> rewrite(gzip, copy),
        () -> shell("gzip -dc \"$1\" | gzip > \"$2\"", gzip, copy));
    Files.delete(gzip);
  }

  private void compare(String name, Work ours, Work peer) throws Exception {
    long[] our = new long[rounds];
    long[] their = new long[rounds];
    for (int round = 0; round < rounds; round++) {
      our[round] = timed(ours);
      their[round] = timed(peer);
    }
    tell(name, our, their);
  }

  private static void tell(String name, long[] our, long[] their) {
    double ours = median(our);
    double peer = median(their);
    System.out.printf(
        "%s: quietus %.1f s, peer %.1f s%nratio %s %.2f%n", name, ours, peer, name, peer / ours);
  }

  private static double median(long[] nanos) {
    long[] sorted = Arrays.stream(nanos).sorted().toArray();
    return sorted[sorted.length / 2] / 1e9;
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
            + directory.resolve("shop")
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
    Path job = Files.writeString(directory.resolve("job.yaml"), jobFile(url));
    Path persons = Files.writeString(directory.resolve("persons"), "email: p100077@example.org\n");
    quietus("key", "generate", job.toString());
    quietus("request", "add", job.toString(), "--identifiers-from", persons.toString());
    long before = Files.size(dump);
    long[] peer = {timed(() -> shell("cat \"$1\" > \"$2\"", dump, copy)), 0};
    Files.delete(copy);
    String[] said = {""};
    long ours =
        timed(
            () ->
                said[0] = quietus("run", job.toString(), "--only", "erasure", "--only", "backups"));
    peer[1] = timed(() -> shell("cat \"$1\" > \"$2\"", dump, copy));
    shell("! grep -q \"(100077,'p100077@\" <(tail -c 500000000 \"$1\")", dump, copy);
    if (Files.size(dump) >= before
        || !said[0].matches("(?s).*nightly\\.person +" + COPIES + " .*")) {
      throw new IllegalStateException("not all was taken out:\n" + said[0]);
    }
    tell("run-2gb-plain", new long[] {ours}, peer);
  }

  private String jobFile(String url) {
    return """
    quietus: 1
    job: bench
    controller: Example GmbH
    zone: Europe/Berlin
    evidence: { store: "file://%1$s/evidence", keys: %1$s/keys }
    databases:
      shop: { url: "%2$s", username: sa, password: "", zone: UTC }
    subjects:
      customer: { records: shop.person, identifiers: { email: email } }
    erasure:
      records: { shop.person: { then: delete } }
    object-stores:
      vault: { url: "file://%1$s/objects/" }
    backups:
      nightly: { of: shop, in: vault, objects: "nightly/*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite }
    """
        .formatted(directory, url);
  }

  /** The finished jar in 192 MB, for as long as it takes. */
  private String quietus(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("java", "-Xmx192m", "-jar", "target/quietus.jar"));
    command.addAll(List.of(arguments));
    Path said = directory.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(Files.readString(said));
    }
    return Files.readString(said);
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

  private static long timed(Work work) throws Exception {
    long begin = System.nanoTime();
    work.perform();
    return System.nanoTime() - begin;
  }
}
