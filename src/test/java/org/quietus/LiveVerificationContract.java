package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.certificate.Occasion;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;

/** What a certificate says of a database is asked again, long after it was issued. */
abstract class LiveVerificationContract {
  static final String SCHEMA = "shop_live";

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
  void whatWasRemovedIsStillGoneAYearLater() {
    String run = rulesAlone();
    Map<String, List<String>> before = rows();
    CommandRun verify = live(run);

    assertThat(verify.exitCode()).as(verify.out() + verify.err()).isZero();
    assertThat(lines(verify))
        .hasSizeGreaterThan(5)
        .allSatisfy(line -> assertThat(line.get("due").asLong()).isZero())
        .allSatisfy(line -> assertThat(line.get("remark").asString()).isEqualTo("the same query"));
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void aRowThatSomebodyPutBackIsFound() throws Exception {
    String run = rulesAlone();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO visit (n, customer_id, visited_at) VALUES (70017001, 3, '2024-05-01"
                + " 10:00:00')");

    CommandRun verify = live(run);

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(6);
    assertThat(due(verify, "crm.visit")).isEqualTo(1);
    assertThat(verify.out()).doesNotContain("70017001");
  }

  /** What has become due since is not what the certificate is about. */
  @Test
  void theCutoffsAreThoseOfTheCertificate() throws Exception {
    String run = rulesAlone();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO visit (n, customer_id, visited_at) VALUES (70017001, 3, '2026-02-01"
                + " 10:00:00')");
    assertThat(live(run).exitCode()).isZero();
  }

  @Test
  void aJobFileThatHasChangedSinceDoesNotMatter() throws Exception {
    String run = rulesAlone();
    Files.writeString(
        job.file(),
        OpenedJob.text("/e2e/shop.yaml")
            .replace("keep: P6M, from: visited_at", "keep: P9Y, from: visited_at"));
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO visit (n, customer_id, visited_at) VALUES (70017001, 3, '2024-05-01"
                + " 10:00:00')");
    assertThat(live(run).exitCode()).isEqualTo(6);
  }

  @Test
  void theArchivedJobFileMayNotHaveBeenChanged() throws Exception {
    String run = rulesAlone();
    Path archived;
    try (var files = Files.list(job.evidence().resolve("jobs"))) {
      archived = files.findFirst().orElseThrow();
    }
    Files.writeString(archived, Files.readString(archived).replace("P6M", "P9M"));
    CommandRun changed = live(run);
    assertThat(changed.exitCode()).isEqualTo(2);
    assertThat(changed.err()).contains("was changed after it was kept");

    Files.delete(archived);
    CommandRun gone = live(run);
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err()).contains("look for it in a copy of the store");
  }

  @Test
  void aTableThatIsGoneIsNamedAndTheOthersAreAsked() throws Exception {
    String run = rulesAlone();
    engine().execute(SCHEMA, "DROP TABLE visit");

    CommandRun verify = live(run);

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(8);
    assertThat(line(verify, "crm.visit").get("remark").asString())
        .isEqualTo("the table is not in the database any more");
    assertThat(due(verify, "crm.chat")).isZero();
  }

  @Test
  void queriesOfAnotherTextAreNotPassedOffAsTheSame() throws Exception {
    String run = rulesAlone();
    engine().execute(SCHEMA, "ALTER TABLE chat ADD COLUMN loud INT");
    assertThat(live(run).exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            engine().isH2()
                ? "ALTER TABLE chat ALTER COLUMN sent_at RENAME TO said_at"
                : "ALTER TABLE chat RENAME COLUMN sent_at TO said_at");

    CommandRun verify = live(run);

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(8);
    assertThat(line(verify, "crm.chat").get("due").isNull()).isTrue();
    assertThat(line(verify, "crm.chat").get("remark").asString())
        .contains("does not fit the database any more");
  }

  @Test
  void anErasedPersonIsSoughtByTheirTokens() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();

    CommandRun verify = live(Occasion.request(ada).certificateId(1));
    assertThat(verify.exitCode()).as(verify.out()).isZero();
    assertThat(due(verify, "crm.customer")).isZero();
    assertThat(due(verify, "crm.orders")).isZero();

    engine()
        .execute(
            SCHEMA,
            "UPDATE customer SET email = 'ada.lovelace@example.org', anonymised_at = NULL"
                + " WHERE id = 1",
            "INSERT INTO visit (n, customer_id, visited_at) VALUES (70017001, 1, '2026-01-01"
                + " 10:00:00')");
    CommandRun again = live(Occasion.request(ada).certificateId(1));
    assertThat(again.exitCode()).as(again.out()).isEqualTo(6);
    assertThat(due(again, "crm.customer")).isEqualTo(1);
    assertThat(due(again, "crm.visit")).isEqualTo(1);
    assertThat(again.out() + again.err()).doesNotContain("ada.lovelace", "70017001");
  }

  @Test
  void aRowOfAnAnonymisedPersonIsFoundToo() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO visit (n, customer_id, visited_at) VALUES (70017001, 1, '2026-01-01"
                + " 10:00:00')");

    CommandRun verify = live(Occasion.request(ada).certificateId(1));

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(6);
    assertThat(due(verify, "crm.visit")).isEqualTo(1);
  }

  @Test
  void withoutTheKeyOfTheTokensNobodyIsSaidToBeGone() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    Files.delete(directory.resolve("keys/tokens-1.key"));

    CommandRun verify = live(Occasion.request(ada).certificateId(1));

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(8);
    assertThat(lines(verify)).allSatisfy(line -> assertThat(line.get("due").isNull()).isTrue());
  }

  /** Who is there under another key is never certainly the person, nor certainly somebody else. */
  @Test
  void whoMayBeTheErasedPersonIsNotSaidToBeGone() throws Exception {
    String ada = job.request("email: ada.lovelace@example.org");
    assertThat(job.command("run", "--only", "erasure").exitCode()).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO customer (id, full_name, email, phone, status, created_at) VALUES (900,"
                + " 'Ada Lovelace', 'ada.lovelace@example.org', '+49 (30) 123-456', 'open',"
                + " '2020-01-01 00:00:00')");

    CommandRun verify = live(Occasion.request(ada).certificateId(1));

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(8);
    assertThat(line(verify, "crm.customer").get("due").isNull()).isTrue();
  }

  /** Their row tells nothing of itself, and the request knows it as long as invoices are kept. */
  @Test
  void aPersonOfWhomALawKeepsRowsIsKnownByTheRequest() throws Exception {
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            OpenedJob.text("/e2e/shop.yaml")
                .replace("    created: created_at\n", "")
                .replace("    mark: anonymised_at\n", "")
                .replace("full_name: redact, ", ""));
    String ada = job.request("email: ada.lovelace@example.org");
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();

    CommandRun verify = live(Occasion.request(ada).certificateId(1));

    assertThat(verify.exitCode()).as(verify.out()).isZero();
    assertThat(due(verify, "crm.orders")).isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO visit (n, customer_id, visited_at) VALUES (70017001, 1, '2026-01-01"
                + " 10:00:00')");
    CommandRun again = live(Occasion.request(ada).certificateId(1));
    assertThat(again.exitCode()).as(again.out()).isEqualTo(6);
    assertThat(due(again, "crm.visit")).isEqualTo(1);
  }

  @Test
  void aPersonWithoutTokensIsNotHiddenByAnother() throws Exception {
    job.request("email: ada.lovelace@example.org");
    String bo = job.request("email: bo@example.org");
    CommandRun run = job.command("run", "--only", "erasure");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(live(ofRun()).json().get("good").asBoolean()).isTrue();
    assertThat(due(live(ofRun()), "crm.customer")).isZero();
    engine()
        .execute(
            SCHEMA,
            "DELETE FROM quietus.suppression WHERE request_id = '" + bo + "'",
            "UPDATE customer SET full_name = 'Bo', anonymised_at = NULL WHERE id = 2");

    CommandRun verify = live(ofRun());

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(8);
    assertThat(line(verify, "crm.customer").get("due").isNull()).isTrue();
  }

  /** The hold was released since, so that the query of the rule has another text. */
  @Test
  void aQueryOfARuleIsNotAnsweredByPersons() throws Exception {
    CommandRun held =
        job.command(
            "hold add",
            "--records",
            "crm.visit",
            "--where",
            "page = '/none'",
            "--reference",
            "case-1",
            "--basis",
            "claim",
            "--review",
            "2027-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    job.request("email: ada.lovelace@example.org");
    CommandRun run = job.command("run");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(
            job.command("hold release", "--reference", "case-1", "--reason", "closed").exitCode())
        .isZero();
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO visit (n, customer_id, visited_at) VALUES (70017001, 3, '2024-05-01"
                + " 10:00:00')");

    CommandRun verify = live(ofRun());

    assertThat(verify.exitCode()).as(verify.out()).isEqualTo(8);
    assertThat(lines(verify))
        .filteredOn(line -> line.get("target").asString().equals("crm.visit"))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line.get("due").isNull()).isTrue());
  }

  @Test
  void anotherJobIsNotAsked() throws Exception {
    String run = rulesAlone();
    Files.writeString(
        job.file(), OpenedJob.text("/e2e/shop.yaml").replace("job: shop", "job: other"));

    CommandRun verify = live(run);

    assertThat(verify.exitCode()).isEqualTo(2);
    assertThat(verify.err()).contains("of job 'shop'", "is of job 'other'");
  }

  @Test
  void whatIsNotGoodIsNotAsked() throws Exception {
    String run = rulesAlone();
    Path file = job.evidence().resolve("certificates/" + run + ".json");
    Files.writeString(
        file,
        Files.readString(file).replaceFirst("\"sig\": \"..", "\"sig\": \"AA"),
        StandardCharsets.UTF_8);
    CommandRun verify = live(run);
    assertThat(verify.exitCode()).isEqualTo(6);
    assertThat(lines(verify)).isEmpty();
  }

  @Test
  void peopleReadItInWords() {
    String run = rulesAlone();
    CommandRun verify = verify(run);
    assertThat(verify.out()).contains("crm.visit: 0 rows are due, still true (the same query)");
  }

  /** The id of the certificate of a run of the rules. */
  private String rulesAlone() {
    CommandRun run = job.command("run", "--only", "retention", "--json");
    assertThat(run.exitCode()).as(run.err()).isZero();
    return ofRun();
  }

  private String ofRun() {
    return job.certificates().stream()
        .filter(one -> one.identity().occasion().kind() == Occasion.Kind.RUN)
        .map(Certificate::id)
        .findFirst()
        .orElseThrow();
  }

  private CommandRun live(String certificate) {
    return verify(certificate, "--json");
  }

  private CommandRun verify(String certificate, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "certificate",
                "verify",
                job.evidence().resolve("certificates/" + certificate + ".json").toString(),
                "--live",
                job.file().toString()));
    arguments.addAll(List.of(more));
    return CommandRun.onDatabases(job.environment())
        .at(java.time.Instant.parse("2027-03-01T12:00:00Z"))
        .run(arguments.toArray(String[]::new));
  }

  private Map<String, List<String>> rows() {
    try {
      return engine().rows(SCHEMA);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<JsonNode> lines(CommandRun verify) {
    return StreamSupport.stream(verify.json().get("live").spliterator(), false).toList();
  }

  private static JsonNode line(CommandRun verify, String target) {
    return lines(verify).stream()
        .filter(line -> line.get("target").asString().equals(target))
        .findFirst()
        .orElseThrow();
  }

  private static long due(CommandRun verify, String target) {
    return lines(verify).stream()
        .filter(line -> line.get("target").asString().equals(target))
        .peek(line -> assertThat(line.get("due").isNull()).as(line.toString()).isFalse())
        .mapToLong(line -> line.get("due").asLong())
        .sum();
  }
}
