package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Residuals;

/** Each row of the marketing platform's commitments, on its own job file. */
abstract class JingDigitalContract extends PackContract {
  private static final int OF_A = 37;

  /** A contact of brand-b whom brand-a knows too, and who uses the platform as well. */
  private static final int OF_BOTH = 40;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("contact", "born");
  }

  @Override
  String pack() {
    return "jingdigital";
  }

  private String contact(int person, String tenant, String... more) {
    return job.request(
        person,
        Stream.concat(Stream.of("--subject", "contact", "--tenant", tenant), Stream.of(more))
            .toArray(String[]::new));
  }

  private String client(int person) {
    return job.request(person, "--subject", "client", "--tenant", "platform");
  }

  private long contacts(int person, String tenant) throws Exception {
    return job.number(
        "SELECT COUNT(*) FROM contact WHERE phone = '%s' AND tenant = '%s'"
            .formatted(job.person(person).phone(), tenant));
  }

  private long rows(String table, int contact) throws Exception {
    return job.number("SELECT COUNT(*) FROM " + table + " WHERE contact_id = " + contact);
  }

  @Test
  void jingdigital_5_1_noRowOfAnotherTenantIsTouched() throws Exception {
    job.vault().dump("daily/crm.sql.gz");
    long others = job.number("SELECT COUNT(*) FROM contact WHERE tenant = 'brand-b'");
    String request = contact(OF_BOTH, "brand-a");
    job.run();
    assertThat(contacts(OF_BOTH, "brand-a")).isZero();
    assertThat(contacts(OF_BOTH, "brand-b")).isEqualTo(1);
    assertThat(job.number("SELECT COUNT(*) FROM contact WHERE tenant = 'brand-b'"))
        .isEqualTo(others);
    assertThat(rows("chat_message", OF_BOTH)).isPositive();
    assertThat(job.vault().everything()).contains(job.person(OF_BOTH).phone());
    assertThat(job.lastCertificateOf(request).authority().tenant()).contains("brand-a");
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
  void jingdigital_5_3_recordingsChatsProfilesLogsAndContactDataGo() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    job.execute("UPDATE contact SET address = '上海市样例路9号', occupation = '医生' WHERE id = " + OF_A);
    job.execute(
        "INSERT INTO chat_message VALUES (900003, 'brand-a', %d, '%s', X'00FF', '2026-03-01 09:00:00')"
            .formatted(OF_A, "很长的聊天".repeat(20_000)));
    job.execute(
        "INSERT INTO call_recording VALUES (900004, 'brand-a', %d, X'52494646', '%s', '2026-03-01 09:00:00', NULL)"
            .formatted(OF_A, "通话记录".repeat(10_000)));
    job.execute(
        "INSERT INTO behaviour_profile VALUES (900005, 'brand-a', %d, '{\"likes\": [\"独特的茶\"]}', '2026-03-01 09:00:00')"
            .formatted(OF_A));
    job.execute(
        "INSERT INTO page_log VALUES (900006, 'brand-a', %d, '192.0.2.9', 'x', '独特的搜索', '/', '2026-03-01 09:00:00')"
            .formatted(OF_A));
    job.vault().dump("daily/crm.sql.gz");
    assertThat(job.vault().everything()).contains("很长的聊天", "独特的茶", "独特的搜索");

    contact(OF_A, "brand-a");
    job.run();

    for (String table :
        List.of("chat_message", "call_recording", "behaviour_profile", "page_log")) {
      assertThat(rows(table, OF_A)).as(table).isZero();
    }
    assertThat(contacts(OF_A, "brand-a")).isZero();
    assertThat(job.vault().everything())
        .doesNotContain("很长的聊天", "通话记录", "独特的茶", "独特的搜索", "上海市样例路9号");
  }

  @Test
  void jingdigital_5_3_recordingsBesideTheDatabaseGoWithTheirRows() throws Exception {
    for (String key : List.of("hers", "old", "other")) {
      job.vault().put("recordings/" + key + ".ogg", key.getBytes(StandardCharsets.UTF_8));
    }
    job.vault().put("recordings/hers.ogg", "hers, cut".getBytes(StandardCharsets.UTF_8));
    String row =
        "INSERT INTO call_recording VALUES (%d, 'brand-a', %d, X'', NULL, '%s 09:00:00', 'recordings/%s.ogg')";
    job.execute(row.formatted(900007, OF_A, "2026-03-01", "hers"));
    job.execute(row.formatted(900008, 39, "2025-03-01", "old"));
    job.execute(row.formatted(900009, 39, "2026-03-01", "other"));
    String request = contact(OF_A, "brand-a");
    job.run();
    assertThat(job.vault().keys()).containsExactly("recordings/other.ogg");
    assertThat(job.vault().contents()).containsExactly("other");
    assertThat(target(job.certificatesOf(request).get(0), "recordings").counts().deleted())
        .isPositive();
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
  void jingdigital_5_4_recipientsAreToldAndBackupsGoAtTheirUpdate() throws Exception {
    job.hoursFromNow(-10).vault().dump("daily/monday.sql.gz");
    String request =
        job.hoursFromNow(0).request(OF_A, "--subject", "contact", "--tenant", "brand-a");
    job.run();
    assertThat(job.told()).containsExactly("live", "sms");
    assertThat(backups(job.certificatesOf(request).get(0)))
        .extracting(Residuals.Copy::protection)
        .containsExactly("awaiting-refresh");
    job.hoursFromNow(26).vault().dumpByTheJobsClock("daily/tuesday.sql.gz");
    job.hoursFromNow(28).run();
    assertThat(job.vault().keys()).containsExactly("daily/tuesday.sql.gz");
    settle();
    assertThat(backups(job.lastCertificateOf(request))).isEmpty();
  }

  /** At whatever hour of the day this began, the second search is over, and a run followed it. */
  private void settle() throws Exception {
    job.hoursFromNow(54).run();
    job.hoursFromNow(56).run();
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
