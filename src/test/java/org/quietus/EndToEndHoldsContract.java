package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.TargetRecord;
import org.quietus.certificate.Verification;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;

/** What holds keep, and that nothing else is kept by them. */
abstract class EndToEndHoldsContract {
  private static final String SCHEMA = "shop_holds";
  private static final String ADA = "email: ada.lovelace@example.org";
  private static final LocalDate REVIEW = LocalDate.of(2027, 1, 31);

  @TempDir Path directory;
  private OpenedJob job;
  private Map<String, List<String>> before;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine().fill(SCHEMA);
    job = new OpenedJob(directory, engine().server(), SCHEMA, OpenedJob.text("/e2e/shop.yaml"));
    assertThat(job.generateKeys().exitCode()).isZero();
    before = rows();
  }

  @Test
  void aPersonUnderAHoldIsErasedByTheNextRunAfterItsRelease() throws Exception {
    String hold = holdPerson(ADA, "--reference", "LH-17");
    String ada = job.request("phone: +49 30 123456\n" + ADA);
    String bo = job.request("phone: +49 89 5551234");

    Certificate run = certificateOf(run("--only", "erasure"));
    assertThat(of(rows(), 1)).isEqualTo(of(before, 1));
    assertThat(rows().get("customer")).anyMatch(row -> row.startsWith("id=2 | full_name=**"));
    assertThat(job.certificatesOf(bo)).hasSize(1);
    assertThat(job.certificatesOf(ada)).isEmpty();
    assertThat(state(ada)).isEqualTo("approved");
    assertThat(run.outcome()).isEqualTo(Outcome.HELD);
    assertThat(run.notRemoved().holds())
        .extracting(
            NotRemoved.Hold::target,
            NotRemoved.Hold::reference,
            NotRemoved.Hold::basis,
            NotRemoved.Hold::review)
        .contains(tuple("crm.customer", "LH-17", "litigation", REVIEW));
    assertThat(held(run, "crm.customer")).isOne();
    assertThat(held(run, "crm.orders")).isEqualTo(2);
    assertThat(run.verification().orElseThrow().checks())
        .extracting(Verification.Check::due)
        .containsOnly(0L);

    release(hold);
    Certificate after = certificateOf(run("--only", "erasure"));
    assertThat(after.notRemoved().holds()).isEmpty();
    assertThat(state(ada)).isEqualTo("completed");
    assertThat(of(rows(), 1)).noneMatch(row -> row.contains("Ada Lovelace"));
    assertThat(rows().get("orders")).noneMatch(row -> row.contains("customer_id=1 "));
    assertThat(job.certificatesOf(ada)).hasSize(1);
  }

  @Test
  void aPersonUnderAHoldIsLeftByEveryRuleToo() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-18");
    Certificate run = certificateOf(run("--only", "retention"));
    assertThat(of(rows(), 3)).isEqualTo(of(before, 3));
    assertThat(rows().get("customer")).anyMatch(row -> row.startsWith("id=12 | full_name=****"));
    assertThat(held(run, "crm.visit")).isEqualTo(2);
    assertThat(run.notRemoved().holds()).extracting(NotRemoved.Hold::target).contains("crm.visit");
    assertThat(run.outcome()).isEqualTo(Outcome.HELD);
  }

  @Test
  void invariant6WholeGraphFirstOnePaymentHoldsTheWholeCustomer() throws Exception {
    String hold = holdRows("crm.payment", "order_no = 'a-1' AND pos = 1", "--reference", "LH-19");
    String ada = job.request(ADA);
    run("--only", "erasure");
    assertThat(rows()).isEqualTo(before);
    release(hold);
    run("--only", "erasure");
    assertThat(state(ada)).isEqualTo("completed");
    assertThat(rows().get("payment")).hasSizeLessThan(before.get("payment").size());
  }

  @Test
  void invariant6WholeGraphFirstThePersonsOwnRowHoldsAllThatHangsOnIt() throws Exception {
    String ada = job.request(ADA);
    holdRows("crm.customer", "id = 1", "--reference", "LH-33");
    run("--only", "erasure");
    assertThat(rows()).isEqualTo(before);
    assertThat(state(ada)).isEqualTo("approved");
  }

  @Test
  void invariant6WholeGraphFirstOnePaymentHoldsTheWholeOrder() throws Exception {
    holdRows("crm.payment", "order_no = ' lead' AND pos = 2", "--reference", "LH-20");
    Certificate run = certificateOf(run("--only", "retention"));
    for (String table : List.of("orders", "order_item", "payment")) {
      assertThat(with(rows(), table, "order_no= lead"))
          .as(table)
          .isEqualTo(with(before, table, "order_no= lead"))
          .isNotEmpty();
      assertThat(with(rows(), table, "order_no=😀-1")).as(table).isEmpty();
    }
    assertThat(held(run, "crm.orders")).isOne();
  }

  @Test
  void invariant6WholeGraphFirstOneChatHoldsTheAccountThatARuleWouldAnonymise() throws Exception {
    holdRows("crm.chat", "id = 8", "--reference", "LH-21");
    run("--only", "retention");
    assertThat(rows().get("customer"))
        .containsAll(with(before, "customer", "id=12 "))
        .anyMatch(row -> row.startsWith("id=8 | full_name=****"));
  }

  @Test
  void invariant6WholeGraphFirstWhoeverOnlyPointsAtARowHoldsItTooIfHeld() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "DELETE FROM access_log WHERE customer_id = 2",
            "UPDATE customer SET status = 'closed', closed_on = '2025-01-01' WHERE id = 2");
    OpenedJob deleting =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("from: closed_on, then: anonymise", "from: closed_on, then: delete"));
    String hold = holdRows("crm.customer", "id = 5", "--reference", "LH-32");
    before = rows();
    assertThat(deleting.command("run", "--only", "retention").exitCode()).isZero();
    assertThat(of(rows(), 2)).isEqualTo(of(before, 2)).isNotEmpty();
    assertThat(of(rows(), 8)).isEmpty();
    assertThat(deleting.command("hold release", hold, "--reason", "done").exitCode()).isZero();
    assertThat(deleting.command("run", "--only", "retention").exitCode()).isZero();
    assertThat(of(rows(), 2)).isEmpty();
    assertThat(with(rows(), "customer", "id=5 ")).first().asString().contains("referrer_id=null");
  }

  @Test
  void whatAPersonUnderAHoldPointsAtDoesNotHoldOthersWhoPointThere() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-22");
    String bo = job.request("phone: +49 89 5551234");
    run("--only", "erasure");
    assertThat(rows().get("customer")).anyMatch(row -> row.startsWith("id=2 | full_name=**"));
    assertThat(rows().get("address")).isEqualTo(before.get("address"));
    assertThat(job.certificatesOf(bo)).hasSize(1);
  }

  @Test
  void holdsOfACaseAreReleasedTogether() throws Exception {
    holdPerson(ADA, "--case", "1 O 23/26");
    holdRows("crm.chat", "id = 1", "--case", "1 O 23/26", "--reference", "LH-23");
    String ada = job.request(ADA);
    run();
    assertThat(of(rows(), 1)).isEqualTo(of(before, 1));
    assertThat(with(rows(), "chat", "id=1 ")).isNotEmpty();

    CommandRun released =
        job.command("hold release", "--case", "1 O 23/26", "--reason", "case-closed", "--json");
    assertThat(released.json().size()).as(released.err()).isEqualTo(2);
    run();
    assertThat(state(ada)).isEqualTo("completed");
    assertThat(with(rows(), "chat", "id=1 ")).isEmpty();
  }

  @Test
  void detailsOfAHoldAreDisclosedOneByOneAndStandOnNoCertificate() throws Exception {
    String hold = holdPerson(ADA, "--reference", "LH-17", "--case", "1 O 23/26");
    String other = holdPerson("email: bo@example.org", "--reference", "LH-18");
    job.request(ADA);
    Certificate run = certificateOf(run("--only", "erasure"));
    Path certificate = job.evidence().resolve("certificates/" + run.id() + ".json");
    String said = new String(payload(certificate), UTF_8);
    assertThat(said).contains("LH-17", "\"case\"").doesNotContain("1 O 23/26", "operator");

    CommandRun disclose = job.command("hold disclose", hold, "--detail", "case");
    assertThat(disclose.exitCode()).as(disclose.err()).isZero();
    assertThat(disclose.out()).contains("1 O 23/26").doesNotContain("set-by", "set-on");
    assertThat(verify(certificate, disclose.out()))
        .isEqualTo(
            "Disclosed: of the hold LH-17, the certificate states that its case is 1 O 23/26.");
    assertThat(verify(certificate, disclose.out().replace("23/26", "24/26")))
        .isEqualTo("Not good: the certificate states of no hold that its case is 1 O 24/26.");
    assertThat(
            verify(certificate, disclose.out().replace("\"name\": \"case\"", "\"name\": \"kind\"")))
        .startsWith("Not good");

    CommandRun unknown = job.command("hold disclose", other, "--detail", "case");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("no detail of that name; it has kind, set-on, set-by");
    assertThat(job.command("hold disclose", "nobody", "--detail", "case").exitCode()).isEqualTo(2);
  }

  /** The line about the disclosure. */
  private String verify(Path certificate, String disclosed) throws Exception {
    Path file = Files.writeString(directory.resolve("details.json"), disclosed);
    CommandRun verify =
        CommandRun.onDatabases(job.environment())
            .run("certificate", "verify", certificate.toString(), "--disclosure", file.toString());
    String line =
        verify
            .out()
            .lines()
            .filter(one -> one.contains("states"))
            .findFirst()
            .orElseGet(verify::err);
    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(line.startsWith("Disclosed") ? 0 : 6);
    return line;
  }

  private static byte[] payload(Path certificate) throws Exception {
    return DsseEnvelope.read(Files.readAllBytes(certificate)).payload().bytes();
  }

  @Test
  void aHoldIsReleasedByItsReferenceIfNoOtherBearsIt() throws Exception {
    String ended = holdPerson(ADA, "--reference", "LH-40");
    release(ended);
    String first = holdPerson(ADA, "--reference", "LH-40");
    String second = holdRows("crm.chat", "id = 1", "--reference", "LH-40");
    holdRows("crm.chat", "id = 2", "--reference", "LH-41", "--case", "LH-40");
    CommandRun several = releaseReference("LH-40");
    assertThat(several.exitCode()).isEqualTo(2);
    assertThat(several.err()).contains(first, second, "by its id", "--case").doesNotContain(ended);

    release(second);
    CommandRun one = releaseReference("LH-40", "--json");
    assertThat(one.exitCode()).as(one.err()).isZero();
    assertThat(one.json()).hasSize(1);
    assertThat(one.json().get(0).get("id").asString()).isEqualTo(first);
    CommandRun none = releaseReference("LH-40");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("'quietus hold list'");
    assertThat(job.command("hold list").out()).contains("LH-41").doesNotContain(first);
  }

  @Test
  void aReleaseNamesOneThingToRelease() {
    assertThat(job.command("hold release", "--reason", "x").err()).contains("--reference");
    assertThat(releaseReference("LH-1", "--case", "X 1").exitCode()).isEqualTo(2);
  }

  private CommandRun releaseReference(String reference, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--reference", reference, "--reason", "case-closed"));
    arguments.addAll(List.of(more));
    return job.command("hold release", arguments.toArray(String[]::new));
  }

  @Test
  void aRestrictionIsCountedApartAndLeavesThePersonAlone() throws Exception {
    holdPerson("email: bea@example.org", "--kind", "restriction", "--reference", "R-1");
    Certificate run = certificateOf(run("--only", "retention"));
    assertThat(of(rows(), 3)).isEqualTo(of(before, 3));
    assertThat(run.outcome()).isEqualTo(Outcome.HELD);
    assertThat(held(run, "crm.visit")).isZero();
    assertThat(sum(run, "crm.visit", target -> target.counts().restricted())).isEqualTo(2);
  }

  @Test
  void aRequestsPersonIsLeftAloneUntilTheRestrictionIsLifted() throws Exception {
    String ada = job.request(ADA);
    try (JobSession session = job.session()) {
      session.holds().restrict(ada, "R-2", "accuracy-contested", REVIEW);
      assertThatThrownBy(() -> session.holds().restrict(ada, "R-2", "again", REVIEW))
          .hasMessageContaining("is restricted already");
    }
    run();
    assertThat(of(rows(), 1)).isEqualTo(of(before, 1));
    try (JobSession session = job.session()) {
      session.holds().lift(ada, "accuracy-confirmed");
      assertThatThrownBy(() -> session.holds().lift(ada, "again"))
          .hasMessageContaining("is not restricted");
    }
    run();
    assertThat(state(ada)).isEqualTo("completed");
    assertThat(of(rows(), 1)).noneMatch(row -> row.contains("Ada Lovelace"));
  }

  /** Setting the hold is the first half of {@code request restrict}. */
  @Test
  void everyOtherMoveLeavesTheHoldOfARestrictionAsItIs() throws Exception {
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("erasure:\n", "erasure:\n  clock: { answer: P1M, extend: P2M }\n"));
    String ada = job.request(ADA);
    try (JobSession session = job.session()) {
      session.holds().restrict(ada, ada, "restriction", REVIEW);
    }
    CommandRun extended = job.command("request extend", ada, "--reason", "complexity");
    assertThat(extended.exitCode()).as(extended.err()).isZero();
    assertThat(inForce()).isEqualTo(1);
    CommandRun restricted = job.command("request restrict", ada, "--review", "2027-01-31");
    assertThat(restricted.exitCode()).as(restricted.err()).isZero();
    assertThat(inForce()).isEqualTo(1);
    assertThat(job.command("request unrestrict", ada).exitCode()).isZero();
    assertThat(inForce()).isZero();
    assertThat(job.command("request restrict", ada, "--review", "2027-01-31").exitCode()).isZero();
    assertThat(job.command("request cancel", ada).exitCode()).isZero();
    assertThat(inForce()).isEqualTo(1);
  }

  private long inForce() {
    return job.command("hold list", "--json")
        .json()
        .valueStream()
        .filter(hold -> hold.get("releasedAt").isNull())
        .count();
  }

  @Test
  void holdsBindOtherJobsOnTheDatabaseThatKnowNoPersons() throws Exception {
    String hold = holdPerson("email: bea@example.org", "--reference", "LH-24");
    OpenedJob other = other().with("KEYS", directory.resolve("keys").toString());
    assertThat(other.command("run").exitCode()).isZero();
    assertThat(of(rows(), 3)).isEqualTo(of(before, 3));
    CommandRun listed = other.command("hold list", "--json");
    assertThat(listed.json().get(0).get("job").asString()).isEqualTo("shop");
    assertThat(other.command("hold release", hold, "--reason", "not-mine").exitCode()).isEqualTo(2);
    release(hold);
    assertThat(other.command("run").exitCode()).isZero();
    assertThat(rows().get("visit")).hasSizeLessThan(before.get("visit").size());
  }

  @Test
  void aJobThatCannotReadWhomAHoldIsAboutRefusesToRun() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-25");
    OpenedJob other = other();
    assertThat(other.generateKeys().exitCode()).isZero();
    CommandRun run = other.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("sealed under another key");
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void aHoldWhoseColumnIsGoneStopsEveryRun() throws Exception {
    holdRows("crm.review", "body = 'removed'", "--reference", "LH-26");
    engine().execute(SCHEMA, "ALTER TABLE review DROP COLUMN body");
    OpenedJob other = other().with("KEYS", directory.resolve("keys").toString());
    CommandRun run = other.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured");
  }

  @Test
  void holdsThatCannotBeHonouredCanEachBeReleased() throws Exception {
    String one = holdPerson("email: bea@example.org", "--reference", "LH-40");
    String other = holdPerson("email: ada.lovelace@example.org", "--reference", "LH-41");
    String yaml = Files.readString(job.file());
    String without = yaml.replace(", phone: phone", "").replace(" phone: set-null,", "");
    OpenedJob helpdesk = // with keys of its own
        new OpenedJob(
            Files.createDirectory(directory.resolve("other")),
            engine().server(),
            SCHEMA,
            without.replace("job: shop", "job: helpdesk"));
    helpdesk.generateKeys();
    engine().execute(SCHEMA, "ALTER TABLE customer DROP COLUMN phone");
    Files.writeString(job.file(), without);
    CommandRun run = job.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured", "release it");
    List<String> order = order("--reference", "LH-42", "--identifiers-from", "-");
    String theirs =
        id(helpdesk.typing("email: bea@example.org\n", "hold add", order.toArray(String[]::new)));

    release(one);
    CommandRun released = helpdesk.command("hold release", theirs, "--reason", "case-closed");
    assertThat(released.exitCode()).as(released.err()).isZero();
    release(other);

    assertThat(job.command("hold list", "--json").json()).isEmpty();
    CommandRun again = helpdesk.command("run", "--only", "retention");
    assertThat(again.exitCode()).as(again.err()).isZero();
  }

  @Test
  void aHoldStopsOtherJobsOnceWhatBelongsToItsPersonIsCalledOtherwise() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-28");
    engine().execute(SCHEMA, "ALTER TABLE review RENAME TO opinion");
    OpenedJob other = other().with("KEYS", directory.resolve("keys").toString());
    CommandRun run = other.command("run");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured", "review.", "job 'shop'");
    assertThat(rows().get("visit")).isEqualTo(before.get("visit"));
  }

  @Test
  void aHoldStopsAlsoJobsWithTheSamePersonsOfWhomTheyKnowLess() throws Exception {
    holdPerson("email: bea@example.org", "--reference", "LH-34");
    engine().execute(SCHEMA, "ALTER TABLE chat RENAME TO message");
    String yaml =
        OpenedJob.text("/e2e/shop.yaml")
            .replace("job: shop", "job: helpdesk")
            .replace("      - \"crm.chat.customer_ref -> crm.customer.id\"\n", "")
            .replace("    crm.chat:       { then: delete }\n", "")
            .replace("crm.chat", "crm.message");
    OpenedJob helpdesk =
        new OpenedJob(
                Files.createDirectory(directory.resolve("other")), engine().server(), SCHEMA, yaml)
            .with("KEYS", directory.resolve("keys").toString());
    CommandRun run = helpdesk.command("run", "--only", "retention");
    assertThat(rows().get("message")).isEqualTo(before.get("chat"));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be honoured", "chat.", "job 'shop'");
  }

  @Test
  void aHoldForNobodyBindsWhoComesLater() throws Exception {
    CommandRun added = addPerson("email: late@example.org", "--reference", "LH-27");
    assertThat(added.exitCode()).as(added.err()).isZero();
    assertThat(added.out()).contains("nothing in crm.customer matches now");
    try (Connection connection = engine().connect(SCHEMA)) {
      Shop shop = new Shop(connection, engine().columns());
      shop.insert(
          "customer",
          77,
          "Late Comer",
          "LATE@example.org",
          null,
          "closed",
          "2025-01-01",
          "2012-01-01 00:00:00",
          null,
          null,
          null,
          "2020-01-01 00:00:00");
      shop.insert("chat", 77, 77, "2020-01-01 00:00:00", "late");
    }
    List<String> late = of(rows(), 77);
    run();
    assertThat(of(rows(), 77)).isEqualTo(late).hasSize(2);
  }

  @Test
  void anOverdueReviewIsShownAndCanFailARun() {
    holdRows("crm.chat", "id = 1", "--reference", "LH-28");
    job.at("2027-02-01T12:00:00Z");
    assertThat(job.command("hold list").out()).contains("2027-01-31 OVERDUE");
    assertThat(job.command("status").out()).contains("holds in force: 1, 1 of them overdue");
    CommandRun run = job.command("run");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("LH-28").contains("was to be reviewed by 2027-01-31");
    assertThat(job.command("run", "--fail-on", "overdue").exitCode()).isEqualTo(8);
    assertThat(job.command("run", "--fail-on", "residual,held").exitCode()).isEqualTo(8);
  }

  @Test
  void aRunOnWhichNothingIsHeldDoesNotFailOnIt() {
    CommandRun run = job.command("run", "--only", "retention", "--fail-on", "held");
    assertThat(run.exitCode()).as(run.err()).isZero();
  }

  @Test
  void thePlanAndItsFingerprintStayTheSame() {
    CommandRun plan = job.command("plan", "--sql", "--json");
    holdRows("crm.chat", "id = 1", "--reference", "LH-29");
    CommandRun held = job.command("plan", "--sql", "--json");
    assertThat(held.json().get("fingerprint")).isEqualTo(plan.json().get("fingerprint"));
    assertThat(held.json().get("sql")).isEqualTo(plan.json().get("sql"));
    assertThat(held.json().at("/steps/1/counts/held").asLong()).as(held.out()).isOne();
  }

  @Test
  void everythingWrongWithAnOrderIsSaidAtOnce() {
    CommandRun added =
        job.command(
            "hold add",
            "--reference",
            "+49 89 555 1234",
            "--basis",
            "Because of Ada",
            "--review",
            "2020-01-01",
            "--records",
            "crm.invoices",
            "--where",
            "id IN (SELECT id FROM customer)");
    assertThat(added.exitCode()).isEqualTo(2);
    assertThat(added.err())
        .contains("[BAD-REFERENCE]", "[BAD-CODE]", "[REVIEW-PAST]", "[UNKNOWN-TABLE]")
        .contains("did you mean 'crm.invoice'?", "[BAD-CONDITION]", "5 problems")
        .doesNotContain("555");
    for (String where :
        List.of("id = 1; DROP TABLE chat", "body = 'ada@example.org'", "nix = 1", "body = 17")) {
      assertThat(addRows("crm.chat", where, "--reference", "LH-1").exitCode()).isEqualTo(2);
    }
    assertThat(addPerson(ADA, "--reference", "Ada Lovelace").exitCode()).isEqualTo(2);
    assertThat(addPerson(ADA).exitCode()).isEqualTo(2);
    assertThat(addPerson("text: Ada", "--reference", "LH-1").exitCode()).isEqualTo(2);
    assertThat(job.command("hold list", "--all").out()).contains("no hold in force");
  }

  @Test
  void aReleaseIsRefusedWhereThereIsNothingToRelease() {
    String hold = holdRows("crm.chat", "id = 1", "--reference", "LH-30");
    release(hold);
    CommandRun twice = job.command("hold release", hold, "--reason", "case-closed");
    assertThat(twice.exitCode()).isEqualTo(2);
    assertThat(twice.err()).contains("was released at");
    assertThat(job.command("hold release", "nosuch", "--reason", "x").exitCode()).isEqualTo(2);
    assertThat(job.command("hold release", "--case", "X 1", "--reason", "x").exitCode())
        .isEqualTo(2);
  }

  @Test
  void holdsAreMirroredWithoutThePerson() throws Exception {
    String hold = holdPerson(ADA, "--reference", "LH-31");
    release(hold);
    StringBuilder mirror = new StringBuilder();
    try (var files = Files.walk(job.evidence())) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        mirror.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(mirror.toString())
        .contains(hold, "LH-31", "\"set\"", "\"released\"", "case-closed")
        .doesNotContainIgnoringCase("lovelace");
    assertThat(engine().control(SCHEMA).toString()).doesNotContainIgnoringCase("lovelace");
  }

  private OpenedJob other() throws Exception {
    String yaml =
        """
        quietus: 1
        job: visits
        controller: Example GmbH
        zone: Europe/Berlin
        evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
        databases:
          data: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: Asia/Shanghai }
        retention:
          old-visits: { records: data.visit, keep: P6M, from: visited_at, then: delete }
        """;
    Path elsewhere = Files.createDirectory(directory.resolve("other"));
    return new OpenedJob(elsewhere, engine().server(), SCHEMA, yaml);
  }

  private CommandRun addPerson(String identifiers, String... options) {
    List<String> all = order(options);
    all.addAll(List.of("--identifiers-from", "-"));
    return job.typing(identifiers + "\n", "hold add", all.toArray(String[]::new));
  }

  private CommandRun addRows(String table, String where, String... options) {
    List<String> all = order(options);
    all.addAll(List.of("--records", table, "--where", where));
    return job.command("hold add", all.toArray(String[]::new));
  }

  private static List<String> order(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--basis", "litigation", "--review", REVIEW.toString()));
    return all;
  }

  private String holdPerson(String identifiers, String... options) {
    return id(addPerson(identifiers, options));
  }

  private String holdRows(String table, String where, String... options) {
    return id(addRows(table, where, options));
  }

  private static String id(CommandRun added) {
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.out().lines().findFirst().orElseThrow().replaceAll(".* ", "");
  }

  private void release(String hold) {
    CommandRun released = job.command("hold release", hold, "--reason", "case-closed");
    assertThat(released.exitCode()).as(released.err()).isZero();
  }

  private CommandRun run(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add("--json");
    CommandRun run = job.command("run", all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private Certificate certificateOf(CommandRun run) {
    return job.certificatesOf(run.json().get("runId").asString()).get(0);
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  private static long held(Certificate certificate, String table) {
    return sum(certificate, table, target -> target.counts().held());
  }

  private static long sum(Certificate certificate, String table, ToLongFunction<TargetRecord> of) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals(table))
        .mapToLong(of)
        .sum();
  }

  private Map<String, List<String>> rows() throws SQLException {
    return engine().rows(SCHEMA);
  }

  private static List<String> with(Map<String, List<String>> rows, String table, String text) {
    return rows.getOrDefault(table, List.of()).stream().filter(row -> row.contains(text)).toList();
  }

  /** The rows of a customer, over all tables that name one. */
  private static List<String> of(Map<String, List<String>> rows, int customer) {
    List<String> all = new ArrayList<>();
    rows.forEach(
        (table, some) ->
            some.stream()
                .filter(
                    row ->
                        row.contains("customer_id=" + customer + " ")
                            || row.contains("customer_ref=" + customer + " ")
                            || (table.equals("customer") && row.startsWith("id=" + customer + " ")))
                .forEach(all::add));
    return all;
  }
}
