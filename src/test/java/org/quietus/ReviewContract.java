package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;
import org.quietus.job.RunListener;
import org.quietus.job.RunOptions;
import org.quietus.job.RunResult;
import org.quietus.job.Scope;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What somebody decides about an ambiguous request is what the next run does, and nothing else. */
abstract class ReviewContract {
  private static final String FAMILY = "email: family@example.org";
  private static final String[] CID_DELETED = {
    "UPDATE household_member SET person_id = NULL WHERE id = 23",
    "DELETE FROM person WHERE id = 3",
    "DELETE FROM address WHERE id = 3"
  };
  private static final String[] DOT_DELETED = {
    "DELETE FROM chat WHERE person_ref = 5",
    "DELETE FROM parcel WHERE sender_id = 5",
    "DELETE FROM device_user WHERE person_id = 5",
    "UPDATE device SET last_user = NULL WHERE last_user = 5",
    "UPDATE orders SET buyer_id = NULL, buyer_name = '***' WHERE buyer_id = 5",
    "DELETE FROM person WHERE id = 5",
    "DELETE FROM address WHERE id = 5"
  };
  private static final String DOT_AGAIN =
      "INSERT INTO person VALUES"
          + " (6, 'Dot', 'dot@example.org', '+49 30 5000', NULL, '2020-01-05 00:00:00')";
  private static final String[] CIA_DELETED = {
    "UPDATE household_member SET person_id = NULL WHERE id = 24", "DELETE FROM person WHERE id = 4"
  };

  @TempDir Path directory;
  private Household household;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    household = Household.fresh(engine());
    job = household.job(directory, Household.DELETING);
  }

  @Test
  void theNextRunErasesExactlyTheChosenOne() throws Exception {
    String request = job.request(FAMILY + "\nphone: +49 30 4000");
    run(8);
    Certificate first = job.certificatesOf(request).get(0);
    assertThat(first.outcome()).isEqualTo(Outcome.PARTIAL);

    CommandRun listed = job.command("request review", request, "--json");
    assertThat(listed.json().get("ambiguous").asBoolean()).isTrue();
    assertThat(texts(listed.json(), "primaryKey")).containsExactly("3", "4");
    assertThat(texts(listed.json(), "created")).containsExactly("2020-01-03", "2020-01-04");
    assertThat(texts(listed.json(), "agreeing"))
        .containsExactly("[\"email\"]", "[\"email\",\"phone\"]");
    assertThat(listed.out() + job.command("request review", request).out())
        .doesNotContainIgnoringCase("family")
        .doesNotContain("304000", "30 4000", "Cia");

    assertThat(review(request, "--choose", "2", "--as", "dpo").exitCode()).isZero();
    household.byHand(CIA_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
    assertThat(job.certificatesOf(request)).hasSize(2);
    assertThat(job.command("request show", request, "--json").json().get("events").toString())
        .contains("\"reason\":\"rows-chosen\"", "\"role\":\"dpo\"");
    assertThat(mirror()).contains("\"review\"", "rows-chosen").doesNotContain("family", "l4");
    assertThat(engine().control(Household.SCHEMA).toString()).doesNotContainIgnoringCase("family");
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void whatARunLeftForReviewCanBeRefused() throws Exception {
    String request = job.request(FAMILY);
    run(8);

    CommandRun refused = job.command("request refuse", request, "--reason", "abuse-of-rights");

    assertThat(refused.exitCode()).as(refused.err()).isZero();
    assertThat(state(request)).isEqualTo("refused");
    assertThat(job.certificatesOf(request))
        .extracting(Certificate::outcome)
        .containsExactly(Outcome.PARTIAL, Outcome.REFUSED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void whomARunFoundThatAHoldStoppedIsNotDecidedAboutAnew() throws Exception {
    String request = job.request("email: dot@example.org");
    CommandRun held =
        job.typing(
            "email: dot@example.org\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            "LH-1",
            "--basis",
            "litigation",
            "--review",
            "2030-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    run(0);
    assertThat(state(request)).isEqualTo("approved");
    both(
        "INSERT INTO person VALUES"
            + " (6, 'Dora', 'dot@example.org', NULL, NULL, '2020-01-06 00:00:00')");
    assertThat(job.command("hold release", "--reference", "LH-1", "--reason", "over").exitCode())
        .isZero();

    CommandRun listed = job.command("request review", request, "--json");

    assertThat(texts(listed.json(), "primaryKey")).containsExactly("6");
    assertThat(review(request, "--nobody").exitCode()).isZero();
    household.byHand(DOT_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void severalRowsCanBeOnePersons() throws Exception {
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "1,2").exitCode()).isZero();
    household.byHand(CID_DELETED);
    household.byHand(CIA_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void whoWasChosenAndHasOtherIdentifiersByNowIsLookedAtAnew() throws Exception {
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "2").exitCode()).isZero();
    both(CID_DELETED);
    both("UPDATE person SET email = 'cia@example.org', phone = '+49 30 4999' WHERE id = 4");

    run(8);

    assertThat(state(request)).isEqualTo("approved");
    assertThat(household.rows()).isEqualTo(household.expected());
    CommandRun listed = job.command("request review", request, "--json");
    assertThat(texts(listed.json(), "primaryKey")).containsExactly("4");
    assertThat(texts(listed.json(), "agreeing")).containsExactly("[]");
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    household.byHand(CIA_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void recipientsAreToldWhatEachOfThePersonsRowsHeld() throws Exception {
    Path drop = Files.createDirectories(directory.resolve("drop"));
    job =
        household.job(
            directory,
            Household.DELETING
                + "recipients: { calls: { notify: \"%s\", received: [phone] } }\n"
                    .formatted(drop.toUri()));
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "1,2").exitCode()).isZero();

    run(0);

    try (Stream<Path> left = Files.list(drop)) {
      JsonNode envelope =
          JsonMapper.shared().readTree(Files.readAllBytes(left.findFirst().orElseThrow()));
      byte[] told = Base64.getDecoder().decode(envelope.get("payload").asString());
      assertThat(new String(told, StandardCharsets.UTF_8)).contains("+49303000", "+49304000");
    }
  }

  @Test
  void nobodyMeantEndsAsForSomebodyUnknown() throws Exception {
    String request = job.request(FAMILY);
    assertThat(review(request, "--nobody").exitCode()).isZero();
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.outcome()).isNotIn(Outcome.PARTIAL, Outcome.FAILED);
    assertThat(certificate.targets())
        .allSatisfy(target -> assertThat(target.counts().matched()).isZero());
    assertThat(engine().control(Household.SCHEMA).get("suppression")).isEmpty();
    assertThat(job.command("request show", request).out()).contains("nobody-meant", "nobody-found");
  }

  /** It may be somebody else by the same address. */
  @Test
  void whoAsksAfterTheReviewIsLookedAtOnceMore() throws Exception {
    String request = job.request(FAMILY);
    assertThat(review(request, "--nobody").exitCode()).isZero();
    assertThat(job.request(FAMILY)).isEqualTo(request);
    run(8);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(review(request, "--choose", "2").exitCode()).isZero();
    household.byHand(CIA_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void copiesAreSearchedForWhatTellsThePersonFromTheOthersAlone() throws Exception {
    both("UPDATE person SET phone = '+49 30 3000' WHERE id = 4");
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    household.byHand(CID_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(tokens()).containsExactly("row-key");
  }

  @Test
  void copiesAreSearchedForAllWhereTheOthersShareTooLittleToBeTakenForThePerson() throws Exception {
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    run(0);
    assertThat(tokens()).containsExactlyInAnyOrder("row-key", "email", "phone");
  }

  @Test
  void aWrongNumberOrListIsRefused() throws Exception {
    String request = job.request(FAMILY);
    for (String number : List.of("3", "0", "-1", "1,3")) {
      assertThat(review(request, "--choose", number).err()).contains("numbered from 1 to 2");
    }
    String list = list(request);
    household.execute("UPDATE person SET phone = '+49 30 4001' WHERE id = 4");
    CommandRun outdated = decide(request, list, "--choose", "1");
    assertThat(outdated.exitCode()).isEqualTo(2);
    assertThat(outdated.err()).contains("look at it again");
    assertThat(review(request, "--choose", "1", "--as", "requester").exitCode()).isEqualTo(2);
    assertThat(job.command("request review", request, "--choose", "1").exitCode()).isEqualTo(2);
    assertThat(job.command("request review", request, "--of", list).exitCode()).isEqualTo(2);
    assertThat(job.command("request review", "nosuch").err()).contains("there is no request");
    run(8);
    assertThat(state(request)).isEqualTo("approved");
  }

  @Test
  void whatIsDecidedOrPlainCannotBeDecided() throws Exception {
    String dot = job.request("email: dot@example.org");
    assertThat(review(dot, "--nobody").err()).contains("not ambiguous: it leads to 1 row");
    assertThat(job.command("request review", dot).out()).contains("Nothing to decide");
    String family = job.request(FAMILY);
    assertThat(review(family, "--choose", "1").exitCode()).isZero();
    assertThat(job.command("request review", family).out()).contains("Decided at ");
    CommandRun again = review(family, "--choose", "2");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("was reviewed already");
    run(0);
    CommandRun late = job.command("request review", family);
    assertThat(late.exitCode()).isEqualTo(2);
    assertThat(late.err()).contains("is completed");
  }

  @Test
  void aRowThatVanishedOrChangedMakesItAmbiguousAgain() throws Exception {
    String request = job.request(FAMILY);
    both("DELETE FROM household_member WHERE id = 24");
    for (String change :
        List.of(
            "UPDATE person SET phone = '+49 30 4001' WHERE id = 4",
            "UPDATE person SET id = 6 WHERE id = 4",
            "UPDATE person SET email = 'other@example.org' WHERE id = 6")) {
      assertThat(review(request, "--choose", "2").exitCode()).isZero();
      both(change);
      run(8);
      assertThat(household.rows()).as(change).isEqualTo(household.expected());
      assertThat(state(request)).isEqualTo("approved");
    }
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    household.byHand(CID_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void theLastOneLeftIsNotTakenForTheChosenOne() throws Exception {
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    both(CID_DELETED);
    run(8);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(review(request, "--nobody").exitCode()).isZero();
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void aRowThatNobodyLookedAtMakesItAmbiguousAgainUnlessItIsNewer() throws Exception {
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    both(
        "INSERT INTO person VALUES"
            + " (7, 'New', 'family@example.org', NULL, NULL, '2099-01-01 00:00:00'),"
            + " (8, 'Old', 'family@example.org', NULL, NULL, '2019-01-01 00:00:00')");
    run(8);
    assertThat(household.rows()).isEqualTo(household.expected());
    both("DELETE FROM person WHERE id = 8");
    household.byHand(CID_DELETED);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void theOthersAreNotTakenForLateRowsEither() throws Exception {
    job =
        household.job(
            directory,
            Household.DELETING.replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n"));
    String request = job.request(FAMILY);
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    household.byHand(CID_DELETED);
    run(0);
    assertThat(state(request)).isEqualTo("settling");
    job.at("2026-03-02T12:00:00Z");
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void lateRowsOfWhichTooLittleAgreesAreDecidedAbout() throws Exception {
    String request = dotSettles();
    both(
        "INSERT INTO person VALUES"
            + " (6, 'Dot', 'dot@example.org', '+49 30 6000', NULL, '2020-01-06 00:00:00'),"
            + " (7, 'Dora', 'dot@example.org', NULL, NULL, '2020-01-07 00:00:00'),"
            + " (8, 'New', 'dot@example.org', NULL, NULL, '2099-01-01 00:00:00')");
    run(8);
    assertThat(state(request)).isEqualTo("settling");
    assertThat(household.rows()).isEqualTo(household.expected());
    CommandRun listed = job.command("request review", request, "--json");
    assertThat(listed.json().get("ambiguous").asBoolean()).isTrue();
    assertThat(texts(listed.json(), "primaryKey")).containsExactly("6", "7");

    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    both(
        "INSERT INTO person VALUES (9, 'D', 'dot@example.org', NULL, NULL, '2020-01-09 00:00:00')");
    run(8);
    assertThat(household.rows()).isEqualTo(household.expected());
    CommandRun again = job.command("request review", request, "--json");
    assertThat(texts(again.json(), "primaryKey")).containsExactly("9");
    assertThat(review(request, "--nobody").exitCode()).isZero();
    assertThat(job.command("request review", request).out()).contains("Decided at ");
    household.byHand("DELETE FROM person WHERE id = 6");
    run(0);

    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
    assertThat(tokens()).filteredOn("row-key"::equals).hasSize(2);
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
  }

  @Test
  void aLateRowThatChangedSinceItWasChosenIsDecidedAboutAnew() throws Exception {
    String request = dotSettles();
    both(
        "INSERT INTO person VALUES (6, 'D', 'dot@example.org', NULL, NULL, '2020-01-06 00:00:00')");
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    both("UPDATE person SET phone = '+49 30 6000' WHERE id = 6");
    run(8);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(review(request, "--nobody").exitCode()).isZero();
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("completed");
  }

  @Test
  void nobodyIsAskedAboutLateRowsThatTheSameRunTakesForAnotherRequest() throws Exception {
    List<String> requests = twoOfDotSettle();
    both(DOT_AGAIN);
    run(0);
    household.byHand("DELETE FROM person WHERE id = 6");
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(requests.stream().map(this::state)).containsExactly("completed", "settling");

    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(requests.stream().map(this::state)).containsOnly("completed");
  }

  @Test
  void norIfThatIsAboutAnotherKindOfPersonWhoseRowsAreTheSame() throws Exception {
    List<String> requests = twoOfDotSettle("reader");
    both(DOT_AGAIN);

    run(0);

    household.byHand("DELETE FROM person WHERE id = 6");
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(requests.stream().map(this::state)).containsExactly("completed", "settling");
    run(0);
    assertThat(requests.stream().map(this::state)).containsOnly("completed");
  }

  @Test
  void lateRowsThatAHoldKeepsFromTheOtherRequestAreDecidedAbout() throws Exception {
    List<String> requests = twoOfDotSettle();
    both(DOT_AGAIN);
    CommandRun held =
        job.typing(
            "phone: +49 30 5000\n",
            "hold add",
            "--subject",
            "person",
            "--identifiers-from",
            "-",
            "--reference",
            "case-1",
            "--case",
            "case-1",
            "--basis",
            "claim",
            "--review",
            "2030-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    run(0);
    run(8);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(requests.stream().map(this::state)).containsOnly("settling");
    CommandRun listed = job.command("request review", requests.get(1), "--json");
    assertThat(texts(listed.json(), "primaryKey")).containsExactly("6");
  }

  /**
   * Two requests for the same person, by different identifiers, of which the later finds nobody.
   */
  private List<String> twoOfDotSettle() throws Exception {
    return twoOfDotSettle("person");
  }

  private List<String> twoOfDotSettle(String secondKind) throws Exception {
    job =
        household.job(
            directory,
            Household.DELETING
                .replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n")
                .replace(
                    "anonymise:\n",
                    """
                      reader:
                        records: crm.person
                        identifiers: { email: email, phone: phone }
                        created: created_at
                    anonymise:
                    """));
    List<String> requests = new ArrayList<>(List.of(request("person", "phone: +49 30 5000")));
    run(0);
    requests.add(request(secondKind, "email: dot@example.org"));
    run(0);
    assertThat(requests.stream().map(this::state)).containsOnly("settling");
    household.byHand(DOT_DELETED);
    job.at("2026-03-02T12:00:00Z");
    return requests;
  }

  private String request(String kind, String identifiers) {
    CommandRun added =
        job.typing(
            identifiers + "\n",
            "request add",
            "--subject",
            kind,
            "--identifiers-from",
            "-",
            "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  /** A request whose person is gone, and whose settling is over. */
  private String dotSettles() throws Exception {
    job =
        household.job(
            directory,
            Household.DELETING.replace("erasure:\n", "erasure:\n  clock: { settle: PT6H }\n"));
    String request = job.request("email: dot@example.org");
    run(0);
    assertThat(state(request)).isEqualTo("settling");
    household.byHand(DOT_DELETED);
    job.at("2026-03-02T12:00:00Z");
    return request;
  }

  @Test
  void whoWithdrawsWhileARunIsUnfinishedDoesNotKeepItFromItsEnd() throws Exception {
    String request = job.request(FAMILY);
    killedAtItsBeginning();
    assertThat(job.command("request cancel", request).exitCode()).isZero();
    run(0);
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(state(request)).isEqualTo("cancelled");
    assertThat(job.command("status").out()).doesNotContain("unfinished");
  }

  @Test
  void aRunThatHasBegunBeforeLeavesItToTheNextOne() throws Exception {
    String request = job.request(FAMILY);
    killedAtItsBeginning();
    assertThat(review(request, "--choose", "1").exitCode()).isZero();
    household.byHand(CID_DELETED);
    run(8); // the graver outcome of the one that had begun, and its successor
    assertThat(household.rows()).isEqualTo(household.expected());
    assertThat(job.certificatesOf(request))
        .extracting(Certificate::outcome)
        .satisfies(
            outcomes -> assertThat(outcomes.get(0)).isEqualTo(Outcome.PARTIAL),
            outcomes -> assertThat(outcomes).hasSize(2).last().isNotEqualTo(Outcome.PARTIAL));
    assertThat(engine().control(Household.SCHEMA).get("suppression")).isNotEmpty();
  }

  private void killedAtItsBeginning() {
    try (JobSession session = job.session()) {
      RunOptions options = new RunOptions(EnumSet.of(Scope.ERASURE), Optional.empty(), 1);
      session.run(
          options,
          new Started(
              () -> {
                throw new IllegalStateException("killed");
              }));
    } catch (IllegalStateException killed) {
      assertThat(killed).hasMessage("killed");
    }
  }

  /** Does something as soon as the run has begun. */
  private record Started(Runnable event) implements RunListener {
    @Override
    public void started(String runId, boolean resumed, long dueRows) {
      event.run();
    }

    @Override
    public void progress(long rowsDone) {}

    @Override
    public void certificate(String id, String place) {}

    @Override
    public void finished(RunResult result) {}

    @Override
    public void note(String text) {}
  }

  /** The kinds of the tokens that erased persons are known by. */
  private List<String> tokens() throws Exception {
    return engine().control(Household.SCHEMA).getOrDefault("suppression", List.of()).stream()
        .map(row -> row.replaceFirst(".*\\bkind=([^ ]*) .*", "$1"))
        .toList();
  }

  private void both(String... statements) throws Exception {
    household.execute(statements);
    household.byHand(statements);
  }

  private String list(String request) {
    return job.command("request review", request, "--json").json().get("list").asString();
  }

  /** Decides about the rows as they are now. */
  private CommandRun review(String request, String... decision) {
    return decide(request, list(request), decision);
  }

  private CommandRun decide(String request, String list, String... decision) {
    List<String> all = new ArrayList<>(List.of(request, "--of", list));
    all.addAll(List.of(decision));
    return job.command("request review", all.toArray(String[]::new));
  }

  private void run(int exitCode) {
    CommandRun run = job.command("run");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(exitCode);
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  private static List<String> texts(JsonNode review, String field) {
    return StreamSupport.stream(review.get("rows").spliterator(), false)
        .map(row -> row.get(field))
        .map(value -> value.isString() ? value.asString() : value.toString())
        .toList();
  }

  private String mirror() throws Exception {
    StringBuilder mirror = new StringBuilder();
    try (var files = Files.walk(job.evidence().resolve("mirror"))) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        mirror.append(Files.readString(file));
      }
    }
    return mirror.toString();
  }
}
