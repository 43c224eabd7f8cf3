package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** What a run leaves of the backups is told by {@code request show} until it is gone. */
abstract class LeftObjectsContract {
  private static final String SCHEMA = "shop_left";
  private static final int WHO_ASKED = 17;
  private static final int PARTIAL = 8;

  private static final String JOB =
      CrowdedShop.JOB
          + """
          object-stores:
            disk: { url: "${DISK}", endpoint: "${ENDPOINT:}", access-key: "${S3_KEY:}", secret-key: "${S3_KEY:}" }
          backups:
            nightly: { of: shop, in: disk, objects: "nightly/**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
          """;

  @TempDir Path directory;
  private Path nightly;
  private OpenedJob job;
  private String request;

  abstract ShopEngine engine();

  @BeforeEach
  void ask() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    Path disk = Files.createDirectory(directory.resolve("disk"));
    nightly = Files.createDirectory(disk.resolve("nightly"));
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("DISK", disk.toUri().toString());
    ok(job.generateKeys());
    request = job.request("email: " + CrowdedShop.email(WHO_ASKED));
  }

  @Test
  void aDamagedObjectIsNamedUntilItIsGone() throws Exception {
    byte[] whole = CrowdedShop.gzip(CrowdedShop.text(CrowdedShop.TABLES, id -> true));
    Files.write(dump("ann-jones"), Arrays.copyOf(whole, whole.length / 2));
    for (int run = 1; run <= 2; run++) {
      assertThat(job.run().exitCode()).isEqualTo(PARTIAL);

      assertThat(left(request))
          .singleElement()
          .asString()
          .matches(
              "nightly: 'nightly/\\*-\\*\\.sql\\.gz' \\([\\d,]+ bytes, created .*\\): damaged");
      assertThat(job.command("request show", request).out())
          .contains("left in backups", "'nightly/*-*.sql.gz' (")
          .doesNotContain("jones");
    }
    assertThat(engine().control(SCHEMA).toString()).doesNotContain(" bytes, created");

    Files.write(dump("ann-jones"), whole);
    ok(job.run());
    assertThat(left(request)).isEmpty();
    assertThat(job.command("request show", request).out()).doesNotContain("left in backups");
  }

  @Test
  void whoWasDoneBeforeItCameIsNotInIt() throws Exception {
    ok(job.run());
    String later = job.request("email: " + CrowdedShop.email(WHO_ASKED + 1));
    Files.write(dump("dump"), "nothing of the kind".getBytes(StandardCharsets.US_ASCII));

    assertThat(job.run().exitCode()).isEqualTo(PARTIAL);

    assertThat(left(later)).containsExactly("nightly: 'nightly/dump.sql.gz': not-a-dump");
    assertThat(left(request)).isEmpty();
  }

  @Test
  void rowsInDoubtAreNamedInTheResultAndForTheirRequestAlone() throws Exception {
    ok(job.run());
    String text = CrowdedShop.text(CrowdedShop.TABLES, id -> true);
    String doubtful = text.replace(CrowdedShop.email(WHO_ASKED), "another@example.org");
    Files.write(dump("dump"), CrowdedShop.gzip(doubtful));
    String other = job.request("email: " + CrowdedShop.email(WHO_ASKED + 1));

    CommandRun run = job.run();

    assertThat(run.exitCode()).isEqualTo(PARTIAL);
    assertThat(run.json().get("messages").toString())
        .contains("rows that may be the person's of request " + request, "'nightly/dump.sql.gz'");
    ok(job.run());
    assertThat(left(request)).containsExactly("nightly: 'nightly/dump.sql.gz': ambiguous");
    assertThat(left(other)).isEmpty();
    Files.delete(dump("dump"));
    ok(job.run());
    assertThat(left(request)).isEmpty();
  }

  @Test
  void aRunOfErasureAloneSaysWhatLooksIntoBackups() throws Exception {
    Files.write(dump("dump"), CrowdedShop.gzip(CrowdedShop.text(CrowdedShop.TABLES, id -> true)));

    CommandRun run = job.command("run", "--only", "erasure");

    assertThat(run.out()).contains("a run without --only looks into it: quietus run " + job.file());
    ok(job.run());
    assertThat(job.run().out()).doesNotContain("--only");
  }

  /** As certificates count days, and not as computers do. */
  @Test
  void momentsAreShownInTheZoneOfTheJob() {
    ok(job.run());
    assertThat(job.command("key list").out())
        .contains("2026-03-01 13:00:00 +01:00")
        .doesNotContain("Z");
    assertThat(job.command("certificate list").out())
        .contains("2026-03-01 13:00:00 +01:00")
        .containsPattern("request-" + request + "-1 +request +2026-03-01 +C")
        .doesNotContain("T12:00", "T00:00");
  }

  @Test
  void aSetThatCannotBeListedIsNamedAsAWhole() throws Exception {
    byte[] whole = CrowdedShop.gzip(CrowdedShop.text(CrowdedShop.TABLES, id -> true));
    Files.write(dump("dump"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(job.run().exitCode()).isEqualTo(PARTIAL);
    Path disk = nightly.getParent();
    job.with("DISK", "s3://backups/").with("ENDPOINT", "http://127.0.0.1:1").with("S3_KEY", "key");

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    assertThat(run.json().get("messages").toString()).contains("could not be listed");
    assertThat(left(request))
        .containsExactly(
            "nightly: 'nightly/dump.sql.gz': damaged",
            "nightly: all of it, which could not be listed: unreachable");
    job.with("DISK", disk.toUri().toString()).with("ENDPOINT", "").with("S3_KEY", "");
    Files.delete(dump("dump"));
    ok(job.run());
    assertThat(left(request)).isEmpty();
  }

  @Test
  void withoutTheKeyWhatElseIsKnownIsShown() throws Exception {
    Files.write(dump("dump"), new byte[10]);
    assertThat(job.run().exitCode()).isEqualTo(PARTIAL);
    Files.delete(directory.resolve("keys/requests.key"));

    assertThat(left(request))
        .containsExactly("nightly: (sealed, and the key that opens it is not there): not-a-dump");
  }

  private List<String> left(String of) {
    CommandRun shown = job.command("request show", of, "--json");
    assertThat(shown.exitCode()).as(shown.err()).isZero();
    assertThat(shown.json().get("id").asString()).isEqualTo(of);
    List<String> left = new ArrayList<>();
    shown
        .json()
        .get("left")
        .forEach(
            one ->
                left.add(
                    one.get("set").asString()
                        + ": "
                        + one.get("object").asString()
                        + ": "
                        + one.get("why").asString()));
    return left;
  }

  private Path dump(String name) throws IOException {
    return nightly.resolve(name + ".sql.gz");
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
