package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;

/** Each row of the device cloud's commitments, on its own job file. */
abstract class DeviceCloudInContract extends DeviceCloudInCopiesContract {
  private long rows(String table, int account) throws Exception {
    return job.number("SELECT COUNT(*) FROM " + table + " WHERE account_id = " + account);
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
