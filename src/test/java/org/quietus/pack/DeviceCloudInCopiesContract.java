package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** Those rows of the device cloud's commitments that are about backups and log files. */
abstract class DeviceCloudInCopiesContract extends PackContract {
  static final int SOMEBODY = 37;
  static final int PARTIAL = 8;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("account", "born");
  }

  @Override
  String pack() {
    return "device-cloud-in";
  }

  String request(int person, String... options) {
    return job.requestBy("email: " + job.person(person).email(), options);
  }

  boolean isThere(int person) throws Exception {
    return job.number("SELECT COUNT(*) FROM account WHERE id = " + person) == 1;
  }

  @Test
  void deviceCloudIn_2_1_backupsAreDeletedInTheSameRunInEveryVersion() throws Exception {
    for (int night = 1; night <= 2; night++) {
      job.vault().dump("nightly/cloud-1.sql.gz");
      job.vault().dump("nightly/cloud-2.sql.gz");
    }
    String email = job.person(SOMEBODY).email();
    assertThat(job.vault().everything()).contains(email);
    String request = request(SOMEBODY);
    job.run();
    assertThat(job.vault().everything())
        .doesNotContain(email, job.person(SOMEBODY).name())
        .contains(job.person(SOMEBODY + 1).email());
    assertThat(job.lastCertificateOf(request).residuals().copies())
        .noneMatch(copy -> copy.place() == Residuals.Place.BACKUP);
  }

  @Test
  void deviceCloudIn_2_1_theRequestIsNotCompleteBeforeItsBackupsAre() throws Exception {
    job.vault().dump("nightly/cloud-1.sql.gz");
    byte[] whole = job.vault().get("nightly/cloud-1.sql.gz");
    job.vault().damage("nightly/cloud-1.sql.gz");
    String request = request(SOMEBODY);
    CommandRun run = job.command("run");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    assertThat(isThere(SOMEBODY)).isFalse();
    assertThat(job.state(request)).isEqualTo("running");
    job.vault().put("nightly/cloud-1.sql.gz", whole);
  }

  @Test
  void deviceCloudIn_2_4_logsThatAreCombinedWithNobodyIdentifyNobodyAndStay() throws Exception {
    String device = "SELECT device_ref FROM device WHERE account_id = " + SOMEBODY;
    String theirs = job.text("SELECT MIN(device_ref) FROM (" + device + ") d");
    job.execute(
        "INSERT INTO telemetry VALUES (900002, NULL, '"
            + theirs
            + "', '192.0.2.9', NULL, '{}', '2026-03-02 11:00:00', NULL)");
    job.execute(
        "INSERT INTO telemetry VALUES (900003, NULL, 'dev-nobody', '192.0.2.9', NULL, '{}',"
            + " '2026-03-02 11:00:00', NULL)");
    String alone = "{\"at\":\"2026-03-01T09:00:00+05:30\",\"device\":\"%s\"}\n".formatted(theirs);
    job.vault().write("device-logs/1.jsonl.gz", alone);
    String request = request(SOMEBODY);
    job.run();
    job.day(2).run();
    assertThat(job.state(request)).isEqualTo("completed");
    assertThat(job.number("SELECT COUNT(*) FROM telemetry WHERE id IN (900002, 900003)"))
        .isEqualTo(2);
    assertThat(job.vault().everything()).isEqualTo(alone);
    assertThat(job.number("SELECT COUNT(*) FROM (" + device + ") d"))
        .as("what they could be combined with is gone")
        .isZero();
    assertThat(job.number("SELECT COUNT(*) FROM device WHERE device_ref = '" + theirs + "'"))
        .isZero();
  }

  @Test
  void deviceCloudIn_2_4_logFilesAreATargetTooAndThoseThatComeLateAreCaught() throws Exception {
    String hers =
        """
        {"at":"2026-03-01T09:00:00+05:30","account":{"id":37},"device":"dev-1","ip":"192.0.2.1"}
        {"at":1772337600000,"account":{"email":"%s"},"note":"combined"}
        """
            .formatted(job.person(SOMEBODY).email());
    String others =
        """
        {"at":"2026-03-01T09:00:00+05:30","account":{"id":38},"device":"dev-2","ip":"192.0.2.2"}
        {"at":"2026-03-01 09:00:00","device":"dev-3"}
        """;
    String old = "{\"at\":\"2025-11-30T09:00:00+05:30\",\"account\":{\"id\":38}}\n";
    job.vault().write("device-logs/1.jsonl.gz", old + hers + others);
    String request = request(SOMEBODY);
    String run = job.run().json().get("runId").asString();
    assertThat(job.vault().everything()).isEqualTo(others);
    assertThat(target(job.lastCertificateOf(run), "device-logs").counts().deleted()).isEqualTo(3);
    job.vault().delete("device-logs/1.jsonl.gz");
    job.vault().write("device-logs/2.jsonl.gz", others + hers);
    job.day(2).run();
    assertThat(job.vault().everything()).doesNotContain("\"id\":37", job.person(SOMEBODY).email());
    assertThat(job.state(request)).isEqualTo("completed");
    Certificate certificate = job.lastCertificateOf(request);
    assertThat(target(certificate, "device-logs").counts().deleted()).isEqualTo(2);
    assertThat(target(certificate, "device-logs").categories())
        .containsExactly("contact", "device", "network");
  }
}
