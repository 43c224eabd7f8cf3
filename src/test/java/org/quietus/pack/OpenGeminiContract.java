package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;

/** Each row of the community site's commitments, on its own job file. */
abstract class OpenGeminiContract extends PackContract {
  private static final int WITH_INVOICE = 37;
  private static final int SUBSCRIBER = 51;

  @BeforeEach
  void letNobodyBeAChild() throws Exception {
    job.growsUp("account", "born");
  }

  @Override
  String pack() {
    return "opengemini";
  }

  private String account(int number) throws Exception {
    return job.text(
        "SELECT CONCAT_WS(',', display_name, email, settings, born) FROM account WHERE id = "
            + number);
  }

  private long rows(String table, int account) throws Exception {
    return job.number("SELECT COUNT(*) FROM " + table + " WHERE account_id = " + account);
  }

  private String request(int person, String... options) {
    return job.requestBy("email: " + job.person(person).email(), options);
  }

  private boolean isThere(int person) throws Exception {
    return account(person).contains(job.person(person).email());
  }

  @Test
  void opengemini_1_1_eachPurposeHasAPeriodOfItsOwn() throws Exception {
    job.run();
    LocalDate visits = PackJob.TODAY.minusMonths(3);
    LocalDate events = PackJob.TODAY.minusMonths(6);
    assertThat(job.number("SELECT COUNT(*) FROM visit WHERE visited_at < '" + visits + "'"))
        .isZero();
    assertThat(job.number("SELECT COUNT(*) FROM visit")).isPositive();
    assertThat(
            job.number(
                "SELECT COUNT(*) FROM event_registration WHERE registered_at < '" + events + "'"))
        .isZero();
    assertThat(job.number("SELECT COUNT(*) FROM event_registration")).isPositive();
    assertThat(job.number("SELECT COUNT(*) FROM account")).isEqualTo(100);
  }

  @Test
  void opengemini_1_2_aClosedAccountGoesThirtyDaysLaterWithAllThatItOwns() throws Exception {
    job.execute(
        "INSERT INTO closed_accounts (identifier_type, identifier_value, ground, received_at,"
            + " verified) VALUES ('email', '"
            + job.person(SUBSCRIBER).email()
            + "', 'service-no-longer-used', '2026-03-02 10:00:00', TRUE)");
    job.run();
    assertThat(job.text("SELECT state FROM closed_accounts")).isEqualTo("taken");
    assertThat(job.text("SELECT identifier_value FROM closed_accounts")).isEqualTo("null");
    job.day(30).run();
    assertThat(isThere(SUBSCRIBER)).isTrue();
    job.day(31).run();
    assertThat(account(SUBSCRIBER)).isEmpty();
    for (String table : new String[] {"subscription", "visit", "post", "event_registration"}) {
      assertThat(rows(table, SUBSCRIBER)).as(table).isZero();
    }
    assertThat(job.number("SELECT COUNT(*) FROM attachment a JOIN post p ON p.id = a.post_id"))
        .isEqualTo(job.number("SELECT COUNT(*) FROM attachment"));
  }

  @Test
  void opengemini_1_3_invoicesStayTenYearsAreListedAndGoByThemselves() throws Exception {
    job.execute("UPDATE invoice SET issued_on = '2025-06-10' WHERE account_id = " + WITH_INVOICE);
    String request = request(WITH_INVOICE);
    ok(job.command("request approve", request));
    job.run();
    assertThat(account(WITH_INVOICE)).isEmpty();
    assertThat(rows("post", WITH_INVOICE)).isZero();
    assertThat(rows("invoice", WITH_INVOICE)).isEqualTo(1);
    assertThat(job.state(request)).isEqualTo("completed");
    assertThat(job.lastCertificateOf(request).notRemoved().kept())
        .singleElement()
        .satisfies(
            kept -> {
              assertThat(kept.basis()).isEqualTo("bookkeeping");
              assertThat(kept.until()).contains(LocalDate.of(2035, 6, 11));
            });
    job.at(LocalDate.of(2035, 6, 10)).run();
    assertThat(rows("invoice", WITH_INVOICE)).isEqualTo(1);
    job.at(LocalDate.of(2035, 6, 11)).run();
    assertThat(rows("invoice", WITH_INVOICE)).isZero();
  }

  @Test
  void opengemini_1_4_withdrawnConsentEndsTheSubscriptionAndNothingElse() throws Exception {
    job.run();
    long posts = rows("post", SUBSCRIBER);
    long visits = rows("visit", SUBSCRIBER);
    job.execute(
        "UPDATE subscription SET withdrawn_at = '2026-03-02 18:00:00' WHERE account_id = "
            + SUBSCRIBER);
    job.day(2).run();
    assertThat(rows("subscription", SUBSCRIBER)).isZero();
    assertThat(isThere(SUBSCRIBER)).isTrue();
    assertThat(rows("post", SUBSCRIBER)).isEqualTo(posts);
    assertThat(rows("visit", SUBSCRIBER)).isEqualTo(visits);
    assertThat(job.number("SELECT COUNT(*) FROM subscription")).isEqualTo(49);
  }

  @Test
  void opengemini_1_5_oneMonthAndTwoMoreIfToldWithinTheFirstWithAReason() throws Exception {
    String request = request(SUBSCRIBER, "--received", "2026-01-31");
    assertThat(due(request)).isEqualTo("2026-02-28");
    assertThat(
            job.at(LocalDate.of(2026, 2, 20))
                .command("request extend", request, "--reason", "complexity")
                .exitCode())
        .isZero();
    assertThat(due(request)).isEqualTo("2026-04-30");
    assertThat(job.command("request extend", request, "--reason", "complexity").exitCode())
        .as("only once")
        .isNotZero();
    String late = request(SUBSCRIBER + 1, "--received", "2026-01-31");
    CommandRun refused =
        job.at(LocalDate.of(2026, 3, 1)).command("request extend", late, "--reason", "complexity");
    assertThat(refused.exitCode()).as("too late").isNotZero();
    assertThat(job.command("request extend", late).exitCode()).as("no reason").isEqualTo(2);
  }

  private String due(String request) {
    return ok(job.command("request show", request, "--json"))
        .json()
        .get("answer")
        .get("day")
        .asString();
  }

  @Test
  void opengemini_1_6_refusalsHaveAReasonThatIsAnsweredAndCertified() throws Exception {
    refusesForEachOf(List.of("identity-not-verified", "exceeds-rights", "forbidden-by-law"));
  }

  @Test
  void opengemini_1_7_whoIsRestrictedIsLeftAloneUntilThatIsLifted() throws Exception {
    String request = request(SUBSCRIBER);
    ok(job.command("request approve", request));
    ok(job.command("request restrict", request, "--review", "2026-06-01"));
    job.execute(
        "UPDATE visit SET visited_at = '2025-01-01 00:00:00', account_id = 51 WHERE id = 1");
    job.run();
    assertThat(isThere(SUBSCRIBER)).isTrue();
    assertThat(rows("visit", SUBSCRIBER)).isPositive();
    ok(job.day(1).command("request unrestrict", request));
    job.run();
    assertThat(account(SUBSCRIBER)).isEmpty();
    assertThat(rows("visit", SUBSCRIBER)).isZero();
  }

  @Test
  void opengemini_1_7_anObjectionThatIsUpheldLeadsToErasure() throws Exception {
    String request = request(SUBSCRIBER, "--ground", "objection");
    job.run();
    assertThat(isThere(SUBSCRIBER)).isTrue();
    ok(job.day(1).command("request object", request, "--upheld"));
    job.run();
    assertThat(account(SUBSCRIBER)).isEmpty();
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.authority().ground()).contains("objection-upheld");
  }

  @Test
  void opengemini_1_8_aMinorsAccountGoesAtOnceWhenItIsFound() throws Exception {
    job.execute("UPDATE account SET born = '2010-06-01' WHERE id = 80");
    job.run();
    assertThat(account(80)).isEmpty();
    assertThat(isThere(81)).isTrue();
  }
}
