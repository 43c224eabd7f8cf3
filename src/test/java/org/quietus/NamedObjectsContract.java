package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/** Objects that a column names go with their rows. */
abstract class NamedObjectsContract {
  private static final String SCHEMA = "shop_named";

  private static final String JOB =
      CrowdedShop.JOB.replace(
              "shop.customer: { then: delete }", "shop.customer: { then: anonymise }")
          + """
              shop.recording: { then: delete }
          anonymise:
            shop.customer: { with: { full_name: redact, email: set-null, photo: set-null } }
          retention:
            old: { records: shop.recording, keep: P1Y, from: made_at, then: delete, scan: allowed }
          object-stores:
            disk: { url: "${DISK}", endpoint: "${ENDPOINT:}", access-key: "${S3_KEY:}", secret-key: "${S3_KEY:}" }
          files:
            media: { of: shop, in: disk, objects: "media/**", format: opaque, named-by: [ shop.recording.object_key, shop.customer.photo ] }
          """;

  @TempDir Path directory;
  private Path disk;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void open() throws Exception {
    engine().fresh(SCHEMA);
    disk = Files.createDirectory(directory.resolve("disk"));
    Files.createDirectory(disk.resolve("media"));
    try (Connection connection = engine().connect(SCHEMA);
        Statement statement = connection.createStatement()) {
      CrowdedShop.fill(connection);
      statement.execute(
          "ALTER TABLE customer ADD COLUMN photo " + (engine().isPostgres() ? "TEXT" : "LONGTEXT"));
      statement.execute(
          "CREATE TABLE recording (id INT PRIMARY KEY, customer_id INT NOT NULL, object_key"
              + " VARCHAR(200), made_at TIMESTAMP NULL, FOREIGN KEY (customer_id) REFERENCES"
              + " customer (id))");
      statement.execute("UPDATE customer SET photo = 'media/17.jpg' WHERE id = 17");
      statement.execute(
          "INSERT INTO recording VALUES (1, 17, 'media/call-1.ogg', '2026-01-01 00:00:00'), (2,"
              + " 17, '/media/conference.ogg', '2026-01-01 00:00:00'), (3, 18,"
              + " '"
              + disk.toUri()
              + "media//conference%2Eogg ', '2026-01-01 00:00:00'), (4, 19, 'media/old.ogg',"
              + " '2020-01-01 00:00:00'), (5, 20, NULL, '2026-01-01 00:00:00')");
    }
    for (String name :
        List.of("17.jpg", "call-1.ogg", "conference.ogg", "old.ogg", "nobody's.ogg")) {
      Files.writeString(disk.resolve("media").resolve(name), name);
    }
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("DISK", disk.toUri().toString());
    ok(job.generateKeys());
  }

  private List<String> media() throws Exception {
    try (var files = Files.list(disk.resolve("media"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private static long deleted(Certificate certificate) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals("media.(objects)"))
        .map(TargetRecord::counts)
        .mapToLong(counts -> counts.deleted())
        .sum();
  }

  private Certificate last(String occasion) {
    List<Certificate> all = job.certificatesOf(occasion);
    return all.get(all.size() - 1);
  }

  @Test
  void anObjectGoesWithItsRowAndStaysWhileAnotherNamesIt() throws Exception {
    String request = job.request("email: " + CrowdedShop.email(17));

    CommandRun run = job.run();

    ok(run);
    assertThat(media()).containsExactly("conference.ogg", "nobody's.ogg");
    assertThat(deleted(last(request))).isEqualTo(2);
    assertThat(deleted(last(run.json().get("runId").asString()))).isEqualTo(3);
    assertThat(last(request).notRemoved().kept())
        .anyMatch(kept -> kept.target().equals("media.(objects)") && kept.records() == 1);
    assertThat(job.command("request show", request, "--json").json().get("state").asString())
        .isEqualTo("completed");
    assertThat(engine().control(SCHEMA).toString()).doesNotContain("call-1", "17.jpg");
    String other = job.request("email: " + CrowdedShop.email(18));
    ok(job.run());
    assertThat(media()).containsExactly("nobody's.ogg");
    assertThat(deleted(last(other))).isEqualTo(1);
  }

  @Test
  void whatIsTooLongForANameGoesWithoutNamingAnything() throws Exception {
    String image = "data:image/png;base64," + "QUJD".repeat(20_000);
    engine().execute(SCHEMA, "UPDATE customer SET photo = '" + image + "' WHERE id = 17");
    String request = job.request("email: " + CrowdedShop.email(17));

    CommandRun run = job.run();

    ok(run);
    assertThat(deleted(last(request))).isEqualTo(1);
    assertThat(engine().rows(SCHEMA).toString()).doesNotContain("data:image");
  }

  @Test
  void anObjectThatCannotBeReachedGoesInALaterRun() throws Exception {
    String request = job.request("email: " + CrowdedShop.email(17));
    job.with("DISK", "s3://media/").with("ENDPOINT", "http://127.0.0.1:1").with("S3_KEY", "key");
    assertThat(job.run().exitCode()).isEqualTo(8);
    assertThat(media()).hasSize(5);
    job.with("DISK", disk.toUri().toString()).with("ENDPOINT", "").with("S3_KEY", "");

    ok(job.run());

    assertThat(media()).containsExactly("conference.ogg", "nobody's.ogg");
    assertThat(deleted(last(request))).isEqualTo(2);
    assertThat(job.command("request show", request, "--json").json().get("state").asString())
        .isEqualTo("completed");
  }
}
