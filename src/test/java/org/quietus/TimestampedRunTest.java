package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.testing.LocalAuthority;

/** A run has the log of its certificates time-stamped, and does not depend on it. */
class TimestampedRunTest {
  private static final String SCHEMA = "stamped";

  @TempDir Path directory;
  @TempDir static Path files;
  @TempDir static Path own;

  @Test
  void aRunGoesOnWithoutItsAuthorityAndTheNextOneIsStamped() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    try (LocalAuthority authority = new LocalAuthority(own)) {
      OpenedJob job = job(engine, authority);
      assertThat(job.generateKeys().exitCode()).isZero();
      authority.answering(query -> new byte[3]);
      CommandRun first = job.command("run", "--only", "retention");
      assertThat(first.exitCode()).as(first.err()).isZero();
      assertThat(first.err() + first.out())
          .contains("the log of certificates was not time-stamped")
          .contains("the next run tries again");
      assertThat(Files.exists(job.evidence().resolve("stamped"))).isFalse();

      authority.answeringWell();
      CommandRun second = job.command("run", "--only", "retention");
      assertThat(second.exitCode()).as(second.err()).isZero();
      assertThat(second.err() + second.out()).doesNotContain("time-stamped");

      String certificate = job.certificates().get(0).id();
      String ca = authority.certificate("ca").toString();
      CommandRun verify = verify(job, certificate, ca);
      assertThat(verify.exitCode()).as(verify.out()).isZero();
      assertThat(verify.out()).contains("It was in the log by 20");
      CommandRun audit = audit(job, ca);
      assertThat(audit.exitCode()).as(audit.out()).isZero();
      assertThat(audit.out()).contains("time-stamps: 1; its first 2 entries were there by");

      authority.ca("stranger");
      String stranger = authority.certificate("stranger").toString();
      assertThat(verify(job, certificate, stranger).exitCode()).isEqualTo(6);
      assertThat(audit(job, stranger).exitCode()).isEqualTo(6);
      CommandRun none = audit(job, job.file().toString());
      assertThat(none.exitCode()).isEqualTo(2);
      assertThat(none.err()).contains("cannot be read as a PEM file of certificates");
    }
  }

  private OpenedJob job(ShopEngine engine, LocalAuthority authority) throws Exception {
    return new OpenedJob(
        directory,
        engine.server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml")
            .replace(
                "keys: \"${KEYS}\" }",
                "keys: \"${KEYS}\", timestamp: { url: \"%s\", certificate: %s } }"
                    .formatted(authority.url(), authority.certificate("ca"))));
  }

  @Test
  void whatSaysThatItWasIssuedAfterItWasStampedIsNotGood() throws Exception {
    ShopEngine engine = ShopEngine.h2(files);
    engine.fresh(SCHEMA);
    engine.fill(SCHEMA);
    try (LocalAuthority authority = new LocalAuthority(own)) {
      OpenedJob job = job(engine, authority).at("2200-03-01T12:00:00Z");
      assertThat(job.generateKeys().exitCode()).isZero();
      CommandRun run = job.command("run", "--only", "retention");
      assertThat(run.exitCode()).as(run.err()).isZero();

      CommandRun verify =
          verify(job, job.certificates().get(0).id(), authority.certificate("ca").toString());
      assertThat(verify.exitCode()).as(verify.out()).isEqualTo(6);
      assertThat(verify.out())
          .contains("Not good: it says that it was issued at 2200-03-01T12:00:00Z")
          .contains("by a time-stamp it was in the log by 20");
    }
  }

  private static CommandRun verify(OpenedJob job, String certificate, String ca) {
    return CommandRun.onDatabases(job.environment())
        .run(
            "certificate",
            "verify",
            job.evidence().resolve("certificates/" + certificate + ".json").toString(),
            "--timestamp-authority",
            ca);
  }

  private static CommandRun audit(OpenedJob job, String ca) {
    return CommandRun.onDatabases(job.environment())
        .run("certificate", "audit", job.evidence().toString(), "--timestamp-authority", ca);
  }
}
