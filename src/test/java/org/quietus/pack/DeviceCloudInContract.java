package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/** Each row of the device cloud's commitments, on its own job file. */
abstract class DeviceCloudInContract extends PackContract {
  private static final int SOMEBODY = 37;
  private static final int PARTIAL = 8;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("account", "born");
  }

  @Override
  String pack() {
    return "device-cloud-in";
  }

  private String request(int person, String... options) {
    return job.requestBy("email: " + job.person(person).email(), options);
  }

  private boolean isThere(int person) throws Exception {
    return job.number("SELECT COUNT(*) FROM account WHERE id = " + person) == 1;
  }

  private long rows(String table, int account) throws Exception {
    return job.number("SELECT COUNT(*) FROM " + table + " WHERE account_id = " + account);
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
  void deviceCloudIn_2_2_dataGoesWhenConsentIsWithdrawn() throws Exception {
    String request = request(SOMEBODY, "--ground", "consent-withdrawn");
    job.run();
    assertThat(isThere(SOMEBODY)).isFalse();
    assertThat(job.certificatesOf(request).get(0).authority().ground())
        .contains("consent-withdrawn");
  }

  @Test
  void deviceCloudIn_2_3_telemetryForResearchCannotBeTracedToADevice() throws Exception {
    String old = "recorded_at < '" + PackJob.TODAY.minusMonths(3) + "'";
    long before = job.number("SELECT COUNT(*) FROM telemetry WHERE " + old);
    assertThat(before).isPositive();
    job.run();
    String done = "SELECT COUNT(*) FROM telemetry WHERE anonymised_at IS NOT NULL";
    assertThat(job.number(done)).isEqualTo(before);
    assertThat(job.number(done + " AND device_ref IN (SELECT device_ref FROM device)"))
        .as("devices that can still be told")
        .isZero();
    assertThat(job.number(done + " AND ip NOT LIKE '%.0.0'")).isZero();
    assertThat(job.number(done + " AND EXTRACT(HOUR FROM recorded_at) <> 0")).as("times").isZero();
    assertThat(job.number(done + " AND CAST(measured AS CHAR(500)) LIKE '%home-%'")).isZero();
    assertThat(job.number(done + " AND CAST(measured AS CHAR(500)) LIKE '%watts%'"))
        .isEqualTo(before);
    String place = job.comparable("place");
    // many inputs for each output: everybody lives in one cell of the grid
    assertThat(
            job.number(
                "SELECT COUNT(DISTINCT "
                    + place
                    + ") FROM telemetry WHERE anonymised_at IS NOT NULL"))
        .isEqualTo(1);
    assertThat(
            job.number(
                "SELECT COUNT(DISTINCT " + place + ") FROM telemetry WHERE anonymised_at IS NULL"))
        .isGreaterThan(50);
  }

  @Test
  void deviceCloudIn_2_4_logsThatAreCombinedArePersonalAlsoWhenTheyAreLoadedLate()
      throws Exception {
    assertThat(rows("telemetry", SOMEBODY)).isPositive();
    String request = request(SOMEBODY);
    job.run();
    assertThat(rows("telemetry", SOMEBODY)).isZero();
    job.execute(
        "INSERT INTO telemetry VALUES"
            + " (900001, 37, 'dev-late', '192.0.2.9', NULL, '{}', '2026-03-02 11:00:00', NULL)");
    assertThat(job.state(request)).isEqualTo("settling");
    job.day(2).run();
    assertThat(rows("telemetry", SOMEBODY)).isZero();
    assertThat(job.state(request)).isEqualTo("completed");
    assertThat(target(job.lastCertificateOf(request), "location").counts().deleted()).isEqualTo(1);
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

  @Test
  void deviceCloudIn_2_5_investigationsHoldAPersonUntilTheyAreReleased() throws Exception {
    ok(
        job.typing(
            "email: " + job.person(SOMEBODY).email() + "\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            "INV-7",
            "--basis",
            "judicial-investigation",
            "--review",
            "2026-09-01"));
    String request = request(SOMEBODY);
    String run = job.run().json().get("runId").asString();
    assertThat(isThere(SOMEBODY)).isTrue();
    assertThat(job.state(request)).isEqualTo("approved");
    Certificate held = job.lastCertificateOf(run);
    assertThat(held.outcome()).isEqualTo(Outcome.HELD);
    assertThat(held.notRemoved().holds())
        .isNotEmpty()
        .allSatisfy(
            hold -> {
              assertThat(hold.reference()).isEqualTo("INV-7");
              assertThat(hold.basis()).isEqualTo("judicial-investigation");
              assertThat(hold.review()).isEqualTo("2026-09-01");
            });
    ok(job.day(1).command("hold release", "--reference", "INV-7", "--reason", "case-closed"));
    job.run();
    assertThat(isThere(SOMEBODY)).isFalse();
  }

  @Test
  void deviceCloudIn_2_5_aConditionHoldsRowsOfATable() throws Exception {
    long before = job.number("SELECT COUNT(*) FROM sign_in WHERE ip LIKE '203.0.113.%'");
    ok(
        job.command(
            "hold add",
            "--records",
            "cloud.sign_in",
            "--where",
            "ip LIKE '203.0.113.%'",
            "--reference",
            "INV-8",
            "--basis",
            "governmental-investigation",
            "--review",
            "2026-09-01"));
    job.run();
    assertThat(job.number("SELECT COUNT(*) FROM sign_in WHERE ip LIKE '203.0.113.%'"))
        .isEqualTo(before);
  }

  @Test
  void deviceCloudIn_2_6_childrenWithoutAGuardiansConsentGoAheadOfEveryOtherRule()
      throws Exception {
    job.execute("UPDATE account SET born = '2008-03-03' WHERE id IN (37, 38)");
    job.execute("UPDATE account SET guardian_consent_at = '2026-01-01 10:00:00' WHERE id = 38");
    job.execute("UPDATE account SET born = '2008-03-02' WHERE id = 39");
    job.run();
    assertThat(isThere(37)).isFalse();
    assertThat(isThere(38)).isTrue();
    assertThat(isThere(39)).isTrue();
  }

  @Test
  void deviceCloudIn_2_6_aGuardianMayAskForAChildWithConsentToo() throws Exception {
    job.execute(
        "UPDATE account SET born = '2008-03-03', guardian_consent_at = '2026-01-01 10:00:00'"
            + " WHERE id = 38");
    request(38, "--ground", "minor", "--requester", "guardian", "--evidence", "GUARDIAN-1");
    job.run();
    assertThat(isThere(38)).isFalse();
  }

  @Test
  void deviceCloudIn_2_7_theCertificateNamesMethodsAndResidualsAndPortraitsGoToo()
      throws Exception {
    assertThat(rows("portrait", SOMEBODY)).isEqualTo(1);
    String request = request(SOMEBODY);
    job.run();
    assertThat(rows("portrait", SOMEBODY)).isZero();
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.targets())
        .extracting(TargetRecord::name)
        .contains("cloud: portrait", "cloud.device");
    assertThat(target(certificate, "portrait").method().toString()).contains("delete");
    assertThat(certificate.residuals().mediaRemanence()).isEqualTo(Residuals.MEDIA_REMANENCE);
    assertThat(certificate.residuals().copies())
        .extracting(Residuals.Copy::place)
        .contains(Residuals.Place.RECIPIENT, Residuals.Place.IN_FLIGHT);
    assertThat(List.copyOf(job.told())).containsExactly("weather");
  }
}
