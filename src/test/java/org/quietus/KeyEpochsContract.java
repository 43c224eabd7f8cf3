package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.subject.TokenKeys;

/** A key is destroyed only when every copy of its epoch is verified gone. */
abstract class KeyEpochsContract {
  static final String SCHEMA = "shop_keys";

  @TempDir Path directory;
  OpenedJob job;
  private Path backup;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    Path objects = Files.createDirectories(directory.resolve("objects/nightly"));
    backup = objects.resolve("monday.sql.gz");
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            + """
            object-stores:
              vault: { url: "%s" }
            backups:
              nightly: { of: crm, in: vault, objects: "nightly/**", format: opaque,
                         keep: P90D, on-erasure: expire }
              weekly: { of: crm, in: vault, objects: "weekly/**", format: mysqldump,
                        keep: P90D, on-erasure: expire }
            """
                .formatted(directory.resolve("objects").toUri());
    job = new OpenedJob(directory, engine().server(), SCHEMA, yaml);
    ok(job.generateKeys());
  }

  @Test
  void aKeyIsDestroyedOnlyWhenNoCopyNeedsItAnyMore() throws Exception {
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run", "--only", "erasure"));
    assertThat(engine().control(SCHEMA).get("suppression")).isNotEmpty();
    refused("in use", job.command("key destroy", "1"));
    refused("there is none", job.command("key destroy", "7"));
    ok(job.command("key rotate"));
    assertThat(keys()).contains("tokens-1.key", "tokens-2.key");
    Files.writeString(backup, "a copy");
    Files.setLastModifiedTime(backup, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

    refused("backup set 'nightly': 1 object version", job.command("key destroy", "1"));
    assertThat(keys()).contains("tokens-1.key");
    Files.delete(backup);
    Path weekly = Files.createDirectories(directory.resolve("objects/weekly"));
    Path dump = Files.writeString(weekly.resolve("a.sql"), "a dump");
    Instant last = lastErasure();
    Files.setLastModifiedTime(dump, FileTime.from(last.plus(Duration.ofHours(23))));
    refused("begun before", job.command("key destroy", "1"));
    Files.setLastModifiedTime(dump, FileTime.from(last.plus(Duration.ofDays(1)).plusMillis(1)));
    ok(job.command("key destroy", "1"));

    assertThat(keys()).doesNotContain("tokens-1.key").contains("tokens-2.key");
    assertThat(engine().control(SCHEMA).get("suppression")).isEmpty();
    assertThat(job.command("key list", "--json").json().toString())
        .contains("\"destroyed\"", "\"current\"");
    ok(job.command("key destroy", "1"));
  }

  @Test
  void aStoreThatCannotBeListedStandsInTheWay() throws Exception {
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run", "--only", "erasure"));
    ok(job.command("key rotate"));
    Files.delete(backup.getParent());
    Files.delete(backup.getParent().getParent());
    refused("cannot be listed", job.command("key destroy", "1"));
  }

  @Test
  void personsErasedUnderEarlierEpochsAreFoundAgain() throws Exception {
    String[] back = {
      "UPDATE customer SET email = 'ada.lovelace@example.org', full_name = 'Ada', anonymised_at ="
          + " NULL WHERE id = 1",
      "UPDATE customer SET email = 'bo@example.org', full_name = 'Bo', anonymised_at = NULL WHERE"
          + " id = 2"
    };
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run", "--only", "erasure"));
    ok(job.command("key rotate"));
    job.request("email: bo@example.org");
    ok(job.command("run", "--only", "erasure"));
    engine().execute(SCHEMA, back);

    ok(job.command("replay", "--database", "crm", "--snapshot", "2026-01-01T00:00:00Z"));

    assertThat(engine().rows(SCHEMA).get("customer").toString())
        .doesNotContain("full_name=Ada |", "full_name=Bo |");
    engine().execute(SCHEMA, back);
    Files.delete(directory.resolve("keys/tokens-1.key"));
    String[] replay = {"--database", "crm", "--snapshot", "2026-01-01T00:00:00Z"};
    CommandRun partial = job.command("replay", replay);
    assertThat(partial.exitCode()).as(partial.err()).isEqualTo(8);
    assertThat(partial.err()).contains("no-key", "key epoch 1", "restore tokens-1.key");
    assertThat(
            job.command("replay", "--database", "crm", "--snapshot", replay[3], "--check")
                .exitCode())
        .isEqualTo(9);
  }

  @Test
  void aMissingKeyIsAskedForAndNeverReplaced() throws Exception {
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run", "--only", "erasure"));
    Path key = directory.resolve("keys/tokens-1.key");
    Path aside = Files.move(key, directory.resolve("aside.key"));
    String bo = job.request("email: bo@example.org");

    refused("tokens-1.key is missing", job.command("run", "--only", "erasure"));

    assertThat(job.command("request show", bo, "--json").json().get("state").asString())
        .isEqualTo("approved");
    assertThat(job.command("key list").out()).contains("missing");
    assertThat(job.command("run", "--only", "erasure").err())
        .contains("restore the file")
        .doesNotContain("key rotate");
    CommandRun validated = job.command("validate");
    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.out()).contains("tokens-1.key is missing", "[TOKEN-KEY]");
    CommandRun rotated = job.command("key rotate");
    ok(rotated);
    assertThat(rotated.err())
        .contains("under epoch 1 is not recognised in any copy until tokens-1.key is there again");
    ok(job.command("validate"));
    assertThat(keys()).contains("tokens-2.key").doesNotContain("tokens-1.key");
    Files.move(aside, key);
    ok(job.command("run", "--only", "erasure"));
  }

  /** As where it is restored from a copy of the keys of another job. */
  @Test
  void aKeyInThePlaceOfAnotherIsNotTakenForIt() throws Exception {
    job.request("email: ada.lovelace@example.org");
    ok(job.command("run", "--only", "erasure"));
    Path key = directory.resolve("keys/tokens-1.key");
    Path aside = Files.move(key, directory.resolve("aside.key"));
    new TokenKeys(key.getParent()).generate();
    assertThat(keys()).contains("tokens-1.key");

    String bo = job.request("email: bo@example.org");

    refused("tokens-1.key in", job.command("run", "--only", "erasure"));

    assertThat(job.command("request show", bo, "--json").json().get("state").asString())
        .isEqualTo("approved");
    CommandRun validated = job.command("validate");
    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.out()).contains("holds another key", "[TOKEN-KEY]");
    CommandRun replay =
        job.command("replay", "--database", "crm", "--snapshot", "2026-01-01T00:00:00Z");
    assertThat(replay.err()).contains("no-key", "restore tokens-1.key");
    ok(job.command("key rotate"));
    refused("holds another key", job.command("run", "--only", "erasure"));
    Files.delete(key);
    ok(job.command("validate"));
    Files.move(aside, key);
    ok(job.command("run", "--only", "erasure"));
  }

  private Instant lastErasure() throws Exception {
    return Instant.parse(
        job.command("key list", "--json").json().get(0).get("lastErasure").asString());
  }

  private String[] keys() {
    return directory.resolve("keys").toFile().list();
  }

  static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private static void refused(String why, CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).contains(why);
  }
}
