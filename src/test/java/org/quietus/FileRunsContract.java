package org.quietus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Outcome;
import org.quietus.certificate.TargetRecord;
import org.quietus.cli.CommandRun;

/** Log files as runs, requests and certificates see them. */
abstract class FileRunsContract {
  private static final String SCHEMA = "shop_files";
  private static final int WHO_ASKED = 17;
  private static final String EMAIL = CrowdedShop.email(WHO_ASKED);
  private static final String OLD =
      "{\"at\":\"2020-05-05T00:00:00Z\",\"mail\":\"c3@example.org\"}\n";
  private static final String OTHERS =
      """
      {"at":"2026-02-01T00:00:00Z","mail":"c18@example.org","uid":18}
      {"at":"2099-01-01T00:00:00Z","mail":"c17@example.org"}
      """;
  private static final String HERS =
      """
      {"at":"2026-02-01T00:00:00Z","mail":"C17@example.org"}
      {"at":1769940000,"uid":"17","mail":"earlier@example.org"}
      """;

  private static final String JOB =
      CrowdedShop.JOB
          + """
            clock: { settle: PT6H }
          categories: { shop.customer: { email: contact } }
          object-stores:
            disk: { url: "${DISK}" }
          files:
            logs:
              of: shop
              in: disk
              objects: "logs/**"
              format: jsonl
              from: at
              records: { keep: P90D, then: delete, because: diagnosis }
              persons: { customer: { mail: email, uid: id } }
              on-erasure: delete
              categories: { mail: contact, at: behaviour }
          """;

  @TempDir Path directory;
  private Path logs;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void open() throws Exception {
    engine().fresh(SCHEMA);
    try (Connection connection = engine().connect(SCHEMA)) {
      CrowdedShop.fill(connection);
    }
    Path disk = Files.createDirectory(directory.resolve("disk"));
    logs = Files.createDirectory(disk.resolve("logs"));
    job =
        new OpenedJob(directory, engine().server(), SCHEMA, JOB)
            .with("DISK", disk.toUri().toString());
    ok(job.generateKeys());
  }

  private void log(String name, String lines) throws IOException {
    Files.writeString(logs.resolve(name), lines);
  }

  private String log(String name) throws IOException {
    return Files.readString(logs.resolve(name));
  }

  private void approve() {
    String plan = job.command("plan", "--json").json().get("fingerprint").asString();
    ok(job.command("approve", plan));
  }

  private static void ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private Certificate last(String occasion) {
    List<Certificate> all = job.certificatesOf(occasion);
    return all.get(all.size() - 1);
  }

  private static TargetRecord records(Certificate certificate) {
    return certificate.targets().stream()
        .filter(target -> target.name().equals("logs.(records)"))
        .filter(target -> target.counts().deleted() > 0)
        .findFirst()
        .orElseThrow();
  }

  private String state(String request) {
    return job.command("request show", request, "--json").json().get("state").asString();
  }

  @Test
  void recordsGoByTheirAgeAndWithTheirPersonAndLateOnesFollow() throws Exception {
    log("a.jsonl", OLD + HERS + OTHERS + OLD);
    ok(job.command("validate"));
    assertThat(job.command("plan").out()).contains("files", "delete after P90D");
    String request = job.request("email: " + EMAIL);

    CommandRun run = job.run();

    ok(run);
    assertThat(log("a.jsonl")).isEqualTo(OTHERS);
    Certificate ofRun = last(run.json().get("runId").asString());
    assertThat(ofRun.targets())
        .filteredOn(target -> target.name().equals("logs.(records)"))
        .extracting(target -> target.counts().deleted(), TargetRecord::rules)
        .contains(tuple(4L, List.of("erasure of customer", "records of logs")));
    Certificate hers = last(request);
    assertThat(records(hers).counts().deleted()).isEqualTo(2);
    assertThat(records(hers).categories()).containsExactly("behaviour", "contact");
    assertThat(hers.verification().orElseThrow().checks())
        .anyMatch(check -> check.target().equals("logs.(records)") && check.due() == 0);
    assertThat(hers.residuals().copies()).noneMatch(copy -> copy.of().equals("logs"));
    assertThat(state(request)).isEqualTo("settling");

    log("b.jsonl", HERS + OTHERS);
    ok(job.at("2026-03-02T12:00:00Z").run());
    assertThat(log("b.jsonl")).isEqualTo(OTHERS);
    assertThat(state(request)).isEqualTo("completed");

    log("c.jsonl", OTHERS + HERS);
    String text = Files.readString(job.file());
    Files.writeString(job.file(), text.replace(" customer: {", " client: {"));
    approve();
    CommandRun blind = job.at("2026-03-03T12:00:00Z").run();
    assertThat(blind.exitCode()).as(blind.err()).isEqualTo(8);
    assertThat(blind.err()).contains("'customer', a subject that the job file does not have");
    assertThat(log("c.jsonl")).isEqualTo(OTHERS + HERS);
    Files.writeString(
        job.file(),
        text.replace(" customer: {", " client: {")
            + "former-subjects: { customer: sold in 2026 }\n");
    approve();
    CommandRun given = job.run();
    ok(given);
    assertThat(given.err()).contains("erased as 'customer' is sought in no copy any more");
    assertThat(last(given.json().get("runId").asString()).residuals().copies())
        .anyMatch(copy -> copy.of().equals("logs") && copy.protection().equals("former-subject"));
    assertThat(log("c.jsonl")).isEqualTo(OTHERS + HERS);
    ok(checked());
    Files.writeString(job.file(), text);
    approve();
    assertThat(checked().exitCode()).as("whoever was passed over is sought again").isEqualTo(9);
    ok(job.run());
    assertThat(log("c.jsonl")).isEqualTo(OTHERS);
    assertThat(records(last(request)).counts().deleted()).isEqualTo(2);
    assertThat(job.run().json().get("byTable").size()).isZero();
    for (Path file : Files.walk(job.evidence()).filter(Files::isRegularFile).toList()) {
      assertThat(new String(Files.readAllBytes(file), UTF_8)).doesNotContainIgnoringCase(EMAIL);
    }
    assertThat(engine().control(SCHEMA).toString()).doesNotContainIgnoringCase(EMAIL);
  }

  private CommandRun checked() {
    return job.command(
        "replay", "--database", "shop", "--snapshot", "2026-03-01T00:00:00Z", "--check");
  }

  @Test
  void anObjectWithALineThatCannotBeReadIsLeftAndNamedOnTheTerminalAlone() throws Exception {
    String broken = OLD + "{\"mail\":\"" + EMAIL + "\",\n" + HERS;
    log("a.jsonl", broken);
    log("b.jsonl", OLD + HERS + OTHERS);
    String request = job.request("email: " + EMAIL);

    CommandRun run = job.run();

    assertThat(run.exitCode()).isEqualTo(8);
    assertThat(run.err())
        .contains(
            "files 'logs': object 'logs/*.jsonl'", "is damaged: line 2: not valid JSON; it stays")
        .doesNotContain(EMAIL);
    assertThat(log("a.jsonl")).isEqualTo(broken);
    assertThat(log("b.jsonl")).isEqualTo(OTHERS);
    Certificate hers = last(request);
    assertThat(hers.outcome()).isEqualTo(Outcome.PARTIAL);
    assertThat(records(hers).counts().deleted()).isEqualTo(2);
    assertThat(hers.residuals().copies())
        .anyMatch(copy -> copy.of().equals("logs") && copy.protection().equals("damaged"));
    assertThat(job.command("certificate show", hers.id()).out())
        .doesNotContain("line 2", "a.jsonl");
    assertThat(job.command("request show", request).out()).contains("damaged");
    assertThat(job.run().exitCode()).isEqualTo(8);
    assertThat(log("a.jsonl")).isEqualTo(broken);
    log("a.jsonl", OLD + HERS + OTHERS);
    ok(job.run());
    assertThat(log("a.jsonl")).isEqualTo(OTHERS);
    assertThat(state(request)).isEqualTo("settling");
  }

  @Test
  void anObjectThatIsPastItsPeriodGoesWhateverItsLinesAre() throws Exception {
    Files.writeString(
        job.file(),
        Files.readString(job.file()).replace("format: jsonl\n", "format: jsonl\n    keep: P90D\n"));
    log("a.jsonl", "{\"mail\":\n");
    Files.setLastModifiedTime(
        logs.resolve("a.jsonl"), FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));

    ok(job.run());

    assertThat(logs.resolve("a.jsonl")).doesNotExist();
  }

  @Test
  void aHoldOnSomebodyKeepsTheirRecordsAndEveryOldOne() throws Exception {
    log("a.jsonl", OLD + HERS + OTHERS);
    String request = job.request("email: " + EMAIL);
    CommandRun hold =
        job.typing(
            "email: " + EMAIL + "\n",
            "hold add",
            "--subject",
            "customer",
            "--identifiers-from",
            "-",
            "--reference",
            "AZ 1/26",
            "--basis",
            "litigation",
            "--review",
            "2027-01-01",
            "--json");
    ok(hold);

    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(log("a.jsonl")).isEqualTo(OLD + HERS + OTHERS);
    Certificate held = last(run.json().get("runId").asString());
    assertThat(held.outcome()).isEqualTo(Outcome.HELD);
    assertThat(held.residuals().copies())
        .anyMatch(copy -> copy.of().equals("logs") && copy.protection().equals("held"));
    ok(job.command("hold release", hold.json().get("id").asString(), "--reason", "settled"));
    ok(job.at("2026-03-02T12:00:00Z").run());
    assertThat(log("a.jsonl")).isEqualTo(OTHERS);
    assertThat(state(request)).isEqualTo("settling");
  }

  @Test
  void everyMistakeIsNamedWithItsLineBeforeTheFirstChange() throws Exception {
    OpenedJob wrong =
        new OpenedJob(
                Files.createDirectory(directory.resolve("wrong")),
                engine().server(),
                SCHEMA,
                JOB.replace("mail: email, uid: id", "mail: e_mail, name: full_name, uid: id")
                        .replace("on-erasure: delete", "on-erasure: anonymise")
                    + "    anonymise: { mail: random, name: redact, uid: set-null }\n")
            .with("DISK", directory.resolve("disk").toUri().toString());
    CommandRun run = wrong.command("validate");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out())
        .containsPattern("yaml:26: .*no column 'e_mail'")
        .containsPattern("yaml:26: .*column 'full_name' .* does not say who a person is")
        .containsPattern("yaml:29: .*strategy 'random'")
        .doesNotContain("yaml:28");
  }

  /** Somebody said that both are of one person: each tells who that is in files. */
  @Test
  void recordsGoThatTellOfAnyOfSeveralRowsOfThePerson() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer ADD phone VARCHAR(40)",
            "UPDATE customer SET phone = '+49 30 170001' WHERE id = 17",
            "UPDATE customer SET phone = '+49 30 180002', email = '" + EMAIL + "' WHERE id = 18",
            "UPDATE customer SET phone = '+49 30 190003' WHERE id = 19");
    openWithPhones();
    String hers =
        """
        {"at":"2026-02-01T00:00:00Z","tel":"+4930170001"}
        {"at":"2026-02-01T00:00:00Z","tel":"+4930180002"}
        """;
    String others =
        """
        {"at":"2026-02-01T00:00:00Z","tel":"+4930190003"}
        """;
    log("a.jsonl", hers + others);
    String request = job.request("email: " + EMAIL);
    String list = job.command("request review", request, "--json").json().get("list").asString();
    ok(job.command("request review", request, "--of", list, "--choose", "1,2"));

    ok(job.run());

    assertThat(log("a.jsonl")).isEqualTo(others);
    log("b.jsonl", hers + others);
    ok(job.at("2026-03-02T12:00:00Z").run());
    assertThat(log("b.jsonl")).isEqualTo(others);
    ok(job.at("2026-03-04T12:00:00Z").run());
    log("c.jsonl", hers + others);
    ok(job.at("2026-03-06T12:00:00Z").run());
    assertThat(log("c.jsonl")).isEqualTo(others);
  }

  /** Persons are told by telephone numbers too, and records tell these as well. */
  private void openWithPhones() throws Exception {
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                JOB.replace(
                        "identifiers: { email: email }",
                        "identifiers: { email: email, phone: phone }")
                    .replace("{ mail: email, uid: id }", "{ mail: email, tel: phone }"))
            .with("DISK", directory.resolve("disk").toUri().toString());
  }

  /** What comes late may tell more of the person than was known. */
  @Test
  void recordsGoThatTellWhatALateRowOfThePersonTells() throws Exception {
    engine().execute(SCHEMA, "ALTER TABLE customer ADD phone VARCHAR(40)");
    openWithPhones();
    String request = job.request("email: " + EMAIL);
    ok(job.run());
    assertThat(state(request)).isEqualTo("settling");
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, created_at) VALUES (9001, 'Late', '"
                + EMAIL
                + "', '+49 30 170001', '2020-01-01 00:00:00')");
    String hers =
        """
        {"at":"2026-02-01T00:00:00Z","tel":"+4930170001"}
        """;
    log("a.jsonl", hers);
    assertThat(job.at("2026-03-02T12:00:00Z").run().exitCode()).isEqualTo(8);
    String list = job.command("request review", request, "--json").json().get("list").asString();
    ok(job.command("request review", request, "--of", list, "--choose", "1"));
    ok(job.at("2026-03-03T12:00:00Z").run());
    assertThat(engine().rows(SCHEMA).get("customer")).noneMatch(row -> row.contains("9001"));
    assertThat(log("a.jsonl")).isEmpty();
    for (int day = 4; day < 7; day++) {
      log("b.jsonl", hers);
      ok(job.at("2026-03-0" + day + "T12:00:00Z").run());
      assertThat(log("b.jsonl")).as(state(request) + " on day " + day).isEmpty();
    }
  }
}
