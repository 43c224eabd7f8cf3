package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.NotRemoved;
import org.quietus.certificate.Outcome;
import org.quietus.cli.CommandRun;

/** Who withdraws consent to one purpose loses what only that needs, and is there otherwise. */
abstract class PurposesContract {
  private static final String SCHEMA = "purposes";

  private static final String JOB =
      """
      quietus: 1
      job: club
      controller: Example Ltd
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        member:
          records: crm.member
          identifiers: { email: email, full_name: name }
          created: joined_at
          purposes:
            tracking: { crm.trace: rows, crm.trace_point: rows, crm.member: [ town ] }
            shop: { crm.purchase: rows, crm.hint: rows }
            hints: { crm.hint: rows }
      anonymise:
        crm.member: { with: { full_name: redact, email: set-null, town: set-null } }
      retention:
        purchases: { records: crm.purchase, keep: P10Y, from: bought_on, then: delete, because: books }
      erasure:
        records:
          crm.member: { then: anonymise }
          crm.trace: { then: delete }
          crm.trace_point: { then: delete }
          crm.hint: { then: delete }
          crm.purchase: { keep: P10Y, from: bought_on, then: delete, because: books }
      requests: { inbox: crm.erasure_inbox }
      object-stores:
        disk: { url: "${DISK}" }
      backups:
        nightly: { of: crm, in: disk, objects: "**.sql", format: mysqldump, keep: P20Y, on-erasure: rewrite, pitr: none }
      """;

  private static final String TABLES =
      """
      CREATE TABLE `member` (`id` int NOT NULL, `full_name` varchar(60), `email` varchar(60),
        `town` varchar(60), `joined_at` datetime, PRIMARY KEY (`id`));
      CREATE TABLE `trace` (`id` int NOT NULL, `member_id` int NOT NULL, PRIMARY KEY (`id`));
      CREATE TABLE `trace_point` (`id` int NOT NULL, `trace_id` int NOT NULL, `place` varchar(60),
        PRIMARY KEY (`id`));
      INSERT INTO `member` VALUES (1,'Ada','ada@example.org','Ulm','2020-01-01 00:00:00'),
        (2,'Bo','bo@example.org','Graz','2020-01-01 00:00:00');
      INSERT INTO `trace` VALUES (1,1),(2,2);
      INSERT INTO `trace_point` VALUES (1,1,'of ada'),(2,2,'of bo');
      """;

  @TempDir Path directory;
  private Path disk;
  private OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    String moment = engine().isH2() ? "TIMESTAMP" : "DATETIME";
    String toMember = "FOREIGN KEY (member_id) REFERENCES member (id))";
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE member (id INT PRIMARY KEY, full_name VARCHAR(60), email VARCHAR(60),"
                + " town VARCHAR(60), joined_at "
                + moment
                + ")",
            "CREATE TABLE trace (id INT PRIMARY KEY, member_id INT NOT NULL, " + toMember,
            "CREATE TABLE trace_point (id INT PRIMARY KEY, trace_id INT NOT NULL, place"
                + " VARCHAR(60), FOREIGN KEY (trace_id) REFERENCES trace (id))",
            "CREATE TABLE hint (id INT PRIMARY KEY, member_id INT NOT NULL, " + toMember,
            "CREATE TABLE purchase (id INT PRIMARY KEY, member_id INT NOT NULL, bought_on DATE, "
                + toMember,
            "INSERT INTO member VALUES (1, 'Ada', 'ada@example.org', 'Ulm', '2020-01-01 00:00:00'),"
                + " (2, 'Bo', 'bo@example.org', 'Graz', '2020-01-01 00:00:00')",
            "INSERT INTO hint VALUES (1, 1), (2, 2)",
            "INSERT INTO purchase VALUES (1, 1, '2020-05-05'), (2, 2, '2020-05-05')",
            inbox());
    traces(1);
    traces(2);
    disk = Files.createDirectory(directory.resolve("disk"));
    job = job(JOB);
    job.generateKeys();
  }

  private String inbox() throws Exception {
    String moment = engine().isH2() ? "TIMESTAMP(6)" : "DATETIME(6)";
    String sample = Files.readString(Path.of("sql/samples/inbox.sql"));
    return sample
        .substring(sample.indexOf("CREATE TABLE"), sample.indexOf("\n);") + 2)
        .replace("TIMESTAMP(6)", moment);
  }

  private void traces(int member) throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO trace VALUES (%d, %d)".formatted(member, member),
            "INSERT INTO trace_point VALUES (%d, %d, 'here')".formatted(member, member));
  }

  private OpenedJob job(String yaml) throws Exception {
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml)
        .with("DISK", disk.toUri().toString());
  }

  private String withdraws(String purpose) {
    CommandRun added =
        job.typing(
            "email: ada@example.org\n",
            "request add",
            "--identifiers-from",
            "-",
            "--subject",
            "member",
            "--purpose",
            purpose,
            "--json");
    assertThat(added.exitCode()).as(added.err()).isZero();
    return added.json().get("id").asString();
  }

  private CommandRun ok(CommandRun run) {
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run;
  }

  private List<String> rows(String table) throws Exception {
    return engine().rows(SCHEMA).get(table);
  }

  private void dump(String name, String made) throws Exception {
    Path file = Files.writeString(disk.resolve(name), TABLES, StandardCharsets.UTF_8);
    Files.setLastModifiedTime(file, FileTime.from(Instant.parse(made)));
  }

  private String dump(String name) throws Exception {
    return Files.readString(disk.resolve(name), StandardCharsets.UTF_8);
  }

  @Test
  void takesRowsAndColumnsOfThePurposeInDatabaseAndBackupsAndNothingElse() throws Exception {
    dump("monday.sql", "2026-02-27T00:00:00Z");
    String request = withdraws("tracking");

    ok(job.run());

    assertThat(rows("trace")).singleElement().asString().contains("member_id=2");
    assertThat(rows("trace_point")).singleElement().asString().contains("trace_id=2");
    assertThat(rows("member").get(0)).contains("Ada", "ada@example.org", "town=null");
    assertThat(rows("member").get(1)).contains("Graz");
    assertThat(rows("hint")).hasSize(2);
    assertThat(rows("purchase")).hasSize(2);
    assertThat(dump("monday.sql"))
        .doesNotContain("of ada", "Ulm")
        .contains("ada@example.org", "of bo", "Graz");
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.authority().purpose()).contains("tracking");
    assertThat(certificate.outcome())
        .isIn(Outcome.COMPLETE, Outcome.COMPLETE_WITH_RESIDUALS); // a server's binary log
    assertThat(job.command("certificate show", certificate.id()).out()).contains("tracking");
    assertThat(engine().control(SCHEMA).get("suppression"))
        .isNotEmpty()
        .allMatch(entry -> entry.contains("subject=member/tracking"));
  }

  @Test
  void aBackupThatTurnsUpLaterIsCleanedUnlessConsentMayHaveBeenGivenAgain() throws Exception {
    withdraws("tracking");
    ok(job.run());
    dump("older.sql", "2026-02-27T00:00:00Z");
    dump("younger.sql", "2036-03-04T00:00:00Z"); // later than any server's clock
    traces(1);

    ok(job.at("2036-03-05T12:00:00Z").run());

    assertThat(dump("older.sql")).doesNotContain("of ada", "Ulm").contains("Ada", "of bo");
    assertThat(dump("younger.sql")).contains("of ada", "Ulm", "of bo");
    assertThat(rows("trace")).as("agreed again").hasSize(2);
  }

  @Test
  void whatALawKeepsOrAnotherPurposeNeedsStaysAndIsNamed() throws Exception {
    String request = withdraws("shop");

    ok(job.run());

    assertThat(rows("purchase")).hasSize(2);
    assertThat(rows("hint")).hasSize(2);
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .extracting(NotRemoved.Kept::basis)
        .containsExactlyInAnyOrder("books", "needed for purpose 'hints'");
    assertThat(job.command("request show", request, "--json").json().get("state").asString())
        .as("a rule takes what was kept")
        .isEqualTo("completed");
    ok(job.at("2030-05-06T12:00:00Z").run());
    assertThat(rows("purchase")).isEmpty();
  }

  /** Whoever is a member is a guest too, under the same row. */
  @Test
  void whatAnotherPurposeOfTheSamePersonNeedsStaysWhateverKindTheyAreSoughtAs() throws Exception {
    job =
        job(
            JOB.replace(
                "anonymise:\n",
                "  guest:\n"
                    + "    records: crm.member\n"
                    + "    identifiers: { email: email }\n"
                    + "    purposes: { mail: { crm.member: [ town ] } }\n"
                    + "anonymise:\n"));
    String validated = job.command("validate").out();
    assertThat(validated)
        .contains("warning", "PURPOSE-SHARED", "rows of 'crm.hint'", "(shop)", "and also when")
        .contains("column 'town' of 'crm.member'", "(member/tracking)");
    assertThat(validated.split("PURPOSE-SHARED")).as("each once").hasSize(3);
    String request = withdraws("tracking");

    ok(job.run());

    assertThat(rows("member").get(0)).contains("town=Ulm");
    assertThat(rows("trace")).hasSize(1);
    assertThat(job.certificatesOf(request).get(0).notRemoved().kept())
        .extracting(NotRemoved.Kept::basis)
        .containsExactly("needed for purpose 'guest/mail'");
  }

  @Test
  void aHoldOnAnythingOfThePersonKeepsItUntilItIsReleased() throws Exception {
    withdraws("tracking");
    String hold =
        ok(job.command(
                "hold add",
                "--records",
                "crm.purchase",
                "--where",
                "id = 1",
                "--reference",
                "CASE-1",
                "--basis",
                "litigation",
                "--review",
                "2027-01-01",
                "--json"))
            .json()
            .get("id")
            .asString();
    assertThat(ok(job.run()).json().get("outcome").asString()).isEqualTo("HELD");
    assertThat(rows("trace")).hasSize(2);
    assertThat(rows("member").get(0)).contains("Ulm");

    ok(job.command("hold release", hold, "--reason", "settled"));
    ok(job.run());

    assertThat(rows("trace")).hasSize(1);
    assertThat(rows("member").get(0)).contains("town=null");
  }

  @Test
  void filesAndTheInboxNameThePurpose() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("requests.csv"), "email,purpose\nada@example.org,tracking\n");
    ok(job.command("request add", "--file", file.toString()));
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO erasure_inbox (identifier_type, identifier_value, purpose, verified)"
                + " VALUES ('email', 'bo@example.org', 'hints', TRUE)",
            "INSERT INTO erasure_inbox (identifier_type, identifier_value, purpose, verified)"
                + " VALUES ('email', 'bo@example.org', 'fun', TRUE)");

    CommandRun run = ok(job.run());

    assertThat(run.err()).contains("1 taken, 1 rejected", "unknown-purpose=1");
    assertThat(rows("trace")).singleElement().asString().contains("member_id=2");
    assertThat(rows("member").get(1)).contains("Bo", "Graz");
    assertThat(job.command("request list").out()).contains("member/tracking", "member/hints");
  }

  @Test
  void oneWhoIsErasedAsAWholeMeanwhileIsErasedAsAWhole() throws Exception {
    withdraws("tracking");
    job.request("email: ada@example.org");
    dump("monday.sql", "2026-02-27T00:00:00Z");

    ok(job.run());

    assertThat(rows("member").get(0)).doesNotContain("Ada", "Ulm");
    assertThat(rows("trace")).hasSize(1);
    assertThat(dump("monday.sql")).doesNotContain("Ada", "Ulm", "of ada").contains("of bo");
  }

  @Test
  void refusesAllThatIsWrongWithPurposesAtOnce() throws Exception {
    String wrong =
        JOB.replace(
            "tracking: { crm.trace: rows, crm.trace_point: rows, crm.member: [ town ] }",
            "tracking: { crm.trace: rows, crm.member: [ twon, joined_at ], crm.nothing: rows }\n"
                + "      other: { crm.erasure_inbox: rows, crm.nowhere: [ town ] }\n"
                + "      whole: { crm.member: rows }\n"
                + "      part: { crm.hint: [ id ] }\n"
                + "      link: { crm.purchase: [ member_id ] }");
    CommandRun validated = job(wrong).command("validate");

    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.err() + validated.out())
        .contains(
            "PURPOSE-CHILD", "UNREACHED", "PURPOSE-IS-PERSON", "PURPOSE-OVERLAP", "UNKNOWN-COLUMN")
        .contains("column 'member_id' of 'crm.purchase' holds the reference", "PURPOSE-LINK");
    List<String> lines = Files.readAllLines(job.file());
    for (String table : List.of("nothing", "nowhere")) {
      int line = 0;
      while (!lines.get(line).contains("crm." + table)) {
        line++;
      }
      assertThat(validated.err() + validated.out())
          .contains("job.yaml:" + (line + 1) + ": database 'crm' has no base table '" + table + "'")
          .doesNotContain("needs 'crm." + table);
    }
    CommandRun kept = job(JOB.replaceAll("(?m)^retention:\n.*\n", "")).command("validate");
    assertThat(kept.err() + kept.out()).contains("PURPOSE-KEPT", "add a retention rule");
    CommandRun unknown =
        job.typing(
            "email: ada@example.org\n",
            "request add",
            "--identifiers-from",
            "-",
            "--purpose",
            "sport");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("tracking, shop, hints").doesNotContain("ada@");
  }

  @Test
  void namesWhatPurposesLackWhereThePersonCannotBePlannedEither() throws Exception {
    String wrong =
        JOB.replace("email: set-null, town", "mail: set-null, town")
            .replace(
                "hints: { crm.hint: rows }", "hints: { crm.hints: rows, crm.trace: [ spot ] }");

    CommandRun validated = job(wrong).command("validate");

    assertThat(validated.exitCode()).isEqualTo(2);
    assertThat(validated.err() + validated.out())
        .contains(
            "job.yaml:16: database 'crm' has no base table 'hints'",
            "job.yaml:16: table 'trace' has no column 'spot'",
            "job.yaml:18: table 'member' has no column 'mail'");
  }
}
