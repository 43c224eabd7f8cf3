package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.quietus.cli.CommandRun;

/** Requests are taken in from the command, from files and from a table, each once. */
abstract class RequestIntakeContract extends RequestedShop {
  @Test
  void whoAsksAgainAndHasShownWhoTheyAreByNowIsErasedByTheOneRequest() throws Exception {
    String open = unverified("email: ada.lovelace@example.org");
    assertThat(state(job, open)).isEqualTo("received");

    assertThat(job.request("email: ada.lovelace@example.org")).isEqualTo(open);

    assertThat(state(job, open)).isEqualTo("approved");
    assertThat(job.command("request list", "--json").json()).hasSize(1);
  }

  @Test
  void requestsAreNamedByAUniqueBeginningAndListedWhileTheyAreOpen() {
    String ada = job.request("email: ada.lovelace@example.org");
    String bo = job.request("email: bo@example.org");
    int same = 0;
    while (ada.charAt(same) == bo.charAt(same)) {
      same++;
    }
    String beginning = ada.substring(0, same + 1);
    CommandRun cancelled = job.command("request cancel", beginning);
    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
    assertThat(cancelled.out()).contains(ada);
    assertThat(job.command("request list", "--open", "--json").json())
        .extracting(request -> request.get("id").asString())
        .containsExactly(bo);
    assertThat(job.command("request list").out()).contains("2026-03-01").doesNotContain("T12:00");
    assertThat(job.command("request show", ada).out()).contains("2026-03-01 13:00:00 +01:00");
    if (same > 0) {
      CommandRun several = job.command("request show", ada.substring(0, same));
      assertThat(several.exitCode()).isEqualTo(2);
      assertThat(several.err()).contains(ada, bo);
    }
    assertThat(job.command("request cancel", bo).exitCode()).isZero();
    assertThat(job.command("request list", "--open").out()).contains("no request is open");
  }

  /** Else several rows would be one person's without a review. */
  @Test
  void whatSomebodyFilesNeverPassesForARequestThatFollowsAnother() throws Exception {
    String first = job.request("email: bo@example.org");
    CommandRun typed =
        job.typing(
            "email: ada.lovelace@example.org",
            "request add",
            "--identifiers-from",
            "-",
            "--evidence",
            "same-person/" + first);
    assertThat(typed.exitCode()).as(typed.out() + typed.err()).isEqualTo(2);
    assertThat(typed.err()).contains("evidence reference");
    Path file =
        Files.writeString(
            directory.resolve("filed.csv"),
            "email,evidence\nada.lovelace@example.org,same-person/" + first + "\n");
    CommandRun filed = job.command("request add", "--file", file.toString());
    assertThat(filed.exitCode()).isEqualTo(2);
    assertThat(filed.err()).contains("filed.csv:2: ", "BAD-EVIDENCE");
    assertThat(job.command("request list", "--json").json()).hasSize(1);
  }

  @Test
  void theSameRequestTwiceAtOnceIsOne() throws Exception {
    job.request("email: bo@example.org");
    Callable<CommandRun> add =
        () ->
            job.typing(
                "email: Ada.Lovelace@EXAMPLE.org",
                "request add",
                "--identifiers-from",
                "-",
                "--json");
    ExecutorService two = Executors.newFixedThreadPool(2);
    List<CommandRun> added = new ArrayList<>();
    for (Future<CommandRun> one : two.invokeAll(List.of(add, add))) {
      added.add(one.get());
    }
    two.shutdown();
    assertThat(added).allSatisfy(run -> assertThat(run.exitCode()).as(run.err()).isZero());
    assertThat(added)
        .extracting(run -> run.json().get("id").asString())
        .containsOnly(added.get(0).json().get("id").asString());
    assertThat(added)
        .extracting(run -> run.json().get("merged").asBoolean())
        .containsExactlyInAnyOrder(true, false);
    assertThat(job.command("request list", "--json").json()).hasSize(2);
  }

  @Test
  void aFileOfRequestsIsTakenWholeOrNotAtAll() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("requests.csv"),
            "email,phone,ground,received_at,evidence\n"
                + "ada.lovelace@example.org,,consent-withdrawn,2026-02-20,CASE-17\n"
                + "not an address,,,2026-02-20,\n"
                + ",12345678,because,2027-01-01,\"a, b\"\n");
    CommandRun refused = job.command("request add", "--file", file.toString());
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err())
        .contains("requests.csv:3: ", "requests.csv:4: ", "UNKNOWN-GROUND", "nothing was touched")
        .doesNotContain("not an address");
    for (Map.Entry<String, String> lossy :
        Map.of(
                "[{\"email\":\"a@example.org\",\"email\":\"b@example.org\"}]",
                "BAD-JSON",
                "[{\"email\":\"a@example.org\"}]\n[{\"email\":\"b@example.org\"}]",
                "requests.json:2: ",
                "[{\"email\":\"a@example.org\",\"ground\":[\"request\",\"minor\"]}]",
                "SEVERAL-VALUES",
                "[{\"email\":\"a@example.org\",\"verified\":[]}]",
                "BAD-VERIFIED",
                "[{\"email\":\"a@example.org\",\"purpose\":[]}]",
                "NO-VALUE")
            .entrySet()) {
      Path json = Files.writeString(directory.resolve("requests.json"), lossy.getKey());
      CommandRun run = job.command("request add", "--file", json.toString());
      assertThat(run.exitCode()).as(lossy.getKey()).isEqualTo(2);
      assertThat(run.err()).contains(lossy.getValue()).doesNotContain("@example.org");
    }
    assertThat(job.command("request list", "--json").json()).isEmpty();

    Files.writeString(
        directory.resolve("requests.json"),
        "[ { \"email\": [\"ada.lovelace@example.org\"], \"received_at\": \"2026-02-20\" },\n"
            + "  { \"phone\": \"+49895551234\", \"verified\": false } ]");
    CommandRun taken =
        job.command(
            "request add", "--json", "--file", directory.resolve("requests.json").toString());
    assertThat(taken.exitCode()).as(taken.err()).isZero();
    assertThat(taken.json()).hasSize(2);
    assertThat(taken.json().get(0).get("receivedAt").asString()).isEqualTo("2026-02-19T23:00:00Z");
    assertThat(taken.json().get(1).get("state").asString()).isEqualTo("received");
  }

  @Test
  void applicationsFileRequestsInATableAndGarbageBlocksNobody() throws Exception {
    OpenedJob filed = filed();
    CommandRun missing = filed.command("run", "--only", "erasure");
    assertThat(missing.exitCode()).as(missing.err()).isEqualTo(2);
    assertThat(missing.err()).contains("NO-INBOX", "sql/samples/inbox.sql");
    assertThat(filed.command("validate").exitCode()).isEqualTo(2);

    engine().execute(SCHEMA, inbox());
    String columns =
        "INSERT INTO erasure_inbox (identifier_type, identifier_value, ground,"
            + " received_at, verified) VALUES ";
    engine()
        .execute(
            SCHEMA,
            columns + "('email', 'no address', NULL, NULL, TRUE)",
            columns + "('shoe-size', '44', NULL, NULL, TRUE)",
            columns + "(NULL, NULL, NULL, NULL, TRUE)",
            columns + "('email', 'x@example.org', 'because', NULL, TRUE)",
            columns + "('email', 'x@example.org', NULL, '2099-01-01 00:00:00', TRUE)",
            columns + "('email', 'ada.lovelace@example.org', 'minor', '2026-02-20 08:00:00', TRUE)",
            columns + "('phone', '+49895551234', NULL, NULL, NULL)");
    CommandRun run = filed.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("inbox: 2 taken, 5 rejected", "unknown-identifier-type=1", "no-identifier=1")
        .doesNotContain("x@example.org");
    assertThat(row("customer", 1)).doesNotContain("ada.lovelace");
    assertThat(row("customer", 2)).contains("BO@example.org");
    assertThat(row("erasure_inbox", 6)).contains("identifier_value=null", "state=taken");
    assertThat(row("erasure_inbox", 7)).contains("identifier_value=null", "state=taken");
    assertThat(row("erasure_inbox", 1)).contains("state=rejected", "implausible-identifier");
    assertThat(filed.command("request list", "--json").json().get(0).get("receivedAt").asString())
        .isEqualTo("2026-02-20T00:00:00Z"); // eight in Shanghai
    assertThat(filed.command("request intake").out()).contains("0 taken, 0 rejected");
  }

  /** Clocks differ, and a row can come in after the moment that a run is as of. */
  @Test
  void aRowThatIsAheadOfTheRunWaitsForTheNextOne() throws Exception {
    OpenedJob filed = filed();
    engine().execute(SCHEMA, inbox());
    String columns =
        "INSERT INTO erasure_inbox (identifier_type, identifier_value, received_at, verified)"
            + " VALUES ";
    String ahead = "('email', 'ahead@example.org', '2026-03-01 20:00:01', TRUE)"; // in Shanghai
    engine()
        .execute(
            SCHEMA,
            columns + String.join(", ", Collections.nCopies(250, ahead)), // more than one batch
            columns + "('email', 'tomorrow@example.org', '2026-03-02 20:00:00', TRUE)",
            columns + "('email', 'later@example.org', '2026-03-02 20:00:01', TRUE)",
            columns + "('email', 'ada.lovelace@example.org', '2026-03-01 20:00:00', TRUE)");

    CommandRun run = filed.command("run", "--only", "erasure");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err())
        .contains("inbox: 1 taken, 1 rejected {received-in-future=1}, 251 waiting");
    assertThat(row("erasure_inbox", 1)).contains("state=new", "outcome=null", "ahead@example.org");
    assertThat(row("erasure_inbox", 251)).contains("state=new", "tomorrow@example.org");
    assertThat(row("erasure_inbox", 252)).contains("state=rejected");
    assertThat(row("erasure_inbox", 253)).contains("state=taken");
    assertThat(filed.command("request intake").out())
        .contains("inbox: 0 taken, 0 rejected, 251 waiting");

    filed.at("2026-03-01T12:00:01Z");
    assertThat(filed.command("request intake").out())
        .contains("inbox: 250 taken, 0 rejected, 1 waiting");
    assertThat(row("erasure_inbox", 250)).contains("state=taken", "identifier_value=null");
    assertThat(filed.command("request list", "--json").out()).contains("2026-03-01T12:00:01Z");
  }

  /** Else a request would wait for ever, and nobody would know. */
  @Test
  void aRowWhoseStateIsNoneIsNamed() throws Exception {
    OpenedJob filed = filed();
    engine().execute(SCHEMA, inbox());
    String columns =
        "INSERT INTO erasure_inbox (identifier_type, identifier_value, verified, state) VALUES ";
    engine()
        .execute(
            SCHEMA,
            columns + "('email', 'bo@example.org', TRUE, 'open')",
            columns + "('email', 'cy@example.org', TRUE, '')",
            columns + "('email', 'ada.lovelace@example.org', TRUE, 'new')");

    CommandRun run = filed.command("run", "--only", "erasure");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("inbox: 1 taken, 0 rejected, 2 passed over: 'state' is none of");
    assertThat(filed.command("request intake", "--json").json().get("passed").asInt()).isEqualTo(2);
    assertThat(row("erasure_inbox", 1)).contains("state=open", "bo@example.org");
  }

  /** The moments of one are instants, and of the others nothing tells the rows apart. */
  @Test
  void anInboxOfAnotherKindIsReadRightOrRefusedAsAWhole() throws Exception {
    OpenedJob filed = filed();
    String columns = "(id, identifier_type, identifier_value, received_at, verified)";
    for (String id :
        engine().isPostgres() ? List.of("INT") : List.of("INT", "BINARY(16) PRIMARY KEY")) {
      inbox(id);
      List<String> ids = id.equals("INT") ? List.of("1", "1") : List.of("X'00FF'", "X'01FF'");
      String insert = "INSERT INTO erasure_inbox %s VALUES (%s, 'email', '%s', NULL, TRUE)";
      engine()
          .execute(
              SCHEMA,
              insert.formatted(columns, ids.get(0), "bo@example.org"),
              insert.formatted(columns, ids.get(1), "cy@example.org"));
      CommandRun valid = filed.command("validate");
      assertThat(valid.out() + valid.err()).contains("[INBOX-KEY]");
      CommandRun intake = filed.command("request intake");
      assertThat(intake.exitCode()).as(intake.out() + intake.err()).isEqualTo(2);
      assertThat(engine().rows(SCHEMA).get("erasure_inbox"))
          .hasSize(2)
          .allSatisfy(row -> assertThat(row).contains("state=new"))
          .anySatisfy(row -> assertThat(row).contains("cy@example.org"));
    }
    inbox("INT PRIMARY KEY");
    engine().execute(SCHEMA, "ALTER TABLE erasure_inbox DROP COLUMN verified");
    engine().execute(SCHEMA, "ALTER TABLE erasure_inbox ADD COLUMN verified VARCHAR(5)");
    String asked =
        "INSERT INTO erasure_inbox "
            + columns
            + " VALUES (%d, 'email', '%s', '2026-02-20 08:00:00"
            + (engine().isH2() || engine().isPostgres() ? "+00" : "")
            + "', '%s')";
    engine()
        .execute(
            SCHEMA,
            asked.formatted(1, "cy@example.org", "yes"),
            asked.formatted(2, "di@example.org", " "));
    assertThat(filed.command("request intake").out()).contains("2 taken");
    assertThat(filed.command("request list", "--json").json())
        .extracting(
            request -> request.get("receivedAt").asString(),
            request -> request.get("state").asString())
        .containsExactlyInAnyOrder(
            tuple("2026-02-20T08:00:00Z", "approved"), tuple("2026-02-20T08:00:00Z", "received"));
  }

  @Test
  void anInboxMayTellTheDayAlone() throws Exception {
    OpenedJob filed = filed();
    engine().execute(SCHEMA, inbox());
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE erasure_inbox DROP COLUMN received_at",
            "ALTER TABLE erasure_inbox ADD COLUMN received_at DATE",
            "INSERT INTO erasure_inbox (identifier_type, identifier_value, received_at, verified)"
                + " VALUES ('email', 'bo@example.org', '2026-02-20', TRUE),"
                + " ('email', 'cy@example.org', NULL, TRUE)");

    assertThat(filed.command("request intake").out()).contains("2 taken, 0 rejected");

    assertThat(filed.command("request list", "--json").json().get(0).get("receivedAt").asString())
        .isEqualTo("2026-02-19T16:00:00Z"); // its beginning in Shanghai
  }

  /** Nobody has asked to be erased before there were such laws: the date is a mistake. */
  @Test
  void aRowThatWasReceivedBeforeTimeStopsItselfAlone() throws Exception {
    OpenedJob filed = filed();
    engine().execute(SCHEMA, inbox());
    String columns =
        "INSERT INTO erasure_inbox (identifier_type, identifier_value, received_at, verified)"
            + " VALUES ";
    String first = engine().isPostgres() ? "-infinity" : "0001-01-01 00:00:00";
    engine()
        .execute(
            SCHEMA,
            columns + "('email', 'bo@example.org', '" + first + "', TRUE)",
            columns + "('email', 'ada.lovelace@example.org', '2026-02-20 08:00:00', TRUE)");

    CommandRun intake = filed.command("request intake");

    assertThat(intake.exitCode()).as(intake.err()).isZero();
    assertThat(intake.out()).contains("inbox: 1 taken, 1 rejected {bad-received-at=1}");
    assertThat(filed.command("request intake").out()).contains("inbox: 0 taken, 0 rejected");
    assertThat(row("erasure_inbox", 1)).contains("state=rejected", "bo@example.org");
    Path file =
        Files.writeString(
            directory.resolve("old.csv"),
            "email,received_at,verified\nbo@example.org,-0044-03-15,yes\nbo@example.org,, \n");
    CommandRun refused = job.command("request add", "--file", file.toString());
    assertThat(refused.exitCode()).as(refused.err()).isEqualTo(2);
    assertThat(refused.err())
        .contains("old.csv:2: ", "BAD-RECEIVED-AT", "old.csv:3: ", "BAD-VERIFIED");
  }

  /** The shop's job, with an inbox. */
  OpenedJob filed() throws Exception {
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml") + "requests: { inbox: crm.erasure_inbox }\n");
  }
}
