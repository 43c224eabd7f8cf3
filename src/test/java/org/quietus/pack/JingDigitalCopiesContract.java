package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Residuals;

/** Those rows of the marketing platform's commitments that are about backups and recordings. */
abstract class JingDigitalCopiesContract extends PackContract {
  static final int OF_A = 37;

  /** A contact of brand-b whom brand-a knows too, and who uses the platform as well. */
  static final int OF_BOTH = 40;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("contact", "born");
  }

  @Override
  String pack() {
    return "jingdigital";
  }

  String contact(int person, String tenant, String... more) {
    return job.request(
        person,
        Stream.concat(Stream.of("--subject", "contact", "--tenant", tenant), Stream.of(more))
            .toArray(String[]::new));
  }

  long contacts(int person, String tenant) throws Exception {
    return job.number(
        "SELECT COUNT(*) FROM contact WHERE phone = '%s' AND tenant = '%s'"
            .formatted(job.person(person).phone(), tenant));
  }

  long rows(String table, int contact) throws Exception {
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
        "INSERT INTO call_recording VALUES (%d, 'brand-a', %d, X'', NULL, '%s 09:00:00',"
            + " 'recordings/%s.ogg')";
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
  void settle() throws Exception {
    job.hoursFromNow(54).run();
    job.hoursFromNow(56).run();
  }
}
