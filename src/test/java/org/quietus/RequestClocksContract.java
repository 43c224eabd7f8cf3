package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;

/** The clocks of requests are counted as the job file says. */
abstract class RequestClocksContract extends RequestedShop {
  @Test
  void aRequestCanBeWithdrawnUntilTheSeventhDayIsOver() throws Exception {
    OpenedJob cooling = clocked("cooling-off: P7D");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    String ada = cooling.request("email: ada.lovelace@example.org");
    String bo = cooling.request("phone: +49895551234");
    cooling.at("2026-03-08T22:59:59Z");
    assertThat(cooling.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    assertThat(cooling.command("request cancel", bo).exitCode()).isZero();
    cooling.at("2026-03-08T23:00:00Z");
    assertThat(cooling.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 1)).doesNotContain("ada.lovelace");
    assertThat(row("customer", 2)).isEqualTo(rowOf(before, "customer", 2));
    assertThat(List.of(state(cooling, ada), state(cooling, bo)))
        .containsExactly("completed", "cancelled");
    CommandRun tooLate = cooling.command("request cancel", ada);
    assertThat(tooLate.exitCode()).isEqualTo(2);
    assertThat(tooLate.err()).contains("completed", "cannot be brought back");
  }

  @Test
  void whatIsOverdueIsShownWithItsDays() throws Exception {
    OpenedJob clocked = clocked("answer: P1M, extend: P2M, erase: P1M");
    String ada = clocked.request("email: ada.lovelace@example.org");
    assertThat(clocked.command("request list").out()).contains("2026-04-01 (31 left)");
    assertThat(clocked.command("status", "--overdue", "--check").exitCode()).isZero();
    assertThat(clocked.command("request extend", ada, "--reason", "complexity").exitCode())
        .isZero();
    assertThat(clocked.command("request extend", ada, "--reason", "complexity").err())
        .contains("extended before");
    clocked.at("2026-04-02T12:00:00Z");
    CommandRun overdue = clocked.command("status", "--overdue", "--check");
    assertThat(overdue.exitCode()).isEqualTo(9);
    assertThat(overdue.out()).contains(ada, "2026-04-01 (1 overdue)", "2026-06-01 (60 left)");
    assertThat(clocked.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(clocked.command("status", "--overdue", "--check").exitCode()).isZero();
  }

  @Test
  void aClockThatWentBackIsRefused() throws Exception {
    job.request("email: ada.lovelace@example.org");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    CommandRun early = job.at("2026-02-28T12:00:00Z").command("run");
    assertThat(early.exitCode()).isEqualTo(2);
    assertThat(early.err()).contains("the clock says 2026-02-28T12:00:00Z");
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
  }

  @Test
  void noRequestWaitsForTheHolidaysOfAYearToBeAnnounced() throws Exception {
    OpenedJob clocked = chinese("answer: 15 working-days, erase: 15 working-days");
    clocked.at("2026-12-20T12:00:00Z");

    CommandRun taken =
        clocked.typing(
            "email: ada.lovelace@example.org\n", "request add", "--identifiers-from", "-");
    engine().execute(SCHEMA, inbox());
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox (identifier_type, identifier_value, verified) VALUES"
                + " ('phone', '+49895551234', TRUE)");

    assertThat(taken.exitCode()).as(taken.err()).isZero();
    // nine working days until the end of 2026, then each day that may be one
    assertThat(clocked.command("request list").out())
        .contains(
            "2027-01-06 (17 left, provisional)",
            "provisional, and not too late: the working days of 2027 are not known: calendar CN"
                + " reaches from 2004 to 2026; install a version");
    assertThat(clocked.command("status").out())
        .contains("2027-01-06 (17 left, provisional)", "the working days of 2027 are not known");
    CommandRun run = clocked.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("inbox: 1 taken");
    for (JsonNode request : clocked.command("request list", "--json").json()) {
      String id = request.get("id").asString();
      assertThat(state(clocked, id)).isEqualTo("completed");
      assertThat(clocked.certificatesOf(id).get(0).clock().orElseThrow().due())
          .as("what is signed is certain")
          .isEmpty();
    }
    assertThat(row("customer", 1) + row("customer", 2)).doesNotContain("Ada", "Bo");
  }

  @Test
  void validateSaysThatDeadlinesReachIntoAYearWithoutHolidays() throws Exception {
    OpenedJob clocked = chinese("answer: 15 working-days");
    engine().execute(SCHEMA, inbox());

    assertThat(clocked.command("validate").out()).doesNotContain("CALENDAR-END");
    CommandRun late = clocked.at("2026-12-20T12:00:00Z").command("validate");

    assertThat(late.exitCode()).as(late.out()).isZero();
    assertThat(late.out())
        .contains(
            "warning: ",
            "the working days of 2027 are not known: calendar CN reaches from 2004 to 2026; until",
            "[CALENDAR-END]");
  }

  /** Its certificate has days: none of them is before the one on which it came in. */
  @Test
  void whoseClockIsBehindAcrossMidnightKeepsNoRunFromEnding() throws Exception {
    OpenedJob clocked =
        clocked("answer: P1M").at("2026-03-01T23:00:10Z"); // in Berlin, the next day
    String late = unverified(clocked, "phone: +49895551234\n");
    assertThat(clocked.at("2026-03-01T22:59:50Z").command("request verify", late).exitCode())
        .isZero();

    CommandRun run = clocked.at("2026-03-01T23:05:00Z").command("run", "--only", "erasure");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(clocked.certificatesOf(late).get(0).clock().orElseThrow().verified())
        .contains(LocalDate.of(2026, 3, 2));
  }

  @Test
  void whoseClockIsBehindThatOfWhoAskedCanVerify() throws Exception {
    OpenedJob clocked = clocked("answer: P1M");
    CommandRun added =
        clocked.typing(
            "phone: +49895551234\n",
            "request add",
            "--identifiers-from",
            "-",
            "--unverified",
            "--json");
    String waiting = added.json().get("id").asString();
    assertThat(clocked.command("request verify", waiting, "--ask").exitCode()).isZero();

    CommandRun verified = clocked.at("2026-03-01T11:59:30Z").command("request verify", waiting);

    assertThat(verified.exitCode()).as(verified.err()).isZero();
    assertThat(clocked.command("request list").out()).contains("2026-04-01");
  }

  @Test
  void aPauseMayMoveAClockIntoAYearThatIsNotKnown() throws Exception {
    OpenedJob clocked = chinese("answer: 15 working-days, erase: P1M");
    CommandRun added =
        clocked.typing(
            "phone: +49895551234\n",
            "request add",
            "--identifiers-from",
            "-",
            "--unverified",
            "--json");
    String waiting = added.json().get("id").asString();
    assertThat(clocked.command("request verify", waiting, "--ask").exitCode()).isZero();

    clocked.at("2027-02-01T12:00:00Z");

    assertThat(clocked.command("request list").out())
        .contains("2027-02-15 (14 left, provisional)", "2027-03-");
    assertThat(clocked.command("request show", waiting).out())
        .contains("the working days of 2027 are not known");
    assertThat(clocked.command("status", "--overdue", "--check").exitCode()).isZero();
  }

  @Test
  void aTimeToSettleReachesIntoAYearThatIsNotKnown() throws Exception {
    OpenedJob settling = chinese("settle: 5 working-days");
    engine().execute(SCHEMA, inbox());
    settling.at("2026-12-29T12:00:00Z");
    String ada = settling.request("email: ada.lovelace@example.org");

    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();

    assertThat(state(settling, ada)).isEqualTo("settling");
    // no later 4 to 13 January was worked in each year that is known
    assertThat(settling.at("2027-01-05T12:00:00Z").command("run", "--only", "erasure").exitCode())
        .isZero();
    assertThat(state(settling, ada)).isEqualTo("settling");
    assertThat(settling.at("2027-02-01T12:00:00Z").command("run", "--only", "erasure").exitCode())
        .isZero();
    assertThat(state(settling, ada)).isEqualTo("completed");
  }

  /** Its working days are known until the end of 2026. */
  private OpenedJob chinese(String clock) throws Exception {
    String yaml = Files.readString(clocked(clock).file());
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        yaml.replace(
            "erasure:\n", "calendar: CN\nrequests: { inbox: crm.erasure_inbox }\nerasure:\n"));
  }
}
