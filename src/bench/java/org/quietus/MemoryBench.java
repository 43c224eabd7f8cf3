package org.quietus;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.io.OutputStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;
import org.quietus.cli.CommandRun;
import org.quietus.testing.BenchPlace;

/**
 * Takes a person out of objects of several sizes, each in a process of its own with the heap that
 * is given, and prints what memory that took; see {@code memory}.
 */
public final class MemoryBench {
  private static final List<String> NAMES =
      List.of(
          "rewrite-mysqldump-gzip",
          "rewrite-mysqldump-plain",
          "rewrite-mysqldump-graph",
          "rewrite-jsonl-gzip",
          "rewrite-csv-gzip",
          "rewrite-parquet");

  /** How many objects of one size there are. */
  private static final int OBJECTS = number("OBJECTS");

  /** How many are worked on at the same time. */
  private static final int AT_ONCE = number("AT_ONCE");

  private static final long MOST_MADE = 10_000;
  private static final long MEMBER = 1_000;

  private MemoryBench() {}

  private static int number(String variable) {
    return Integer.parseInt(System.getenv().getOrDefault(variable, "1"));
  }

  /**
   * The sizes in megabytes with commas between them, and names; {@code keys OBJECTS [backups]};
   * {@code one NAME MEGABYTES}.
   */
  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("keys")) {
      Logger.getLogger("").setLevel(Level.SEVERE);
      KeysBench.measure(
          Integer.parseInt(arguments.length > 1 ? arguments[1] : "100000"),
          arguments.length > 2 && arguments[2].equals("backups"));
      System.exit(0);
    }
    if (arguments[0].equals("one")) {
      measure(RewriteCase.named(arguments[1]), Long.parseLong(arguments[2]));
      System.exit(0);
    }
    List<String> named = Arrays.asList(arguments).subList(1, arguments.length);
    for (String size : arguments[0].split(",")) {
      for (String name : named.isEmpty() ? NAMES : named) {
        inProcess(name, size);
      }
    }
  }

  private static void inProcess(String name, String size) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.add("-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m");
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MemoryBench.class.getName(), "one", name, size));
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException(name + " of " + size + " MB failed");
    }
  }

  private static void measure(RewriteCase of, long megabytes) throws Exception {
    Logger.getLogger("").setLevel(Level.SEVERE);
    try (BenchPlace place = BenchPlace.folder()) {
      RewriteJob made = new RewriteJob(place.directory(), of).atOnce(AT_ONCE);
      OpenedJob job = made.opened();
      Path object = made.object();
      boolean members = of.ending().equals(".jsonl.gz") && megabytes > MOST_MADE;
      generate(of, (members ? MEMBER : megabytes) << 20, object, place.path("piped"));
      if (members) {
        repeat(object, megabytes / MEMBER, place.path("member"));
      }
      long packed = Files.size(object);
      for (int n = 1; n < OBJECTS; n++) {
        Files.copy(object, object.resolveSibling("a" + n + of.ending()));
      }
      AtomicLong live = new AtomicLong();
      watch(live);
      pools().forEach(MemoryPoolMXBean::resetPeakUsage);
      long begin = System.nanoTime();
      CommandRun run = job.run();
      double seconds = (System.nanoTime() - begin) / 1e9;
      RewriteJob.require(run);
      if (Files.size(object) == packed) {
        throw new IllegalStateException("nothing was taken out:\n" + run.out());
      }
      long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
      System.out.printf(
          Locale.ROOT,
          "memory %s %d x %d MB unpacked, %d MB packed, %d at once: %.1f s, heap of %d MB, %d MB of"
              + " it used at most, %d MB after a collection; %s of the process%n",
          of.name(),
          OBJECTS,
          megabytes,
          packed >> 20,
          AT_ONCE,
          seconds,
          Runtime.getRuntime().maxMemory() >> 20,
          peak >> 20,
          live.get() >> 20,
          resident());
    }
  }

  /** What is made goes through a pipe, so that the disk needs no room for it. */
  private static void generate(RewriteCase of, long bytes, Path object, Path pipe)
      throws Exception {
    boolean piped = !of.ending().equals(".parquet");
    if (piped) {
      RewriteBench.shell("mkfifo \"$1\"", pipe, pipe, pipe);
    }
    Exception[] failed = {null};
    Thread maker =
        new Thread(
            () -> {
              try {
                of.data().into(new RewriteData(bytes), pipe);
              } catch (Exception e) {
                failed[0] = e;
              }
            });
    maker.start();
    if (!piped) {
      maker.join();
    }
    // What DuckDB writes goes to the second place with an ending.
    String from = piped ? " < \"$1\"" : " \"$1\"";
    RewriteBench.shell(of.pack() + from + " > \"$2\"; rm -f \"$2.made\"", pipe, object, pipe);
    maker.join();
    if (failed[0] != null) {
      throw failed[0];
    }
    Files.delete(pipe);
  }

  /** A file of lines that is gzipped in members may have one as often as one likes. */
  private static void repeat(Path object, long times, Path member) throws Exception {
    Files.move(object, member);
    try (OutputStream all = Files.newOutputStream(object)) {
      for (long n = 0; n < times; n++) {
        Files.copy(member, all);
      }
    }
    Files.delete(member);
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  /** Notes the most that is in use just after a collection. */
  private static void watch(AtomicLong live) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      ((NotificationEmitter) collector)
          .addNotificationListener(
              (notification, nothing) -> {
                Map<String, MemoryUsage> after =
                    GarbageCollectionNotificationInfo.from(
                            (CompositeData) notification.getUserData())
                        .getGcInfo()
                        .getMemoryUsageAfterGc();
                long used =
                    pools().stream().mapToLong(pool -> after.get(pool.getName()).getUsed()).sum();
                live.accumulateAndGet(used, Math::max);
              },
              null,
              null);
    }
  }

  /** What the process had in memory at most, buffers outside the heap too, as Linux says it. */
  private static String resident() throws Exception {
    Path status = Path.of("/proc/self/status");
    return Files.isReadable(status)
        ? Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MB")
            .findFirst()
            .orElse("unknown")
        : "unknown";
  }
}
