package org.quietus;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import org.quietus.certificate.CertificateWriter;
import org.quietus.certificate.Examples;
import org.quietus.certificate.seal.SigningKeys;
import org.quietus.cli.CommandRun;
import org.quietus.evidence.Digest;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.Servers;
import org.quietus.testing.SigningPairs;

/** Certifies a long run, and audits a long log; see {@code evidence}. */
final class EvidenceBench {
  private static final String SCHEMA = "bench";
  private static final int MANY = Integer.getInteger("many", 100_000);
  private static final int TIMES = 3;

  private final Path directory;

  private EvidenceBench(Path directory) {
    this.directory = directory;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("quietus-bench");
    try {
      EvidenceBench bench = new EvidenceBench(directory);
      if (arguments[0].equals("certify")) {
        bench.certify();
      } else {
        bench.log();
      }
    } finally {
      try (var files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /**
   * A finished run is opened again with many chunks in its ledger, as if it had been killed before
   * its certificate.
   */
  private void certify() throws Exception {
    DatabaseServer server = Servers.start();
    try {
      server.createSchema(SCHEMA);
      execute(
          server,
          "CREATE TABLE visit (id BIGINT PRIMARY KEY, visited_at DATETIME NOT NULL, KEY"
              + " (visited_at))",
          "INSERT INTO visit VALUES (1, '2020-01-01')");
      Path job = Files.writeString(directory.resolve("job.yaml"), jobFile(server));
      SigningPairs.layInto(directory.resolve("keys"));
      Map<String, String> environment = Map.of("DB_PASSWORD", server.password());
      command(0, environment, "key", "generate", job.toString());
      command(0, environment, "run", job.toString());
      execute(
          server,
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
      double fastest = Double.MAX_VALUE;
      for (int n = 0; n < TIMES; n++) {
        execute(server, "UPDATE quietus.run SET state = 'open', ended_at = NULL, outcome = NULL");
        long begin = System.nanoTime();
        String said = command(0, environment, "run", job.toString());
        double seconds = (System.nanoTime() - begin) / 1e9;
        if (!said.contains("%,d".formatted(MANY * 5000L + 1))) {
          throw new IllegalStateException(said);
        }
        fastest = Math.min(fastest, seconds);
        System.out.printf("certified in %.2f s%n", seconds);
      }
      System.out.printf("seconds certify-100000-chunks %.2f%n", fastest);
    } finally {
      server.stop();
    }
  }

  private String jobFile(DatabaseServer server) {
    return """
    quietus: 1
    job: bench
    controller: Example GmbH
    zone: Europe/Berlin
    evidence: { store: "file://%1$s/evidence", keys: %1$s/keys }
    databases:
      bench: { url: "%2$s", username: %3$s, password: "${DB_PASSWORD}", zone: UTC }
    retention:
      old-visits: { records: bench.visit, keep: P1Y, from: visited_at, then: delete }
    """
        .formatted(directory, server.jdbcUrl(SCHEMA), server.username());
  }

  private void log() throws Exception {
    Path place = directory.resolve("evidence");
    EvidenceStore store = EvidenceStores.at(place);
    SigningPairs.layInto(directory.resolve("keys"));
    CertificateWriter writer =
        new CertificateWriter(
            store,
            SigningKeys.load(directory.resolve("keys"), SigningKeys.Use.CERTIFICATES),
            SigningKeys.load(directory.resolve("keys"), SigningKeys.Use.LOG));
    long begin = System.nanoTime();
    for (int n = 0; n < MANY; n++) {
      writer.issue(Examples.aRunOf("bench" + n));
    }
    System.out.printf("made in %.0f s%n", (System.nanoTime() - begin) / 1e9);
    double reading = Double.MAX_VALUE;
    double audit = Double.MAX_VALUE;
    for (int n = 0; n < TIMES; n++) {
      begin = System.nanoTime();
      read(place);
      reading = Math.min(reading, (System.nanoTime() - begin) / 1e9);
      long before = processorTime();
      begin = System.nanoTime();
      command(0, Map.of(), "certificate", "audit", place.toString());
      audit = Math.min(audit, (System.nanoTime() - begin) / 1e9);
      System.out.printf(
          "read in %.2f s, audited in %.2f s, processor time %.2f s%n",
          reading, audit, (processorTime() - before) / 1e9);
    }
    System.out.printf("seconds log-100000 %.2f%n", audit);
    System.out.printf("ratio audit-to-reading %.2f%n", audit / reading);
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

  private static void execute(DatabaseServer server, String... statements) throws SQLException {
    try (Connection connection = server.connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
