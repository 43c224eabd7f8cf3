package org.quietus;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.quietus.certificate.NotRemoved;
import org.quietus.cli.CommandRun;
import org.quietus.report.portal.PortalStore;
import org.quietus.testing.BenchPlace;
import org.quietus.testing.Browser;

/** Makes a portal of many certificates and opens it in a browser; see {@code evidence}. */
final class PortalBench {
  private static final int MANY = Integer.getInteger("many", 10_000);
  private static final int TIMES = 3;
  private static final List<String> CATEGORIES = List.of("usage", "contact", "chat", "payment", "");

  private final BenchPlace place;

  private PortalBench(BenchPlace place) {
    this.place = place;
  }

  public static void main(String[] arguments) throws Exception {
    try (BenchPlace place = BenchPlace.folder()) {
      PortalBench bench = new PortalBench(place);
      bench.fill();
      bench.make();
      bench.open();
    }
  }

  /** A run a day, with a backup that remains for a while. */
  private void fill() {
    PortalStore store = new PortalStore(place.directory());
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

  private void make() throws Exception {
    BenchPlace.print("seconds", "portal-10000", BenchPlace.fastest(TIMES, this::makeOnce));
  }

  private void makeOnce() {
    CommandRun made =
        CommandRun.onDatabases(Map.of())
            .run(
                "report",
                "--certificates",
                place.path("evidence").toString(),
                "--out",
                place.path("portal").toString());
    if (made.exitCode() != 0) {
      throw new IllegalStateException(made.out() + made.err());
    }
  }

  private static long processorTime() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void open() throws Exception {
    if (!Browser.isInstalled()) {
      return;
    }
    double fastest = Double.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      try (Browser browser = Browser.start(Files.createDirectory(place.path("profile" + n)))) {
        browser.open(place.path("portal/index.html").toUri());
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
    BenchPlace.print("seconds", "portal-first-paint", fastest);
  }
}
