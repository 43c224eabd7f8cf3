package org.quietus;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Examples;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.cli.CommandRun;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.testing.BenchPlace;
import org.quietus.testing.SigningPairs;

/** Certifies a long run, and audits a long log; see {@code evidence}. */
final class EvidenceBench {
  private static final int MANY = Integer.getInteger("many", 100_000);
  private static final int TIMES = 3;

  private final BenchPlace place;

  private EvidenceBench(BenchPlace place) {
    this.place = place;
  }

  public static void main(String[] arguments) throws Exception {
    boolean certifies = arguments[0].equals("certify");
    try (BenchPlace place = certifies ? BenchPlace.withServer() : BenchPlace.folder()) {
      EvidenceBench bench = new EvidenceBench(place);
      if (certifies) {
        bench.certify();
      } else {
        bench.log();
      }
    }
  }

  /**
   * A finished run is opened again with many chunks in its ledger, as if it had been killed before
   * its certificate.
   */
  private void certify() throws Exception {
    place.execute(
        "CREATE TABLE visit (id BIGINT PRIMARY KEY, visited_at DATETIME NOT NULL, KEY (visited_at))",
        "INSERT INTO visit VALUES (1, '2020-01-01')");
    String job =
        place.job(
            "UTC",
            """
            retention:
              old-visits: { records: bench.visit, keep: P1Y, from: visited_at, then: delete }
            """);
    SigningPairs.layInto(place.path("keys"));
    command(0, place.environment(), "key", "generate", job);
    command(0, place.environment(), "run", job);
    place.execute(
        "SET sql_log_bin = 0",
        "INSERT INTO quietus.ledger (run_id, range_no, sequence_no, step_no, token, committed_at,"
            + " digest) SELECT run_id, 1000, seq, step_no, token, committed_at, UNHEX(SHA2(seq,"
            + " 256)) FROM quietus.ledger JOIN seq_1_to_"
            + MANY,
        "INSERT INTO quietus.ledger_count (run_id, range_no, sequence_no, line_no, table_name,"
            + " method, deleted, anonymised, unlinked, kept, gone, ambiguous) SELECT c.run_id,"
            + " 1000, seq, c.line_no, c.table_name, c.method, 5000, 0, 0, 0, 0, 0 FROM"
            + " quietus.ledger_count c JOIN seq_1_to_"
            + MANY);
    String all = "%,d".formatted(MANY * 5000L + 1);
    double fastest = Double.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      place.execute("UPDATE quietus.run SET state = 'open', ended_at = NULL, outcome = NULL");
      double seconds =
          BenchPlace.seconds(
              () -> {
                String said = command(0, place.environment(), "run", job);
                if (!said.contains(all)) {
                  throw new IllegalStateException(said);
                }
              });
      System.out.printf("certified in %.2f s%n", seconds);
      fastest = Math.min(fastest, seconds);
    }
    BenchPlace.print("seconds", "certify-100000-chunks", fastest);
  }

  private void log() throws Exception {
    Path evidence = place.path("evidence");
    EvidenceStore store = EvidenceStores.at(evidence);
    SigningPairs.layInto(place.path("keys"));
    CertificateWriter writer =
        new CertificateWriter(
            store,
            SigningKeys.load(place.path("keys"), SigningKeys.Use.CERTIFICATES),
            SigningKeys.load(place.path("keys"), SigningKeys.Use.LOG));
    double made =
        BenchPlace.seconds(
            () -> {
              for (int n = 0; n < MANY; n++) {
                writer.issue(Examples.aRunOf("bench" + n));
              }
            });
    System.out.printf("made in %.0f s%n", made);
    double reading = Double.MAX_VALUE;
    double audit = Double.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) { // in turn, so that a change of the machine meets both
      reading = Math.min(reading, BenchPlace.seconds(() -> read(evidence)));
      long before = processorTime();
      audit =
          Math.min(
              audit,
              BenchPlace.seconds(
                  () -> command(0, Map.of(), "certificate", "audit", evidence.toString())));
      System.out.printf(
          "read in %.2f s, audited in %.2f s, processor time %.2f s%n",
          reading, audit, (processorTime() - before) / 1e9);
    }
    BenchPlace.print("seconds", "log-100000", audit);
    BenchPlace.print("ratio", "audit-to-reading", audit / reading);
  }

  private static long processorTime() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void read(Path place) throws IOException {
    try (var files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Digest.of(Files.readAllBytes(file));
      }
    }
  }

  private static String command(int code, Map<String, String> environment, String... arguments) {
    CommandRun run = CommandRun.onDatabases(environment).at(Instant.now()).run(arguments);
    if (run.exitCode() != code) {
      throw new IllegalStateException(run.out() + run.err());
    }
    return run.out() + run.err();
  }
}
