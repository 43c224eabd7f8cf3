package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.quietus.pack.PackJob.ok;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.CategoryTotals;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.certificate.Verification;
import org.quietus.cli.CommandRun;

/** Each row of the expo's commitments, on its own job file. */
abstract class CiieContract extends PackContract {
  private static final int EXHIBITOR = 33;
  private static final int VISITOR = 55;
  private static final int PARTIAL = 8;
  private static final int WAITS = 7;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("participant", "birth_date");
  }

  @Override
  String pack() {
    return "ciie";
  }

  private String participant(int number) throws Exception {
    return job.text(
        "SELECT CONCAT_WS(',', name, phone, email, id_card, passport, birth_date, home_address)"
            + " FROM participant WHERE id = "
            + number);
  }

  private long rows(String table, int participant) throws Exception {
    return job.number("SELECT COUNT(*) FROM " + table + " WHERE participant_id = " + participant);
  }

  @Test
  void ciie_4_1_exhibitorsBuyersVisitorsAndJournalistsAreDeletedOrAnonymised() throws Exception {
    List<Integer> oneOfEachKind = List.of(33, 54, 55, 56);
    for (int number : oneOfEachKind) {
      job.request(number, "--ground", "service-no-longer-used");
    }
    job.run();
    for (int number : oneOfEachKind) {
      assertThat(participant(number)).isEmpty();
      for (String table : List.of("face_template", "press_card", "inquiry", "gate_passage")) {
        assertThat(rows(table, number)).as(table).isZero();
      }
      assertThat(rows("survey_answer", number)).isZero();
    }
    assertThat(participant(57)).contains(job.person(57).phone());
  }

  @Test
  void ciie_4_1_contractsThatALawKeepsStayWithTheirPaymentsUntilTheirDay() throws Exception {
    job.execute("UPDATE booth_contract SET fulfilled_at = '2025-05-05' WHERE participant_id = 33");
    job.execute("DELETE FROM web_log WHERE participant_id = 33");
    String request = job.request(EXHIBITOR);
    job.run();
    assertThat(rows("booth_contract", EXHIBITOR)).isEqualTo(1);
    Certificate certificate = job.lastCertificateOf(request);
    assertThat(certificate.notRemoved().kept())
        .anySatisfy(
            kept -> {
              assertThat(kept.basis()).contains("e-commerce law");
              assertThat(kept.until()).contains(LocalDate.of(2028, 5, 6));
              assertThat(kept.legalMinimum()).isFalse();
            });
    String payments = "SELECT COUNT(*) FROM payment WHERE contract_id = 9";
    assertThat(job.number(payments)).isEqualTo(1);
    job.at(LocalDate.of(2028, 5, 5)).run();
    assertThat(rows("booth_contract", EXHIBITOR)).isEqualTo(1);
    job.at(LocalDate.of(2028, 5, 6)).run();
    assertThat(rows("booth_contract", EXHIBITOR)).isZero();
    assertThat(job.number(payments)).isZero();
  }

  @Test
  void ciie_4_1_whoHasCancelledTheAccountGoesWithAllThatIsTheirs() throws Exception {
    job.execute(
        "INSERT INTO cancelled_account (identifier_type, identifier_value, ground, received_at,"
            + " verified) VALUES ('phone', '"
            + job.person(VISITOR).phone()
            + "', 'service-no-longer-used', '2026-03-02 10:00:00', TRUE)");
    assertThat(rows("face_template", VISITOR)).isPositive();
    job.run();
    assertThat(participant(VISITOR)).isEmpty();
    for (String table : List.of("face_template", "advertising_profile", "inquiry", "press_card")) {
      assertThat(rows(table, VISITOR)).as(table).isZero();
    }
    assertThat(job.text("SELECT state FROM cancelled_account")).isEqualTo("taken");
    assertThat(participant(VISITOR + 1)).contains(job.person(VISITOR + 1).phone());
  }

  @Test
  void ciie_4_2_anArchiveIsBeyondUseUntilItGoesAndIsNotReleasedBeforeAReplay() throws Exception {
    assumeTrue(job.vault().agesWithTheJob(), "a server dates its objects by its own clock");
    job.execute("DELETE FROM web_log WHERE participant_id = " + VISITOR);
    job.hoursFromNow(-10).vault().dump("archive/expo.sql.gz");
    String archived = job.moment();
    String before = participant(VISITOR);
    String request = job.hoursFromNow(0).request(VISITOR);
    job.run();
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(backups(certificate))
        .singleElement()
        .satisfies(
            copy -> {
              assertThat(copy.of()).isEqualTo("archive");
              assertThat(copy.protection()).isEqualTo("isolated");
              assertThat(copy.latestExpiry()).isPresent();
              assertThat(copy.followUp()).isTrue();
            });

    job.restore(); // as from that archive
    assertThat(participant(VISITOR)).isEqualTo(before);
    CommandRun refused = job.command("run");
    assertThat(refused.exitCode()).isEqualTo(WAITS);
    assertThat(refused.err()).contains("quietus replay");
    ok(
        job.command(
            "replay",
            "--database",
            "expo",
            "--snapshot",
            archived,
            "--accept",
            "holds,requests,subjects,rows,tables,backups"));
    assertThat(participant(VISITOR)).isEmpty();
  }

  @Test
  void ciie_4_3_anotherUserWhoCanOnlyReadFindsNothing() throws Exception {
    String request = job.request(VISITOR);
    job.run();
    Verification verification = job.lastCertificateOf(request).verification().orElseThrow();
    // H2 lets only administrators set how it writes, so that no user of ours can only read there
    assertThat(verification.connection())
        .isEqualTo(
            job.isOnH2()
                ? Verification.Connection.SAME_CREDENTIAL
                : Verification.Connection.SEPARATE_READ_ONLY);
    assertThat(verification.checks()).isNotEmpty().allMatch(check -> check.due() == 0);
  }

  @Test
  void ciie_4_4_certificatesCountByCategory() throws Exception {
    String request = job.request(EXHIBITOR);
    job.run();
    assertThat(job.lastCertificateOf(request).categories())
        .extracting(CategoryTotals::category)
        .contains("id-number", "mobile-number", "biometrics", "whereabouts", "bank-account");
  }

  @Test
  void ciie_4_4_validateWarnsOfASensitiveColumnThatNothingRemoves() throws Exception {
    job.changing("      passport: set-null\n", "");
    CommandRun validated = job.command("validate");
    assertThat(validated.out() + validated.err())
        .contains("expo.participant.passport", "sensitive");
  }

  @Test
  void ciie_4_6_whoIsFourteenIsAChildUntilTheFifteenthBirthday() throws Exception {
    job.execute("UPDATE participant SET birth_date = '2011-03-03' WHERE id = 54");
    job.execute("UPDATE participant SET birth_date = '2011-03-02' WHERE id = 55");
    job.execute(
        "UPDATE participant SET birth_date = '2015-01-01', guardian_consent_at ="
            + " '2026-01-01 10:00:00' WHERE id = 58");
    job.run();
    assertThat(participant(54)).isEmpty();
    assertThat(participant(55)).contains(job.person(55).phone());
    assertThat(participant(58)).contains(job.person(58).phone());
  }

  @Test
  void ciie_4_6_whoWasBornOnTheLeapDayIsAChildUntilTheFirstOfMarch() throws Exception {
    job.execute("UPDATE participant SET birth_date = '2012-02-29' WHERE id IN (54, 55)");
    job.at(LocalDate.of(2027, 2, 28));
    job.run();
    assertThat(participant(54)).isEmpty();
    job.execute("UPDATE participant SET birth_date = '2012-02-29', name = '王小明' WHERE id = 58");
    job.at(LocalDate.of(2027, 3, 1));
    job.run();
    assertThat(participant(58)).contains("王小明");
  }

  @Test
  void ciie_4_7_recipientsAreToldBackupsGoAtTheirUpdateAndTheJobFileIsArchived() throws Exception {
    job.execute("DELETE FROM web_log WHERE participant_id = " + VISITOR);
    job.hoursFromNow(-10).vault().dump("daily/monday.sql.gz");
    String request = job.hoursFromNow(0).request(VISITOR);
    job.run();
    assertThat(job.told()).containsExactly("face", "navigation", "translation");
    Certificate first = job.certificatesOf(request).get(0);
    assertThat(backups(first)).extracting(Residuals.Copy::protection).contains("awaiting-refresh");
    assertThat(job.vault().everything()).contains(job.person(VISITOR).phone());

    String issuedUnder = job.yaml();
    job.changing("job: ciie\n", "job: ciie     # a later version\n");
    assertThat(ok(job.command("certificate job", first.identity().id())).out().strip())
        .isEqualTo(issuedUnder.strip());
    job.changing("job: ciie     # a later version\n", "job: ciie\n");

    job.hoursFromNow(26).vault().dumpByTheJobsClock("daily/tuesday.sql.gz");
    for (String recipient : List.of("face", "navigation", "translation")) {
      job.confirms(recipient);
    }
    job.hoursFromNow(28).run();
    assertThat(job.vault().keys()).containsExactly("daily/tuesday.sql.gz");
    assertThat(job.vault().everything()).doesNotContain(job.person(VISITOR).phone());
    job.hoursFromNow(54).run(); // the second search is over, at whatever hour of the day this began
    job.hoursFromNow(56).run();
    assertThat(backups(job.lastCertificateOf(request))).isEmpty();
  }

  @Test
  void ciie_4_8_withdrawnConsentTakesTheDataOfThatPurposeAlone() throws Exception {
    String before = participant(VISITOR);
    job.execute("UPDATE positioning SET seen_at = '2026-03-01 09:00:00'"); // too young for rules
    long places = rows("positioning", VISITOR);
    assertThat(rows("advertising_profile", VISITOR)).isPositive();
    String request = job.request(VISITOR, "--purpose", "advertising");
    job.run();
    assertThat(rows("advertising_profile", VISITOR)).isZero();
    assertThat(rows("positioning", VISITOR)).isEqualTo(places);
    assertThat(participant(VISITOR)).isEqualTo(before);
    assertThat(job.told()).isEmpty();
    assertThat(job.lastCertificateOf(request).authority().purpose()).contains("advertising");
  }

  @Test
  void ciie_4_8_eachOfTheFiveGroundsIsOnTheCertificate() throws Exception {
    certifiesEachOf(
        List.of("unlawful", "no-consent", "breach", "service-no-longer-used", "service-ended"), 0);
  }

  @Test
  void ciie_4_8_aRunThatFailedAndARequestThatIsOverdueAreShownWithTheDaysLeft() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    job.vault().dump("daily/expo.sql.gz");
    byte[] whole = job.vault().get("daily/expo.sql.gz");
    job.vault().damage("daily/expo.sql.gz");
    String request = job.request(VISITOR);
    CommandRun run = job.command("run", "--json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    String failed = "run " + run.json().get("runId").asString() + " ended PARTIAL";

    CommandRun status = ok(job.day(10).command("status", "--overdue", "--check"));
    assertThat(status.out()).doesNotContain(request, failed);
    assertThat(ok(job.command("status")).out())
        .contains(
            failed + ", and no later run has made up for it; tell of it by 2026-04-01 (20 left)")
        .containsPattern(request + ".*2026-04-01 \\(20 left\\)");
    ok(job.day(30).command("status", "--overdue", "--check"));
    CommandRun overdue = job.day(31).command("status", "--overdue", "--check");
    assertThat(overdue.exitCode()).isEqualTo(9);
    assertThat(overdue.out()).contains(failed, "2026-04-01 (1 overdue)", request);
    // a part of the job alone does not make up for the whole
    ok(job.command("run", "--only", "retention"));
    assertThat(job.command("status").out()).contains(failed);

    job.vault().clear(); // a bucket keeps the damaged one as an older version
    job.vault().put("daily/expo.sql.gz", whole);
    job.command("run");
    job.day(33).command("run");
    assertThat(job.command("status").out()).doesNotContain("incident");
  }

  @Test
  void ciie_4_5_thirtyDaysRunFromTheDayIdentityWasVerified() throws Exception {
    String request = job.request(VISITOR, "--unverified");
    ok(job.day(3).command("request verify", request));
    assertThat(
            ok(job.command("request show", request, "--json"))
                .json()
                .get("answer")
                .get("day")
                .asString())
        .isEqualTo(PackJob.TODAY.plusDays(33).toString());
  }

  @Test
  void ciie_4_5_repeatedAndImpracticalRequestsAreRefusedAsAreThoseOfTheExceptions()
      throws Exception {
    refusesForEachOf(
        List.of(
            "national-security",
            "public-interest",
            "criminal-proceedings",
            "abuse-of-rights",
            "harms-others",
            "trade-secrets",
            "legal-obligation",
            "contract-terms",
            "repetitive",
            "disproportionate-effort",
            "impractical"));
    assertThat(participant(1)).contains(job.person(1).phone());
  }

  @Test
  void ciie_4_5_aBackupThatCannotBeReadIsListedAndMakesTheRunPartial() throws Exception {
    job.changing("on-erasure: at-refresh", "on-erasure: rewrite");
    job.vault().dump("daily/expo.sql.gz");
    job.vault().damage("daily/expo.sql.gz");
    String request = job.request(VISITOR);
    CommandRun run = job.command("run", "--json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    Certificate certificate = job.lastCertificateOf(request);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.residuals().copies())
        .anySatisfy(
            copy -> {
              assertThat(copy.place()).isEqualTo(Residuals.Place.BACKUP);
              assertThat(copy.of()).contains("daily");
            });
    assertThat(job.state(request)).isNotEqualTo("completed");
  }
}
