package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.CategoryTotals;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Verification;
import org.quietus.cli.CommandRun;

/** Each row of the expo's commitments, on its own job file. */
abstract class CiieContract extends CiieCopiesContract {
  private static final int EXHIBITOR = 33;

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
}
