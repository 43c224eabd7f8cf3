package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.evidence.EvidenceStore;
import org.quietus.testing.Bucket;
import org.quietus.testing.S3ProxyServer;
import org.quietus.testing.S3Server;
import org.quietus.testing.TokenService;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

/** A job whose evidence lies in a bucket: every command finds it there. */
class EvidenceInABucketTest {
  private static final String SCHEMA = "evidence_in_a_bucket";
  private static final String JOB =
      """
      quietus: 1
      job: bucket
      controller: Example GmbH
      zone: Europe/Berlin
      evidence:
        store: "${EVIDENCE}"
        endpoint: "${ENDPOINT}"
        access-key: "${ACCESS}"
        secret-key: "${SECRET}"
        role: "${ROLE:}"
        sts-endpoint: "${STS:}"
        keys: "${KEYS}"
        language: zh
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer: { records: crm.customer, identifiers: { email: email } }
      erasure:
        records:
          crm.customer: { then: delete }
      """;

  @TempDir static Path files;
  @TempDir Path directory;
  private final S3Server server = S3ProxyServer.shared();
  private ShopEngine engine;
  private Bucket bucket;
  private OpenedJob job;

  @BeforeEach
  void fill() throws Exception {
    engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    try (Connection connection = engine.server().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))");
      statement.execute("INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'b@example.org')");
    }
    bucket = Bucket.versioned(server);
    job =
        new OpenedJob(directory, engine.server(), SCHEMA, JOB)
            .with("EVIDENCE", bucket.url() + "quietus/")
            .with("ENDPOINT", server.endpoint().toString())
            .with("ACCESS", server.accessKey())
            .with("SECRET", server.secretKey());
    ok(job.generateKeys());
  }

  @AfterEach
  void closeClient() {
    bucket.close();
  }

  private static CommandRun ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  @Test
  void aRequestIsErasedCertifiedLoggedAndRemembered() throws Exception {
    ok(job.command("validate"));
    String request = job.request("email: ann@example.org");
    ok(job.run());

    assertThat(bucket.versions())
        .extracting(version -> version.key().replaceAll("[0-9a-f-]{12,}", "*"))
        .contains("quietus/jobs/*.yaml", "quietus/keys/*.vkey", "quietus/log/*/checkpoint")
        .allMatch(key -> key.startsWith("quietus/"));
    assertThat(versions("quietus/mirror/")).isNotEmpty();
    assertThat(versions("quietus/certificates/request-")).hasSize(3); // its proof, its PDF
    assertThat(ok(job.command("certificate list")).out()).contains("request-" + request);
    assertThat(ok(audit()).out()).contains("Good: each certificate is signed and in a log");
    ok(job.command("key succeed"));
    ok(job.at("2026-03-02T12:00:00Z").run());
    assertThat(ok(audit()).out()).as("with another key").contains("Good");
    assertThat(Files.exists(job.evidence())).isFalse();
    assertThat(bucket.leftovers()).isEmpty();

    bucket.put("quietus/certificates/request-" + request + "-1.json", new byte[1]);
    assertThat(ok(audit()).out()).as("the first version counts").contains("Good");
    versions("quietus/certificates/request-").forEach(this::remove);
    assertThat(audit().exitCode()).isEqualTo(6);
  }

  @Test
  void aPdfThatCouldNotBeWrittenIsMadeOfCopiesAsTheRunSays() throws Exception {
    String request = job.request("email: ann@example.org");
    String certificate = "certificates/request-" + request + "-1.json";
    bucket.put(
        "quietus/" + certificate.replace(".json", ".pdf"), new byte[EvidenceStore.MAX_BYTES + 1]);
    CommandRun run = ok(job.run());

    String store = bucket.url() + "quietus/";
    assertThat(run.json().get("messages").toString())
        .contains("copy " + store + certificate + " and " + store + "keys/ to a local folder")
        .contains("as " + certificate + " and keys/, and run there:")
        .contains("quietus certificate render " + certificate + " --language zh");
    Path copies = directory.resolve("copies");
    for (ObjectVersion version : bucket.versions()) {
      String name = version.key().substring("quietus/".length());
      if (name.startsWith("keys/") || name.equals(certificate)) {
        Files.createDirectories(copies.resolve(name).getParent());
        Files.write(copies.resolve(name), bucket.get(version));
      }
    }
    String local = copies.resolve(certificate).toString();
    ok(CommandRun.onDatabases(Map.of()).run("certificate", "render", local, "--language", "zh"));
    assertThat(Path.of(local.replace(".json", ".pdf"))).isNotEmptyFile();
  }

  @Test
  void aDatabaseThatWasRestoredIsRecognisedByTheMirrorInTheBucket() throws Exception {
    job.request("email: ann@example.org");
    ok(job.run());
    engine.fresh(SCHEMA);
    try (Connection connection = engine.server().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE customer (id INT NOT NULL PRIMARY KEY, email VARCHAR(80))");
      statement.execute("INSERT INTO customer VALUES (1, 'ann@example.org'), (2, 'b@example.org')");
    }

    assertThat(job.run().exitCode()).isEqualTo(7);
    ok(job.command("replay", "--database", "crm", "--snapshot", "2026-02-28T00:00:00Z"));

    try (Connection connection = engine.server().connect(SCHEMA);
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT MAX(id), COUNT(*) FROM customer")) {
      rows.next();
      assertThat(List.of(rows.getInt(1), rows.getInt(2))).isEqualTo(List.of(2, 1));
    }
  }

  @Test
  void whatTheBucketRefusesIsSaidBeforeAnythingIsTouched() {
    job.with("SECRET", "another secret");

    assertThat(job.command("validate").out())
        .contains("EVIDENCE-STORE")
        .contains("the evidence store cannot be written: " + bucket.url());
    assertThat(job.run().exitCode()).isEqualTo(2);
  }

  @Test
  void theBucketIsReachedInARoleIfTheJobFileSaysSo() throws Exception {
    job.with("SECRET", "of somebody who may do no more than assume the role")
        .with("ROLE", "arn:aws:iam::111122223333:role/evidence");
    try (TokenService tokens = new TokenService()) {
      tokens.refuse("403 AccessDenied");
      job.with("STS", tokens.endpoint().toString());
      assertThat(job.command("validate").out())
          .contains("EVIDENCE-STORE")
          .contains("answered 403 AccessDenied to AssumeRole; check 'role'");
      assertThat(job.run().exitCode()).isEqualTo(2);
      assertThat(tokens.requests()).isNotEmpty();
    }
  }

  /** As somebody does it who has neither the job file nor its variables. */
  private CommandRun audit() {
    System.setProperty("aws.accessKeyId", server.accessKey());
    System.setProperty("aws.secretAccessKey", server.secretKey());
    try {
      return CommandRun.onDatabases(Map.of())
          .run(
              "certificate",
              "audit",
              bucket.url() + "quietus",
              "--endpoint",
              server.endpoint().toString());
    } finally {
      System.clearProperty("aws.accessKeyId");
      System.clearProperty("aws.secretAccessKey");
    }
  }

  private List<ObjectVersion> versions(String prefix) {
    return bucket.versions().stream().filter(version -> version.key().startsWith(prefix)).toList();
  }

  private void remove(ObjectVersion version) {
    bucket
        .client()
        .deleteObject(
            r -> r.bucket(bucket.name()).key(version.key()).versionId(version.versionId()));
  }
}
