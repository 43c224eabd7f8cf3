package org.quietus;

import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.quietus.cli.CommandRun;
import org.quietus.testing.BenchPlace;

/**
 * Rewrites dumps and files by whole runs, and filters them with plain tools, in turn; see {@code
 * rewrite}.
 */
public final class RewriteBench {
  private final Path directory;
  private final long bytes;
  private final int rounds;
  private static double leastRun;
  private int homes;
  private long spent;

  private RewriteBench(Path directory, long bytes, int rounds) {
    this.directory = directory;
    this.bytes = bytes;
    this.rounds = rounds;
  }

  /** The megabytes, the rounds, and the names of what is measured; all of them if none is named. */
  public static void main(String[] arguments) throws Exception {
    java.util.logging.Logger.getLogger("").setLevel(java.util.logging.Level.WARNING);
    long bytes = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 1000) << 20;
    int rounds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 3;
    Set<String> names =
        new HashSet<>(
            Arrays.asList(arguments).subList(Math.min(2, arguments.length), arguments.length));
    for (RewriteCase each : RewriteCase.ALL) {
      if (names.isEmpty() || names.contains(each.name())) {
        try (BenchPlace place = BenchPlace.folder()) {
          new RewriteBench(place.directory(), 1 << 20, 2)
              .measure(each, false); // warm in the second
          new RewriteBench(place.directory(), bytes, rounds).measure(each, true);
        }
      }
    }
    for (SecondErasureBench each : SecondErasureBench.ALL) {
      if (names.isEmpty() || names.contains(each.name())) {
        try (BenchPlace place = BenchPlace.folder()) {
          each.measure(place.directory(), bytes);
        }
      }
    }
    System.exit(0);
  }

  private static void remove(Path directory) throws Exception {
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void measure(RewriteCase of, boolean tell) throws Exception {
    Path plain = directory.resolve("plain");
    Path packed = directory.resolve("packed" + of.ending());
    Path filtered = directory.resolve("filtered");
    of.data().into(new RewriteData(bytes), plain);
    shell(of.pack() + " \"$1\" > \"$2\"", plain, packed, plain);
    Files.delete(plain);
    Path patterns =
        Files.write(
            directory.resolve("patterns"),
            java.util.stream.IntStream.rangeClosed(of.first(), of.last())
                .mapToObj(person -> RewriteData.email(person))
                .map(
                    email ->
                        of.ending().startsWith(".sql") ? "'" + email + "'" : "\"" + email + "\"")
                .toList());
    double[] our = new double[rounds];
    double[] their = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      our[round] = run(of, packed) / 1e9;
      leastRun = tell ? leastRun : our[round];
      their[round] = BenchPlace.seconds(() -> shell(of.peer(), packed, filtered, patterns));
      if (tell) {
        System.out.printf(
            Locale.ROOT,
            "%s: quietus %.1f s (%.1f s of CPU), peer %.1f s%n",
            of.name(),
            our[round],
            spent / 1e9,
            their[round]);
      }
    }
    if (tell) {
      System.out.printf(
          Locale.ROOT,
          "%s: %d bytes packed, heap %d MB%n",
          of.name(),
          Files.size(packed),
          Runtime.getRuntime().maxMemory() >> 20);
      BenchPlace.ratio(of.name(), our, their);
      tellLimit(of, new RewriteLimit(packed, filtered), their);
    }
  }

  /**
   * About what is left to gain while all is read, digested and compared that is now; of a Parquet
   * file, which need not be read, beside a run over a file of a megabyte.
   */
  private static void tellLimit(RewriteCase of, RewriteLimit limit, double[] their)
      throws Exception {
    double[] least = new double[their.length];
    for (int round = 0; round < least.length; round++) {
      least[round] =
          of.ending().equals(".parquet")
              ? leastRun + limit.copying()
              : of == RewriteCase.SCAN ? limit.reading() : limit.rewriting();
    }
    BenchPlace.limit(of.name(), least, their);
  }

  /** A run in a database and a store of its own; nanoseconds. */
  private long run(RewriteCase of, Path packed) throws Exception {
    Path home = Files.createDirectory(directory.resolve("home" + homes++ + "-" + bytes));
    RewriteJob made = new RewriteJob(home, of);
    OpenedJob job = made.opened();
    Path object = made.object();
    Files.copy(packed, object, StandardCopyOption.COPY_ATTRIBUTES);
    long begin = System.nanoTime();
    long cpu = cpu();
    CommandRun run = job.run();
    long time = System.nanoTime() - begin;
    spent = cpu() - cpu;
    RewriteJob.require(run);
    if (Files.size(object) == Files.size(packed) && of.first() < 5000) {
      throw new IllegalStateException("nothing was taken out:\n" + run.out() + run.err());
    }
    remove(home);
    return time;
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  static void shell(String command, Path first, Path second, Path third) throws Exception {
    ProcessBuilder shell =
        new ProcessBuilder(
                "bash",
                "-c",
                "set -o pipefail; TIMEFORMAT='  (%U s + %S s of CPU)'; time { " + command + "; }",
                "bash",
                first.toString(),
                second.toString(),
                third.toString())
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT);
    shell.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    Process process = shell.start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException("failed: " + command);
    }
  }
}
