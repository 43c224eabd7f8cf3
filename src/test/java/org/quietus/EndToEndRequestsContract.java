package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.Residuals;
import org.quietus.cli.CommandRun;

/** Requests that end otherwise than plainly, and persons whose row goes as a whole. */
abstract class EndToEndRequestsContract {
  static final String SCHEMA = "shop_requests";
  private static final int MANY = 1500; // more than the first chunk takes

  @TempDir Path directory;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
  }

  @Test
  void anAmbiguousIdentifierRemovesNothingAndWaitsForAPerson() throws SQLException {
    String request = job.request("email: TWIN@example.org");
    Map<String, List<String>> before = engine().rows(SCHEMA);

    for (int start = 1; start <= 2; start++) {
      CommandRun run = job.command("run", "--only", "erasure", "--json");
      assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
      assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    }

    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(certificate.targets())
        .filteredOn(target -> target.name().equals("crm.customer"))
        .extracting(target -> target.counts().ambiguous())
        .containsExactly(2L);
    assertThat(job.command("status", "--json").json().get("openRequests").asLong()).isOne();
  }

  @Test
  void whomTheJobFileDoesNotKnowAnyMoreIsNamedAndLeft() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    Files.writeString(
        job.file(),
        OpenedJob.text("/e2e/shop.yaml")
            .replace("  customer:\n    records", "  client:\n    records"));
    CommandRun run = job.command("run", "--only", "erasure", "--json");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(8);
    assertThat(run.json().get("messages").toString()).contains(ada, "'customer'");
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    assertThat(state(job, ada)).isEqualTo("approved");
  }

  @Test
  void anIdentifierOfTwoTypesThatLeadsToTwoPersonsIsAmbiguous() throws SQLException {
    job.request("email: ada.lovelace@example.org\nphone: 0049 89 5551234");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    assertThat(job.command("run", "--only", "erasure").exitCode()).isEqualTo(8);
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
  }

  @Test
  void whoIsDeletedLeavesOthersTheirRowsWithoutTheLink() throws Exception {
    OpenedJob deleting = deleting();
    Map<String, List<String>> before = engine().rows(SCHEMA);
    String ada = deleting.request("email: ada.lovelace@example.org");
    String bo = deleting.request("phone: +49895551234");

    CommandRun run = deleting.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();

    Map<String, List<String>> after = engine().rows(SCHEMA);
    assertThat(after.get("customer"))
        .containsExactlyElementsOf(
            before.get("customer").stream()
                .filter(row -> !row.startsWith("id=1 ") && !row.startsWith("id=2 "))
                .map(row -> row.replaceAll("referrer_id=[12] ", "referrer_id=null "))
                .toList());
    assertThat(after.get("review"))
        .containsExactlyElementsOf(
            before.get("review").stream()
                .map(row -> row.replace("body=Ada writes 'I, Ada' \\ 😀", "body=removed"))
                .map(row -> row.replace("customer_id=1 ", "customer_id=null "))
                .toList());
    assertThat(after.get("address")).hasSize(4).noneMatch(row -> row.startsWith("id=1 "));
    for (String table : List.of("orders", "visit", "invoice", "access_log")) {
      assertThat(after.get(table))
          .as(table)
          .containsExactlyElementsOf(
              before.get(table).stream()
                  .filter(row -> !row.matches(".*customer_id=[12] .*"))
                  .toList());
    }
    assertThat(deleting.certificatesOf(ada).get(0).notRemoved()).isEqualTo(NotRemoved.NOTHING);
    assertThat(deleting.certificatesOf(bo).get(0).notRemoved().kept())
        .extracting(NotRemoved.Kept::target, NotRemoved.Kept::records)
        .containsExactly(org.assertj.core.api.Assertions.tuple("crm.address", 1L));
  }

  @Test
  void whoComesBackLaterIsSomebodyElse() throws Exception {
    OpenedJob deleting = deleting();
    deleting.request("email: ada.lovelace@example.org");
    assertThat(deleting.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at)"
                + " VALUES (1, 'Ada Again', 'ada.lovelace@example.org', 'open', '2099-01-01')");
    Map<String, List<String>> before = engine().rows(SCHEMA);
    CommandRun run = deleting.at("2026-03-05T12:00:00Z").command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
  }

  @Test
  void aPersonWithMoreRowsThanAChunkHoldsIsErasedWhole() throws SQLException {
    try (Connection connection = engine().connect(SCHEMA)) {
      connection.setAutoCommit(false);
      Shop shop = new Shop(connection, engine().columns());
      for (int n = 0; n < MANY; n++) {
        shop.insert("visit", 4, "2026-01-01 00:00:00", n, "/page");
      }
      connection.commit();
    }
    String request = job.request("email: adá.lovelace@example.org");
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(engine().rows(SCHEMA).get("visit"))
        .noneMatch(row -> row.startsWith("customer_id=4 "));
    assertThat(job.certificatesOf(request).get(0).targets())
        .filteredOn(target -> target.name().equals("crm.visit"))
        .allSatisfy(target -> assertThat(target.counts().deleted()).isEqualTo(MANY))
        .allSatisfy(target -> assertThat(target.chunks()).isGreaterThan(1));
  }

  @Test
  void anErasureSettlesAndIsSearchedForOnceMore() throws Exception {
    OpenedJob settling = clocked("settle: PT6H");
    String ada = settling.request("email: ada.lovelace@example.org");
    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(state(settling, ada)).isEqualTo("settling");
    Certificate first = settling.certificatesOf(ada).get(0);
    assertThat(first.clock().orElseThrow().completed()).isEmpty();
    assertThat(first.residuals().copies())
        .extracting(Residuals.Copy::place)
        .contains(Residuals.Place.IN_FLIGHT);

    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at)"
                + " VALUES (901, 'Ada Late', 'ada.lovelace@example.org', '+49 30 123456', 'open',"
                + " '2020-01-01')",
            "INSERT INTO customer (id, full_name, email, status, created_at)"
                + " VALUES (902, 'Ada Again', 'ada.lovelace@example.org', 'open', '2099-01-01')");
    settling.at("2026-03-01T13:00:00Z").command("run", "--only", "erasure");
    assertThat(state(settling, ada)).isEqualTo("settling");
    assertThat(row("customer", 901)).contains("Ada Late");

    CommandRun last = settling.at("2026-03-01T19:00:00Z").command("run", "--only", "erasure");
    assertThat(last.exitCode()).as(last.err()).isZero();
    assertThat(state(settling, ada)).isEqualTo("completed");
    assertThat(row("customer", 901)).doesNotContain("Ada", "ada.lovelace");
    assertThat(row("customer", 902)).contains("Ada Again");
    Certificate followUp = settling.certificatesOf(ada).get(1);
    assertThat(followUp.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(followUp.clock().orElseThrow().completed()).contains(LocalDate.of(2026, 3, 1));
    assertThat(followUp.residuals().copies())
        .extracting(Residuals.Copy::place)
        .doesNotContain(Residuals.Place.IN_FLIGHT);
  }

  @Test
  void whoHasOnlyGotTheNumberByNowIsLeftForAPerson() throws Exception {
    OpenedJob settling = clocked("settle: PT6H");
    String ada = settling.request("email: ada.lovelace@example.org\nphone: +49 30 123456");
    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at)"
                + " VALUES (901, 'Eve Other', 'eve@example.org', '+49 30 123456', 'open',"
                + " '2020-01-01')");
    CommandRun later = settling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure");
    assertThat(later.exitCode()).as(later.err()).isEqualTo(8);
    assertThat(row("customer", 901)).contains("Eve Other");
    assertThat(state(settling, ada)).isEqualTo("settling");
  }

  @Test
  void whoTookOverTheOnlyAddressThatAPersonHadIsLeftForAPersonToo() throws Exception {
    engine().execute(SCHEMA, "UPDATE customer SET phone = NULL WHERE id = 2");
    OpenedJob settling = clocked("settle: PT6H");
    String bo = settling.request("email: bo@example.org");
    assertThat(settling.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at)"
                + " VALUES (901, 'Eve Older', 'bo@example.org', 'open', '2020-01-01')");
    CommandRun later = settling.at("2026-03-02T12:00:00Z").command("run", "--only", "erasure");
    assertThat(later.exitCode()).as(later.err()).isEqualTo(8);
    assertThat(row("customer", 901)).contains("Eve Older");
    assertThat(state(settling, bo)).isEqualTo("settling");
    assertThat(settling.command("request review", bo).out()).contains("email", "901");
  }

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
  void aRefusalIsRecordedCertifiedAndFinal() throws Exception {
    String ada = unverified("email: ada.lovelace@example.org");
    assertThat(job.command("request verify", ada, "--ask").exitCode()).isZero();
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 1)).contains("Ada");
    CommandRun refused =
        job.command("request refuse", ada, "--reason", "identity-not-verified", "--as", "dpo");
    assertThat(refused.exitCode()).as(refused.err()).isZero();
    Certificate certificate = job.certificatesOf(ada).get(0);
    assertThat(certificate.outcome()).isEqualTo(Outcome.REFUSED);
    assertThat(certificate.notRemoved().refusals())
        .containsExactly(new NotRemoved.Refusal("identity-not-verified"));
    assertThat(certificate.authority().approver()).contains("dpo");
    assertThat(job.command("request verify", ada).exitCode()).isEqualTo(2);
    assertThat(engine().control(SCHEMA).get("request"))
        .anyMatch(row -> row.contains("sealed=null"));
  }

  @Test
  void aRefusalWhosePdfCannotBeWrittenIsGoodAndSaysHowToMakeIt() throws Exception {
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("keys: \"${KEYS}\" }", "keys: \"${KEYS}\", pdf: on }"));
    String ada = unverified("email: ada.lovelace@example.org");
    Path inTheWay = job.evidence().resolve("certificates/request-" + ada + "-1.pdf");
    Files.createDirectories(inTheWay);
    CommandRun refused = job.command("request refuse", ada, "--reason", "identity-not-verified");
    assertThat(refused.exitCode()).as(refused.err()).isZero();
    assertThat(refused.err())
        .contains("there is no PDF beside certificate request-" + ada + "-1")
        .contains("quietus certificate render");
    assertThat(job.certificatesOf(ada)).hasSize(1);
    Files.delete(inTheWay);

    assertThat(job.command("certificate show", "request-" + ada + "-1", "--language", "zh").out())
        .contains("\u5220\u9664\u8bc1\u660e");
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
  }

  @Test
  void anAddressInAnotherUnicodeFormFindsThePerson() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, status, created_at) VALUES"
                + " (90, 'Composed', 'jos\u00e9@example.org', 'open', '2020-01-01'),"
                + " (91, 'Decomposed', 'zoe\u0308@example.org', 'open', '2020-01-01')");
    job.request("email: jose\u0301@example.org");
    job.request("email: zo\u00eb@example.org");
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 90)).doesNotContain("example.org");
    assertThat(row("customer", 91)).doesNotContain("example.org");
  }

  @Test
  void aRestrictedPersonIsLeftAloneUntilThatIsLifted() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    CommandRun past = job.command("request restrict", ada, "--review", "2020-06-01");
    assertThat(past.exitCode()).isEqualTo(2);
    assertThat(past.err()).contains("REVIEW-PAST");
    assertThat(job.command("request show", ada, "--json").json().get("restricted").asBoolean())
        .isFalse();
    CommandRun restricted = job.command("request restrict", ada, "--review", "2026-06-01");
    assertThat(restricted.exitCode()).as(restricted.err()).isZero();
    assertThat(job.command("request restrict", ada, "--review", "2026-06-01").exitCode())
        .isEqualTo(2);
    String before = row("customer", 1);
    assertThat(job.command("run").exitCode()).isZero();
    assertThat(row("customer", 1)).isEqualTo(before);
    assertThat(job.command("hold list").out()).contains("restriction", "2026-06-01");
    assertThat(job.command("request unrestrict", ada).exitCode()).isZero();
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 1)).doesNotContain("ada.lovelace");
  }

  @Test
  void anObjectionThatIsUpheldErasesAndLiftsTheRestriction() throws Exception {
    CommandRun added =
        job.typing(
            "email: ada.lovelace@example.org",
            "request add",
            "--identifiers-from",
            "-",
            "--ground",
            "objection",
            "--json");
    String ada = added.json().get("id").asString();
    assertThat(job.command("request restrict", ada, "--review", "2026-06-01").exitCode()).isZero();
    assertThat(job.command("request verify", ada).err()).contains("--upheld");
    assertThat(job.command("request object", ada, "--upheld").exitCode()).isZero();
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(row("customer", 1)).doesNotContain("ada.lovelace");
    assertThat(job.certificatesOf(ada).get(0).authority().ground()).contains("objection-upheld");
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
                "SEVERAL-VALUES")
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
  void aYearWithoutHolidaysIsRefusedAndKeepsNothingElseFromBeingDone() throws Exception {
    OpenedJob clocked = chinese("answer: 15 working-days, erase: 15 working-days");
    String ada = clocked.request("email: ada.lovelace@example.org");
    clocked.at("2026-12-20T12:00:00Z");

    CommandRun beyond =
        clocked.typing("phone: +49895551234\n", "request add", "--identifiers-from", "-");

    assertThat(beyond.exitCode()).isEqualTo(2);
    assertThat(beyond.err()).contains("the working days of 2027 are not known");
    engine().execute(SCHEMA, inbox());
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox (identifier_type, identifier_value, verified) VALUES"
                + " ('phone', '+49895551234', TRUE)");
    CommandRun run = clocked.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.err()).contains("inbox: 0 taken, 1 rejected {calendar-year-unknown=1}");
    assertThat(state(clocked, ada)).isEqualTo("completed");
    assertThat(clocked.command("request list", "--json").json().size()).isEqualTo(1);
    assertThat(row("customer", 2)).contains("Bo");
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
  void oneClockThatCannotBeCountedHidesNoOther() throws Exception {
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

    clocked.at(
        "2027-02-01T12:00:00Z"); // the pause moved it on into a year of which nothing is known

    assertThat(clocked.command("request list").out()).contains("not countable", "2027-03-");
    assertThat(clocked.command("request show", waiting, "--json").out())
        .contains("the working days of 2027 are not known");
    assertThat(clocked.command("status", "--overdue", "--check").exitCode()).isEqualTo(9);
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

  @Test
  void whoMustBeAnsweredIsRememberedUntilThatIsDone() throws Exception {
    OpenedJob answering =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                    .replace("erasure:\n", "erasure:\n  clock: { answer: P1M }\n")
                + "requests: { answers: required }\n");
    String ada = answering.request("email: ada.lovelace@example.org");
    assertThat(answering.command("run", "--only", "erasure").exitCode()).isZero();
    assertThat(state(answering, ada)).isEqualTo("completed");
    assertThat(answering.command("answer list").out())
        .contains(ada + "-1", "received", ada + "-2", "completed-with-kept", "2026-04-01");
    assertThat(answering.command("answer show", ada + "-1", "--language", "zh").out())
        .contains("已收到", "2026-04-01");
    assertThat(answering.command("status", "--json").json().get("openRequests").asLong()).isOne();
    int remembering = sealedBytes();

    assertThat(answering.command("answer sent", ada + "-1").exitCode()).isZero();
    assertThat(sealedBytes()).isEqualTo(remembering);
    assertThat(answering.command("answer sent", ada + "-2", "--at", "2027-01-01").exitCode())
        .isEqualTo(2);
    assertThat(answering.command("answer sent", ada + "-2").exitCode()).isZero();
    assertThat(sealedBytes()).isLessThan(remembering);
    assertThat(answering.command("status", "--json").json().get("openRequests").asLong()).isZero();
  }

  private int sealedBytes() throws SQLException {
    try (Connection connection = engine().connect(SCHEMA);
        ResultSet sealed =
            connection.createStatement().executeQuery("SELECT sealed FROM quietus.request")) {
      sealed.next();
      return sealed.getBytes(1).length;
    }
  }

  /** The moments of one are instants, and of the others nothing tells the rows apart. */
  @Test
  void anInboxOfAnotherKindIsReadRightOrRefusedAsAWhole() throws Exception {
    OpenedJob filed = filed();
    String columns = "(id, identifier_type, identifier_value, received_at, verified)";
    for (String id : List.of("INT", "BINARY(16) PRIMARY KEY")) {
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
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox "
                + columns
                + " VALUES (1, 'email', 'cy@example.org', '2026-02-20 08:00:00"
                + (engine().isH2() ? "+00" : "")
                + "', TRUE)");
    assertThat(filed.command("request intake").out()).contains("1 taken");
    assertThat(filed.command("request list", "--json").json().get(0).get("receivedAt").asString())
        .isEqualTo("2026-02-20T08:00:00Z");
  }

  private void inbox(String id) throws Exception {
    engine().execute(SCHEMA, "DROP TABLE IF EXISTS erasure_inbox");
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE erasure_inbox (id "
                + id
                + ", subject VARCHAR(20), identifier_type VARCHAR(20), identifier_value VARCHAR(80),"
                + " ground VARCHAR(20), requester VARCHAR(20), evidence VARCHAR(20), received_at "
                + (engine().isH2() ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP NULL")
                + ", verified BOOLEAN, state VARCHAR(12) DEFAULT 'new', outcome VARCHAR(40))");
  }

  /** The shop's job, with an inbox. */
  OpenedJob filed() throws Exception {
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml") + "requests: { inbox: crm.erasure_inbox }\n");
  }

  /** The statements that make the inbox. */
  String[] inbox() throws Exception {
    String ddl = Files.readString(Path.of("sql/samples/inbox.sql")).replaceAll("--.*", "");
    String typed = engine().isH2() ? ddl : ddl.replace("TIMESTAMP(6)", "DATETIME(6)");
    return typed.strip().split(";");
  }

  @Test
  void aTimeToSettleThatCannotBeCountedIsNoticedBeforeAnythingIsErased() throws Exception {
    OpenedJob settling = chinese("settle: 5 working-days");
    engine().execute(SCHEMA, inbox());
    settling.at("2026-12-29T12:00:00Z");
    settling.request("email: ada.lovelace@example.org");
    Map<String, List<String>> before = engine().rows(SCHEMA);

    CommandRun refused = settling.command("run", "--only", "erasure");

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("the working days of 2027 are not known");
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    assertThat(settling.command("run", "--only", "retention").exitCode()).isZero();
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

  OpenedJob clocked(String clock) throws Exception {
    return new OpenedJob(
        directory,
        engine().server(),
        SCHEMA,
        OpenedJob.text("/e2e/shop.yaml")
            .replace("erasure:\n", "erasure:\n  clock: { " + clock + " }\n")
            .replace(
                "crm.access_log: { keep-at-least: P6M, from: seen_at, then: delete, because:"
                    + " network-log duty }",
                "crm.access_log: { then: delete }"));
  }

  private String unverified(String identifiers) {
    return unverified(job, identifiers);
  }

  private static String unverified(OpenedJob opened, String identifiers) {
    CommandRun added =
        opened.typing(
            identifiers, "request add", "--identifiers-from", "-", "--unverified", "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  private static String state(OpenedJob opened, String request) {
    return opened.command("request show", request, "--json").json().get("state").asString();
  }

  private String row(String table, int id) throws SQLException {
    return rowOf(engine().rows(SCHEMA), table, id);
  }

  private static String rowOf(Map<String, List<String>> rows, String table, int id) {
    return rows.get(table).stream()
        .filter(row -> row.startsWith("id=" + id + " "))
        .findFirst()
        .orElseThrow();
  }

  /** The same shop, whose customers are deleted and have a second address that may be the first. */
  private OpenedJob deleting() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer ADD COLUMN billing_id INT",
            "ALTER TABLE customer ADD FOREIGN KEY (billing_id) REFERENCES address (id)",
            "UPDATE customer SET billing_id = address_id");
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            .replace(
                "\n      - \"crm.customer.address_id",
                "\n"
                    + "      - \"crm.customer.billing_id -> crm.address.id\"\n"
                    + "      - \"crm.customer.address_id")
            .replaceAll(
                "crm.(customer|invoice|access_log): +\\{ .*then.*}", "crm.$1: { then: delete }");
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml);
  }
}
