package org.quietus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.quietus.certificate.NotRemoved;
import org.quietus.cli.CommandRun;
import org.quietus.report.portal.PortalStore;
import org.quietus.testing.Browser;

/** Makes a portal of many certificates and opens it in a browser; see {@code evidence}. */
final class PortalBench {
  private static final int MANY = Integer.getInteger("many", 10_000);
  private static final int TIMES = 3;
  private static final List<String> CATEGORIES = List.of("usage", "contact", "chat", "payment", "");

  private final Path directory;

  private PortalBench(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("quietus-bench");
    try {
      PortalBench bench = new PortalBench(directory);
      bench.fill();
      bench.make();
      bench.open();
    } finally {
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** A run a day, with a backup that remains for a while. */
  private void fill() {
    PortalStore store = new PortalStore(directory);
    LocalDate first = LocalDate.of(2000, 1, 1);
    for (int n = 0; n < MANY; n++) {
      LocalDate day = first.plusDays(n);
      store.run(
          "bench" + n,
          day,
          CATEGORIES.get(n % CATEGORIES.size()),
          n % 1_000,
          NotRemoved.NOTHING,
          List.of(PortalStore.backup(day.plusDays(90), false)));
    }
  }

  private void make() {
    double fastest = Double.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      long begin = System.nanoTime();
      CommandRun made =
          CommandRun.onDatabases(Map.of())
              .run(
                  "report",
                  "--certificates",
                  directory.resolve("evidence").toString(),
                  "--out",
                  directory.resolve("portal").toString());
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (made.exitCode() != 0) {
        throw new IllegalStateException(made.out() + made.err());
      }
      System.out.printf("made in %.2f s%n", seconds);
      fastest = Math.min(fastest, seconds);
    }
    System.out.printf("seconds portal-10000 %.2f%n", fastest);
  }

  private void open() throws Exception {
    if (!Browser.isInstalled()) {
      return;
    }
    double fastest = Double.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      try (Browser browser =
          Browser.start(Files.createDirectory(directory.resolve("profile" + n)))) {
        browser.open(directory.resolve("portal/index.html").toUri());
        String painted = "performance.getEntriesByName('first-contentful-paint')";
        browser.until(painted + ".length");
        double seconds = browser.evaluate(painted + "[0].startTime").asDouble() / 1_000;
        browser.until("document.querySelectorAll('#page-next').length");
        double searchable = browser.evaluate("performance.now()").asDouble() / 1_000;
        System.out.printf(
            "first paint after %.2f s, searchable after %.2f s%n", seconds, searchable);
        fastest = Math.min(fastest, seconds);
      }
    }
    System.out.printf("seconds portal-first-paint %.2f%n", fastest);
  }
}
