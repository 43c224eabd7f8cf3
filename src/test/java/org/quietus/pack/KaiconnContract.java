package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.quietus.pack.PackJob.ok;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
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
abstract class KaiconnContract extends PackContract {
  private static final int SOMEBODY = 37;
  private static final int CHILD = 40;

  /** The account's table, as a request's certificate shows it: by its sensitive categories. */
  private static final String ACCOUNT = "contact, password";

  private static final String OLD_LOGS = "DELETE FROM network_log WHERE account_id = " + SOMEBODY;

  /** The six legal cases (public safety and health are one), and the unreasonable requests. */
  private static final List<String> REFUSALS =
      List.of(
          "national-security",
          "public-interest",
          "criminal-proceedings",
          "abuse-of-rights",
          "harms-others",
          "trade-secrets",
          "repetitive",
          "disproportionate-effort",
          "impractical");

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("account", "birth_date");
  }

  @Override
  String pack() {
    return "kaiconn";
  }

  private long rows(String table, int account) throws Exception {
    return job.number("SELECT COUNT(*) FROM " + table + " WHERE account_id = " + account);
  }

  private String account(int number) throws Exception {
    return job.text(
        "SELECT CONCAT_WS(',', phone, email, nickname, push_id, city, birth_date) FROM account"
            + " WHERE id = "
            + number);
  }

  /** The person's network logs do not stand in the way. */
  private String erased(int person) throws Exception {
    String request = job.request(person);
    job.day(8).run();
    return request;
  }

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

  private void everyVendorConfirms() throws Exception {
    for (String vendor : List.of("push", "map", "crash", "statistics")) {
      job.confirms(vendor);
    }
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
  void kaiconn_3_2_aCancellationTakesEffectWhenDaySevenIsComplete() throws Exception {
    String request = job.request(SOMEBODY, "--ground", "service-no-longer-used");
    for (int day : new int[] {0, 1, 6, 7}) {
      job.day(day).run();
      assertThat(account(SOMEBODY)).as("day %d", day).contains(job.person(SOMEBODY).phone());
      assertThat(job.state(request)).isEqualTo("cooling-off");
    }
    job.day(8).run();
    assertThat(account(SOMEBODY)).isEmpty();
  }

  @Test
  void kaiconn_3_2_aCancellationCanBeWithdrawnBefore() throws Exception {
    String request = job.request(SOMEBODY, "--ground", "service-no-longer-used");
    ok(job.day(7).command("request cancel", request));
    job.day(8).run();
    job.day(20).run();
    assertThat(job.state(request)).isEqualTo("cancelled");
    assertThat(account(SOMEBODY)).contains(job.person(SOMEBODY).phone());
  }

  @Test
  void kaiconn_3_3_thirtyWorkingDaysAreThoseOfChinaWithItsMakeUpDays() throws Exception {
    String request = job.request(SOMEBODY, "--received", "2026-02-02");
    // 3 February to 20 March 2026 without 15 to 23 February, Saturdays and Sundays, but with
    // Saturday 14 and Saturday 28 February
    assertThat(due(request, "answer")).isEqualTo("2026-03-20");
    assertThat(due(request, "erase")).isEqualTo("2026-03-20");
  }

  @Test
  void kaiconn_3_3_eachClockStartsFromReceiptOrFromVerifiedIdentityAsItSays() throws Exception {
    job.changing(
        "erase: { within: 30 working-days, from: receipt }",
        "erase: { within: 30 working-days, from: identity }");
    String request = job.request(SOMEBODY, "--received", "2026-02-02", "--unverified");
    assertThat(due(request, "answer")).isEqualTo("2026-03-20");
    assertThat(
            ok(job.command("request show", request, "--json")).json().at("/erase/day").asString(""))
        .as("does not run before identity is verified")
        .isEmpty();
    ok(job.day(7).command("request verify", request));
    assertThat(due(request, "answer")).isEqualTo("2026-03-20");
    // 10 March to 21 April 2026 without Saturdays and Sundays and without 6 April
    assertThat(due(request, "erase")).isEqualTo("2026-04-21");
  }

  @Test
  void kaiconn_3_3_theClockThatIsOverdueIsShown() throws Exception {
    String request = job.request(SOMEBODY, "--received", "2026-02-02", "--unverified");
    assertThat(job.at(LocalDate.of(2026, 3, 20)).command("status").out()).contains("0 left");
    assertThat(job.at(LocalDate.of(2026, 3, 21)).command("status").out())
        .contains(request, "1 overdue");
  }

  @Test
  void kaiconn_3_3_accessIsAnsweredWithinThirtyDaysOfReceipt() throws Exception {
    String request = job.request(SOMEBODY, "--kind", "access", "--unverified");
    assertThat(due(request, "answer")).isEqualTo("2026-04-01");
    assertThat(job.day(1).command("request answer", request).err())
        .as("nobody gets the data of a person who may be another")
        .contains("request verify");
    ok(job.command("request verify", request));
    assertThat(due(request, "answer")).isEqualTo("2026-04-01");
    answersInTime(request, LocalDate.of(2026, 4, 1));
  }

  @Test
  void kaiconn_3_3_contactIsAnsweredWithinFifteenDaysOfVerifiedIdentity() throws Exception {
    answersInTime(verifiedLater("contact"), LocalDate.of(2026, 3, 20));
  }

  @Test
  void kaiconn_3_3_complaintsAreAnsweredWithinThirtyDaysOfVerifiedIdentity() throws Exception {
    answersInTime(verifiedLater("complaint"), LocalDate.of(2026, 4, 4));
  }

  /** Verified on the third day, 5 March; before that its clock does not run. */
  private String verifiedLater(String kind) throws Exception {
    String request = job.request(SOMEBODY, "--kind", kind, "--unverified");
    assertThat(
            ok(job.command("request show", request, "--json"))
                .json()
                .at("/answer/day")
                .asString(""))
        .isEmpty();
    ok(job.day(3).command("request verify", request));
    return request;
  }

  /** Overdue is seen, an answer stops the clock, and nothing of the person is touched. */
  private void answersInTime(String request, LocalDate last) throws Exception {
    String before = account(SOMEBODY);
    assertThat(due(request, "answer")).isEqualTo(last.toString());
    job.day(9).run();
    assertThat(job.state(request)).isEqualTo("received");
    assertThat(job.at(last).command("status").out()).contains(request, "(0 left)");
    assertThat(job.at(last.plusDays(1)).command("status").out()).contains(request, "(1 overdue)");
    assertThat(job.command("status", "--overdue", "--check").exitCode()).isEqualTo(9);
    assertThat(sealed(request)).isEqualTo(1);

    ok(job.at(last).command("request answer", request, "--evidence", "LETTER-2026-17"));

    assertThat(sealed(request)).as("who asked is forgotten").isZero();
    assertThat(ok(job.command("request show", request)).out())
        .contains("answered", "LETTER-2026-17");
    assertThat(ok(job.command("request list")).out()).contains(request, "answered (");
    assertThat(job.at(last.plusDays(9)).command("status").out()).doesNotContain(request);
    job.run();
    assertThat(account(SOMEBODY)).isEqualTo(before);
    assertThat(job.certificatesOf(request)).isEmpty();
    assertThat(job.told()).isEmpty();
    assertThat(ok(job.command("answer list")).out()).contains(request + "-1");
  }

  private long sealed(String request) throws Exception {
    return job.number(
        "SELECT COUNT(sealed) FROM quietus.request WHERE request_id = '" + request + "'");
  }

  private String due(String request, String clock) {
    return ok(job.command("request show", request, "--json"))
        .json()
        .get(clock)
        .get("day")
        .asString();
  }

  @Test
  void kaiconn_3_4_eachOfTheFiveGroundsIsOnTheCertificate() throws Exception {
    certifiesEachOf(
        List.of("unlawful", "no-consent", "breach", "service-no-longer-used", "service-ended"), 8);
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
  void kaiconn_3_7_relativesOfADeceasedPersonAskWithAReference() throws Exception {
    String request =
        job.request(SOMEBODY, "--requester", "relative", "--evidence", "DEATH-2026-17");
    job.day(8).run();
    assertThat(account(SOMEBODY)).isEmpty();
    assertThat(job.certificatesOf(request).get(0).authority().requester()).contains("relative");
    assertThat(ok(job.command("request show", request)).out()).contains("DEATH-2026-17");
  }

  @Test
  void kaiconn_3_8_eachRefusalIsAnsweredAndCertifiedWithItsReason() throws Exception {
    refusesForEachOf(REFUSALS);
    job.day(20).run();
    assertThat(account(1)).contains(job.person(1).phone());
  }

  /** The others' requests would tell nothing new, and take their time. */
  private void leavesTenPersons() throws Exception {
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
  void kaiconn_3_9_aPersonHasToApproveThatTheServiceIsClosed() throws Exception {
    job.changing("subjects:\n", "wind-down: { notice: 2026-03-02, after: P30D }\n\nsubjects:\n");
    job.run();
    CommandRun unapproved = job.day(40).command("run", "--wind-down");
    assertThat(unapproved.exitCode()).isEqualTo(7);
    assertThat(unapproved.err()).contains("--wind-down");
    job.changing("after: P30D", "after: P31D");
    String plan =
        ok(job.command("plan", "--wind-down", "--json")).json().get("fingerprint").asString();
    ok(job.command("approve", plan, "--wind-down", "--max-rows", "1"));
    assertThat(ok(job.command("plan", "--json")).json().get("approval").asString())
        .as("that of any day")
        .isEqualTo("NEEDED");
    CommandRun beyond = job.command("run", "--wind-down");
    assertThat(beyond.exitCode()).isEqualTo(7);
    assertThat(beyond.err()).contains(plan.substring(0, 12) + " --wind-down --max-rows");
    String ordinary = ok(job.command("plan", "--json")).json().get("fingerprint").asString();
    ok(job.command("approve", ordinary));
    ok(job.command("run"));
    assertThat(job.number("SELECT COUNT(*) FROM account WHERE phone IS NOT NULL")).isEqualTo(100);
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
                "SELECT CONCAT_WS(',', COUNT(*), MAX(address), MAX(name)) FROM home WHERE account_id"
                    + " = "
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
  void kaiconn_3_12_theAuthorisationOfEachFunctionCanBeTakenBackByItself() throws Exception {
    String everything =
        "SELECT CONCAT_WS(',', phone, email, account_no, push_id, city, birth_date, nickname,"
            + " signature, LENGTH(avatar)) FROM account WHERE id = ";
    job.execute("UPDATE account SET avatar = X'00', signature = 'x'");
    Map<String, Integer> persons = Map.of("push", 31, "sharing", 32, "greeting", 33);
    Map<String, String> before = new HashMap<>();
    Map<String, String> requests = new HashMap<>();
    long others = job.number("SELECT COUNT(*) FROM post WHERE account_id <> 32");
    for (Map.Entry<String, Integer> each : persons.entrySet()) {
      before.put(each.getKey(), job.text(everything + each.getValue()));
      requests.put(each.getKey(), job.request(each.getValue(), "--purpose", each.getKey()));
    }
    String push = job.text("SELECT push_id FROM account WHERE id = 31");
    String nickname = job.text("SELECT nickname FROM account WHERE id = 33");

    job.day(8).run();

    assertThat(job.text(everything + 31))
        .as("push: where messages go")
        .isEqualTo(before.getOrDefault("push", "").replace(push + ",", ""));
    assertThat(job.text(everything + 32))
        .as("sharing: the posts and the signature; the greeting needs the picture")
        .isEqualTo(before.getOrDefault("sharing", "").replace(",x,", ","));
    assertThat(rows("post", 32)).isZero();
    assertThat(job.number("SELECT COUNT(*) FROM post WHERE account_id <> 32")).isEqualTo(others);
    assertThat(job.text(everything + 33))
        .as("greeting: the nickname; posts are shown with the picture")
        .isEqualTo(before.getOrDefault("greeting", "").replace(nickname + ",", ""));
    assertThat(job.told()).as("who had data for one of them").containsExactly("push");
    requests.forEach(
        (purpose, request) ->
            assertThat(job.certificatesOf(request).get(0).authority().purpose()).contains(purpose));
    CommandRun unknown =
        job.typing(
            "phone: " + job.person(SOMEBODY).phone() + "\n",
            "request add",
            "--identifiers-from",
            "-",
            "--purpose",
            "telepathy");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("greeting", "location", "push", "sharing");
  }

  @Test
  void kaiconn_3_12_whatAnotherFunctionNeedsTooStaysAndIsNamed() throws Exception {
    String before = job.text("SELECT nickname FROM account WHERE id = " + SOMEBODY);
    job.execute("UPDATE account SET avatar = X'00', signature = 'x' WHERE id = " + SOMEBODY);
    String request = job.request(SOMEBODY, "--purpose", "sharing");
    job.day(8).run();
    assertThat(rows("post", SOMEBODY)).isZero();
    assertThat(
            job.text(
                "SELECT CONCAT_WS(',', nickname, signature, LENGTH(avatar)) FROM account WHERE id = "
                    + SOMEBODY))
        .isEqualTo(before + ",1");
    assertThat(job.lastCertificateOf(request).notRemoved().kept())
        .anySatisfy(
            kept -> {
              assertThat(kept.records()).isEqualTo(1);
              assertThat(kept.basis()).isEqualTo("needed for purpose 'greeting'");
              assertThat(kept.until()).isEmpty();
            });
    job.day(10).run();
    assertThat(job.state(request)).isEqualTo("completed");
    assertThat(ok(job.command("request show", request)).out()).contains("sharing");
  }

  @Test
  void kaiconn_3_12_theAccountOfSomebodyUnder18GoesWithoutBeingAskedFor() throws Exception {
    job.execute("UPDATE account SET birth_date = '2008-03-03' WHERE id = " + CHILD);
    job.execute("UPDATE account SET birth_date = '2008-03-02' WHERE id = " + (CHILD + 1));
    job.run();
    assertThat(account(CHILD)).isEmpty();
    assertThat(account(CHILD + 1)).contains(job.person(CHILD + 1).phone());
    assertThat(job.certificates())
        .anyMatch(certificate -> certificate.authority().ground().equals(Optional.of("minor")));
  }
}
