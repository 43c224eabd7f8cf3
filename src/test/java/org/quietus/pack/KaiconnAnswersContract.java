package org.quietus.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.quietus.pack.PackJob.ok;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The rows of the app's commitments on who asks, until when, on which ground, and what is refused.
 */
abstract class KaiconnAnswersContract extends KaiconnCopiesContract {
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
}
