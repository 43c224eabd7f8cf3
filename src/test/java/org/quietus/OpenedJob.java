package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateReader;
import org.quietus.certificate.CertificateReader.Stored;
import org.quietus.certificate.CertificateSchema;
import org.quietus.certificate.Verdict;
import org.quietus.certificate.seal.PublicKeys;
import org.quietus.cli.CommandRun;
import org.quietus.evidence.EvidenceName;
import org.quietus.evidence.EvidenceStore;
import org.quietus.evidence.EvidenceStores;
import org.quietus.job.JobSession;
import org.quietus.testing.DatabaseServer;
import org.quietus.testing.SigningPairs;
import org.quietus.testing.WithoutPdf;

/** A job file with keys and an evidence store, on a test server, and the commands on it. */
final class OpenedJob {
  private final Path directory;
  private final Path file;
  private final Map<String, String> environment = new HashMap<>();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  /**
   * Writes the job file; it may refer to URL, DB_USER, PASSWORD, EVIDENCE and KEYS. A test whose
   * job has dumps by mysqldump is skipped on PostgreSQL, whose dumps are other ones.
   */
  OpenedJob(Path directory, DatabaseServer server, String schema, String yaml) throws IOException {
    assumeFalse(
        server.product().equals("postgres") && yaml.contains("format: mysqldump"),
        "mysqldump does not dump a PostgreSQL");
    this.directory = directory;
    this.file = Files.writeString(directory.resolve("job.yaml"), WithoutPdf.of(yaml));
    environment.put("URL", server.jdbcUrl(schema));
    environment.put("DB_USER", server.username());
    environment.put("PASSWORD", server.password());
    environment.put("EVIDENCE", evidence().toUri().toString());
    environment.put("KEYS", directory.resolve("keys").toString());
  }

  /** A job file of the tests' resources. */
  static String text(String resource) {
    try (InputStream in = OpenedJob.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  OpenedJob with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  OpenedJob at(String moment) {
    now = Instant.parse(moment);
    return this;
  }

  Path file() {
    return file;
  }

  /** What the job file's variables stand for, for a process of its own. */
  Map<String, String> environment() {
    return Map.copyOf(environment);
  }

  Path evidence() {
    return directory.resolve("evidence");
  }

  Path directory() {
    return directory;
  }

  /** One command on the job: its words, the job file, further arguments. */
  CommandRun command(String words, String... arguments) {
    return typing("", words, arguments);
  }

  /** The job as commands open it. */
  JobSession session() {
    return CommandRun.session(file, environment, now);
  }

  CommandRun generateKeys() {
    SigningPairs.layInto(Path.of(environment.get("KEYS")));
    return command("key generate");
  }

  CommandRun run() {
    return command("run", "--json");
  }

  /** Takes a request in and returns its id. */
  String request(String identifiers) {
    CommandRun added =
        typing(identifiers + "\n", "request add", "--identifiers-from", "-", "--json");
    if (added.exitCode() != 0) {
      throw new IllegalStateException(added.err());
    }
    return added.json().get("id").asString();
  }

  CommandRun typing(String input, String words, String... arguments) {
    List<String> all = new ArrayList<>(List.of(words.split(" ")));
    all.add(file.toString());
    all.addAll(List.of(arguments));
    return CommandRun.onDatabases(environment)
        .at(now)
        .typing(input)
        .run(all.toArray(String[]::new));
  }

  /** Every certificate, each of them good, the latest of an occasion last. */
  List<Certificate> certificates() {
    EvidenceStore store = EvidenceStores.at(evidence());
    for (EvidenceName name : store.list(EvidenceName.Folder.CERTIFICATES)) {
      assertThat(CertificateSchema.breachesOfFile(store.read(name).orElseThrow())).isEmpty();
    }
    return new CertificateReader(store, PublicKeys.in(store))
        .list().stream().map(OpenedJob::good).toList();
  }

  /** The certificates of a request or run, the first one first. */
  List<Certificate> certificatesOf(String occasion) {
    return certificates().stream()
        .filter(certificate -> certificate.identity().occasion().id().equals(occasion))
        .sorted(Comparator.comparing(certificate -> certificate.identity().sequence()))
        .toList();
  }

  private static Certificate good(Stored stored) {
    if (stored.verdict() instanceof Verdict.Good good) {
      return good.certificate();
    }
    throw new AssertionError(stored.id() + ": " + stored.verdict().describe());
  }
}
