package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.quietus.pack.PackJob.ok;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;
import org.quietus.testing.DuckDb;

/** Those rows of the app's commitments that are about backups and files. */
abstract class KaiconnCopiesContract extends KaiconnApp {
  /** The account's table, as a request's certificate shows it: by its sensitive categories. */
  static final String ACCOUNT = "contact, password";

  @Test
  void kaiconn_3_1_whileAnOriginalCopySurvivesTheCertificateSaysMasked() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: expire");
    job.changing("30 working-days", "P30D"); // of next year's working days nobody may know yet
    assumeTrue(job.vault().agesWithTheJob(), "a server dates its objects by its own clock");
    job.execute(OLD_LOGS);
    job.hoursFromNow(-10).vault().dump("weekly/app.sql.gz");
    String request = job.hoursFromNow(0).request(SOMEBODY);
    job.hoursFromNow(8 * 24).run();

    TargetRecord account = target(job.certificatesOf(request).get(0), ACCOUNT);
    assertThat(account.counts().masked()).isEqualTo(1);
    assertThat(account.counts().anonymised()).isZero();
    assertThat(backups(job.certificatesOf(request).get(0)))
        .extracting(Residuals.Copy::of, Residuals.Copy::followUp)
        .containsExactly(tuple("weekly", true));
    everyVendorConfirms();
    job.hoursFromNow(10 * 24).run();
    job.hoursFromNow(32 * 24).request(SOMEBODY + 1);
    CommandRun last = job.hoursFromNow(41 * 24).run();
    assertThat(last.out())
        .contains("the last backup of its database in the set")
        .doesNotContain("newest-backup), with no");

    job.hoursFromNow(42 * 24).vault().dump("weekly/later.sql.gz");
    job.hoursFromNow(43 * 24).run();

    assertThat(job.vault().keys()).containsExactly("weekly/later.sql.gz");
    assertThat(job.vault().everything()).doesNotContain(job.person(SOMEBODY).phone());
    Certificate seen = job.lastCertificateOf(request);
    assertThat(seen.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(backups(seen)).isEmpty();
    if (seen.residuals().copies().isEmpty()) { // no binary log of a server
      assertThat(target(seen, ACCOUNT).counts().masked()).isZero();
      assertThat(target(seen, ACCOUNT).counts().anonymised()).isEqualTo(1);
    }
  }

  @Test
  void kaiconn_3_6_backupsAreErasedAtTheNextRefresh() throws Exception {
    job.changing("30 working-days", "P30D"); // of next year's working days nobody may know yet
    job.execute(OLD_LOGS);
    job.hoursFromNow(-10).vault().dump("weekly/monday.sql.gz");
    String request = job.hoursFromNow(0).request(SOMEBODY);
    job.hoursFromNow(8 * 24).run();

    assertThat(account(SOMEBODY)).isEmpty();
    assertThat(job.vault().everything()).contains(job.person(SOMEBODY).phone());
    Certificate first = job.certificatesOf(request).get(0);
    assertThat(first.outcome()).isEqualTo(Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(backups(first))
        .extracting(Residuals.Copy::of, Residuals.Copy::protection, Residuals.Copy::followUp)
        .containsExactly(tuple("weekly", "awaiting-refresh", true));
    everyVendorConfirms();
    job.hoursFromNow(10 * 24).run();
    assertThat(job.state(request)).isEqualTo("completed");

    job.hoursFromNow(11 * 24).vault().dumpByTheJobsClock("weekly/tuesday.sql.gz");
    job.hoursFromNow(12 * 24).run();

    assertThat(job.vault().keys()).containsExactly("weekly/tuesday.sql.gz");
    assertThat(job.vault().everything()).doesNotContain(job.person(SOMEBODY).phone());
    if (job.isOnH2()) { // a server dates erasures by its own clock, the ledger by the simulated one
      Certificate last = job.lastCertificateOf(request);
      assertThat(last.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
      assertThat(backups(last)).isEmpty();
    }
  }

  @Test
  void kaiconn_3_6_soAreBackupsThatHoldWhatWasLoadedLate() throws Exception {
    assumeTrue(job.isOnH2(), "a server dates what it removes by its own clock");
    job.changing("30 working-days", "P30D"); // of next year's working days nobody may know yet
    job.execute(OLD_LOGS);
    job.vault().dump("weekly/monday.sql.gz");
    String request = job.request(SOMEBODY);
    job.day(8).run();
    everyVendorConfirms();
    job.execute(
        "INSERT INTO usage_event VALUES (900001, 37, '192.0.2.9', '首页', 5, 'late', '2026-03-08"
            + " 10:00:00', NULL)");
    job.day(9).vault().dump("weekly/late.sql.gz");
    job.day(10).run();
    assertThat(rows("usage_event", SOMEBODY)).isZero();
    assertThat(backups(job.lastCertificateOf(request)))
        .extracting(Residuals.Copy::protection)
        .containsExactly("awaiting-refresh");

    int certificates = job.certificatesOf(request).size();
    job.day(11).run();
    assertThat(job.vault().everything()).contains("'late'");
    assertThat(job.certificatesOf(request)).as("nothing has gone").hasSize(certificates);
    job.day(12).vault().dump("weekly/next.sql.gz");
    job.day(13).run();
    assertThat(job.vault().keys()).containsExactly("weekly/next.sql.gz");
    assertThat(backups(job.lastCertificateOf(request))).isEmpty();
  }

  @Test
  void kaiconn_3_10_chineseNamesAndAddressesGoFromTheDatabaseAndFromDumps() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    Person person = job.person(SOMEBODY);
    String rare = "𠮷" + person.name();
    job.execute("UPDATE real_name_check SET real_name = '" + rare + "' WHERE id = " + SOMEBODY);
    job.execute("UPDATE home SET address = '深圳市𠮷样例街1号' WHERE id = " + SOMEBODY);
    job.vault().dump("weekly/app.sql.gz");
    assertThat(job.vault().everything()).contains(rare, "深圳市𠮷样例街1号", person.idCard());

    String request = erased(SOMEBODY);

    assertThat(job.vault().everything())
        .doesNotContain(rare, "深圳市𠮷样例街1号", person.idCard(), person.phone())
        .contains(job.person(SOMEBODY + 1).phone(), job.person(SOMEBODY + 1).name());
    assertThat(rows("real_name_check", SOMEBODY)).isZero();
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.authority().controller()).isEqualTo("每开智能设备平台(示例)");
    assertThat(ok(job.command("certificate show", certificate.id())).out())
        .contains("每开智能设备平台(示例)");
    assertThat(
            Files.readString(
                job.evidence().resolve("certificates").resolve(certificate.id() + ".json"),
                StandardCharsets.UTF_8))
        .doesNotContain("?");
  }

  @Test
  void kaiconn_3_10_chineseNamesAndAddressesGoFromCsvInTheirCharset() throws Exception {
    job.changing(
        "object-stores:\n",
        """
        files:
          exports:
            of: app
            in: vault
            objects: "exports/**.csv.gz"
            format: csv
            layout: { charset: GB18030 }
            from: 时间
            persons: { user: { 手机号: phone } }
            on-erasure: delete
          orders:
            of: app
            in: vault
            objects: "orders/**.csv.gz"
            format: csv
            layout: { charset: GB18030 }
            from: 时间
            persons: { user: { 手机号: phone } }
            on-erasure: anonymise
            anonymise: { 手机号: set-null, 姓名: redact, 地址: { fixed: 已删除 } }
        object-stores:
        """);
    Person person = job.person(SOMEBODY);
    Person other = job.person(SOMEBODY + 1);
    String header = "姓名,\"地址\",手机号,时间\r\n";
    String others =
        "\"%s\",\"深圳市𠮷样例街1号\n2号\",%s,2026-02-01\r\n".formatted(other.name(), other.phone());
    String row = "𠮷%s,\"深圳市,样例街1号\",%s,2026-02-01\r\n".formatted(person.name(), person.phone());
    Charset charset = Charset.forName("GB18030");
    job.vault().write("exports/users.csv.gz", header + others + row + others, charset);
    job.vault().write("orders/a.csv.gz", header + row + others, charset);

    erased(SOMEBODY);

    assertThat(job.vault().everything(charset))
        .contains(header + others + others)
        .contains(
            header + "*".repeat(person.name().length() + 1) + ",\"已删除\",,2026-02-01\r\n" + others)
        .doesNotContain(person.phone(), "样例街1号\",");
  }

  /** The others' requests would tell nothing new, and take their time. */
  void leavesTenPersons() throws Exception {
    String others = "account_id NOT BETWEEN 31 AND 40";
    job.execute(
        "DELETE FROM crash_report WHERE handset_id IN (SELECT id FROM handset WHERE "
            + others
            + ")");
    job.execute(
        "DELETE FROM smart_device WHERE home_id IN (SELECT id FROM home WHERE " + others + ")");
    for (String table :
        List.of(
            "handset",
            "home",
            "real_name_check",
            "location_trace",
            "post",
            "authorisation",
            "feedback",
            "network_log",
            "usage_event")) {
      job.execute("DELETE FROM " + table + " WHERE " + others);
    }
    job.execute("DELETE FROM account WHERE id NOT BETWEEN 31 AND 40");
  }

  @Test
  @Tag("long")
  void kaiconn_3_9_onShutdownEverybodyGoesOnceTheTimeAfterTheNoticeIsOver() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    leavesTenPersons();
    job.execute("UPDATE network_log SET logged_at = '2026-02-28 09:00:00' WHERE account_id = 37");
    job.vault().dump("weekly/app.sql.gz");
    CommandRun unannounced = job.command("run", "--wind-down");
    assertThat(unannounced.exitCode()).isEqualTo(2);
    assertThat(unannounced.err()).contains("wind-down: {");

    job.changing("subjects:\n", "wind-down: { notice: 2026-03-02, after: P30D }\n\nsubjects:\n");
    String plan =
        ok(job.command("plan", "--wind-down", "--json")).json().get("fingerprint").asString();
    ok(job.day(29).command("approve", plan, "--wind-down"));
    CommandRun early = job.command("run", "--wind-down");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).contains("2026-04-01");
    assertThat(job.number("SELECT COUNT(*) FROM account WHERE phone IS NOT NULL")).isEqualTo(10);

    CommandRun run = ok(job.day(30).command("run", "--wind-down", "--json"));

    for (String table : List.of("handset", "home", "post", "location_trace", "real_name_check")) {
      assertThat(job.number("SELECT COUNT(*) FROM " + table)).as(table).isZero();
    }
    assertThat(
            job.number(
                "SELECT COUNT(*) FROM account WHERE CONCAT_WS(',', phone, email,"
                    + " nickname) <> ''"))
        .isZero();
    assertThat(rows("network_log", SOMEBODY)).as("which a law keeps").isPositive();
    assertThat(job.vault().everything()).doesNotContain(job.person(SOMEBODY).phone());
    Certificate certificate = job.certificatesOf(run.json().get("runId").asString()).get(0);
    assertThat(certificate.identity().type()).isEqualTo(CertificateType.WIND_DOWN);
    assertThat(job.certificates())
        .filteredOn(one -> one.authority().ground().equals(Optional.of("service-ended")))
        .hasSizeGreaterThanOrEqualTo(10);
    job.at(LocalDate.of(2026, 9, 2)).run();
    assertThat(job.number("SELECT COUNT(*) FROM network_log")).isZero();
  }

  @Test
  void kaiconn_3_12_anAuthorisationTakenBackTakesTheDataOfThatFunctionAlone() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    job.execute("UPDATE location_trace SET seen_at = '2026-03-01 09:00:00'"); // too young for rules
    job.vault().dump("weekly/app.sql.gz");
    Person person = job.person(SOMEBODY);
    String before = account(SOMEBODY);
    long traces = job.number("SELECT COUNT(*) FROM location_trace");
    long theirs = rows("location_trace", SOMEBODY);
    String address = job.text("SELECT address FROM home WHERE account_id = " + SOMEBODY);
    assertThat(theirs).isPositive();
    assertThat(job.vault().everything()).contains(address);

    String request = job.request(SOMEBODY, "--purpose", "location");
    job.day(8).run();

    assertThat(rows("location_trace", SOMEBODY)).isZero();
    assertThat(job.number("SELECT COUNT(*) FROM location_trace")).isEqualTo(traces - theirs);
    assertThat(
            job.text(
                "SELECT CONCAT_WS(',', COUNT(*), MAX(address), MAX(name)) FROM home WHERE"
                    + " account_id = "
                    + SOMEBODY))
        .startsWith("1,")
        .doesNotContain(address);
    assertThat(account(SOMEBODY)).isEqualTo(before);
    assertThat(rows("real_name_check", SOMEBODY) + rows("handset", SOMEBODY)).isPositive();
    assertThat(job.vault().everything())
        .doesNotContain(address)
        .contains(person.phone(), person.idCard(), job.person(SOMEBODY + 1).phone());
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.authority().ground()).contains("consent-withdrawn");
    assertThat(certificate.authority().purpose()).contains("location");
    assertThat(certificate.targets()).anyMatch(one -> one.counts().deleted() == theirs);
    assertThat(job.told()).as("who had the data for it").containsExactly("map");
    job.confirms("map");
    job.day(10).run();
    assertThat(job.state(request)).isEqualTo("completed");
  }

  @Test
  void kaiconn_3_10_chineseNamesAndAddressesGoFromParquet() throws Exception {
    job.changing(
        "object-stores:\n",
        """
        files:
          lake:
            of: app
            in: vault
            objects: "lake/**.parquet"
            format: parquet
            from: 时间
            persons: { user: { 用户.手机号: phone } }
            on-erasure: delete
          orders:
            of: app
            in: vault
            objects: "orders/**.parquet"
            format: parquet
            from: 时间
            persons: { user: { 用户.手机号: phone } }
            on-erasure: anonymise
            anonymise: { 用户.手机号: set-null, 用户.姓名: redact, 地址: { fixed: 已删除 } }
        object-stores:
        """);
    Person person = job.person(SOMEBODY);
    Person other = job.person(SOMEBODY + 1);
    Path file = directory.resolve("written.parquet");
    try (DuckDb duckdb = new DuckDb()) {
      String row =
          "SELECT {'姓名': '𠮷%s', '手机号': '%s'} AS 用户, '深圳市𠮷样例街%d号' AS 地址, DATE '2026-02-01' AS 时间";
      duckdb.run(
          "COPY (%s UNION ALL %s) TO '%s' (FORMAT parquet)"
              .formatted(
                  row.formatted(other.name(), other.phone(), 2),
                  row.formatted(person.name(), person.phone(), 1),
                  file));
      for (String key : List.of("lake/a.parquet", "orders/a.parquet")) {
        job.vault().put(key, Files.readAllBytes(file));
      }

      erased(SOMEBODY);

      String others =
          "{'用户': {'姓名': 𠮷%s, '手机号': %s}, '地址': 深圳市𠮷样例街2号, '时间': 2026-02-01}"
              .formatted(other.name(), other.phone());
      Files.write(file, job.vault().get("lake/a.parquet"));
      assertThat(duckdb.rows(file)).containsExactly(others);
      Files.write(file, job.vault().get("orders/a.parquet"));
      assertThat(duckdb.rows(file))
          .containsExactly(
              others,
              "{'用户': {'姓名': %s, '手机号': NULL}, '地址': 已删除, '时间': 2026-02-01}"
                  .formatted("*".repeat(person.name().length() + 1)));
    }
    assertThat(job.vault().contents()).noneMatch(content -> content.contains("样例街1号"));
  }
}
