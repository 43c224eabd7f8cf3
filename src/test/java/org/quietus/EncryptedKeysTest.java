package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;

/** A job whose keys are under a passphrase. */
class EncryptedKeysTest {
  private static final String SCHEMA = "under_a_passphrase";

  @TempDir Path directory;
  @TempDir static Path files;

  @Test
  void aJobSignsWithKeysUnderAPassphrase() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    String variable = "passphrase: \"${KEY_PASSPHRASE}\"";
    OpenedJob job = job(engine, variable);
    Path keys = directory.resolve("keys");
    Files.deleteIfExists(keys.resolve("signing.pem"));
    Files.deleteIfExists(keys.resolve("log.pem"));

    ok(job.with("KEY_PASSPHRASE", "open sesame").command("key generate"));
    for (String name : new String[] {"signing.pem", "log.pem"}) {
      assertThat(Files.readString(keys.resolve(name))).contains("BEGIN ENCRYPTED PRIVATE KEY");
    }
    var before = engine.rows(SCHEMA);
    CommandRun wrong = job.with("KEY_PASSPHRASE", "open barley").command("run");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err())
        .contains("signing.pem", "the passphrase is not its own")
        .doesNotContain("barley");
    assertThat(engine.rows(SCHEMA)).isEqualTo(before);

    ok(job.with("KEY_PASSPHRASE", "open sesame").command("run", "--only", "retention"));
    Path file = Files.writeString(directory.resolve("passphrase"), "open sesame\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    OpenedJob fromFile = job(engine, "passphrase-file: " + file);
    ok(fromFile.command("validate"));
    ok(fromFile.command("key succeed", "--log"));
    ok(fromFile.command("key succeed"));
    assertThat(Files.readString(keys.resolve("log.pem"))).contains("BEGIN ENCRYPTED PRIVATE KEY");
    job = job(engine, variable).with("KEY_PASSPHRASE", "open sesame");
    ok(job.command("run", "--only", "retention"));
    ok(
        CommandRun.onDatabases(job.environment())
            .run("certificate", "audit", job.evidence().toString()));
  }

  private OpenedJob job(ShopEngine engine, String passphrase) throws Exception {
    return new OpenedJob(
        directory,
        engine.server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml")
            .replace("keys: \"${KEYS}\" }", "keys: \"${KEYS}\", %s }".formatted(passphrase)));
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
