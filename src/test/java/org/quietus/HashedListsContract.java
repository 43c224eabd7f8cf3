package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import tools.jackson.databind.JsonNode;

/** Persons whom a list names by hashes are erased, and nobody else becomes known. */
abstract class HashedListsContract {
  static final String SCHEMA = "hashed";
  private static final int REFUSED = 2;
  private static final int PARTIAL = 8;

  static final String JOB =
      """
      quietus: 1
      job: broker
      controller: Example Ltd
      zone: America/Los_Angeles
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        consumer:
          records: crm.consumer
          identifiers: { email: email, phone: phone }
      erasure:
        clock: { cooling-off: P7D }
        records:
          crm.consumer: { then: delete }
          crm.sale: { keep: P3Y, from: sold_at, then: delete, because: bookkeeping }
      retention:
        old-sales: { records: crm.sale, keep: P3Y, from: sold_at, then: delete }
      """;

  @TempDir Path directory;
  OpenedJob job;

  abstract ShopEngine engine();

  @BeforeEach
  void fill() throws Exception {
    engine().fresh(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE consumer (id INT PRIMARY KEY, email VARCHAR(60), phone VARCHAR(30))",
            "CREATE TABLE sale (id INT PRIMARY KEY, consumer_id INT, sold_at DATE,"
                + " FOREIGN KEY (consumer_id) REFERENCES consumer (id))",
            "INSERT INTO consumer VALUES (1, 'Jo.Listed+a@Example.org', '+1 (415) 555-9317'),"
                + " (2, 'unlisted@example.org', '415 555 0002'),"
                + " (3, 'shared@example.org', '415 555 0003'),"
                + " (4, 'shared@example.org', '415 555 0004'),"
                + " (5, 'other@example.org', '+1 415 555 0005')");
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB);
    job.generateKeys();
  }

  static String hash(String text) throws Exception {
    return Base64.getEncoder()
        .encodeToString(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  Path list(String name, String... lines) throws Exception {
    return Files.writeString(directory.resolve(name), String.join("\n", lines) + "\n");
  }

  private Path report() {
    return directory.resolve("status.csv");
  }

  CommandRun take(String type, Path list) {
    return job.command(
        "request add",
        "--hashed",
        "sha-256",
        "--type",
        type,
        "--file",
        list.toString(),
        "--report",
        report().toString(),
        "--json");
  }

  JsonNode taken(String type, Path list) {
    CommandRun run = take(type, list);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.json();
  }

  List<String> consumers() throws Exception {
    return engine().rows(SCHEMA).getOrDefault("consumer", List.of()).stream()
        .map(row -> row.replaceAll("^id=(\\d+).*", "$1"))
        .toList();
  }

  List<String> reported() throws Exception {
    return Files.readAllLines(report());
  }

  @Test
  void whoIsListedIsErasedAndReportedAndNobodyElseBecomesKnown() throws Exception {
    Path mails =
        list(
            "mails.csv",
            "Hash,ID",
            hash("jo.listed+a@example.org") + ",aB3dE5fG7hJ9",
            hash("nobody@example.org") + ",zzzzzzzzzzzz");
    Path numbers = list("numbers.csv", "ID,Hash", "ph0ne1111111," + hash("4155559317"));

    JsonNode first = taken("email", mails);

    assertThat(first.get("filed").asInt()).isEqualTo(1);
    assertThat(reported()).containsExactly("Id,Status", "zzzzzzzzzzzz,5");
    assertThat(taken("email", mails).get("filed").asInt()).isZero();
    assertThat(taken("phone", numbers).get("filed").asInt()).isEqualTo(1);
    assertThat(job.run().exitCode()).isZero();
    assertThat(consumers()).as("within the time to think").hasSize(5);

    CommandRun run = job.at("2026-03-09T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(consumers()).containsExactly("2", "3", "4", "5");
    assertThat(taken("email", mails).get("open").asInt()).isZero();
    assertThat(reported()).containsExactly("Id,Status", "aB3dE5fG7hJ9,3", "zzzzzzzzzzzz,5");
    byte[] before = Files.readAllBytes(report());
    taken("email", mails);
    assertThat(Files.readAllBytes(report())).isEqualTo(before);
    taken("phone", numbers);
    assertThat(reported()).containsExactly("Id,Status", "ph0ne1111111,3");
    assertNothingIsTold(run);
    engine().execute(SCHEMA, "INSERT INTO consumer VALUES (7, 'jo.listed+a@example.org', NULL)");
    job.at("2026-04-20T12:00:00Z");
    assertThat(taken("email", mails).get("filed").asInt()).as("bought again").isEqualTo(1);
    assertThat(taken("email", mails).get("filed").asInt()).isZero();
    assertThat(reported()).containsExactly("Id,Status", "zzzzzzzzzzzz,5");
    assertThat(job.at("2026-04-28T12:00:00Z").run().exitCode()).isZero();
    assertThat(consumers()).containsExactly("2", "3", "4", "5");
    assertThat(taken("email", mails).get("filed").asInt()).isZero();
    assertThat(reported()).containsExactly("Id,Status", "aB3dE5fG7hJ9,3", "zzzzzzzzzzzz,5");
  }

  /** Else the entry would be said to be done, and nobody had been looked for. */
  @Test
  void whatSomebodyFilesIsNeverTakenForAnEntryOfAList() throws Exception {
    String entry = "hashed/email/aB3dE5fG7hJ9";
    CommandRun typed =
        job.typing(
            "email: else@example.org",
            "request add",
            "--identifiers-from",
            "-",
            "--evidence",
            entry);
    assertThat(typed.exitCode()).as(typed.out() + typed.err()).isEqualTo(2);
    assertThat(typed.err()).contains("evidence reference");
    Path file =
        Files.writeString(
            directory.resolve("filed.csv"), "email,evidence\nelse@example.org," + entry + "\n");
    CommandRun filed = job.command("request add", "--file", file.toString());
    assertThat(filed.exitCode()).isEqualTo(2);
    assertThat(filed.err()).contains("filed.csv:2: ", "BAD-EVIDENCE");
    Path mails = list("mails.csv", "Hash,ID", hash("jo.listed+a@example.org") + ",aB3dE5fG7hJ9");
    assertThat(taken("email", mails).get("filed").asInt()).isEqualTo(1);
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
    written.addAll(reported());
    assertThat(written)
        .noneMatch(text -> text.toLowerCase(java.util.Locale.ROOT).contains("jo.listed"))
        .noneMatch(text -> text.contains("4155559317") || text.contains("unlisted@"));
    for (String someone :
        List.of("jo.listed+a@example.org", "unlisted@example.org", "nobody@example.org")) {
      String hash = hash(someone);
      assertThat(written).noneMatch(text -> text.contains(hash));
    }
  }

  @Test
  void aHashThatSeveralPersonsHaveIsReviewedAndWhatALawKeepsIsNoObstacle() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO sale VALUES (1, 5, DATE '2026-01-01')",
            "INSERT INTO consumer VALUES (6, 'sharer@example.org', '+1 415 555 0005')");
    Path mails =
        list(
            "mails.csv",
            "ID,Hash",
            "several00001," + hash("shared@example.org"),
            "several00002," + hash("shared@example.org"),
            "keeps0000001," + hash("other@example.org"));

    JsonNode first = taken("email", mails);

    assertThat(first.get("filed").asInt()).isEqualTo(3);
    assertThat(first.get("review").asInt()).isEqualTo(2);
    job.at("2026-03-09T12:00:00Z");
    assertThat(job.run().exitCode()).isEqualTo(PARTIAL);
    assertThat(consumers()).contains("1", "2", "3", "4");
    taken("email", mails);
    assertThat(reported()).doesNotContain("several00001,3", "several00002,3");
    for (JsonNode request : job.command("request list", "--json").json()) {
      String evidence = request.get("evidence").asString("");
      String id = request.get("id").asString();
      if (evidence.contains("several")) {
        String of = job.command("request review", id, "--json").json().get("list").asString();
        String[] choice =
            evidence.contains("several00001")
                ? new String[] {id, "--choose", "1", "--of", of}
                : new String[] {id, "--nobody", "--of", of};
        CommandRun decided = job.command("request review", choice);
        assertThat(decided.exitCode()).as(decided.err()).isZero();
      }
    }
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(taken("email", mails).get("filed").asInt()).as("decided once").isZero();
    assertThat(reported())
        .containsExactly("Id,Status", "several00001,3", "several00002,5", "keeps0000001,3");
    assertThat(consumers()).containsAnyOf("3", "4").contains("1", "2", "6").hasSize(4);
  }

  @Test
  void whoseRequestIsRefusedIsExemptAndWhoIsHeldIsNotSettled() throws Exception {
    Path mails =
        list(
            "mails.csv",
            "ID,Hash",
            "refused00001," + hash("other@example.org"),
            "held00000001," + hash("unlisted@example.org"));
    taken("email", mails);
    for (JsonNode request : job.command("request list", "--json").json()) {
      if (request.get("evidence").asString("").contains("refused")) {
        String id = request.get("id").asString();
        CommandRun refused = job.command("request refuse", id, "--reason", "legal-obligation");
        assertThat(refused.exitCode()).as(refused.err()).isZero();
      }
    }
    CommandRun held =
        job.typing(
            "email: unlisted@example.org\n",
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
            "2027-01-01");
    assertThat(held.exitCode()).as(held.err()).isZero();
    job.at("2026-03-09T12:00:00Z").run();

    taken("email", mails);

    assertThat(reported()).containsExactly("Id,Status", "refused00001,2");
    assertThat(consumers()).hasSize(5);
  }

  @Test
  void whoIsListedGoesFromDumpsTooAndTheReportLooksAsTheJobFileSays() throws Exception {
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    Files.writeString(
        dump,
        """
        -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
        CREATE TABLE `consumer` (`id` int(11) NOT NULL, `email` varchar(60), `phone` varchar(30), PRIMARY KEY (`id`));
        INSERT INTO `consumer` VALUES (1,'Jo.Listed+a@Example.org','+1 (415) 555-9317'),(2,'unlisted@example.org','415 555 0002');
        CREATE TABLE `sale` (`id` int(11) NOT NULL, `consumer_id` int(11), `sold_at` date, PRIMARY KEY (`id`));
        -- Dump completed on 2026-02-01  2:00:00
        """);
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                JOB
                    + """
                    requests:
                      hashed:
                        columns: { id: key, hash: digest }
                        normalise: compared
                        report: { id: key, status: state, deleted: gone, not-found: 404 }
                    object-stores: { vault: { url: "${VAULT}" } }
                    backups:
                      nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite, pitr: none }
                    """)
            .with("VAULT", directory.resolve("vault").toUri().toString());
    Path numbers =
        list(
            "numbers.csv",
            "digest,key",
            hash("+14155559317") + ",k-1",
            hash("4155550009") + ",k-2");
    taken("phone", numbers);

    CommandRun run = job.at("2026-03-09T12:00:00Z").run();

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(Files.readString(dump)).doesNotContain("Jo.Listed").contains("unlisted@example.org");
    assertThat(consumers()).containsExactly("2", "3", "4", "5");
    taken("phone", numbers);
    assertThat(reported()).containsExactly("key,state", "k-1,gone", "k-2,404");
  }

  private static final String COMBINED =
      """
      requests:
        hashed:
          combined:
            name-born-zip:
              subject: consumer
              columns: { first_name: letters, last_name: letters, born: { date: yyyyMMdd }, zip: { digits: 5 } }
              join: "|"
      """;

  /** The same names, days of birth and postcodes, in more spellings than one. */
  private void name() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE consumer ADD COLUMN first_name VARCHAR(30)",
            "ALTER TABLE consumer ADD COLUMN last_name VARCHAR(30)",
            "ALTER TABLE consumer ADD COLUMN born DATE",
            "ALTER TABLE consumer ADD COLUMN zip VARCHAR(12)",
            "UPDATE consumer SET first_name = 'Jo-Ann', last_name = 'O''Listed', born = DATE"
                + " '1990-02-28', zip = ' 94105-1234' WHERE id = 1",
            "UPDATE consumer SET first_name = 'Jo-Ann', last_name = 'O''Listed', born = DATE"
                + " '1990-03-28', zip = '94105' WHERE id = 2",
            "UPDATE consumer SET first_name = 'Max', last_name = 'Mu\u0308ller', born = DATE"
                + " '1950-01-01', zip = '90001' WHERE id = 3",
            "UPDATE consumer SET first_name = 'MAX', last_name = 'M\u00fcller', born = DATE"
                + " '1950-01-01', zip = '90001-7' WHERE id = 4",
            "UPDATE consumer SET first_name = 'Ed', last_name = 'Undated', zip = '90001' WHERE id ="
                + " 5",
            "INSERT INTO consumer VALUES (6, NULL, '-', 'No', 'Address', DATE '1970-01-01',"
                + " '10001')");
  }

  @Test
  void aNameWithBirthDateAndPostcodeMeansOnePersonOrIsReviewedAndNobodyElse() throws Exception {
    name();
    engine()
        .execute(
            SCHEMA,
            "UPDATE consumer SET phone = NULL WHERE id = 3",
            "UPDATE consumer SET email = 'mueller@example.org', phone = NULL WHERE id = 4");
    Path dump = Files.createDirectories(directory.resolve("vault")).resolve("a.sql");
    Files.writeString(
        dump,
        """
        -- MariaDB dump 10.19  Distrib 10.11.4-MariaDB, for Linux (x86_64)
        CREATE TABLE `consumer` (`id` int(11) NOT NULL, `email` varchar(60), `phone` varchar(30), `first_name` varchar(30), `last_name` varchar(30), `born` date, `zip` varchar(12), PRIMARY KEY (`id`));
        INSERT INTO `consumer` VALUES (1,'Jo.Listed+a@Example.org','+1 (415) 555-9317','Jo-Ann','O\\'Listed','1990-02-28','94105'),(2,'unlisted@example.org','415 555 0002','Jo-Ann','O\\'Listed','1990-03-28','94105');
        CREATE TABLE `sale` (`id` int(11) NOT NULL, `consumer_id` int(11), `sold_at` date, PRIMARY KEY (`id`));
        -- Dump completed on 2026-02-01  2:00:00
        """);
    job =
        new OpenedJob(
                directory,
                engine().server(),
                SCHEMA,
                JOB
                    + COMBINED
                    + """
                    object-stores: { vault: { url: "${VAULT}" } }
                    backups:
                      nightly: { of: crm, in: vault, objects: "*.sql", format: mysqldump, keep: P90D, on-erasure: rewrite, pitr: none }
                    """)
            .with("VAULT", directory.resolve("vault").toUri().toString());
    Path names =
        list(
            "names.csv",
            "ID,Hash",
            "one," + hash("joann|olisted|19900228|94105"),
            "several," + hash("max|m\u00fcller|19500101|90001"),
            "undated," + hash("ed|undated||90001"),
            "nobody," + hash("joann|olisted|19900228|94106"),
            "unaddressed," + hash("no|address|19700101|10001"));

    CommandRun first = take("name-born-zip", names);

    assertThat(first.exitCode()).as(first.out() + first.err()).isEqualTo(PARTIAL);
    assertThat(first.json().get("filed").asInt()).isEqualTo(2);
    assertThat(first.json().get("review").asInt()).isEqualTo(1);
    assertThat(first.json().get("nameless").asInt()).isEqualTo(1);
    assertThat(reported()).containsExactly("Id,Status", "undated,5", "nobody,5");
    CommandRun run = job.at("2026-03-09T12:00:00Z").run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(PARTIAL);
    assertThat(consumers()).containsExactly("2", "3", "4", "5", "6");
    assertThat(Files.readString(dump)).doesNotContain("Jo.Listed").contains("unlisted@example.org");
    assertThat(take("name-born-zip", names).json().get("filed").asInt()).isZero();
    assertThat(reported()).containsExactly("Id,Status", "one,3", "undated,5", "nobody,5");
    choose("several", "1");
    assertThat(job.run().exitCode()).isZero();
    assertThat(consumers()).hasSize(4).contains("2", "5", "6").containsAnyOf("3", "4");
    take("name-born-zip", names);
    assertThat(reported()).contains("several,3");
    assertThat(engine().control(SCHEMA).get("suppression"))
        .filteredOn(entry -> entry.contains("request_id=" + requestOf("several")))
        .as("the e-mail address and the key of whoever was chosen")
        .hasSize(2);
    assertNothingIsTold(run);
    List<String> written = new ArrayList<>(List.of(run.out(), run.err(), first.err()));
    engine().control(SCHEMA).values().forEach(written::addAll);
    assertThat(written)
        .noneMatch(
            text -> text.matches("(?is).*(listed\\||o'listed|m\u00fcller|1990-02-28|94105).*"));
  }

  private String requestOf(String entry) {
    for (JsonNode request : job.command("request list", "--json").json()) {
      if (request.get("evidence").asString("").endsWith("/" + entry)) {
        return request.get("id").asString();
      }
    }
    throw new AssertionError("no request of entry " + entry);
  }

  private void choose(String entry, String row) {
    for (JsonNode request : job.command("request list", "--json").json()) {
      if (request.get("evidence").asString("").endsWith("/" + entry)) {
        String id = request.get("id").asString();
        String of = job.command("request review", id, "--json").json().get("list").asString();
        CommandRun decided = job.command("request review", id, "--choose", row, "--of", of);
        assertThat(decided.exitCode()).as(decided.err()).isZero();
      }
    }
  }

  @Test
  void everythingWrongWithACombinedIdentifierIsSaidAtOnceWithItsLine() throws Exception {
    name();
    Path names =
        list("names.csv", "ID,Hash", "one," + hash("x"), "two,abc", "3," + "ab".repeat(32));
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB + COMBINED);
    assertThat(take("name-born-zip", names).err())
        .contains("names.csv:3:", "BAD-HASH", "names.csv:4:", "MIXED-HASHES");
    assertThat(take("name-born", names).err())
        .contains("unknown type; lists are taken in of email, phone, name-born-zip");
    String unread =
        COMBINED
            .replace("subject: consumer", "subject: consumers")
            .replace("yyyyMMdd", "yyyy-MM")
            .replace("\"|\"", "\"0123456789\"");
    job = new OpenedJob(directory, engine().server(), SCHEMA, JOB + unread);
    CommandRun wrong = job.command("validate");
    long line = 1 + (JOB + unread).lines().takeWhile(text -> !text.contains("yyyy-MM")).count();
    assertThat(wrong.exitCode()).isEqualTo(REFUSED);
    assertThat(wrong.err() + wrong.out())
        .contains("subject 'consumers', which is not declared; did you mean 'consumer'?")
        .contains("job.yaml:" + line + ": ", "does not write a day with its year, month and day")
        .contains("name-born-zip.join' is '0123456789', which does not fit");
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            JOB
                + COMBINED
                    .replace("first_name: letters", "forename: letters, born: lower")
                    .replace(
                        "born: { date: yyyyMMdd }",
                        "email: { date: yyyyMMdd }, id: { date: yyyyMMdd }"));
    wrong = job.command("validate");
    assertThat(wrong.exitCode()).isEqualTo(REFUSED);
    assertThat(wrong.err() + wrong.out())
        .contains("table 'consumer' has no column 'forename'")
        .contains("'consumer.born' is of type")
        .contains("'consumer.id' is of type");
  }

  @Test
  void anEntryMeansAPersonOfEachTenantAndNobodyWhoseTenantIsNotTold() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE consumer ADD COLUMN account VARCHAR(10)",
            "UPDATE consumer SET account = 'acme' WHERE id IN (1, 3)",
            "UPDATE consumer SET account = 'other' WHERE id IN (2, 4)");
    job =
        new OpenedJob(
            directory,
            engine().server(),
            SCHEMA,
            JOB.replace("  clock: { cooling-off: P7D }\n", "")
                + "tenant:\n  crm.consumer: { column: account }\n");
    Path mails =
        list(
            "mails.csv",
            "ID,Hash",
            "both," + hash("shared@example.org"),
            "untold," + hash("other@example.org"));

    CommandRun first = take("email", mails);

    assertThat(first.exitCode()).as(first.err()).isEqualTo(PARTIAL);
    assertThat(first.json().get("filed").asInt()).isEqualTo(2);
    assertThat(first.json().get("nameless").asInt()).isEqualTo(1);
    CommandRun run = job.run();
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(consumers()).containsExactly("1", "2", "5");
    take("email", mails);
    assertThat(reported()).containsExactly("Id,Status", "both,3");
  }

  @Test
  void everythingWrongWithAListIsSaidAtOnceAndNothingIsTakenIn() throws Exception {
    Path bad =
        list(
            "bad.csv",
            "ID,Hash",
            "a1," + hash("other@example.org"),
            "a1," + hash("unlisted@example.org"),
            "a2,0123456789abcdef0123456789abcdef",
            "a3," + "ab".repeat(32),
            "jo@example.org," + hash("x"));

    CommandRun run = take("email", bad);

    assertThat(run.exitCode()).isEqualTo(REFUSED);
    assertThat(run.err())
        .contains("bad.csv:3:", "DUPLICATE-ENTRY", "bad.csv:4:", "MD5", "bad.csv:5:", "MIXED")
        .contains("bad.csv:6:", "BAD-ID")
        .doesNotContain("jo@example.org");
    assertThat(job.command("request list", "--json").json()).isEmpty();
    assertThat(report()).doesNotExist();
  }
}
