package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;

/** Each row of the marketing platform's commitments, on its own job file. */
abstract class JingDigitalContract extends JingDigitalCopiesContract {
  private String client(int person) {
    return job.request(person, "--subject", "client", "--tenant", "platform");
  }

  @Test
  void jingdigital_5_1_eachTenantsInstructionsAreCertifiedForIt() throws Exception {
    job.run();
    LocalDate kept = PackJob.TODAY.minusMonths(6);
    String old = "SELECT COUNT(*) FROM call_recording WHERE recorded_at < '" + kept + "'";
    assertThat(job.number(old + " AND tenant = 'brand-a'")).isZero();
    assertThat(job.number(old + " AND tenant = 'brand-b'")).isPositive();
    assertThat(job.certificates())
        .extracting(certificate -> certificate.authority().tenant().orElse("all"))
        .contains("brand-a", "brand-b");
  }

  @Test
  void jingdigital_5_2_contractsAreKeptForClaimsThreeYearsFromTheirEnd() throws Exception {
    job.execute("UPDATE contract SET ended_on = '2025-05-05' WHERE client_id = 8");
    String request = client(OF_BOTH);
    job.run();
    assertThat(job.text("SELECT CONCAT_WS(',', name, phone, email) FROM client WHERE id = 8"))
        .isEmpty();
    assertThat(job.number("SELECT COUNT(*) FROM contract WHERE client_id = 8")).isEqualTo(1);
    assertThat(contacts(OF_BOTH, "brand-b")).as("entrusted data").isEqualTo(1);
    assertThat(job.lastCertificateOf(request).notRemoved().kept())
        .anySatisfy(
            each -> {
              assertThat(each.basis()).isEqualTo("limitation of claims");
              assertThat(each.until()).contains(LocalDate.of(2028, 5, 6));
            });
    job.at(LocalDate.of(2028, 5, 6)).run();
    assertThat(job.number("SELECT COUNT(*) FROM contract WHERE client_id = 8")).isZero();
  }

  @Test
  void jingdigital_5_4_eachOfTheThreeGroundsIsOnTheCertificate() throws Exception {
    for (String ground : List.of("unlawful", "no-consent", "breach")) {
      String request = contact(OF_A, "brand-a", "--ground", ground);
      job.run();
      assertThat(job.certificatesOf(request).get(0).authority().ground()).contains(ground);
    }
  }

  @Test
  void jingdigital_5_4_withdrawnConsentToAdvertisingTakesThatAlone() throws Exception {
    long profiles = rows("behaviour_profile", OF_BOTH);
    job.execute(
        "INSERT INTO audience_member VALUES (900002, 'brand-b', %d, '春季', '2026-01-05 09:00:00')"
            .formatted(OF_BOTH));
    String request = contact(OF_BOTH, "brand-b", "--purpose", "advertising");
    job.run();
    assertThat(rows("audience_member", OF_BOTH)).isZero();
    assertThat(rows("behaviour_profile", OF_BOTH)).isEqualTo(profiles).isPositive();
    assertThat(contacts(OF_BOTH, "brand-b")).isEqualTo(1);
    assertThat(rows("chat_message", OF_BOTH)).isPositive();
    assertThat(job.told()).containsExactly("live");
    assertThat(job.lastCertificateOf(request).notRemoved().kept())
        .extracting(NotRemoved.Kept::basis)
        .containsExactly("needed for purpose 'service'");
  }

  @Test
  void jingdigital_5_5_closingAnAccountErasesNothingUnlessThatIsAskedForToo() throws Exception {
    job.execute("UPDATE client SET account_closed_at = '2026-03-02 09:00:00' WHERE id = 8");
    job.run();
    job.day(60).run();
    assertThat(job.text("SELECT phone FROM client WHERE id = 8"))
        .isEqualTo(job.person(OF_BOTH).phone());
    client(OF_BOTH);
    job.run();
    assertThat(job.text("SELECT phone FROM client WHERE id = 8")).isEqualTo("null");
  }

  @Test
  void jingdigital_5_6_refusalsAreOfAListedSetAndThePersonIsInformed() throws Exception {
    refusesForEachOf(
        List.of(
            "legal-obligation",
            "national-security",
            "public-interest",
            "criminal-proceedings",
            "abuse-of-rights",
            "harms-others",
            "contract-terms",
            "trade-secrets",
            "repetitive",
            "disproportionate-effort",
            "impractical"),
        "--subject",
        "contact",
        "--tenant",
        "brand-a");
  }

  @Test
  void jingdigital_5_7_childrenUnder14WithoutAGuardiansConsentGoAtOnce() throws Exception {
    job.execute("UPDATE contact SET born = '2012-03-03' WHERE id IN (37, 38)");
    job.execute("UPDATE contact SET guardian_consent_at = '2026-01-01 10:00:00' WHERE id = 38");
    job.execute("UPDATE contact SET born = '2012-03-02' WHERE id = 39");
    job.run();
    assertThat(contacts(37, "brand-a")).isZero();
    assertThat(contacts(38, "brand-b")).isEqualTo(1);
    assertThat(contacts(39, "brand-a")).isEqualTo(1);
  }

  @Test
  void jingdigital_5_8_logsThatAreJoinedToAContactGoWithIt() throws Exception {
    job.execute(
        "INSERT INTO page_log VALUES (900001, 'brand-a', 37, '192.0.2.9', 'x', NULL, '/',"
            + " '2026-03-01 09:00:00')");
    long unjoined = job.number("SELECT COUNT(*) FROM page_log WHERE contact_id IS NULL");
    String request = contact(OF_A, "brand-a");
    job.execute("UPDATE page_log SET visited_at = '2026-03-01 09:00:00' WHERE contact_id IS NULL");
    job.run();
    assertThat(rows("page_log", OF_A)).isZero();
    assertThat(job.number("SELECT COUNT(*) FROM page_log WHERE contact_id IS NULL"))
        .isEqualTo(unjoined);
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(target(certificate, "page_log").counts().deleted()).isPositive();
  }
}
