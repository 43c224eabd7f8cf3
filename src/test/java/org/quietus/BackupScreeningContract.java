package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.CertificateType;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** A dump turns up in a backup set after the persons in it were erased by an earlier run. */
abstract class BackupScreeningContract {
  static final String SCHEMA = "shop_screened";
  private static final int WHO_ASKED = 17;
  private static final int PARTIAL = 8;
  private static final IntPredicate EVERYBODY = id -> true;
  private static final IntPredicate THE_OTHERS = id -> id != WHO_ASKED;

  private static final String JOB =
      CrowdedShop.JOB
          + """
          object-stores:
            disk: { url: "${DISK}" }
          backups:
            nightly: { of: shop, in: disk, objects: "**.sql.gz", format: mysqldump, keep: P90D, on-erasure: rewrite }
          """;

  @TempDir Path directory;
  private Path disk;
  private OpenedJob job;
  private String request;

  abstract ShopEngine engine();

  private ProductDumps dumps() {
    return new ProductDumps(engine().server(), SCHEMA);
  }

  @BeforeEach
  void eraseSomebody() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    disk = Files.createDirectory(directory.resolve("disk"));
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, dumps().job(JOB))
            .with("DISK", disk.toUri().toString());
    ok(job.generateKeys());
    dump("monday", EVERYBODY);
    request = job.request("email: " + CrowdedShop.email(WHO_ASKED));
    ok(job.run());
    assertHolds("monday", THE_OTHERS);
    assertThat(job.certificatesOf(request)).hasSize(1);
  }

  @Test
  void takesThePersonOutInTheNextRunAndCertifiesIt() throws Exception {
    dump("restored", EVERYBODY);

    ok(job.run());

    assertHolds("restored", THE_OTHERS);
    assertHolds("monday", THE_OTHERS);
    List<Certificate> certificates = job.certificatesOf(request);
    assertThat(certificates).hasSize(2);
    Certificate second = certificates.get(1);
    assertThat(second.identity().type()).isEqualTo(CertificateType.FOLLOW_UP);
    assertThat(second.identity().supersedes()).contains(certificates.get(0).identity().id());
    assertThat(second.outcome()) // a server's binary log has what the first run removed
        .isEqualTo(engine().isH2() ? Outcome.COMPLETE : Outcome.COMPLETE_WITH_RESIDUALS);
    assertThat(second.targets())
        .extracting(target -> target.name(), target -> target.counts().deleted())
        .containsExactlyInAnyOrder(tuple("nightly.customer", 1L), tuple("nightly.orders", 3L));
    assertThat(second.verification().orElseThrow().checks())
        .extracting(check -> check.target(), check -> check.due())
        .containsExactlyInAnyOrder(tuple("nightly.customer", 0L), tuple("nightly.orders", 0L));
    assertThat(engine().control(SCHEMA).toString()).doesNotContain("@example.org");
    ok(job.run());
    assertThat(job.certificatesOf(request)).hasSize(2);
  }

  @Test
  void whatARuleRemovesStaysInBackupsThatWereSearchedAndItsCertificateSaysUntilWhen()
      throws Exception {
    dump("tuesday", id -> id != WHO_ASKED && id != WHO_ASKED + 1);
    created("monday", "2026-02-01T02:00:00Z");
    created("tuesday", "2026-02-20T02:00:00Z");
    Files.writeString(
        job.file(),
        Files.readString(job.file())
            + """
            retention:
              old: { records: shop.customer, where: "id = 30", keep: P1Y, from: created_at, then: delete, scan: allowed, with: { shop.orders: { then: delete } } }
            """);
    CommandRun plan = job.command("plan", "--json");
    ok(plan);
    ok(job.command("approve", plan.json().get("fingerprint").asString()));
    job.request("email: " + CrowdedShop.email(WHO_ASKED + 1));

    CommandRun run = job.run();

    ok(run);
    assertThat(job.certificatesOf(run.json().get("runId").asString()).get(0).residuals().copies())
        .filteredOn(copy -> copy.of().equals("nightly"))
        .singleElement()
        .extracting(copy -> copy.latestExpiry().orElseThrow())
        .as("90 days after the later one was made, and removed on the next")
        .isEqualTo(LocalDate.of(2026, 5, 22));
  }

  private void created(String name, String at) throws IOException {
    Files.setLastModifiedTime(disk.resolve(name + ".sql.gz"), FileTime.from(Instant.parse(at)));
  }

  @Test
  void aRunOfBackupsAloneSaysOfWhichItSearchedNone() throws Exception {
    dump("restored", EVERYBODY);

    CommandRun run = job.command("run", "--only", "backups", "--json");

    ok(run);
    assertHolds("restored", EVERYBODY);
    assertThat(run.json().get("outcome").asString()).isEqualTo("COMPLETE_WITH_RESIDUALS");
    assertThat(run.out() + run.err()).contains("left as not-searched");
    assertThat(job.certificatesOf(run.json().get("runId").asString()).get(0).residuals().copies())
        .extracting(copy -> copy.of(), copy -> copy.protection())
        .containsExactly(tuple("nightly", "not-examined"));
    ok(job.run());
    assertHolds("restored", THE_OTHERS);
    assertThat(job.command("run", "--only", "backups", "--json").json().get("outcome").asString())
        .isEqualTo("COMPLETE");
  }

  @Test
  void whoWasErasedAsASubjectThatTheJobFileHasLostIsNamedAndTakenOutOnceItIsBack()
      throws Exception {
    String text = Files.readString(job.file());
    Files.writeString(job.file(), text.replace("customer: { records", "client: { records"));
    approve();
    dump("restored", EVERYBODY);
    for (int n = 0; n < 2; n++) {
      CommandRun blind = job.run();
      assertThat(blind.exitCode()).as(blind.err()).isEqualTo(PARTIAL);
      assertThat(blind.err()).contains("'customer'", "bring it back");
      assertHolds("restored", EVERYBODY);
    }

    Files.writeString(job.file(), text);
    approve();
    ok(job.run());

    assertHolds("restored", THE_OTHERS);
  }

  @Test
  void namesOnceARowOfWhichTooLittleAgrees() throws Exception {
    String text = CrowdedShop.text(CrowdedShop.TABLES, EVERYBODY);
    write("restored", text.replace(CrowdedShop.email(WHO_ASKED), "another@example.org"));
    byte[] before = Files.readAllBytes(file("restored"));

    CommandRun run = job.command("run");

    assertThat(run.exitCode()).as(run.err()).isEqualTo(PARTIAL);
    assertThat(run.err()).contains(request).doesNotContain("@example.org");
    assertThat(Files.readAllBytes(file("restored"))).isEqualTo(before);
    assertThat(job.certificatesOf(request))
        .extracting(Certificate::outcome)
        .hasSize(2)
        .endsWith(Outcome.PARTIAL);
    ok(job.run());
  }

  @Test
  void rowsThatAreLoadedWhileABackupWaitsForSomebodyGoWithTheNextRun() throws Exception {
    int waiting = WHO_ASKED + 1;
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                dumps().job(JOB.replace("{ email: email }", "{ email: email, full_name: name }")))
            .with("DISK", disk.toUri().toString());
    approve();
    String text = CrowdedShop.text(CrowdedShop.TABLES, EVERYBODY);
    write(
        "doubtful",
        text.replace("'No. 18','" + CrowdedShop.email(waiting), "'Somebody','another@example.org"));
    String waits = job.request("email: " + CrowdedShop.email(waiting));
    assertThat(job.command("run").exitCode()).isEqualTo(PARTIAL);
    String late =
        "(99918,'No. 18','%s','2020-01-01 00:00:00')".formatted(CrowdedShop.email(waiting));
    engine().execute(SCHEMA, "INSERT INTO customer VALUES " + late);
    String own = "(%d,'No. 18','".formatted(waiting);
    write("tuesday", text.replace(own, late + "," + own));

    assertThat(job.command("run").exitCode()).isEqualTo(PARTIAL);

    assertThat(engine().rows(SCHEMA).get("customer")).noneMatch(row -> row.startsWith("id=99918 "));
    assertThat(text("tuesday")).doesNotContain("99918", own, CrowdedShop.email(waiting));
    Files.delete(file("doubtful"));
    ok(job.run());
    assertThat(job.command("request show", waits, "--json").json().get("state").asString())
        .isEqualTo("completed");
  }

  @Test
  void leavesWhoIsACustomerToday() throws Exception {
    String today = "(%d,'No. 17','another@example.org','2020-01-01 00:00:00')".formatted(WHO_ASKED);
    engine().execute(SCHEMA, "INSERT INTO customer VALUES " + today);
    String text = CrowdedShop.text(CrowdedShop.TABLES, EVERYBODY);
    write("tuesday", text.replace("'" + CrowdedShop.email(WHO_ASKED), "'another@example.org"));
    byte[] before = Files.readAllBytes(file("tuesday"));

    ok(job.run());

    assertThat(Files.readAllBytes(file("tuesday"))).isEqualTo(before);
    assertThat(job.certificatesOf(request)).hasSize(1);
  }

  @Test
  void leavesThePersonAsLongAsAHoldIsInForce() throws Exception {
    ok(
        job.typing(
            "email: " + CrowdedShop.email(WHO_ASKED) + "\n",
            "hold add",
            "--identifiers-from",
            "-",
            "--reference",
            "case-1",
            "--basis",
            "claim",
            "--review",
            "2027-01-01"));
    dump("restored", EVERYBODY);
    CommandRun held = job.command("run");
    assertThat(held.err()).contains("request " + request + ", who is held");
    assertHolds("restored", EVERYBODY);
    assertThat(job.certificatesOf(request)).hasSize(1);

    String hold = job.command("hold list", "--json").json().get(0).get("id").asString();
    ok(job.command("hold release", hold, "--reason", "case-closed"));
    ok(job.run());

    assertHolds("restored", THE_OTHERS);
  }

  @Test
  void aRunOfRetentionAloneLeavesItToTheNext() throws Exception {
    dump("restored", EVERYBODY);
    ok(job.command("run", "--only", "backups"));
    assertHolds("restored", EVERYBODY);
    ok(job.run());
    assertHolds("restored", THE_OTHERS);
  }

  private Path file(String name) {
    return disk.resolve(name + ".sql.gz");
  }

  private void approve() {
    String plan = job.command("plan", "--json").json().get("fingerprint").asString();
    ok(job.command("approve", plan));
  }

  private void dump(String name, IntPredicate customers) throws IOException {
    write(name, CrowdedShop.text(CrowdedShop.TABLES, customers));
  }

  private void write(String name, String text) throws IOException {
    Files.write(file(name), CrowdedShop.gzip(dumps().text(text)));
  }

  private String text(String name) throws IOException {
    return CrowdedShop.gunzip(Files.readAllBytes(file(name)));
  }

  private void assertHolds(String name, IntPredicate customers) throws IOException {
    String rest = dumps().text(CrowdedShop.text(CrowdedShop.TABLES, customers));
    assertThat(text(name).equals(rest)).isTrue();
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }
}
