package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.quietus.pack.PackJob.ok;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Recipient;
import org.quietus.certificate.Recipient.State;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/** Each row of the app's commitments, on its own job file. */
abstract class KaiconnContract extends KaiconnExtentContract {
  /** The account's table, as a request's certificate shows it: by its sensitive categories. */
  private static final String ACCOUNT = "contact, password";

  @Test
  void kaiconn_3_1_whatIsAnonymisedTellsNobodyAndCannotBeRestored() throws Exception {
    long events = job.number("SELECT COUNT(*) FROM usage_event");
    String before = account(SOMEBODY);
    assertThat(before).contains(job.person(SOMEBODY).phone());
    job.execute(OLD_LOGS);

    String request = erased(SOMEBODY);

    assertThat(account(SOMEBODY)).isEmpty();
    assertThat(job.text("SELECT account_no FROM account WHERE id = " + SOMEBODY))
        .startsWith("gone-");
    assertThat(rows("usage_event", SOMEBODY)).isZero();
    assertThat(job.number("SELECT COUNT(*) FROM usage_event")).isEqualTo(events);
    assertThat(rows("real_name_check", SOMEBODY) + rows("home", SOMEBODY)).isZero();
    everyVendorConfirms();
    job.day(10).run();
    Certificate last = job.lastCertificateOf(request);
    assertThat(last.residuals().copies())
        .as("no copy is left but in a server's own binary log")
        .allMatch(copy -> !job.isOnH2() && copy.place() == Residuals.Place.BINARY_LOG);
    assertThat(last.outcome())
        .isEqualTo(
            last.residuals().copies().isEmpty()
                ? Outcome.COMPLETE
                : Outcome.COMPLETE_WITH_RESIDUALS);
  }

  @Test
  void kaiconn_3_1_aKeyedHashIsRefusedForItCanBeRestored() throws Exception {
    job.changing("nickname: set-null", "nickname: pseudonymise");
    CommandRun validated = job.command("validate");
    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.out()).contains("nickname");
  }

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
        .contains("the last backup of the set")
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
  void kaiconn_3_5_vendorsAreToldUntilTheyConfirmOrHaveFailedForGood() throws Exception {
    job.execute(OLD_LOGS);
    String request = erased(SOMEBODY);

    assertThat(job.told()).containsExactly("crash", "map", "push", "statistics");
    Certificate first = job.certificatesOf(request).get(0);
    assertThat(first.recipients())
        .containsExactlyInAnyOrder(
            new Recipient("push", State.TOLD),
            new Recipient("messaging", State.EXEMPT),
            new Recipient("map", State.TOLD),
            new Recipient("crash", State.TOLD),
            new Recipient("statistics", State.TOLD));
    assertThat(first.residuals().copies())
        .filteredOn(copy -> copy.place() == Residuals.Place.RECIPIENT)
        .hasSize(4);
    for (String vendor : List.of("push", "map", "crash")) {
      job.confirms(vendor);
    }
    job.day(10).run();
    assertThat(job.told()).containsExactly("statistics");
    job.day(71).run();
    job.day(72).run();
    assertThat(job.lastCertificateOf(request).recipients())
        .contains(
            new Recipient("push", State.ACKNOWLEDGED), new Recipient("statistics", State.FAILED));
    assertThat(job.told()).isEmpty();
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

  @Test
  void kaiconn_3_11_networkLogsStayForSixMonthsAndTheRequestWaitsForThem() throws Exception {
    job.execute(OLD_LOGS);
    for (int day : new int[] {-170, -10}) {
      job.execute(
          "INSERT INTO network_log VALUES (%d, %d, '192.0.2.9', '登录', '{}', '%s 10:00:00')"
              .formatted(1_000_000 - day, SOMEBODY, PackJob.TODAY.plusDays(day)));
    }
    String request = erased(SOMEBODY);
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.DEFERRED_BY_LAW);
    assertThat(certificate.notRemoved().kept())
        .anySatisfy(
            kept -> {
              assertThat(kept.records()).isEqualTo(2);
              assertThat(kept.legalMinimum()).isTrue();
              // six months after the later one, the day after which is the first to be due
              assertThat(kept.until()).isEqualTo(Optional.of(LocalDate.of(2026, 8, 21)));
            });
    job.day(10).run();
    assertThat(job.state(request)).isEqualTo("deferred");
    assertThat(account(SOMEBODY)).isEmpty();
    job.at(LocalDate.of(2026, 8, 20)).run();
    assertThat(rows("network_log", SOMEBODY)).isEqualTo(1);
    job.at(LocalDate.of(2026, 8, 21)).run();
    assertThat(rows("network_log", SOMEBODY)).isZero();
    assertThat(job.state(request)).isEqualTo("completed");
    assertThat(job.lastCertificateOf(request).identity().type())
        .isEqualTo(CertificateType.FOLLOW_UP);
  }
}
