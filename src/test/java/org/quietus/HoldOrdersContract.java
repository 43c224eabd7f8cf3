package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.seal.DsseEnvelope;
import org.quietus.cli.CommandRun;
import org.quietus.job.JobSession;

/** Holds are set, listed, reviewed and released as somebody orders it. */
abstract class HoldOrdersContract extends HeldShop {
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

  @Test
  void whoIsHeldOnceSomebodyHasSaidWhoTheyAreCanStillWithdraw() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'ada.lovelace@example.org' WHERE email ="
                + " 'bea@example.org'");
    String ada = job.request(ADA);
    assertThat(job.command("run", "--only", "erasure").exitCode()).isEqualTo(8);
    String list = job.command("request review", ada, "--json").json().get("list").asString();
    CommandRun chosen = job.command("request review", ada, "--choose", "1", "--of", list);
    assertThat(chosen.exitCode()).as(chosen.err()).isZero();
    holdPerson(ADA, "--reference", "LH-50");
    CommandRun held = job.command("run", "--only", "erasure");
    assertThat(held.exitCode()).as(held.out() + held.err()).isZero();

    CommandRun cancelled = job.command("request cancel", ada);

    assertThat(cancelled.exitCode()).as(cancelled.err()).isZero();
  }

  private long inForce() {
    return job.command("hold list", "--json")
        .json()
        .valueStream()
        .filter(hold -> hold.get("releasedAt").isNull())
        .count();
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
        .doesNotContain("555 1234");
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
}
