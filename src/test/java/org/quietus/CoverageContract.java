package org.quietus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quietus.cli.CommandRun;
import org.quietus.report.portal.PolicyGaps;

/** What {@code coverage} finds that a job file does not cover, and what it never shows. */
abstract class CoverageContract {
  static final String SCHEMA = "coverage_of";

  private static final String JOB =
      """
      quietus: 1
      job: crm
      controller: Example GmbH
      zone: UTC
      evidence: { store: "${EVIDENCE}", keys: "${KEYS}" }
      databases:
        crm: { url: "${URL}", username: "${DB_USER}", password: "${PASSWORD}", zone: UTC }
      subjects:
        customer:
          records: crm.customer
          identifiers: { email: email }
          owns: [ "crm.chat.customer_ref -> crm.customer.id" ]
      anonymise:
        crm.customer: { with: { email: set-null, full_name: redact } }
      erasure:
        records:
          crm.customer: { then: anonymise }
          crm.chat: { then: delete }
      """;

  private static final String REST =
      """
      ignored:
        crm.country: a list of countries
        'crm.film*': the catalogue
        crm.customer.status: one of three words
      """;

  @TempDir Path directory;

  abstract ShopEngine engine();

  /** A statement that gives a column a comment. */
  abstract String commenting(String table, String column, String type, String comment);

  /** A statement that gives a table a comment. */
  abstract String commenting(String table, String comment);

  /** Statements that add a foreign key which nobody checks for the rows that are there. */
  abstract List<String> uncheckedKey(String table, String column, String referenced);

  @BeforeEach
  void fill() throws Exception {
    engine().untouched(SCHEMA);
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer (id INT PRIMARY KEY, full_name VARCHAR(80), email VARCHAR(80),"
                + " status VARCHAR(10))",
            "CREATE TABLE chat (id INT PRIMARY KEY, customer_ref INT, body VARCHAR(500))",
            "CREATE INDEX chat_by_customer ON chat (customer_ref)",
            "CREATE TABLE country (code CHAR(2) PRIMARY KEY, label VARCHAR(60))",
            "CREATE TABLE film (id INT PRIMARY KEY, title VARCHAR(60))",
            "CREATE TABLE film_text (id INT PRIMARY KEY, words VARCHAR(60))",
            "INSERT INTO customer VALUES (1, 'Ann', 'ann@example.org', 'active')",
            "INSERT INTO chat VALUES (1, 1, 'hello')");
  }

  @Test
  void nothingIsLeftOfAPolicyThatCoversOrAcknowledgesEverything() throws Exception {
    CommandRun coverage = job(JOB + REST).command("coverage", "--sample", "50", "--check");
    assertThat(coverage.exitCode()).as(coverage.out() + coverage.err()).isZero();
    assertThat(coverage.out()).contains("everything is covered or acknowledged");
  }

  @Test
  void whatNothingNamesIsRankedWithTheReason() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE staff (id INT PRIMARY KEY, vorname VARCHAR(40), phone VARCHAR(30),"
                + " address VARCHAR(80), grade INT)");
    CommandRun coverage = job(JOB + REST).command("coverage", "--check", "--json");
    assertThat(coverage.exitCode()).isEqualTo(9);
    assertThat(findings(coverage))
        .containsExactly(
            "certain crm.staff.vorname", "certain crm.staff.phone", "likely crm.staff.address");
    assertThat(coverage.json().get("findings").get(0).get("why").get(0).asString())
        .isEqualTo("name, by its name: the name of a person");
    assertThat(PolicyGaps.read(coverage.out().getBytes(StandardCharsets.UTF_8)))
        .hasValueSatisfying(
            shown -> {
              assertThat(shown.gaps())
                  .extracting(PolicyGaps.Gap::where)
                  .containsExactly("crm.staff.vorname", "crm.staff.phone", "crm.staff.address");
              assertThat(shown.ignored()).containsEntry("crm.country", "a list of countries");
              assertThat(shown.day()).isEqualTo("2026-03-01");
            });
    CommandRun printed = job(JOB + REST).command("coverage");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out())
        .contains("crm.staff", "vorname", "3 things to cover, or to acknowledge");
  }

  @Test
  void tablesThatNothingNamesAreListedThoughTheyShowNoSign() throws Exception {
    engine().execute(SCHEMA, "CREATE TABLE zz (id INT PRIMARY KEY, a VARCHAR(80))");
    CommandRun coverage = job(JOB + REST).command("coverage", "--check", "--json");
    assertThat(coverage.exitCode()).isEqualTo(9);
    assertThat(coverage.json().get("unnamed").valueStream().map(name -> name.asString()))
        .containsExactly("crm.zz");
    assertThat(
            job(JOB + REST + "  crm.zz: numbers of a machine\n")
                .command("coverage", "--check")
                .exitCode())
        .isZero();
  }

  @Test
  void columnsThatAnAnonymisedRowKeepsAreFound() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "ALTER TABLE customer ADD COLUMN birth_date DATE",
            "ALTER TABLE customer ADD COLUMN email_backup VARCHAR(80)",
            "ALTER TABLE customer ADD COLUMN full_name_old VARCHAR(80)");
    CommandRun coverage = job(JOB + REST).command("coverage", "--json");
    assertThat(findings(coverage))
        .containsExactly(
            "certain crm.customer.birth_date",
            "certain crm.customer.email_backup",
            "certain crm.customer.full_name_old");
    assertThat(coverage.out())
        .contains(
            "its rows are anonymised without it",
            "looks like a copy of crm.customer.email, which is covered");
  }

  @Test
  void copiesOfCoveredColumnsAndTablesAreFound() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE customer_old (id INT, full_name VARCHAR(80), email VARCHAR(80))",
            "CREATE TABLE parcel (id INT PRIMARY KEY, customer_email VARCHAR(80),"
                + " chat_body VARCHAR(90))");
    CommandRun coverage = job(JOB + REST).command("coverage", "--json");
    assertThat(findings(coverage))
        .contains(
            "certain crm.customer_old.full_name",
            "certain crm.customer_old.email",
            "likely crm.customer_old",
            "certain crm.parcel.customer_email",
            "likely crm.parcel.chat_body");
    assertThat(coverage.out())
        .contains("looks like a copy of crm.customer\"", "looks like a copy of crm.chat.body");
  }

  @Test
  void logsAndReferencesThatNobodyDeclaredAreFound() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE change_log (id INT PRIMARY KEY, old_values VARCHAR(4000))",
            "CREATE TABLE gate_history (id INT PRIMARY KEY, gate INT)",
            "CREATE TABLE parcel (id INT PRIMARY KEY, customer_id INT)");
    CommandRun coverage = job(JOB + REST).command("coverage", "--json");
    assertThat(findings(coverage))
        .containsExactly(
            "likely crm.parcel.customer_id",
            "possible crm.change_log.old_values",
            "possible crm.gate_history");
    assertThat(coverage.out())
        .contains(
            "named like a reference to crm.customer, but no foreign key or 'owns' leads there");
  }

  @Test
  void commentsAreReadAndNotRepeated() throws Exception {
    engine().execute(SCHEMA, "CREATE TABLE zz (id INT PRIMARY KEY, c1 VARCHAR(80), c2 INT)");
    engine()
        .execute(SCHEMA, commenting("zz", "c1", "VARCHAR(80)", "手机号 of canary@comment.example"));
    engine().execute(SCHEMA, "CREATE TABLE yy (id INT PRIMARY KEY, c1 INT)");
    engine().execute(SCHEMA, commenting("yy", "allergies as the canary told them"));
    CommandRun coverage = job(JOB + REST).command("coverage", "--json");
    assertThat(findings(coverage)).containsExactly("likely crm.yy", "likely crm.zz.c1");
    assertThat(coverage.out()).contains("by its comment").doesNotContain("canary", "手机号");
  }

  @Test
  void sampledValuesSpeakAndAreNeverShown() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE zz (id INT PRIMARY KEY, a VARCHAR(80), b VARCHAR(300), c VARCHAR(40),"
                + " d DATE, e BIGINT, f VARCHAR(80))");
    int[] years = {1950, 1961, 1972, 1983, 1994};
    for (int n = 0; n < 5; n++) {
      engine()
          .execute(
              SCHEMA,
              ("INSERT INTO zz VALUES (%d, 'canary%1$d@example.org', 'tell canary%1$d@example.org',"
                      + " 'DE89370400440532013000', '%d-02-01', 1391234567%1$d, 'blue')")
                  .formatted(n, years[n]));
    }
    CommandRun blind = job(JOB + REST).command("coverage", "--json");
    assertThat(findings(blind)).isEmpty();

    for (String form : List.of("--json", "--check")) {
      CommandRun coverage = job(JOB + REST).command("coverage", "--sample", "10", form);
      assertThat(coverage.out() + coverage.err())
          .contains("5 of 5 sampled values look like e-mail addresses")
          .doesNotContain("canary", "DE89", "1391234567", "1950", "blue");
    }
    CommandRun coverage = job(JOB + REST).command("coverage", "--sample", "10", "--json");
    assertThat(findings(coverage))
        .containsExactly(
            "certain crm.zz.a",
            "certain crm.zz.c",
            "likely crm.zz.b",
            "likely crm.zz.d",
            "likely crm.zz.e");
  }

  @Test
  void aSampleIsOfSeveralPlacesOfTheKey() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE zz (id BIGINT PRIMARY KEY, a VARCHAR(80))",
            "CREATE TABLE yy (code VARCHAR(20), n INT, a VARCHAR(80), PRIMARY KEY (code, n))");
    try (Connection connection = engine().connect(SCHEMA)) {
      for (String table :
          List.of("zz (id, a) VALUES (?, ?)", "yy (n, code, a) VALUES (?, 'x', ?)")) {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table)) {
          for (int n = 0; n < 400; n++) {
            insert.setInt(1, n * 7);
            insert.setString(2, n > 390 ? n + "@example.org" : "none");
            insert.addBatch();
          }
          insert.executeBatch();
        }
      }
    }
    CommandRun coverage = job(JOB + REST).command("coverage", "--sample", "20", "--json");
    assertThat(coverage.out())
        .contains(
            "4 of 20 sampled values look like e-mail addresses",
            "9 of 20 sampled values look like e-mail addresses");
  }

  @Test
  void rowsWhoseReferenceLeadsNowhereAreCounted() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "INSERT INTO chat VALUES (2, 77, 'x'), (3, 77, 'y'), (4, NULL, 'z')",
            "CREATE TABLE line (id INT, no INT, film_id INT, PRIMARY KEY (id, no))",
            "INSERT INTO line VALUES (1, 1, 5)");
    engine().execute(SCHEMA, uncheckedKey("line", "film_id", "film").toArray(String[]::new));
    String acknowledged = REST + "  crm.line: no persons\n";
    CommandRun coverage = job(JOB + REST).command("coverage", "--check", "--json");
    assertThat(coverage.exitCode()).isEqualTo(9);
    assertThat(coverage.json().get("orphans").valueStream().map(Object::toString))
        .containsExactly(
            "{\"reference\":\"crm.chat.customer_ref -> crm.customer.id\",\"by\":\"owns\",\"rows\":2,"
                + "\"atLeast\":false}",
            "{\"reference\":\"crm.line.film_id -> crm.film.id\",\"by\":\"foreign key\",\"rows\":1,"
                + "\"atLeast\":false}");
    CommandRun rest =
        job(JOB + acknowledged + "  crm.chat.customer_ref: written before the import\n")
            .command("coverage", "--check");
    assertThat(rest.exitCode()).as(rest.out()).isZero();
  }

  @Test
  void manyOrphansAreCountedUpToALimitInSlicesOfTheKey() throws Exception {
    try (Connection connection = engine().connect(SCHEMA);
        PreparedStatement insert =
            connection.prepareStatement("INSERT INTO chat (id, customer_ref) VALUES (?, ?)")) {
      connection.setAutoCommit(false);
      for (int n = 10; n < 12_010; n++) {
        insert.setInt(1, n);
        insert.setInt(2, n < 7_010 ? 1 : 99);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
    }
    CommandRun coverage = job(JOB + REST).command("coverage");
    assertThat(coverage.out())
        .containsPattern("crm.chat.customer_ref -> crm.customer.id +owns +at least 2,999");
  }

  @Test
  void anAcknowledgementThatNamesNothingIsWarnedOf() throws Exception {
    String rest = REST + "  crm.countri: gone\n  'crm.zz*': gone\n  crm.customer.stat: gone\n";
    OpenedJob job = job(JOB + rest);
    CommandRun coverage = job.command("coverage", "--check");
    assertThat(coverage.exitCode()).isZero();
    assertThat(coverage.out())
        .containsPattern("warning: .*job.yaml:23: 'ignored' names 'crm.countri', .*did you mean")
        .contains("crm.country'?", "'crm.zz*'", "'crm.customer.stat'", "[IGNORED-NOTHING]");
    assertThat(job.command("validate").out())
        .contains("warning: ", "'crm.countri'", "[IGNORED-NOTHING]");
    CommandRun everything =
        job(JOB + "ignored: { 'crm.*': no time }\n").command("coverage", "--check");
    assertThat(everything.exitCode()).isEqualTo(2);
    assertThat(everything.err()).contains("[IGNORES-EVERYTHING]");
  }

  @Test
  void nothingIsWritten() throws Exception {
    Map<String, List<String>> before = engine().rows(SCHEMA);
    job(JOB).command("coverage", "--sample", "50");
    assertThat(engine().rows(SCHEMA)).isEqualTo(before);
    assertThat(Files.exists(directory.resolve("evidence"))).isFalse();
    assertThat(Files.exists(directory.resolve("keys"))).isFalse();
  }

  @Test
  void oddNamesAndTablesWithoutAKeyAreLookedAt() throws Exception {
    engine()
        .execute(
            SCHEMA,
            "CREATE TABLE `order 100%` (`e mail` VARCHAR(60), `select` VARCHAR(60))",
            "INSERT INTO `order 100%` VALUES ('x', 'canary@example.org')");
    CommandRun coverage = job(JOB + REST).command("coverage", "--sample", "5", "--json");
    assertThat(findings(coverage))
        .containsExactly("certain crm.order 100%.e mail", "certain crm.order 100%.select");
    assertThat(coverage.out()).doesNotContain("canary");
  }

  @Test
  void tooLittleTimeAndBadNumbersAreSaid() throws Exception {
    OpenedJob job = job(JOB + REST);
    assertThat(job.command("coverage", "--sample", "0").exitCode()).isEqualTo(2);
    assertThat(job.command("coverage", "--sample", "1001").err()).contains("--sample", "1000");
    assertThat(job.command("coverage", "--within", "PT0S").err()).contains("--within");
  }

  OpenedJob job(String yaml) throws Exception {
    return new OpenedJob(directory, engine().server(), SCHEMA, yaml);
  }

  static List<String> findings(CommandRun coverage) {
    assertThat(coverage.err()).isEmpty();
    return coverage
        .json()
        .get("findings")
        .valueStream()
        .map(
            each ->
                each.get("level").asString()
                    + " "
                    + each.get("table").asString()
                    + (each.get("column").isNull() ? "" : "." + each.get("column").asString()))
        .toList();
  }
}
