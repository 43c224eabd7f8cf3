package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.certificate.Certificate;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;

/** Persons whom a list names by hashes and who are in dumps alone go from there. */
abstract class ListedInBackupsContract {
  static final String SCHEMA = "hashed_dumps";
  private static final int PARTIAL = 8;
  private static final String AFTER_THINKING = "2026-03-09T12:00:00Z";

  private static final String JOB =
      HashedListsContract.JOB.replace(
              "identifiers: { email: email, phone: phone }",
              "identifiers: { email: email, phone: phone }\n    created: joined")
          + """
          object-stores:
            vault: { url: "${VAULT}", endpoint: "${ENDPOINT}", access-key: "${ACCESS}", secret-key: "${SECRET}" }
          backups:
            nightly: { of: crm, in: vault, objects: "**.sql", format: mysqldump, keep: P90D, on-erasure: rewrite, pitr: none }
          """;

  private static final String CONSUMERS =
      """
      -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
      CREATE TABLE `consumer` (`id` int(11) NOT NULL, `email` varchar(60), `phone` varchar(30), `joined` date, PRIMARY KEY (`id`));
      INSERT INTO `consumer` VALUES %s,(2,'unlisted@example.org','415 555 0002','2020-01-01');
      """;

  private static final String SALES =
      """
      CREATE TABLE `sale` (`id` int(11) NOT NULL, `consumer_id` int(11), `sold_at` date, PRIMARY KEY (`id`));
      INSERT INTO `sale` VALUES (1,9,'2019-05-05'),(2,2,'2019-06-06');
      """;

  private static final String ROUTINES =
      """
      -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)

      DELIMITER ;;
      CREATE PROCEDURE `nothing`()
      SELECT 1 ;;
      DELIMITER ;
      """;

  private static final String END = "-- Dump completed on 2026-02-01  2:00:00\n";

  static final String JO = "(9,'Jo.Listed@Example.org','+1 (415) 555-9317','2020-02-02')";

  @TempDir Path directory;
  private OpenedJob job;
  private Path mails;

  abstract ShopEngine engine();

  abstract Vault vault();

  /** Where the dumps lie. */
  interface Vault extends AutoCloseable {
    OpenedJob of(Path directory, ShopEngine engine, String yaml) throws Exception;

    void put(String name, String text) throws Exception;

    /** Every version that there is. */
    List<String> texts() throws Exception;

    @Override
    void close();
  }

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE consumer (id INT PRIMARY KEY, email VARCHAR(60), phone VARCHAR(30),"
                + " joined DATE)",
            "CREATE TABLE sale (id INT PRIMARY KEY, consumer_id INT, sold_at DATE,"
                + " FOREIGN KEY (consumer_id) REFERENCES consumer (id))",
            "INSERT INTO consumer VALUES (2, 'unlisted@example.org', '415 555 0002', DATE"
                + " '2020-01-01'), (3, 'other@example.org', '415 555 0003', DATE '2020-01-01')");
    job = vault().of(directory, engine(), dumps().job(JOB));
    job.generateKeys();
    mails =
        Files.writeString(
            directory.resolve("mails.csv"),
            "ID,Hash\nentry0000001,%s\nnobody000001,%s\n"
                .formatted(
                    HashedListsContract.hash("jo.listed@example.org"),
                    HashedListsContract.hash("nobody@example.org")));
  }

  @AfterEach
  void close() {
    vault().close();
  }

  private ProductDumps dumps() {
    return new ProductDumps(engine().server(), SCHEMA);
  }

  /** A dump of the tables with that person. */
  static String dump(String person) {
    return CONSUMERS.formatted(person) + SALES + END;
  }

  private void dump(String name, String person) throws Exception {
    put(name, dump(person));
  }

  final void put(String name, String text) throws Exception {
    vault().put(name, dumps().text(text));
  }

  private List<String> texts() throws Exception {
    List<String> texts = new ArrayList<>();
    for (String text : vault().texts()) {
      texts.add(dumps().read(text));
    }
    return texts;
  }

  final CommandRun take() {
    return take("email");
  }

  private CommandRun take(String type) {
    return job.command(
        "request add",
        "--hashed",
        "sha-256",
        "--type",
        type,
        "--file",
        mails.toString(),
        "--report",
        directory.resolve("status.csv").toString(),
        "--json");
  }

  private JsonNode taken() {
    CommandRun run = take();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.json();
  }

  private List<String> reported() throws Exception {
    return Files.readAllLines(directory.resolve("status.csv"));
  }

  @Test
  void whoIsListedAndInDumpsAloneGoesFromAllOfThemAndNobodyElseDoes() throws Exception {
    dump("monday.sql", JO);
    dump("monday.sql", JO);
    put("days/consumer.sql", CONSUMERS.formatted(JO) + END);
    put("days/sale.sql", SALES + END);
    put("days/routines.sql", ROUTINES + END);

    JsonNode first = taken();

    assertThat(first.get("filed").asInt()).isEqualTo(1);
    assertThat(first.get("inBackups").asInt()).isEqualTo(1);
    assertThat(reported()).containsExactly("Id,Status", "nobody000001,5");
    assertThat(taken().get("filed").asInt()).isZero();
    CommandRun run = job.at(AFTER_THINKING).run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(texts())
        .isNotEmpty()
        .noneMatch(text -> text.contains("Listed") || text.contains("(1,9,"))
        .anyMatch(text -> text.contains("unlisted@example.org"))
        .anyMatch(text -> text.contains("(2,2,'2019-06-06')"));
    assertThat(engine().rows(SCHEMA).get("consumer")).hasSize(2);
    assertThat(taken().get("filed").asInt()).as("the same list").isZero();
    assertThat(reported()).containsExactly("Id,Status", "entry0000001,3", "nobody000001,5");
    assertNothingIsTold(run);
  }

  /** No hash is stored, and no identifier is written anywhere. */
  private void assertNothingIsTold(CommandRun run) throws Exception {
    List<String> written = new ArrayList<>(List.of(run.out(), run.err()));
    engine().control(SCHEMA).values().forEach(written::addAll);
    try (var files = Files.walk(job.evidence())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        written.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(written)
        .noneMatch(text -> text.toLowerCase(Locale.ROOT).contains("jo.listed"))
        .noneMatch(text -> text.contains("5559317") || text.contains("unlisted@"));
    for (String someone : List.of("jo.listed@", "unlisted@", "nobody@", "other@")) {
      String hash = HashedListsContract.hash(someone + "example.org");
      assertThat(written).noneMatch(text -> text.contains(hash));
    }
  }

  @Test
  void whoIsListedIsFoundUnderAnotherTelephoneNumberOfTheSameRow() throws Exception {
    dump("monday.sql", JO);
    dump("tuesday.sql", "(9,'jo.listed@example.org','415 555 7777','2020-02-02')");

    taken();
    CommandRun run = job.at(AFTER_THINKING).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(texts()).noneMatch(text -> text.contains("(9,"));
  }

  @Test
  void severalPersonsWhoMayBeMeantAreLeftAndNamed() throws Exception {
    dump("monday.sql", JO);
    dump("tuesday.sql", "(8,'jo.listed@example.org','415 555 7777','2020-02-02')");

    assertThat(taken().get("filed").asInt()).isEqualTo(1);
    CommandRun run = job.at(AFTER_THINKING).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(texts()).anyMatch(text -> text.contains(JO)).anyMatch(t -> t.contains("(8,"));
    assertThat(take().json().get("filed").asInt()).isZero();
    assertThat(reported()).containsExactly("Id,Status", "nobody000001,5");
  }

  @Test
  void whoSharesANumberWithSomebodyInTheDatabaseIsLeftAndSoAreThey() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO consumer VALUES (5, 'kin@example.org', '+14155559317', DATE"
                + " '2020-01-01')");
    dump("monday.sql", JO);

    assertThat(taken().get("filed").asInt()).isEqualTo(1);
    CommandRun run = job.at(AFTER_THINKING).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(texts()).allMatch(text -> text.contains(JO));
    assertThat(engine().rows(SCHEMA).get("consumer")).hasSize(3);
  }

  @Test
  void whoseRowDoesNotTellWhenItWasMadeIsLeftAndNamed() throws Exception {
    dump("monday.sql", JO.replace("'2020-02-02'", "NULL"));

    assertThat(taken().get("filed").asInt()).isEqualTo(1);
    CommandRun run = job.at(AFTER_THINKING).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(run.json().get("messages").toString()).contains("may be the person's");
    assertThat(texts()).allMatch(text -> text.contains("Listed"));
  }

  @Test
  void whoIsHeldStaysUntilTheHoldIsReleased() throws Exception {
    dump("monday.sql", JO);
    taken();
    CommandRun held =
        job.typing(
            "email: jo.listed@example.org\n",
            "hold add",
            "--subject",
            "consumer",
            "--identifiers-from",
            "-",
            "--reference",
            "CASE-1",
            "--basis",
            "litigation",
            "--review",
            "2027-01-01",
            "--json");
    assertThat(held.exitCode()).as(held.err()).isZero();
    job.at(AFTER_THINKING).run();
    assertThat(texts()).allMatch(text -> text.contains(JO));

    CommandRun released =
        job.command("hold release", "--reference", "CASE-1", "--reason", "case-closed");
    assertThat(released.exitCode()).as(released.err()).isZero();
    CommandRun run = job.run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(texts()).noneMatch(text -> text.contains("Listed"));
  }

  @Test
  void whatALawKeepsStaysInADumpAndTheEntryIsReported() throws Exception {
    put(
        "monday.sql",
        CONSUMERS.formatted(JO) + SALES.replace("(1,9,'2019-05-05')", "(1,9,'2025-05-05')") + END);
    taken();

    CommandRun run = job.at(AFTER_THINKING).run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(texts())
        .noneMatch(text -> text.contains("Listed"))
        .anyMatch(text -> text.contains("2025-05-05"));
    taken();
    assertThat(reported()).contains("entry0000001,3");
  }

  @Test
  void whatCannotBeSearchedIsNamedAndTheOthersAre() throws Exception {
    dump("monday.sql", JO);
    put("tuesday.sql", "-- MariaDB dump 10.19\nINSERT INTO `consumer` VALUES (9,'a");

    CommandRun run = take();

    assertThat(run.exitCode()).isEqualTo(PARTIAL);
    assertThat(run.json().get("filed").asInt()).isEqualTo(1);
    assertThat(run.json().get("unread").toString())
        .contains("backup set 'nightly'", "1 object version could not be searched", "57 bytes");
  }

  @Test
  void rowsOfPersonsBehindAnotherTableAloneAreNotPassedOver() throws Exception {
    String rows = CONSUMERS.substring(CONSUMERS.indexOf("INSERT")).formatted(JO);
    put("monday.sql", SALES + rows + END);

    CommandRun run = take();

    assertThat(run.exitCode()).isEqualTo(PARTIAL);
    assertThat(run.json().get("unread").toString())
        .contains("1 object version could not be searched", "without a CREATE TABLE");
  }

  @Test
  void aDumpWithoutAColumnThatIsHashedIsNamed() throws Exception {
    engine().execute(SCHEMA, "ALTER TABLE consumer ADD COLUMN zip VARCHAR(12)");
    job =
        vault()
            .of(
                directory,
                engine(),
                JOB
                    + """
                    requests:
                      hashed:
                        combined:
                          born-zip: { subject: consumer, columns: { joined: { date: yyyyMMdd }, zip: { digits: 5 } }, join: "|" }
                    """);
    dump("monday.sql", JO);
    Files.writeString(
        mails, "ID,Hash\nentry0000001,%s\n".formatted(HashedListsContract.hash("20200202|94105")));

    CommandRun run = take("born-zip");

    assertThat(run.exitCode()).isEqualTo(PARTIAL);
    assertThat(run.json().get("unread").toString())
        .contains("1 object version could not be searched", "column 'zip'");
  }

  @Test
  void theRequestHasACertificateThatCountsTheDumpsRows() throws Exception {
    dump("monday.sql", JO);
    taken();

    job.at(AFTER_THINKING).run();

    String request = job.command("request list", "--json").json().get(0).get("id").asString();
    Certificate certificate = job.certificatesOf(request).get(0);
    assertThat(certificate.targets())
        .filteredOn(target -> target.name().startsWith("nightly"))
        .extracting(target -> target.name() + " " + target.counts().deleted())
        .containsExactlyInAnyOrder("nightly.consumer 1", "nightly.sale 1");
  }
}
